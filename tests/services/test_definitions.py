"""Other definitions from the study file: what they are asked with, and whose file they come from."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app import paths
from app.services import assessments, definitions, enrolment, visits
from app.services.context import ServiceError
from app.services.protocols import Library

DAY0 = date(2026, 8, 20)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


@pytest.fixture
def subject(context, draft, log):
    """Red cells on day 5, then a partial response on day 84."""
    subject_id = enrolment.enrol(context, draft())[0]
    transfused = {"transfusions": (visits.TransfusionEntry(on(5), "RBC", Decimal(2)),)}
    log(subject_id, on(7), ANC="0.08", PLT="9", HB="64", RETIC_ABS="9", more=transfused)
    log(subject_id, on(77), ANC="1.00", PLT="23", HB="97", RETIC_ABS="61")
    log(subject_id, on(84), ANC="1.10", PLT="24", HB="99", RETIC_ABS="62")
    return subject_id


def test_the_protocol_s_own_answer_is_the_verdict_of_the_day(context, subject):
    own, *others = assessments.definitions(context, subject, on(84))
    assert own.definition is None
    assert own.verdict == assessments.on_day(context, subject, on(84))
    assert {other.definition.id for other in others if other.definition} >= {
        "camitta2000_saa",
        "nih",
        "japan_saa",
    }


def test_a_definition_s_own_panels_confirm_it_not_the_verdicts_of_the_protocol(context, subject):
    answers = assessments.definitions(context, subject, on(84))
    found = {one.definition.id: one for one in answers if one.definition}
    assert (found["nih"].status, found["camitta2000_saa"].verdict.flags) == ("PR", ("unconfirmed",))


def test_a_site_adds_a_definition_or_replaces_one_by_its_name(context, subject, tmp_path):
    folder = tmp_path / "protocols" / "definitions"
    folder.mkdir(parents=True)
    nih = (paths.PROTOCOLS / "definitions" / "nih.yaml").read_text(encoding="utf-8")
    (folder / "nih.yaml").write_text(nih.replace("title: NIH", "title: NIH here"), encoding="utf-8")
    mine = nih.replace("id: nih\n", "id: mine\n").replace("title: NIH", "title: Mine")
    (folder / "mine.yaml").write_text(mine, encoding="utf-8")
    library = Library((paths.PROTOCOLS, folder.parent))
    answers = assessments.definitions(replace(context, library=library), subject, on(84))
    titles = [one.definition.title for one in answers if one.definition]
    assert {"NIH here", "Mine"} <= set(titles)
    assert "NIH" not in titles


def test_a_faulty_file_is_refused_with_its_name_and_faults(tmp_path):
    folder = tmp_path / "definitions"
    folder.mkdir()
    (folder / "mine.yaml").write_text("id: mine\nversion: 1\n", encoding="utf-8")
    with pytest.raises(ServiceError) as refused:
        definitions.at_hand((tmp_path,))
    assert (refused.value.code, refused.value.params["file"]) == ("protocol_faulty", "mine.yaml")
    assert refused.value.params["faults"]


def test_a_file_has_to_carry_the_id_of_its_name(tmp_path):
    folder = tmp_path / "definitions"
    folder.mkdir()
    shutil.copy(paths.PROTOCOLS / "definitions" / "nih.yaml", folder / "other.yaml")
    with pytest.raises(ServiceError) as refused:
        definitions.at_hand((tmp_path,))
    faults = refused.value.params["faults"]
    assert isinstance(faults, tuple)
    assert [fault.code for fault in faults] == ["id_not_file_name"]


def test_an_edited_file_is_read_again(tmp_path):
    folder = tmp_path / "definitions"
    folder.mkdir()
    file = folder / "nih.yaml"
    shutil.copy(paths.PROTOCOLS / "definitions" / "nih.yaml", file)
    assert definitions.at_hand((tmp_path,))[0].title == "NIH"
    file.write_text(
        file.read_text(encoding="utf-8").replace("title: NIH", "title: Changed"), encoding="utf-8"
    )
    assert definitions.at_hand((tmp_path,))[0].title == "Changed"
