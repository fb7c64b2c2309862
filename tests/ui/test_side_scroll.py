"""A narrow column that scrolls down never takes its bar from what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.labels import label
from app.ui.widgets.side_scroll import SideScroll

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("height", [80, 400])
def test_what_stands_in_it_keeps_its_width_with_and_without_a_bar(qtbot: QtBot, height: int) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    fixed = label("18 Nov 2026", parent=content)
    column.addWidget(fixed)
    column.addWidget(label("Words that break into lines. " * 8, wrap=True, parent=content))
    area = SideScroll(content, least=100)
    qtbot.addWidget(area)
    area.resize(100, height)  # high enough for the least size of the words, not for their broken lines
    area.resize(area.minimumSizeHint().width(), height)
    area.show()
    qtbot.waitUntil(lambda: content.width() > 0)
    assert area.horizontalScrollBar().maximum() == 0
