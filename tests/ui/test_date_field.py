"""The field of a day: what becomes of what is typed when it is left."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import Texts
from app.ui.widgets.date_field import DateField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize(
    ("language", "typed", "left"),
    [
        ("en", "5/11/2026", "5/11/2026"),  # it may be either day: the form asks
        ("zh", "5/11/2026", "5/11/2026"),
        ("pt", "5/11/2026", "2026-11-05"),
        ("en", "18/11/2026", "2026-11-18"),
        ("zh", "2026年11月18日", "2026-11-18"),
    ],
)
def test_a_day_is_read_in_the_order_of_the_language_of_its_texts(
    qtbot: QtBot, language: str, typed: str, left: str
) -> None:
    field = DateField(Texts(language), today=lambda: date(2026, 11, 18), calendar_hint="calendar")
    qtbot.addWidget(field)
    field.insert(typed)
    field.settle()
    assert field.text() == left


def test_a_field_as_narrow_as_it_gets_shows_the_whole_day(qtbot: QtBot) -> None:
    field = DateField(Texts("en"), today=lambda: date(2026, 11, 18), calendar_hint="calendar")
    qtbot.addWidget(field)
    field.set_day(date(2026, 11, 18))
    field.resize(field.minimumSizeHint())
    field.show()
    margins = field.textMargins()
    room = field.width() - margins.left() - margins.right() - 8  # edges and padding of the bare style
    assert room >= field.fontMetrics().horizontalAdvance(field.text())


@pytest.mark.qt_log_ignore("^This plugin does not support")  # off the screen, of a pop-up
def test_esc_in_the_calendar_closes_it_and_nothing_behind_it(qtbot: QtBot) -> None:
    """Found by hand: it closed the form of the visit, too."""
    window = QWidget()
    qtbot.addWidget(window)
    field = DateField(Texts("en"), today=lambda: date(2026, 11, 18), calendar_hint="calendar", parent=window)
    left: list[str] = []
    for keys in ("Esc", "Ctrl+S"):
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # as the forms have them
        shortcut.activated.connect(partial(left.append, keys))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    field.open_calendar()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    focus = QApplication.focusWidget()
    assert focus is not None and popup.isAncestorOf(focus)
    qtbot.keyClick(focus, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert popup.isVisible()
    qtbot.keyClick(focus, Qt.Key.Key_Escape)
    assert popup.isHidden()
    assert left == []
    assert QApplication.focusWidget() is field
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert left == ["Esc"]
