"""Which visit of a subject is named as next, on whatever page."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from app.ui.visit_choice import listed_next

if TYPE_CHECKING:
    from app.services.subjects import Course


def test_the_visit_that_the_list_names_is_next_though_another_one_is_due() -> None:
    late = SimpleNamespace(title="Early response D45", target=date(2026, 11, 11), actual=None, state="late")
    due = SimpleNamespace(title="CBC D56", target=date(2026, 11, 22), actual=None, state="due")
    subject = SimpleNamespace(next_visit=late.title, next_target=late.target)
    course = cast("Course", SimpleNamespace(subject=subject, visits=(due, late)))
    found: object = listed_next(course)
    assert found is late
    late.actual = date(2026, 11, 20)
    assert not listed_next(course)  # until the list is read again


def test_a_visit_that_is_due_goes_before_one_that_is_not_open_yet() -> None:
    ahead = SimpleNamespace(
        id=1,
        title="CBC D23",
        target=date(2026, 11, 24),
        latest=date(2026, 11, 25),
        actual=None,
        state="upcoming",
    )
    due = SimpleNamespace(
        id=2,
        title="Response D30",
        target=date(2026, 12, 1),
        latest=date(2026, 12, 11),
        actual=None,
        state="due",
    )
    subject = SimpleNamespace(next_visit=ahead.title, next_target=ahead.target)
    course = cast("Course", SimpleNamespace(subject=subject, visits=(ahead, due)))
    found: object = listed_next(course)
    assert found is due
    due.state = "upcoming"
    then: object = listed_next(course)
    assert then is ahead
