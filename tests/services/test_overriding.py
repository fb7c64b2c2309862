"""A signed override: the automatic verdict stays, later days count the signed one, and it can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.i18n import Texts
from app.i18n.today import Said
from app.services import access, assessments, overriding, prints, readings, subjects, today, visits
from app.services.context import Context, ServiceError
from app.services.contracts.today import CHANGED, Line
from app.services.visits import Reason
from app.ui.pages.today.model import parts_of
from tests.services import contents, team
from tests.services.conftest import CHINA
from tests.services.team import TEAM
from tests.ui import responding
from tests.ui.visiting import log

PASSPHRASE = TEAM[access.INVESTIGATOR][1]
WHY = Reason("known_elsewhere", "The transfusion of 6 March was given for a biopsy.")


@pytest.fixture
def both(team_study: Path, tmp_path: Path) -> Iterator[tuple[Context, Context]]:
    with team.signed_in(
        team.copied(team_study, tmp_path), access.COORDINATOR, access.INVESTIGATOR
    ) as contexts:
        yield contexts[0], contexts[1]


def _child(context: Context) -> tuple[int, int]:
    child = responding.enrol_child(context, code="TJ-901")
    return child, responding.log_d90(context, child, values={**responding.AT_D90, "PLT": "19"})


def _standing(context: Context, child: int) -> assessments.AssessmentRow:
    return next(row for row in assessments.history(context, child) if row.superseded_at is None)


def _sign(context: Context, child: int, status: str = "PR") -> None:
    overriding.override(
        context, _standing(context, child).id, status=status, reason=WHY, passphrase=PASSPHRASE
    )


def test_the_signed_status_holds_and_the_automatic_one_stays(both):
    coordinator, investigator = both
    child, visit_id = _child(coordinator)
    _sign(investigator, child)
    row = _standing(coordinator, child)
    assert (row.status, row.said) == ("NR", "PR")
    assert row.override is not None
    assert row.override.reason_text == WHY.text
    assert not row.override.other_data
    line = next(line for line in subjects.listing(coordinator, subjects.ListQuery()) if line.id == child)
    assert (line.status, line.flags) == ("PR", ("override",))
    visit = next(visit for visit in subjects.course(coordinator, child).visits if visit.id == visit_id)
    assert (visit.status, visit.flags) == ("PR", ("override",))
    read = readings.read(coordinator, child)
    assert read.verdict is not None
    assert read.verdict.status == "NR"  # the evidence is that of the automatic verdict


def test_later_assessments_count_the_signed_status(both):
    coordinator, investigator = both
    child, _ = _child(coordinator)
    _sign(investigator, child, "CR")
    d180 = next(v for v in subjects.course(coordinator, child).visits if v.assessment and v.day == 180)
    assert d180.target is not None
    visits.record(
        coordinator,
        visits.VisitDraft(
            subject_id=child,
            visit_id=d180.id,
            expected_version=d180.version,
            day=d180.target,
            values=responding.entries({**responding.AT_D90, "ANC": "0.3", "PLT": "9"}),
            no_transfusion=True,
            no_event=True,
            medicines_unchanged=True,
        ),
    )
    counted = {row.day: row for row in assessments.history(coordinator, child) if row.superseded_at is None}
    with_override = counted[d180.target].status
    signed = next(row.override for row in counted.values() if row.override)
    overriding.undo(investigator, signed.id, reason=Reason("other", "Signed on the wrong visit."))
    after = {row.day: row for row in assessments.history(coordinator, child) if row.superseded_at is None}
    assert with_override != after[d180.target].status
    cause = after[d180.target].cause
    assert cause is not None
    assert (cause.code, cause.params["old"], cause.params["new"]) == ("earlier", "CR", "NR")


def test_a_later_change_of_the_data_marks_it_as_made_on_other_data(both):
    coordinator, investigator = both
    child, visit_id = _child(coordinator)
    _sign(investigator, child, "PR")
    version = next(v.version for v in subjects.course(coordinator, child).visits if v.id == visit_id)
    _take_back_reticulocytes(coordinator, child, visit_id, version)
    row = _standing(coordinator, child)
    assert row.status != "NR"
    assert row.override is not None
    assert row.override.other_data
    assert row.said == "PR"
    line = next(line for line in subjects.listing(coordinator, subjects.ListQuery()) if line.id == child)
    assert line.flags == ("override", "override_other_data")


def _take_back_reticulocytes(context: Context, child: int, visit_id: int, version: int) -> None:
    form = visits.form(context, subject_id=child, visit_id=visit_id)
    assert form.stored is not None
    values = responding.entries({"ANC": "0.8", "HB": "88", "PLT": "35"})
    visits.record(
        context,
        visits.VisitDraft(
            subject_id=child,
            visit_id=visit_id,
            expected_version=version,
            day=responding.D90,
            values=(*values, visits.ValueEntry("RETIC_ABS", "", "10*9/L", missing="not_done")),
            transfusions=form.stored.transfusions,
            no_event=True,
            medicines_unchanged=True,
            reason=Reason("source_corrected"),
        ),
    )


def test_undone_the_automatic_status_holds_and_the_record_keeps_both(both):
    coordinator, investigator = both
    child, _ = _child(coordinator)
    _sign(investigator, child)
    signed = _standing(coordinator, child).override
    assert signed is not None
    overriding.undo(investigator, signed.id, reason=Reason("other", "Signed on the wrong visit."))
    row = _standing(coordinator, child)
    assert row.said == "NR"
    assert row.override is None
    assert [(each.status, each.undo_text) for each in row.overrides] == [("PR", "Signed on the wrong visit.")]
    _sign(investigator, child, "CR")  # and it can be signed anew
    assert _standing(coordinator, child).said == "CR"


@pytest.mark.parametrize(
    ("status", "reason", "passphrase", "code"),
    [
        ("NR", WHY, PASSPHRASE, "override_same"),
        ("PR", Reason("known_elsewhere", " "), PASSPHRASE, "reason_missing"),
        ("PR", Reason("", "because"), PASSPHRASE, "reason_missing"),
        ("ALL_WELL", WHY, PASSPHRASE, "override_unknown"),
        ("PR", WHY, "not it", "cannot_confirm"),
    ],
)
def test_nothing_is_signed_without_reason_passphrase_and_another_status(
    both, status, reason, passphrase, code
):
    coordinator, investigator = both
    child, _ = _child(coordinator)
    verdict = _standing(coordinator, child)
    with pytest.raises(ServiceError) as refusal:
        overriding.override(investigator, verdict.id, status=status, reason=reason, passphrase=passphrase)
    assert refusal.value.code == code
    assert _standing(coordinator, child) == verdict


def test_a_coordinator_signs_for_no_status(both):
    coordinator, _ = both
    child, _ = _child(coordinator)
    with pytest.raises(ServiceError) as refusal:
        _sign(coordinator, child)
    assert refusal.value.code == "not_allowed"


def test_a_second_override_waits_until_the_first_is_undone(both):
    coordinator, investigator = both
    child, _ = _child(coordinator)
    _sign(investigator, child)
    with pytest.raises(ServiceError) as refusal:
        _sign(investigator, child, "CR")
    assert refusal.value.code == "override_exists"


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_the_visit_summary_says_who_signed_for_the_status_and_why(both, language):
    coordinator, investigator = both
    child, visit_id = _child(coordinator)
    texts = Texts(language)
    before = contents.summary_content(coordinator, visit_id, texts=texts).summary.status
    _sign(investigator, child)
    after = contents.summary_content(coordinator, visit_id, texts=texts).summary.status
    assert (before.code, after.code) == ("NR", "PR")
    assert WHY.text.rstrip(".") in after.reason
    assert "Wu" in after.reason
    assert before.reason in after.remarks[0]  # why the automatic verdict says what it says
    assert texts("flags.override").casefold() in after.flags.casefold()
    assert prints.visit_summary(coordinator, visit_id, texts=texts).pages


def test_the_history_of_the_subject_on_paper_says_it_too(both):
    from app.services import overrides

    coordinator, investigator = both
    child, _ = _child(coordinator)
    _sign(investigator, child)
    read = readings.read(coordinator, child)
    row = next(each for each in read.history if each.override is not None)
    assert row.override is not None
    assert overrides.words(row.override, Texts("en")).startswith("Override by Wu on ")


def test_today_tells_the_signed_status_beside_its_chip_and_the_automatic_one_as_such(both):
    coordinator, investigator = both
    child = responding.enrol_child(coordinator, code="TJ-904")
    log(coordinator, child, responding.DAY0 + timedelta(days=44), ANC="0.2", HB="70", PLT="9", RETIC_ABS="12")
    responding.log_d90(coordinator, child, values={**responding.AT_D90, "PLT": "19"})
    then = datetime(2020, 4, 6, 9, 41, tzinfo=CHINA)
    day_after = replace(coordinator, clock=lambda: then)

    def changed() -> Line | None:
        found = today.read(day_after).group(CHANGED).lines
        return next((line for line in found if line.subject_id == child), None)

    _sign(investigator, child)
    line = changed()
    assert line is not None
    assert (line.about["after"], line.about["automatic"], line.status) == ("PR", "NR", "PR")
    said = Said(Texts("en"), then.date()).line(line.kind, **parts_of(line), reason="ANC 0.43")
    assert said.what.endswith("→ PR")
    assert said.why == "signed in place of the automatic NR; ANC 0.43"
