"""After a lock the window opens where it was, and every half-typed form is there again, on the same page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.bootstrap import Program
from app.services import drafts
from app.ui.visit_choice import latest_logged, next_due
from app.ui.widgets.value_field import ValueField
from app.ui.window import MainWindow
from tests.ui.test_window import open_first_subject, settle, start, unlock

__all__ = ["start"]
Start = Callable[[Path], Program]


def lock_and_return(qtbot, program: Program, window: MainWindow) -> MainWindow:
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert program.window is None
    again = unlock(qtbot, program)
    settle(qtbot, program)
    return again


def typed_fields(window: MainWindow) -> list[str]:
    return [made.text() for made in window.findChildren(ValueField) if made.isVisible()]


def test_the_form_of_a_due_visit_is_open_again_with_what_was_typed(
    qtbot, start: Start, demo_data: Path
) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    view = window.subject_view()
    assert view is not None
    assert next_due(view.course) is not None
    window.does.log_due()
    settle(qtbot, program)
    field = next(made for made in window.findChildren(ValueField) if made.isVisible())
    qtbot.keyClicks(field, "3.17")
    before = window.place()

    again = lock_and_return(qtbot, program, window)
    qtbot.waitUntil(lambda: "3.17" in typed_fields(again), timeout=10_000)
    assert again.place() == before
    assert before.form


def test_a_correction_that_was_begun_is_open_again(qtbot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    view = window.subject_view()
    assert view is not None
    logged = latest_logged(view.course)
    assert logged is not None
    window.open_visit(view.course.subject.id, logged.id)
    settle(qtbot, program)
    field = next(made for made in window.findChildren(ValueField) if made.isVisible() and made.text())
    field.selectAll()
    qtbot.keyClicks(field, "7.77")

    again = lock_and_return(qtbot, program, window)
    qtbot.waitUntil(lambda: "7.77" in typed_fields(again), timeout=10_000)
    assert again.place().visit == logged.id


def test_an_unscheduled_visit_is_open_again(qtbot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    window.does.log_unscheduled()
    settle(qtbot, program)
    field = next(made for made in window.findChildren(ValueField) if made.isVisible())
    qtbot.keyClicks(field, "2.22")

    again = lock_and_return(qtbot, program, window)
    qtbot.waitUntil(lambda: "2.22" in typed_fields(again), timeout=10_000)
    assert (again.place().form, again.place().visit) == (True, None)


def test_the_enrolment_comes_back_on_its_page(qtbot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    window.go("enrol")
    settle(qtbot, program)
    page = window.page("enrol")
    page._change({"code": "TJ-777"})  # type: ignore[attr-defined]

    again = lock_and_return(qtbot, program, window)
    assert again.current == "enrol"
    assert again.page("enrol").form.code == "TJ-777"  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", ["study", "subjects"])
def test_a_page_without_a_form_comes_back(qtbot, start: Start, demo_data: Path, page: str) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    window.go(page)
    settle(qtbot, program)
    assert lock_and_return(qtbot, program, window).current == page


def test_a_crash_keeps_what_was_typed_a_second_ago(qtbot, start: Start, demo_data: Path) -> None:
    """No lock, no closing: the draft is in the file as soon as somebody pauses."""
    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    view = window.subject_view()
    assert view is not None
    window.does.log_unscheduled()
    settle(qtbot, program)
    field = next(made for made in window.findChildren(ValueField) if made.isVisible())
    qtbot.keyClicks(field, "4.44")
    assert program._desk is not None
    context, key = program._desk.context, f"visit:{view.course.subject.id}:new"

    def kept() -> bool:
        found = drafts.find(context, key)
        return found is not None and "4.44" in str(found.fields)

    qtbot.waitUntil(kept, timeout=10_000)
