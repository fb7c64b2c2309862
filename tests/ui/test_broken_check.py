"""A tick whose words are longer than its page is wide."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.ui import fonts
from app.ui.widgets.broken_check import BrokenCheck

LONG = "Counts that decide a response are typed a second time by another user"


@pytest.mark.parametrize("words", [LONG, "决定疗效的血常规由另一位用户第二次录入，两次不一致时须说明原因"])
def test_words_go_on_in_another_line_and_are_spoken_in_one(qtbot: QtBot, words: str) -> None:
    fonts.load_latin()
    box = BrokenCheck(words)
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    box.show()
    assert box.text() == words
    one_line = box.sizeHint().height()
    box.resize(180, one_line)
    qtbot.waitUntil(lambda: "\n" in box.text())
    lines = box.text().split("\n")
    assert max(map(box.fontMetrics().horizontalAdvance, lines)) <= 180
    assert box.sizeHint().height() > one_line
    assert box.accessibleName() == words
