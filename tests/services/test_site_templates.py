"""A site's own templates: they win over the program's, a change needs a new version, faults are named."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.protocol import parse
from app.i18n import Texts
from app.paths import PROTOCOLS
from app.services import enrolment, subjects
from app.services.context import ServiceError
from app.services.protocols import Library
from app.ui import words
from tests.domain.protocol_text import text_of


@pytest.fixture
def site(tmp_path: Path, context):
    """A data folder's protocols, and the context that reads them after the program's."""
    folder = tmp_path / "protocols"
    folder.mkdir()
    return folder, replace(context, library=Library((PROTOCOLS, folder)))


def write(folder: Path, *changes: tuple[str, str], name: str = "saa_atg") -> None:
    text = text_of("saa_atg")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_a_sites_template_wins_over_the_programs(site) -> None:
    folder, context = site
    write(folder, ('version: "1.0"', 'version: "1.1"'), ("title: Umbilical", "title: Our umbilical"))
    assert context.library.get("saa_atg").version == "1.1"
    assert context.library.ids().count("saa_atg") == 1


def test_enrolled_subjects_stay_on_the_version_that_they_were_enrolled_on(site, draft) -> None:
    folder, context = site
    first, _ = enrolment.enrol(context, draft())
    write(folder, ('version: "1.0"', 'version: "1.1"'), ("nr_from_day: 40", "nr_from_day: 41"))
    second, _ = enrolment.enrol(context, draft(code="TJ-002"))
    assert subjects.template(context, first).version == "1.0"
    assert subjects.template(context, first).response.nr_from_day == 40
    assert subjects.template(context, second).version == "1.1"
    assert subjects.template(context, second).response.nr_from_day == 41


def test_other_rules_under_a_version_that_is_in_use_are_refused(site, draft) -> None:
    folder, context = site
    enrolment.enrol(context, draft())
    write(folder, ("nr_from_day: 40", "nr_from_day: 41"))
    with pytest.raises(ServiceError) as refused:
        enrolment.enrol(context, draft(code="TJ-002"))
    assert refused.value.code == "protocol_version_used"
    said = words.refusal(Texts(), refused.value)
    assert "saa_atg, version 1.0" in said
    assert "needs a new version" in said
    assert enrolment.propose_code(context) == "TJ-002"  # nothing of it was kept


def test_a_file_that_only_reads_otherwise_is_the_same_version(site, draft) -> None:
    folder, context = site
    first, _ = enrolment.enrol(context, draft())
    write(folder, ("# In the order of the form.", "# In the order of our form.\n"))
    second, _ = enrolment.enrol(context, draft(code="TJ-002"))
    assert subjects.template(context, first) == subjects.template(context, second)


def test_a_release_that_writes_more_keys_keeps_the_stored_version(context, draft, monkeypatch) -> None:
    first, _ = enrolment.enrol(context, draft())
    real = parse.sha256
    monkeypatch.setattr(parse, "sha256", lambda body: real(body + " "))
    second, _ = enrolment.enrol(context, draft(code="TJ-002"))
    assert subjects.template(context, first) == subjects.template(context, second)


def test_a_faulty_template_cannot_be_enrolled_on_and_its_faults_are_named(site, draft) -> None:
    folder, context = site
    form = draft()
    write(folder, ("nr_from_day: 40", "nr_from_day: soon"), ("ffs_nr_visit: d180", "ffs_nr_visit: d18"))
    with pytest.raises(ServiceError) as refused:
        enrolment.enrol(context, form)
    assert refused.value.code == "protocol_faulty"
    said = words.refusal(Texts(), refused.value).splitlines()
    line = next(
        n for n, text in enumerate((folder / "saa_atg.yaml").read_text().splitlines(), 1) if "soon" in text
    )
    assert (
        f"saa_atg.yaml:{line}: not_a_whole_number: response.nr_from_day: nr_from_day is a whole number."
        in said
    )


def test_many_faults_are_counted_and_a_wrong_name_is_one(site) -> None:
    folder, context = site
    write(folder, *[("source: lan2021", f"source: lan{n}") for n in range(6)])
    with pytest.raises(ServiceError) as refused:
        context.library.get("saa_atg")
    assert words.refusal(Texts(), refused.value).splitlines()[-1] == "and 2 more"
    write(folder, name="mine")
    with pytest.raises(ServiceError) as refused:
        context.library.get("mine")
    assert "saa_atg.yaml, not mine.yaml" in words.refusal(Texts(), refused.value)
