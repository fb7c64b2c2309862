"""What will be needed next is brought in before it is asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject

from app.ui.warming import bring_in

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from app.ui.operations import Operations


class _ByHand:
    """A worker that does one work at a time, when told."""

    def __init__(self) -> None:
        self.given: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []
        self.closed = False

    def run(self, work: Callable[[], Any], *, owner: QObject, done: Callable[[Any], None]) -> None:
        self.given.append((work, done))

    def work(self) -> None:
        work, done = self.given.pop()
        done(work())


def test_modules_come_one_by_one_so_that_other_work_goes_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    worker = _ByHand()

    bring_in(("colorsys:rgb_to_hsv", "quopri:encode"), cast("Operations", worker), owner=QObject())

    assert len(worker.given) == 1
    assert "colorsys" not in sys.modules
    worker.work()
    assert "colorsys" in sys.modules
    assert len(worker.given) == 1
    worker.work()
    assert worker.given == []


def test_nothing_more_is_brought_in_once_the_program_ends() -> None:
    worker = _ByHand()
    bring_in(("quopri:encode", "colorsys:rgb_to_hsv"), cast("Operations", worker), owner=QObject())
    worker.closed = True
    worker.work()
    assert worker.given == []
