"""Rows that break: nothing is cut at large text, and one line stays one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

import app.ui
from app.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Bar(QWidget):
    """A sentence and two buttons, in a column over something else."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = QLabel("Three answers are open: transfusions, events, medicines")
        self.sentence.setWordWrap(True)
        self.buttons = [QPushButton("Close, keep the draft"), QPushButton("Save visit")]
        row = Flow()
        row.add(self.sentence, grows=True)
        row.add(*self.buttons, right=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addStretch(1)

    def places(self) -> list[QRect]:
        return [part.geometry() for part in (self.sentence, *self.buttons)]


def test_a_wide_window_has_one_line_and_the_buttons_at_its_end(qtbot: QtBot) -> None:
    bar = Bar()
    qtbot.addWidget(bar)
    bar.resize(900, 200)
    bar.show()
    sentence, close, save = bar.places()
    assert abs(close.center().y() - sentence.center().y()) <= 1
    assert save.right() == bar.rect().right()
    assert sentence.right() < close.left() < save.left()


def test_a_narrow_window_has_several_and_cuts_nothing(qtbot: QtBot) -> None:
    bar = Bar()
    qtbot.addWidget(bar)
    bar.resize(200, 300)
    bar.show()
    sentence, close, save = bar.places()
    assert sentence.bottom() < close.top()
    assert close.bottom() < save.top()
    for part, place in zip(bar.buttons, (close, save), strict=True):
        assert place.width() >= min(part.sizeHint().width(), bar.width())
        assert place.right() <= bar.rect().right()
    assert sentence.height() >= bar.sentence.heightForWidth(sentence.width())


def test_what_is_hidden_leaves_no_gap(qtbot: QtBot) -> None:
    bar = Bar()
    qtbot.addWidget(bar)
    bar.resize(900, 200)
    bar.buttons[1].hide()
    bar.show()
    assert bar.places()[1].right() == bar.rect().right()
    bar.buttons[1].show()
    qtbot.waitUntil(lambda: bar.places()[2].right() == bar.rect().right(), timeout=2_000)


def test_no_page_asks_a_layout_of_qt_for_its_items() -> None:
    """What it gives outlives the item that Qt frees, and is then taken for the next one at that address."""
    own = {"flow.py", "segments.py"}  # lines of their own, which hold their items themselves
    asking = [
        file.name
        for file in Path(app.ui.__file__).parent.rglob("*.py")
        if file.name not in own and "itemAt" in file.read_text(encoding="utf-8")
    ]
    assert not asking
