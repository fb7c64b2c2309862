"""The first size of the window on small and large screens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.ui import first_size
from app.ui.window import DESIGNED, SMALLEST


@pytest.mark.parametrize(
    ("room", "fits"),
    [
        (QSize(1920, 1040), DESIGNED),  # room enough
        (QSize(1366, 728), QSize(1362, 692)),  # a laptop with a bar: the title bar stays on the screen
        (QSize(1024, 600), SMALLEST),  # never below what the pages need
    ],
)
def test_the_designed_size_gives_way_to_a_small_screen(room: QSize, fits: QSize) -> None:
    assert first_size.fitting(DESIGNED, room=room, least=SMALLEST) == fits


def test_a_size_remembered_from_a_larger_screen_is_made_to_fit(qtbot) -> None:
    before, after = QWidget(), QWidget()
    room = after.screen().availableGeometry().size()
    for window in (before, after):
        qtbot.addWidget(window)
    before.resize(room.width() + 400, room.height() + 400)
    kept = bytes(before.saveGeometry().toBase64().data()).decode()
    first_size.give(after, kept, otherwise=QSize(200, 100))
    assert after.width() <= room.width() - first_size.FRAME.width()
    assert after.height() <= room.height() - first_size.FRAME.height()
    assert after.width() > 200
