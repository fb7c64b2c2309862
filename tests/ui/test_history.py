"""The history of a field: from the form by button, menu and key, from the overview, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.services import demo, studies, subjects
from app.ui import subject_view
from app.ui.desk import Desk
from app.ui.pages.history import HistoryDialog, show_history
from app.ui.pages.overview.counts import CountsPanel
from app.ui.pages.visits import VisitsTab
from app.ui.subject_view import SubjectView


@pytest.fixture
def study_context(demo_data: Path) -> Iterator[object]:
    """The demonstration in place of the empty study."""
    opened = studies.unlock(demo_data / "demo.mtrack", user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)
    yield opened
    studies.close(opened)


@pytest.fixture
def view(study_context) -> SubjectView:
    """The subject with a corrected value."""
    row = subjects.by_code(study_context, "TJ-009")
    return subject_view.load(study_context, row.id)


def corrected_visit(view: SubjectView) -> int:
    return next(row.visit_id for row in view.course.counts if row.changed)


@pytest.fixture
def tab(qtbot: QtBot, desk: Desk, view: SubjectView, settle: Callable[[], None]) -> VisitsTab:
    made = VisitsTab(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.show_subject(view)
    made.open_visit(corrected_visit(view))
    settle()
    return made


def words_of(dialog: HistoryDialog) -> list[str]:
    inside = dialog.list.widget()
    assert inside is not None
    return [made.text() for made in inside.findChildren(QLabel)]


def test_the_button_beside_a_value_tells_who_when_why_and_what_changed_with_it(
    tab: VisitsTab, view: SubjectView, desk: Desk, settle: Callable[[], None]
) -> None:
    assert tab.form is not None
    button = tab.form.histories.buttons["PLT"]
    assert button.text() == "was 15 ×10⁹/L", "what it was stands beside a corrected value"
    assert button.accessibleName().startswith("corrected, was 15 ×10⁹/L")
    assert tab.form.histories.buttons["HB"].text() == ""
    row = next(each for each in tab.form.typed.grid.rows if each.code == "PLT")
    words = button.fontMetrics().horizontalAdvance(button.text()) + button.iconSize().width()
    assert tab.form.typed.grid.one_line >= sum(tab.form.typed.grid.columns.widths) + words
    assert row.least_remark > words, "the form makes room for it: a number is never cut"
    button.click()
    settle()

    dialog = tab.form.histories.dialog
    assert dialog is not None
    said = "\n".join(words_of(dialog))
    order = [said.index(part) for part in ("35 ×10", "NR became PR", "15 ×10", "verdict NR given")]
    assert order == sorted(order)
    assert "R. Coordinator" in said
    assert "Reason: Typing mistake: 15 was the value of the child in the next bed" in said
    corrected = next(visit for visit in view.course.visits if visit.id == corrected_visit(view))
    assert corrected.actual is not None
    assert f"For {desk.texts.date(corrected.actual)}" in said


def test_the_key_opens_the_history_of_the_field_in_focus(
    tab: VisitsTab, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    assert tab.form is not None
    tab.form.histories.open("day")  # what Ctrl+H does for the field in focus
    settle()
    dialog = tab.form.histories.dialog
    assert dialog is not None and dialog.history is not None
    assert dialog.history.table == "visit"
    assert any("visit date: nothing →" in line for line in words_of(dialog))


def test_a_value_never_saved_has_no_history(
    desk: Desk, view: SubjectView, tab: VisitsTab, settle: Callable[[], None]
) -> None:
    dialog = show_history(desk, "values.CD3", visit_id=corrected_visit(view), parent=tab)
    settle()

    assert dialog is not None
    assert words_of(dialog) == ["Nothing was ever saved here."]
    assert show_history(desk, "events", visit_id=1, parent=tab) is None


def test_a_value_of_the_overview_leads_to_its_history(
    qtbot: QtBot, desk: Desk, view: SubjectView, settle: Callable[[], None]
) -> None:
    panel = CountsPanel(desk)
    qtbot.addWidget(panel)
    panel.show_subject(view)
    panel.show()
    button = next(
        made for made in panel.findChildren(QPushButton) if made.accessibleName().startswith("History of")
    )
    button.click()
    settle()

    assert panel.history is not None and panel.history.history is not None
    assert panel.history.history.values


def test_the_dialog_goes_when_the_window_goes_dark(
    desk: Desk, view: SubjectView, tab: VisitsTab, settle: Callable[[], None]
) -> None:
    dialog = show_history(desk, "values.PLT", visit_id=corrected_visit(view), parent=tab)
    settle()
    assert dialog is not None and dialog.isVisible()

    gone = []
    dialog.destroyed.connect(lambda: gone.append(True))
    desk.locking.emit()
    assert not tab.findChildren(HistoryDialog) or not dialog.isVisible()
