"""Days that are not known exactly: stored as told, refused where a rule counts from them, told on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

import pytest

from app.domain.partial_dates import EARLIEST
from app.domain.plausibility import Problem
from app.i18n import Texts
from app.services import assessments, enrolment, subjects, visits
from app.services.context import Context, ServiceError
from app.services.visits import EventEntry, MedicationEntry

DAY0 = date(2026, 8, 20)
D90 = DAY0 + timedelta(days=90)
GOOD = {"ANC": "2.4", "PLT": "180", "HB": "135", "RETIC_ABS": "80"}


@pytest.fixture
def child(context: Context, draft: Any) -> int:
    return enrolment.enrol(context, draft())[0]


def logged(subject_id: int, *, events: Any = (), medications: Any = ()) -> visits.VisitDraft:
    return visits.VisitDraft(
        subject_id, None, D90, title="Clinic", events=tuple(events), medications=tuple(medications)
    )


def problems(refusal: ServiceError) -> tuple[Problem, ...]:
    return cast("tuple[Problem, ...]", refusal.params["problems"])


def test_what_is_known_of_a_day_is_stored_read_and_shown_as_it_was_told(context, child):
    entries = (
        MedicationEntry(
            "cyclosporin", date(2024, 1, 1), date(2024, 5, 31), start_known="2024", stop_known="2024-05"
        ),
        MedicationEntry("danazol", EARLIEST, None, start_known="UNK", stop_known="UNK"),
    )
    event = EventEntry(date(2026, 7, 1), "other", "Hepatitis", day_known="2026-07")
    visit_id, _ = visits.record(context, logged(child, events=[event], medications=entries))

    course = subjects.course(context, child)
    assert [(row.start_known, row.stop_known, row.ongoing) for row in course.medications] == [
        ("UNK", "UNK", False),
        ("2024", "2024-05", False),
    ]
    assert [row.day_known for row in course.events] == ["2026-07"]
    stored = visits.form(context, subject_id=child, visit_id=visit_id).stored
    assert stored is not None and stored.events[0].day_known == "2026-07"
    assert {row.drug: row.stop_known for row in stored.medications} == {
        "cyclosporin": "2024-05",
        "danazol": "UNK",
    }
    assert subjects.record(context, child).events == ()
    assert {row.drug: row.exact for row in subjects.record(context, child).medications} == {
        "cyclosporin": False,
        "danazol": False,
    }


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (EventEntry(date(2026, 9, 1), "second_line", day_known="2026-09"), "exact_day_needed"),
        (EventEntry(date(2026, 1, 1), "death", day_known="2026"), "exact_day_needed"),
        (EventEntry(date(2026, 12, 1), "infection", day_known="2026-12"), "partial_future"),
        (EventEntry(date(2019, 1, 1), "infection", day_known="2019"), "partial_before_birth"),
    ],
)
def test_a_day_that_a_rule_counts_from_or_that_cannot_be_is_refused_in_words(context, child, event, code):
    with pytest.raises(ServiceError) as refusal:
        visits.record(context, logged(child, events=[event]))
    (problem,) = problems(refusal.value)
    assert (problem.path, problem.code) == ("events.0.day", code)
    for language in ("en", "zh", "pt"):
        assert Texts(language).has(f"plausibility.{code}")


def test_a_course_cannot_end_before_it_may_have_begun(context, child):
    entry = MedicationEntry(
        "danazol", date(2026, 6, 1), date(2026, 5, 31), start_known="2026-06", stop_known="2026-05"
    )
    with pytest.raises(ServiceError) as refusal:
        visits.record(context, logged(child, medications=[entry]))
    assert [each.code for each in problems(refusal.value)] == ["stop_before_start"]


def test_a_growth_factor_without_its_days_leaves_the_response_open_and_an_exact_one_settles_it(
    context, child, log
):
    log(child, D90, **GOOD)
    entry = MedicationEntry(
        "filgrastim", date(2026, 11, 1), date(2026, 11, 30), start_known="2026-11", stop_known="2026-11"
    )
    visit_id, _ = visits.record(context, logged(child, medications=[entry]))
    status = {
        row.status
        for row in assessments.history(context, child)
        if row.superseded_at is None and row.day == D90
    }
    assert status == {"NE"}

    stored = visits.form(context, subject_id=child, visit_id=visit_id).stored
    assert stored is not None
    right = MedicationEntry("filgrastim", date(2026, 11, 1), date(2026, 11, 3), id=stored.medications[0].id)
    visits.record(
        context, replace(stored, medications=(right,), reason=visits.Reason("source_corrected", ""))
    )
    status = {
        row.status
        for row in assessments.history(context, child)
        if row.superseded_at is None and row.day == D90
    }
    assert status == {"CR"}
