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
