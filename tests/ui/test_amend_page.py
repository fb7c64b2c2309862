"""Moving a subject to a newer protocol version and correcting day 0, by menu, clicks and keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel

from app.paths import PROTOCOLS
from app.services import assessments, subjects, visits
from app.services.protocols import Library
from app.ui.pages.amend.table import RowsModel, WholeTable
from app.ui.widgets.cells import cell_of, height_of
from app.ui.window import MainWindow
from tests.ui import responding

LATER = responding.DAY0 + timedelta(days=2)


@pytest.fixture
def publish(desk):
    """Put version 9.0, with some changes, into the site's folder."""

    def write(*changes: tuple[str, str]) -> None:
        folder = Path(desk.context.db.path).parent / "protocols"
        text = (PROTOCOLS / "saa_atg.yaml").read_text(encoding="utf-8")
        version = Library((PROTOCOLS,)).version("saa_atg")
        for old, new in ((f'version: "{version}"', 'version: "9.0"'), *changes):
            assert old in text
            text = text.replace(old, new)
        folder.mkdir(exist_ok=True)
        (folder / "saa_atg.yaml").write_text(text, encoding="utf-8")

    return write


STRICTER = ('analyte: PLT, op: ">", limit: 20, source', 'analyte: PLT, op: ">", limit: 40, source')
LATER_D270 = ("    day: 270\n", "    day: 280\n")


@pytest.fixture
def child(desk) -> int:
    """The boy of case V02 on his day 90, which is today."""
    today = datetime(2020, 4, 5, 9, 41, tzinfo=UTC)
    desk.context = replace(desk.context, clock=lambda: today)
    subject_id = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, subject_id)
    return subject_id


@pytest.fixture
def window(qtbot, desk, settle, child):
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()

    def show() -> MainWindow:
        made.open_subject(child, "overview")
        settle()
        return made

    return show


def action(window: MainWindow, code: str) -> QAction:
    return window.menus.actions[code]


def said(widget) -> str:
    texts = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return "\n".join(texts).replace("\N{NO-BREAK SPACE}", " ")


def test_the_menu_offers_a_move_only_where_a_newer_version_lies(window, publish, desk, child, settle) -> None:
    shown = window()
    move = action(shown, "move_version")
    assert not move.isEnabled()
    assert "newest version" in move.toolTip()

    publish()
    window()

    assert move.isEnabled()
    assert "9.0" in move.text()


def test_a_move_is_previewed_then_made_with_a_reason(window, publish, *, desk, child, settle, qtbot) -> None:
    publish(STRICTER, LATER_D270)
    shown = window()
    action(shown, "move_version").trigger()
    settle()
    page = shown.page("amend")

    assert shown.current == "amend"
    assert page.title.text() == "Move TJ-001 to saa_atg 9.0"
    assert page.verdicts.model.rows == (("5 Apr 2020 · D90", "PR · unconfirmed", "NR"),)
    (moved,) = page.visits.model.rows
    assert moved[3] == "moves +10 d"
    assert ("PR · Platelets · limit", "20", "40") in page.rules.model.rows
    assert subjects.template(desk.context, child).version != "9.0"

    qtbot.mouseClick(page.apply_button, Qt.MouseButton.LeftButton)
    assert "Give the reason" in page.reason_problem.text()
    assert page.reason.hasFocus()
    qtbot.keyClicks(page.reason, "Amendment 2, approved 1 April")
    assert page.reason_problem.text() == ""
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    settle()

    assert subjects.template(desk.context, child).version == "9.0"
    assert shown.current == "subject" and shown.subject_page.tab == "visits"
    assert "TJ-001 is on saa_atg 9.0 now. Visits changed: 1. Verdicts changed: 1." in shown.strip.text
    assert assessments.history(desk.context, child)[0].why == "amendment"
    assert not action(shown, "move_version").isEnabled()


def test_all_subjects_of_an_older_version_move_with_one_reason(
    window, publish, *, desk, child, settle, qtbot
) -> None:
    second = responding.enrol_child(desk.context, code="TJ-002")
    publish(STRICTER, LATER_D270)
    shown = window()
    action(shown, "move_version").trigger()
    settle()
    page = shown.page("amend")
    assert page.everybody.text() == "Move all 2 subjects that are on an older version of saa_atg"
    assert page.subjects.isHidden()

    page.everybody.click()
    settle()
    assert [row[0] for row in page.subjects.model.rows] == ["TJ-001", "TJ-002"]
    assert page.visits.isHidden()
    assert page.verdicts.model.rows[0] == ("TJ-001 · 5 Apr 2020 · D90", "PR · unconfirmed", "NR")
    assert page.apply_button.text() == "Move 2 subjects to 9.0"
    qtbot.keyClicks(page.reason, "Amendment 2, approved 1 April")
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    settle()

    assert {subjects.template(desk.context, each).version for each in (child, second)} == {"9.0"}
    assert "2 subjects are on saa_atg 9.0 now." in shown.strip.text


