"""The tab Audit trail: filters, pages that follow each other, what monitors may not see, the check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.i18n import Texts
from app.services import demo, studies, trail
from app.ui.desk import Desk
from app.ui.pages.study import audit_rows
from app.ui.pages.study.audit import AuditTab


@pytest.fixture
def study_context(demo_data: Path) -> Iterator[object]:
    """The demonstration in place of the empty study."""
    opened = studies.unlock(demo_data / "demo.mtrack", user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)
    yield opened
    studies.close(opened)


@pytest.fixture
def tab(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> AuditTab:
    made = AuditTab(desk)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    made.read()
    settle()
    return made


def finish(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: desk.operations.beside().idle, timeout=20_000)


def test_the_newest_lines_come_first_and_older_ones_when_scrolled_to(
    tab: AuditTab, qtmodeltester: ModelTester, settle: Callable[[], None]
) -> None:
    assert len(tab.rows.rows) == trail.PAGE
    newest = tab.rows.rows[0]
    assert newest.action == "sign_in"

    tab.table.scrollToBottom()
    settle()

    ids = [row.id for row in tab.rows.rows]
    assert ids == list(range(newest.id, newest.id - len(ids), -1))
    assert len(ids) == 2 * trail.PAGE
    qtmodeltester.check(tab.rows)


def test_the_page_behind_is_asked_for_once_until_it_is_there(qapp: QApplication) -> None:
    rows, asked = audit_rows.AuditRows(Texts("en")), list[bool]()
    rows.wanted.connect(lambda: asked.append(True))
    rows.show_page(trail.TrailPage((), more=True))
    for _scrolled in range(3):
        rows.fetchMore(QModelIndex())
    assert (asked, rows.canFetchMore(QModelIndex())) == ([True], False)
    rows.add_page(trail.TrailPage((), more=True))
    assert rows.canFetchMore(QModelIndex())


def test_filters_work_together(tab: AuditTab, settle: Callable[[], None]) -> None:
    tab.action.setCurrentIndex(tab.action.findData("update"))
    tab.action.activated.emit(tab.action.currentIndex())
    tab.subject.setText("tj-009")
    settle()

    shown = tab.rows.rows
    assert {(row.action, row.subject) for row in shown} == {("update", "TJ-009")}

    day = shown[-1].at.date()
    tab.until.set_day(day)
    settle()
    assert {row.at.date() for row in tab.rows.rows} == {day}

    tab.subject.setText("nobody")
    settle()
    assert not tab.rows.rows
    assert tab.empty.isVisible()


def test_the_whole_of_a_line_stands_below(tab: AuditTab, settle: Callable[[], None]) -> None:
    tab.action.setCurrentIndex(tab.action.findData("update"))
    tab.action.activated.emit(0)
    tab.subject.setText("TJ-009")
    settle()
    place = next(at for at, row in enumerate(tab.rows.rows) if row.field == "entered_value")
    tab.table.setCurrentIndex(tab.rows.index(place, 0))

    said = tab.detail.text()
    assert "Was: 15" in said and "Is: 35" in said
    assert "15 was the value of the child in the next bed" in said


def test_a_check_of_a_whole_trail_says_so(tab: AuditTab, desk: Desk, qtbot: QtBot) -> None:
    tab.checking.start()
    finish(qtbot, desk)

    assert tab.checking.report is not None and tab.checking.report.whole
    assert tab.checking.lines.text().startswith("The trail is whole")
    assert tab.checking.mark._name == "done"
    assert tab.checking.go.isHidden()


def test_a_check_leads_to_the_first_altered_row(
    tab: AuditTab, desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    with desk.context.db.scribble() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.exec_driver_sql("UPDATE audit SET new = '99' WHERE id = 300")
    tab.checking.start()
    finish(qtbot, desk)
    assert "Row 300 was altered." in tab.checking.lines.text()
    assert tab.checking.mark._name == "warning", "told by a mark: high contrast has no tint"

    tab.checking.go.click()
    settle()

    chosen = tab.rows.row_at(tab.table.currentIndex().row())
    assert chosen is not None and chosen.id == 300


def test_a_head_from_paper_is_compared(tab: AuditTab, desk: Desk, qtbot: QtBot) -> None:
    head = trail.shown_head(trail.head(desk.context))
    tab.checking.paper.setText(head.lower())
    tab.checking.start()
    finish(qtbot, desk)
    assert tab.checking.report is not None and tab.checking.report.whole

    tab.checking.paper.setText("12-FFFFFFFFFFFFFFFF")
    tab.checking.start()
    finish(qtbot, desk)
    assert "knew another row 12" in tab.checking.lines.text()

    tab.checking.paper.setText("the back of an envelope")
    tab.checking.start()
    finish(qtbot, desk)
    assert "no head of a trail" in tab.checking.lines.text()


def test_a_check_can_be_stopped(tab: AuditTab, desk: Desk, qtbot: QtBot) -> None:
    tab.checking.start()
    tab.checking.work.give_up()
    finish(qtbot, desk)

    assert tab.checking.lines.text().startswith("The check was stopped")
    assert tab.checking.check.isEnabled()


def test_what_is_hidden_is_said_to_be(study_context) -> None:
    moment = study_context.clock()
    row = trail.TrailRow(1, moment, "mei", "insert", "identity", 1, "TJ-001", "", None, None, "", "", True)
    rows = audit_rows.AuditRows(Texts("en"))
    rows.show_page(trail.TrailPage((row,), more=False))

    assert rows.data(rows.index(0, audit_rows.COLUMNS.index("change"))) == "not shown to your role"


def test_what_is_looked_for_may_be_shown_words_or_codes(tab: AuditTab, settle: Callable[[], None]) -> None:
    def found(text: str, language: str = "en") -> list[tuple[str, str]]:
        tab._texts = Texts(language)
        tab.search.setText(text)
        QTest.keyClick(tab.search, Qt.Key.Key_Return)
        settle()
        return [(row.table, row.item) for row in tab.rows.rows]

    corrected = found("typing mistake")
    assert ("count_value", "PLT") in corrected
    assert found("transcription_error") == found("lapso de digitação", "pt") == corrected
    assert set(found("platelets entered_value changed")) == {("count_value", "PLT")}
    assert found("失访", "zh") == [("ending", "lost")]
    assert found("no such word") == []
    assert tab.empty.isVisible()
    tab.go_to(300)
    assert tab.search.text() == ""
    settle()
