"""The status of a past day from what was known at its end and from all that is known now."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.services import assessments, subjects, visits
from app.services.context import Context, ServiceError
from app.storage import asof, courses
from tests.services.conftest import Clock
from tests.ui import responding

D90, DAY0 = responding.D90, responding.DAY0
ENROLLED = date(2020, 1, 6)


@pytest.fixture
def child(context: Context, clock: Clock) -> tuple[int, int]:
    """The boy of case V02: enrolled on day 0, his day 90 logged on that day."""
    clock.set(ENROLLED)
    subject_id = responding.enrol_child(context)
    clock.set(D90)
    return subject_id, responding.log_d90(context, subject_id)


def corrected(context: Context, subject_id: int, visit_id: int, **changes: Any) -> None:
    form = visits.form(context, subject_id=subject_id, visit_id=visit_id)
    assert form.stored is not None
    reason = visits.Reason("source_corrected", "the laboratory's report")
    visits.record(context, replace(form.stored, expected_version=form.version, reason=reason, **changes))


def retyped(context: Context, subject_id: int, visit_id: int, **texts: str):
    stored = visits.form(context, subject_id=subject_id, visit_id=visit_id).stored
    assert stored is not None
    return tuple(
        replace(entry, text=texts[entry.analyte], missing="") if entry.analyte in texts else entry
        for entry in stored.values
    )


def test_a_value_corrected_later_is_as_it_was_on_that_day(
    context: Context, clock: Clock, child: tuple[int, int]
) -> None:
    subject_id, visit_id = child
    clock.set(D90 + timedelta(days=3))
    corrected(context, subject_id, visit_id, values=retyped(context, subject_id, visit_id, PLT="18"))

    then = assessments.on_day(context, subject_id, D90, known="then")

    assert then.status == "PR"
    assert assessments.on_day(context, subject_id, D90).status == "NR"
    (change,) = assessments.both(context, subject_id, D90).later
    assert (change.code, change.subject, change.old, change.new) == ("corrected", "PLT", "35", "18")


def test_what_was_entered_later_was_not_known(context: Context, clock: Clock, child: tuple[int, int]) -> None:
    subject_id, _ = child
    clock.set(D90 + timedelta(days=1))
    day = D90 - timedelta(days=5)
    late = visits.VisitDraft(
        subject_id,
        None,
        day,
        title="Late slip",
        transfusions=(visits.TransfusionEntry(day, "PLT", Decimal(1)),),
    )
    visits.record(context, late)

    seen = assessments.both(context, subject_id, D90)

    assert (seen.then.status, seen.now.status) == ("PR", "NR")
    assert [(each.code, each.kind, each.subject) for each in seen.later] == [("added", "product", "PLT")]


def test_a_log_row_taken_back_later_still_stood_on_that_day(
    context: Context, clock: Clock, child: tuple[int, int]
) -> None:
    subject_id, visit_id = child
    clock.set(D90 + timedelta(days=1))
    form = visits.form(context, subject_id=subject_id, visit_id=visit_id)
    assert form.stored is not None
    kept = form.stored.transfusions[:-1]
    corrected(context, subject_id, visit_id, transfusions=kept)

    seen = assessments.both(context, subject_id, D90)

    assert [each.code for each in seen.later] == ["removed"]
    free = {node.criterion: node for node in seen.then.evidence.walk()}["pr.free_of.PLT"]
    assert free.observed[0].day == responding.TRANSFUSIONS[-1][0]


def test_on_a_day_before_the_first_entry_nothing_was_known(context: Context, child: tuple[int, int]) -> None:
    subject_id, _ = child

    with pytest.raises(ServiceError) as refusal:
        assessments.on_day(context, subject_id, ENROLLED - timedelta(days=1), known="then")

    assert refusal.value.code == "nothing_known_then"
    assert refusal.value.params["first"] == ENROLLED


def test_before_the_visit_was_logged_its_counts_were_unknown(
    context: Context, clock: Clock, child: tuple[int, int]
) -> None:
    subject_id, _ = child
    clock.set(D90 + timedelta(days=30))

    then = assessments.on_day(context, subject_id, D90 - timedelta(days=1), known="then")

    assert then.status == "NE"
    assert set(then.missing) == {"ANC", "HB", "PLT", "RETIC_ABS"}


def test_on_the_evening_of_each_day_both_know_the_same_while_nothing_was_entered_late(
    context: Context, child: tuple[int, int]
) -> None:
    subject_id, _ = child

    seen = assessments.both(context, subject_id, D90)

    assert seen.later == ()
    assert seen.then == seen.now


def test_the_rows_of_today_are_rebuilt_exactly(
    context: Context, clock: Clock, child: tuple[int, int]
) -> None:
    """With nothing to undo the rebuilt rows say what the stored ones say, field by field."""
    subject_id, visit_id = child
    corrected(context, subject_id, visit_id, values=retyped(context, subject_id, visit_id, PLT="18"))
    with context.db.read() as connection:
        now = courses.whole(connection, subject_id)
        then = asof.whole(connection, subject_id, clock().date())
    assert now is not None and then is not None

    for name in ("visits", "counts"):
        for stored, rebuilt in zip(getattr(now, name), getattr(then, name), strict=True):
            fields = {key: value for key, value in stored._asdict().items() if key != "entered_at"}
            assert {key: getattr(rebuilt, key) for key in fields} == fields
    assert [row.id for row in then.standing] == [row.id for row in now.standing]
    assert subjects.template(context, subject_id).id == then.subject.protocol


def test_undoing_every_entry_leads_back_to_each_earlier_state(
    context: Context, clock: Clock, child: tuple[int, int]
) -> None:
    """Platelets are corrected on each of four days; each evening knew its own value."""
    subject_id, visit_id = child
    for number, text in enumerate(("18", "44", "21", "120"), start=1):
        clock.set(D90 + timedelta(days=number))
        corrected(context, subject_id, visit_id, values=retyped(context, subject_id, visit_id, PLT=text))

    for number, text in enumerate(("35", "18", "44", "21", "120")):
        with context.db.read() as connection:
            rows = asof.whole(connection, subject_id, D90 + timedelta(days=number))
        assert rows is not None
        (value,) = [row for row in rows.counts if row.analyte == "PLT" and row.visit_id == visit_id]
        assert (value.entered_value, value.value) == (text, Decimal(text))
