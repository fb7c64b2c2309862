"""The month that opens below a date field, in the colours of the scheme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from app.ui import fonts, icons
from app.ui.style import theme_of

_WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)
_TURNS = {"qt_calendar_prevmonth": "earlier", "qt_calendar_nextmonth": "later"}


class Calendar(QCalendarWidget):
    """Qt's own paints weekends in a red that no dark ground bears, and black arrows upon it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._dress()

    def _dress(self) -> None:
        theme, size = theme_of(self), fonts.scaled(16)
        quiet = QTextCharFormat()
        quiet.setForeground(QColor(theme.text2))
        for day in _WEEKEND:
            self.setWeekdayTextFormat(day, quiet)
        self.setHeaderTextFormat(quiet)
        for name, icon in _TURNS.items():
            button = self.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setIcon(icons.icon(icon, colour=theme.text, size=size))
                button.setIconSize(QSize(size, size))

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
