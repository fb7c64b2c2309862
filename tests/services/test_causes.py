"""Why an earlier verdict changed: both verdicts stay, with a sentence that names the change."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.cause_values import from_json, to_json
from app.domain.causes import Cause, Happening
from app.i18n import Texts
from app.i18n.causes import cause_text
from app.services import assessments, subjects, visits
from app.services.context import Context
from tests.services.conftest import Clock
from tests.services.test_then_and_now import corrected, retyped
from tests.ui import responding

D90 = responding.D90


@pytest.fixture
def subject_id(context: Context, clock: Clock) -> int:
    clock.set(D90)
    return responding.enrol_child(context)


def sentences(context: Context, subject_id: int) -> list[str]:
    """What the history says of each verdict that took another's place, newest day first."""
    given = assessments.history(context, subject_id)
    return [
        cause_text(row.cause, row.status, Texts(), on=row.day).replace("\N{NO-BREAK SPACE}", " ")
        for row in given
        if row.cause is not None
    ]


def test_a_corrected_count_is_named_with_both_values(context: Context, subject_id: int) -> None:
    visit_id = responding.log_d90(context, subject_id)

    corrected(context, subject_id, visit_id, values=retyped(context, subject_id, visit_id, PLT="18"))

    assert sentences(context, subject_id) == [
        "PR → NR because platelets of 5 Apr were corrected from 35 to 18 ×10⁹/L"
    ]
    assert [row.status for row in assessments.history(context, subject_id)] == ["NR", "PR"]


def test_of_several_corrections_only_those_that_decided_are_named(context: Context, subject_id: int) -> None:
    visit_id = responding.log_d90(context, subject_id)

    retyping = retyped(context, subject_id, visit_id, PLT="18", HB="90", ANC="0.9")
    corrected(context, subject_id, visit_id, values=retyping)

    assert sentences(context, subject_id) == [
        "PR → NR because platelets of 5 Apr were corrected from 35 to 18 ×10⁹/L"
    ]


def test_a_corrected_unit_is_told_with_both_units(context: Context, subject_id: int) -> None:
    values = {**responding.AT_D90, "ANC": "0.4"}
    visit_id = responding.log_d90(context, subject_id, values=values)
    stored = visits.form(context, subject_id=subject_id, visit_id=visit_id).stored
    assert stored is not None
    from dataclasses import replace

    in_cells = tuple(
        replace(entry, text="800", unit="/uL") if entry.analyte == "ANC" else entry for entry in stored.values
    )

    corrected(context, subject_id, visit_id, values=in_cells)

    assert sentences(context, subject_id) == [
        "NR → PR because ANC of 5 Apr was corrected from 0.4 ×10⁹/L to 800 /µL"
    ]


def test_a_late_count_is_named_as_added(context: Context, subject_id: int) -> None:
    known = {code: text for code, text in responding.AT_D90.items() if code != "RETIC_ABS"}
    responding.log_d90(context, subject_id, values=known)

    visits.record(
        context,
        visits.VisitDraft(
            subject_id, None, D90, title="Late slip", values=responding.entries({"RETIC_ABS": "41"})
        ),
    )

    assert sentences(context, subject_id) == ["NE → PR because reticulocytes of 5 Apr were added (41 ×10⁹/L)"]


def test_a_value_taken_back_is_named(context: Context, subject_id: int) -> None:
    visit_id = responding.log_d90(context, subject_id)
    stored = visits.form(context, subject_id=subject_id, visit_id=visit_id).stored
    assert stored is not None
    from dataclasses import replace

    gone = tuple(
        replace(entry, text="", missing="not_done") if entry.analyte == "RETIC_ABS" else entry
        for entry in stored.values
    )

    corrected(context, subject_id, visit_id, values=gone)

    assert sentences(context, subject_id) == [
        "PR → NE because reticulocytes of 5 Apr were taken back (41 ×10⁹/L)"
    ]


