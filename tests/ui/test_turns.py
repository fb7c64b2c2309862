"""Turns of the event loop that come behind all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.ui.operations import Operations
from app.ui.turns import PAINTING, Turns

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_what_waits_comes_behind_what_was_put_off_before_it(qtbot: QtBot) -> None:
    owner, came = QObject(), list[str]()
    QTimer.singleShot(0, owner, lambda: came.append("put off"))
    turns = Turns(2, lambda: came.append("turned"), owner)
    turns.begin()
    turns.begin()
    qtbot.waitUntil(lambda: "turned" in came)
    assert came == ["put off", "turned"]


def test_work_behind_the_painting_begins_behind_what_paints(qtbot: QtBot) -> None:
    operations, came = Operations(), list[str]()
    owner = QObject()
    operations.run(lambda: came.append("behind"), owner=owner, behind=True)
    painting = Turns(PAINTING, lambda: came.append("painted"), owner)
    painting.begin()
    qtbot.waitUntil(lambda: operations.idle)
    operations.close()
    assert came == ["painted", "behind"]