def test_leaving_the_page_changes_nothing(window, publish, *, desk, child, settle, qtbot) -> None:
    publish(STRICTER)
    shown = window()
    before = subjects.course(desk.context, child)
    action(shown, "move_version").trigger()
    settle()

    qtbot.mouseClick(shown.page("amend").cancel_button, Qt.MouseButton.LeftButton)
    settle()

    assert shown.current == "subject"
    assert subjects.course(desk.context, child) == before


def test_a_subject_that_changed_meanwhile_is_previewed_anew(
    window, publish, *, desk, child, settle, qtbot
) -> None:
    publish(STRICTER)
    shown = window()
    action(shown, "move_version").trigger()
    settle()
    page = shown.page("amend")
    planned = next(row for row in subjects.course(desk.context, child).visits if row.plan_id == "d90")
    stored = visits.form(desk.context, subject_id=child, visit_id=planned.id).stored
    assert stored is not None
    visits.record(
        desk.context,
        visits.VisitDraft(
            child,
            planned.id,
            responding.D90,
            expected_version=planned.version,
            values=responding.entries({**responding.AT_D90, "PLT": "60"}),
            transfusions=stored.transfusions,
            reason=visits.Reason("source_corrected"),
        ),
    )

    qtbot.keyClicks(page.reason, "Amendment 2")
    qtbot.mouseClick(page.apply_button, Qt.MouseButton.LeftButton)
    settle()

    assert "has changed since this preview" in page.strip.text
    assert page.verdicts.model.rows == ()
    assert page.reason.text() == "Amendment 2"
    assert subjects.template(desk.context, child).version != "9.0"


def test_day_0_is_corrected_by_keys(window, desk, child, settle, qtbot) -> None:
    shown = window()
    action(shown, "correct_day0").trigger()
    settle()
    page = shown.page("amend")
    assert page.field.hasFocus()
    assert not page.apply_button.isEnabled()
    assert "6 Jan 2020" in page.day0_now.text()

    qtbot.keyClicks(page.field, LATER.isoformat())
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    settle()
    done = next(row for row in page.visits.model.rows if row[3].startswith("done 5 Apr 2020"))
    assert done[3].endswith("moves +2 d")
    assert page.apply_button.text() == "Correct day 0 to 8 Jan 2020"

    page.reason.setFocus()
    qtbot.keyClicks(page.reason, "The first dose was given on 8 January")
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    settle()

    assert subjects.by_code(desk.context, "TJ-001").day0 == LATER
    assert "Day 0 of TJ-001 is 8 Jan 2020 now." in shown.strip.text


def test_a_preview_that_was_overtaken_is_not_shown(window, desk, settle, qtbot, monkeypatch) -> None:
    shown = window()
    action(shown, "correct_day0").trigger()
    settle()
    page, answers = shown.page("amend"), []

    def hold(work, *, done=None, **_how) -> None:
        if done is not None:  # what is typed is kept as a draft, too, and nobody waits for that
            answers.append(lambda: done(work()))

    monkeypatch.setattr(desk.operations, "run", hold)
    for day in (LATER, LATER + timedelta(days=1)):
        page.field.clear()
        qtbot.keyClicks(page.field, day.isoformat())
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    for answer in reversed(answers):
        answer()
    assert [each.new for each in page.previews] == ["2020-01-09"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("soon", "is not a date"), ("2020-01-06", "already"), ("2030-01-01", "after today")],
)
def test_an_impossible_day_0_is_told_and_nothing_can_be_stored(
    window, desk, settle, qtbot, *, typed: str, answer: str
) -> None:
    shown = window()
    action(shown, "correct_day0").trigger()
    settle()
    page = shown.page("amend")

    qtbot.keyClicks(page.field, typed)
    qtbot.mouseClick(page.show_button, Qt.MouseButton.LeftButton)
    settle()

    assert answer in page.problem.text() + page.strip.text
    assert not page.apply_button.isEnabled()


def test_rows_are_as_high_as_their_words_break(qtbot, desk) -> None:
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    model = RowsModel(("A", "B"), parent)
    table = WholeTable(model, name="visits", statuses=False, parent=parent)
    table.resize(220, 400)
    parent.show()

    model.show_rows((("one word", "done on 5 May 2026, stays; its window moves by 2 days " * 2), ("1", "2")))

    broken = height_of(cell_of(model.index(0, 1)), table.columnWidth(1))
    assert table.rowHeight(0) >= broken > 2 * table.rowHeight(1)
    assert table.height() >= table.rowHeight(0) + table.rowHeight(1)


def test_the_tables_hold_qts_contract(qtmodeltester, qtbot, desk) -> None:
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    model = RowsModel(("A", "B"), parent)
    model.show_rows((("1", "2"), ("3", "4")))

    qtmodeltester.check(model)
    spoken = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "A: 3"
