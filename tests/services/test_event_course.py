"""How an event goes on: its end, outcome and diagnosis, said at a later visit, checked, and printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.partial_dates import EARLIEST
from app.i18n import Texts
from app.i18n.event_course import course_text, until_words
from app.services import enrolment, subject_records, subject_trail, subjects, visit_content, visits
from app.services.context import Context
from app.services.contracts.subject_trail import SubjectTrailQuery
from app.services.transactions import reading
from app.services.visits import EventEntry, VisitDraft

DAY0 = date(2026, 8, 20)
SEEN = DAY0 + timedelta(days=40)
LATER = DAY0 + timedelta(days=60)
INFECTION = EventEntry(SEEN, "infection", "Pneumonia", 3, diagnosed=SEEN + timedelta(days=2))


@pytest.fixture
def child(context: Context, draft: Any) -> int:
    return enrolment.enrol(context, draft())[0]


def visit(subject_id: int, day: date, *events: EventEntry) -> VisitDraft:
    return VisitDraft(subject_id, None, day, events=events, no_transfusion=True, medicines_unchanged=True)


def found(context: Context, subject_id: int) -> subjects.EventRow:
    (row,) = subjects.course(context, subject_id).events
    return row


def digest(context: Context, subject_id: int, visit_id: int) -> str:
    with reading(context) as connection:
        rows = subject_records.whole(connection, subject_id)
    row = rows.visit(visit_id)
    assert row is not None
    return visit_content.data_digest(rows, row)


def test_a_later_visit_says_what_became_of_an_event_and_the_former_one_stays_as_it_was_signed(
    context: Context, child: int
) -> None:
    first, _ = visits.record(context, visit(child, SEEN, replace(INFECTION, outcome="recovering")))
    row = found(context, child)
    assert row.goes_on
    signed = digest(context, child, first)
    entry = replace(INFECTION, id=row.id, outcome="recovered", until=LATER, ctcae=row.ctcae)

    visits.record(context, visit(child, LATER, entry))  # no reason asked: nothing is corrected

    row = found(context, child)
    assert digest(context, child, first) == signed
    assert (row.visit_id, row.outcome, row.until, row.goes_on) == (first, "recovered", LATER, False)
    said = course_text(row, Texts("en"))
    assert said == "diagnosed 1 Oct 2026; ended 19 Oct 2026; recovered"
    assert until_words(row, Texts("en")) == "2026-10-19, recovered"
    lines = subject_trail.listing(context, SubjectTrailQuery(child)).rows
    fields = {line.field for line in lines if line.table == "event"}
    assert {"outcome", "until"} <= fields


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"outcome": "recovered"}, "until", "until_missing"),
        ({"outcome": "not_recovered", "until": LATER}, "until", "until_of_ongoing"),
        ({"until": SEEN - timedelta(days=1)}, "until", "until_before_day"),
        ({"until": date(2026, 12, 31), "until_known": "2026-12"}, "until", "partial_future"),
        ({"diagnosed": date(2027, 1, 1)}, "diagnosed", "future_day"),
        ({"outcome": "better"}, "outcome", "outcome_unknown"),
    ],
)
def test_end_outcome_and_diagnosis_are_held_against_each_other(
    context: Context, child: int, changes: dict[str, Any], field: str, code: str
) -> None:
    problems = visits.check(context, visit(child, LATER, replace(INFECTION, **changes)))
    assert [(each.path, each.code) for each in problems] == [(f"events.0.{field}", code)]


def test_days_that_are_not_exact_are_kept_as_they_were_told(context: Context, child: int) -> None:
    told = replace(
        INFECTION,
        until=date(2026, 10, 31),
        until_known="2026-10",
        diagnosed=EARLIEST,
        diagnosed_known="UNK",
        outcome="sequelae",
    )
    visit_id, _ = visits.record(context, visit(child, LATER, told))

    row = found(context, child)
    assert (row.until_known, row.diagnosed_known, row.outcome) == ("2026-10", "UNK", "sequelae")
    assert until_words(row, Texts("en")) == "2026-10, recovered with sequelae"
    stored = visits.form(context, subject_id=child, visit_id=visit_id).stored
    assert stored is not None and stored.events[0] == replace(told, id=row.id, ctcae=row.ctcae)