def test_a_late_transfusion_is_named(context: Context, subject_id: int) -> None:
    responding.log_d90(context, subject_id)
    day = D90 - timedelta(days=5)

    transfusion = visits.TransfusionEntry(day, "PLT", Decimal(1))
    visits.record(
        context, visits.VisitDraft(subject_id, None, day, title="Day ward", transfusions=(transfusion,))
    )

    assert sentences(context, subject_id) == [
        "PR → NR because a transfusion of platelets on 31 Mar was added"
    ]


def test_a_late_event_is_named(context: Context, subject_id: int) -> None:
    responding.log_d90(context, subject_id)
    day = D90 - timedelta(days=5)

    event = visits.EventEntry(day, "clonal_evolution", "monosomy 7")
    visits.record(context, visits.VisitDraft(subject_id, None, day, title="Marrow", events=(event,)))

    assert sentences(context, subject_id) == [
        "PR → CLONAL_EVOLUTION because clonal evolution of 31 Mar was added"
    ]


def test_a_drug_stopped_later_is_named(context: Context, subject_id: int) -> None:
    responding.log_d90(context, subject_id)
    start = D90 - timedelta(days=3)

    course = visits.MedicationEntry("Filgrastim", start)
    visits.record(
        context, visits.VisitDraft(subject_id, None, start, title="Day ward", medications=(course,))
    )

    assert sentences(context, subject_id) == ["PR → NE because filgrastim from 2 Apr on was added"]


def test_a_later_verdict_that_rests_on_an_earlier_one_names_that_one(
    context: Context, clock: Clock, subject_id: int
) -> None:
    """Low counts after a PR are a response lost; once the PR is none, they are not."""
    visit_id = responding.log_d90(context, subject_id)
    planned = next(row for row in subjects.course(context, subject_id).visits if row.plan_id == "d180")
    assert planned.target is not None
    clock.set(planned.target)
    low = {"ANC": "0.8", "HB": "88", "PLT": "35", "RETIC_ABS": "25"}
    visits.record(
        context,
        visits.VisitDraft(
            subject_id,
            planned.id,
            planned.target,
            expected_version=planned.version,
            values=responding.entries(low),
            no_event=True,
            no_transfusion=True,
        ),
    )

    corrected(context, subject_id, visit_id, values=retyped(context, subject_id, visit_id, PLT="18"))

    assert sentences(context, subject_id) == [
        "NR as before, in other detail, because the verdict of 5 Apr changed from PR to NR",
        "PR → NR because platelets of 5 Apr were corrected from 35 to 18 ×10⁹/L",
    ]


def test_a_visit_that_took_place_on_another_day_is_named_once(context: Context, subject_id: int) -> None:
    visit_id = responding.log_d90(context, subject_id)

    corrected(context, subject_id, visit_id, day=D90 - timedelta(days=1))

    (row,) = [row for row in assessments.history(context, subject_id) if row.cause is not None]
    assert row.cause is not None
    assert [(each.code, each.kind) for each in row.cause.happenings] == [("moved", "visit")]
    assert row.day == D90 - timedelta(days=1)


def test_a_first_verdict_has_no_cause_and_an_unchanged_one_stays(context: Context, subject_id: int) -> None:
    visit_id = responding.log_d90(context, subject_id)

    corrected(context, subject_id, visit_id, values=retyped(context, subject_id, visit_id, PLT="36"))

    (row,) = assessments.history(context, subject_id)
    assert (row.status, row.why, row.cause) == ("PR", "first", None)


def test_the_stored_cause_comes_back_as_it_was() -> None:
    happening = Happening("corrected", "analyte", "HB", date(2026, 5, 12), "92", "66", "g/L", "g/L")
    cause = Cause("data", "PR", (happening,), 2, {})

    assert from_json(to_json(cause)) == cause
    assert from_json(None) is None


def test_more_changes_than_are_named_are_counted() -> None:
    happenings = tuple(
        Happening("added", "analyte", code, D90, "", "1", "", "10*9/L")
        for code in ("ANC", "PLT", "RETIC_ABS")
    )

    said = cause_text(Cause("data", "NE", happenings, 2), "PR", Texts(), on=D90)

    assert said.endswith("and 2 more")
