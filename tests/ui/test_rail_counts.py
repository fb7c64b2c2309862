"""The figures beside the pages follow every change, wherever it was made."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QObject

from app.services import queries, subjects, today
from app.services.context import Changes
from app.ui import rail_counts
from app.ui.rail import Rail
from app.ui.rail_counts import PageCounts, TodayCount

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk


def test_a_change_elsewhere_brings_the_figure_of_today_once_it_is_quiet(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, told = QObject(), []
    waiting = iter((7, 8))
    monkeypatch.setattr(rail_counts, "_QUIET_MS", 1)
    monkeypatch.setattr(today, "count", lambda _context: next(waiting))
    TodayCount(desk, parent=owner)
    desk.counted.connect(lambda page, count: told.append((page, count)))

    for _save in range(3):
        desk.changed.emit(Changes(visits=frozenset({1})))
    qtbot.waitUntil(lambda: bool(told))

    assert told == [("today", 7)]
    assert next(waiting) == 8, "it was counted once"


def test_what_the_page_itself_has_told_is_not_counted_again(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = QObject()
    counter = TodayCount(desk, parent=owner)

    desk.changed.emit(Changes())
    assert counter._quiet.isActive()
    desk.counted.emit("queries", 2)
    assert counter._quiet.isActive()
    desk.counted.emit("today", 7)

    assert not counter._quiet.isActive()


def test_a_window_that_opens_on_another_page_tells_the_figure_without_a_change(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by hand: opened on the list, the rail said nothing of today until something was saved."""
    owner, told = QObject(), []
    monkeypatch.setattr(rail_counts, "_QUIET_MS", 1)
    monkeypatch.setattr(today, "count", lambda _context: 7)

    desk.counted.connect(lambda page, count: told.append((page, count)))
    TodayCount(desk, parent=owner)

    qtbot.waitUntil(lambda: told == [("today", 7)])


@pytest.mark.parametrize("told_meanwhile", [False, True], ids=["changed", "told by the page"])
def test_a_count_that_was_overtaken_is_not_told(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch, told_meanwhile: bool
) -> None:
    """Found by hand: the figure behind “Undo end” was that of before, until something else was saved."""
    owner, told = QObject(), []
    begun, may_end = Event(), Event()

    def count(_context: object) -> int:
        begun.set()
        assert may_end.wait(10)
        return 7

    monkeypatch.setattr(today, "count", count)
    counter = TodayCount(desk, parent=owner)
    desk.counted.connect(lambda page, count: told.append((page, count)))

    counter.read()
    assert begun.wait(10)
    desk.changed.emit(Changes(subjects=frozenset({1})))
    if told_meanwhile:
        desk.counted.emit("today", 8)
    may_end.set()
    qtbot.waitUntil(lambda: desk.operations.beside().idle)

    assert told == ([("today", 8)] if told_meanwhile else [])
    assert counter._quiet.isActive() is not told_meanwhile, "a change without a figure is counted again"


@pytest.mark.parametrize("changes", [Changes(subjects=frozenset({1})), Changes(visits=frozenset({1}))])
def test_subjects_and_queries_are_counted_as_the_window_opens_and_after_a_change(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch, changes: Changes
) -> None:
    owner = QObject()
    shown: dict[str, int | None] = {}
    rail = Mock(spec=Rail)
    rail.show_count.side_effect = shown.__setitem__
    enrolled = iter((0, 21))
    monkeypatch.setattr(rail_counts, "_BEHIND_MS", 1)
    monkeypatch.setattr(subjects, "count", lambda _context: next(enrolled))
    monkeypatch.setattr(queries, "open_count", lambda _context: 2)

    counts = PageCounts(desk, rail, parent=owner)
    qtbot.waitUntil(lambda: shown == {"subjects": None, "queries": 2})

    counts._behind.setInterval(1)
    desk.changed.emit(Changes())
    assert not counts._behind.isActive()
    desk.changed.emit(changes)
    qtbot.waitUntil(lambda: shown == {"subjects": 21, "queries": 2})
