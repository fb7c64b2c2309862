"""The month that opens below a date field, in the colours of the scheme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QAbstractItemView, QCalendarWidget, QToolButton, QWidget

from app.ui import fonts, icons
from app.ui.style import theme_of

_WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)
_TURNS = {"qt_calendar_prevmonth": "earlier", "qt_calendar_nextmonth": "later"}


class Calendar(QCalendarWidget):
    """Qt's own paints weekends in a red that no dark ground bears, and black arrows upon it."""

    left = Signal()  # by Esc, with no day chosen

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        days = self.findChild(QAbstractItemView)
        if days is not None:
            days.installEventFilter(self)
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

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # while the month is open its keys are its own: Esc closed the form behind it, too
            return True
        return bool(super().event(event))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        days = isinstance(watched, QAbstractItemView)
        if days and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.left.emit()  # Qt's days keep the key for themselves and do nothing
            return event.type() != QEvent.Type.ShortcutOverride
        return bool(super().eventFilter(watched, event))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
