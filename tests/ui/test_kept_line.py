"""Reasons and queries that were half typed come back, each where it was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit

from app.services import drafts
from app.ui.desk import Desk
from app.ui.kept_line import KeptLine
from app.ui.widgets.query_thread import QueryThread


@pytest.fixture
def line(qtbot, desk: Desk) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_text_is_kept_after_a_pause_and_comes_back(qtbot, desk: Desk, line: QLineEdit, settle) -> None:
    kept = KeptLine(desk, line)
    kept.about("reason:1")
    settle()
    qtbot.keyClicks(line, "because the sheet")
    qtbot.waitUntil(lambda: drafts.find(desk.context, "reason:1") is not None, timeout=5_000)

    again = QLineEdit()
    qtbot.addWidget(again)
    KeptLine(desk, again).about("reason:1")
    settle()
    assert again.text() == "because the sheet"


def test_a_lock_keeps_it_at_once(qtbot, desk: Desk, line: QLineEdit, settle) -> None:
    kept = KeptLine(desk, line)
    kept.about("reason:2")
    settle()
    qtbot.keyClicks(line, "half")
    desk.locking.emit()
    settle()
    found = drafts.find(desk.context, "reason:2")
    assert found is not None
    assert found.fields == {"text": "half"}


def test_another_key_gets_its_own_text_and_an_emptied_line_is_forgotten(
    qtbot, desk: Desk, line: QLineEdit, settle: Callable[[], None]
) -> None:
    kept = KeptLine(desk, line)
    kept.about("reason:3")
    settle()
    qtbot.keyClicks(line, "one")
    kept.about("reason:4")
    line.clear()
    settle()
    assert line.text() == ""
    kept.about("reason:3")
    settle()
    assert line.text() == "one"
    line.clear()
    line.textEdited.emit("")
    kept.flush()
    settle()
    assert drafts.find(desk.context, "reason:3") is None


def test_what_was_used_is_forgotten(qtbot, desk: Desk, line: QLineEdit, settle) -> None:
    kept = KeptLine(desk, line)
    kept.about("reason:5")
    settle()
    qtbot.keyClicks(line, "done")
    kept.flush()
    kept.discard()
    settle()
    assert drafts.find(desk.context, "reason:5") is None


def test_a_query_that_was_begun_comes_back(qtbot, desk: Desk, settle) -> None:
    thread = QueryThread(desk)
    qtbot.addWidget(thread)
    thread.show()
    thread.begin(7, "values.ANC")
    settle()
    qtbot.keyClicks(thread.text, "is this the right sheet")
    desk.locking.emit()
    settle()

    again = QueryThread(desk)
    qtbot.addWidget(again)
    again.show()
    again.begin(7, "values.ANC")
    settle()
    assert again.text.text() == "is this the right sheet"
    again.begin(7, "values.PLT")
    settle()
    assert again.text.text() == ""
