"""Every key of the shortcut list, pressed at the window as a hand presses it; those of the chart are in
`tests/ui/test_chart.py`, those that go through tabs in `tests/ui/test_window.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.help import ShortcutList
from app.ui.help_window import HelpWindow
from tests.journeys.test_keys_and_clicks import counts, desk, find, form, founded_study, hands, previewed
from tests.ui.conftest import settle, study_context

if TYPE_CHECKING:
    from app.ui.pages.visit_form.form import VisitFormPage
    from tests.journeys.hands import Hands

__all__ = ["desk", "founded_study", "hands", "settle", "study_context"]  # fixtures
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("^This plugin does not support")]


def shown(kind: type[QWidget], hands: Hands) -> list[QWidget]:
    return [each for each in hands.window.findChildren(kind) if each.isVisible()]


def come_back(hands: Hands) -> None:
    """Off screen nobody activates the window behind one that closed."""
    hands.window.activateWindow()
    hands.until(hands.window.isActiveWindow)


def opened(hands: Hands) -> VisitFormPage:
    find(hands)
    hands.press("Ctrl+Shift+V")
    hands.until(lambda: form(hands) is not None)
    return cast("VisitFormPage", form(hands))


def test_keys_of_the_window_lead_everywhere(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    window = hands.window
    for number, page in enumerate(("today", "subjects", "calendar", "queries", "print", "study"), start=1):
        hands.press(f"Ctrl+{number}")
        assert window.current == page, number
    hands.press("Ctrl+1")
    asked = list[int]()
    monkeypatch.setattr(window.page("today"), "read", lambda: asked.append(1))
    hands.press("F5")
    assert asked == [1]
    before = QApplication.focusWidget()
    hands.press("F6")
    assert QApplication.focusWidget() is not before
    hands.press("Shift+F6")
    assert QApplication.focusWidget() is before
    hands.press("Ctrl+/")
    hands.until(lambda: bool(shown(ShortcutList, hands)))
    hands.press("Escape")
    hands.until(lambda: not shown(ShortcutList, hands))
    come_back(hands)
    hands.press("F1")
    hands.until(lambda: bool(shown(HelpWindow, hands)))
    shown(HelpWindow, hands)[0].close()
    come_back(hands)
    hands.press("Ctrl+N")
    assert window.current == "enrol"
    hands.press("Escape")
    assert window.current != "enrol"
    locked = list[str]()
    window.lock_wanted.connect(locked.append)
    hands.press("Ctrl+L")
    assert locked == [""]


def test_keys_of_a_subject_lead_to_its_evidence_its_summary_and_its_due_visit(hands: Hands) -> None:
    find(hands)
    page = hands.window.subject_page
    hands.press("Ctrl+E")
    assert page.tab == "response"
    hands.press("Alt+1")
    assert page.tab == "overview"
    hands.press("Ctrl+Tab")
    assert page.tab == "visits"
    hands.press("Ctrl+P")
    hands.until(lambda: previewed(hands))
    hands.press("Escape")
    assert hands.window.current == "subject"


def test_keys_of_a_form_go_on_and_back_choose_the_unit_and_say_not_done(hands: Hands) -> None:
    page = opened(hands)
    first, second = page.typed.grid.rows[:2]
    assert first.field.hasFocus()  # a form opens on its first empty value
    hands.type("3.1")
    hands.press("Return")
    assert second.field.hasFocus()
    hands.press("Shift+Return")
    assert first.field.hasFocus()
    hands.press("Alt+Down")
    hands.until(lambda: QApplication.activePopupWidget() is not None)
    hands.press("Escape")
    hands.until(lambda: QApplication.activePopupWidget() is None)
    hands.press("Return")
    second.field.setFocus()
    hands.type("-")
    assert second.reason.isVisible()  # why not
    hands.press("Escape")
    hands.until(lambda: form(hands) is None)


def test_keys_of_the_counts_undo_and_redo_and_correct(hands: Hands) -> None:
    find(hands)
    hands.press("Alt+3")
    grid = counts(hands)
    hands.until(grid.table.hasFocus)
    while grid.table.currentIndex().column() < grid.grid.columns.index("PLT"):
        hands.press("Right")
    hands.press("F2")
    hands.press("Ctrl+A")
    hands.type("47")
    hands.press("Return")
    assert len(grid.grid.pending) == 1
    hands.press("Ctrl+Z")
    assert not grid.grid.pending
    hands.press("Ctrl+Y")
    assert len(grid.grid.pending) == 1
    hands.press("Ctrl+Z")
    rows = grid.grid.rowCount()
    hands.press("Ctrl+;")
    assert grid.grid.rowCount() == rows + 1
    QApplication.clipboard().setText("Date\tPLT (10^9/L)\n2026-11-17\t52\n")
    hands.press("Ctrl+V")
    hands.until(lambda: grid.pasting.previewing)
    hands.press("Ctrl+Return")
    hands.until(lambda: not grid.pasting.previewing)
