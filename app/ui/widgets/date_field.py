"""A date as text, 2026-11-18, with a calendar that opens beside it. Ctrl+; is today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app.ui.dates import finished_day, parse_day
from app.ui.widgets.field_button import FieldButton

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.ui.widgets.calendar import Calendar


AROUND = 20  # pixels of edges and padding beside the date and its button


class DateField(QLineEdit):
    """A day, or text that is none yet."""

    day_changed = Signal(object)  # date | None
    stepped = Signal(int)  # +1 on Enter, −1 on Shift+Enter

    def __init__(
        self,
        texts: Texts,
        *,
        today: Callable[[], date],
        calendar_hint: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._today = texts, today
        self._popup: QFrame | None = None
        self._calendar: Calendar | None = None
        self.opener = FieldButton("down", self)
        self.opener.say(calendar_hint)
        self.opener.clicked.connect(self.open_calendar)
        self.setPlaceholderText(texts("common.day_pattern"))
        self.textChanged.connect(lambda _text: self.day_changed.emit(self.day()))
        self.editingFinished.connect(self.settle)

    def day(self) -> date | None:
        """The date that stands there; None for text that is none."""
        return parse_day(self.text())

    def set_day(self, day: date | None) -> None:
        """Show a date, or nothing."""
        self.setText(day.isoformat() if day else "")

    def open_calendar(self) -> None:
        """Open the calendar under the field at the typed day, else today."""
        if self._popup is None or self._calendar is None:
            self._popup, self._calendar = self._build_popup()
        shown = self.day() or self._today()
        self._calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self._popup.move(self.mapToGlobal(QPoint(0, self.height())))
        self._popup.show()
        self._calendar.setFocus()

    def _build_popup(self) -> tuple[QFrame, Calendar]:
        from app.ui.widgets.calendar import Calendar

        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setProperty("panel", True)
        calendar = Calendar(popup)
        calendar.clicked.connect(self._pick)
        calendar.activated.connect(self._pick)
        calendar.left.connect(popup.hide)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(calendar)
        return popup, calendar

    def _pick(self, picked: QDate) -> None:
        if self._popup is not None:
            self._popup.hide()
        self._choose(date(picked.year(), picked.month(), picked.day()))
        self.setFocus()

    def settle(self) -> None:
        """Treat what stands there as said: 18 Nov 2026 stays as 2026-11-18, as all fields hold dates."""
        day = finished_day(self.text(), day_first=self._texts.day_first)
        if self.isModified() and day is not None and self.text() != day.isoformat():
            self._choose(day)

    def _choose(self, day: date) -> None:
        """A person's choice, as if typed."""
        self.set_day(day)
        self.textEdited.emit(self.text())

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        # A date that is cut reads as another one.
        whole = self.fontMetrics().horizontalAdvance("0000-00-00") + self.opener.width() + AROUND
        return QSize(whole, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.opener.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        if self.isReadOnly() and key not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        if key == Qt.Key.Key_Semicolon and modifiers & Qt.KeyboardModifier.ControlModifier:
            self._choose(self._today())
        elif key == Qt.Key.Key_Down and modifiers & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.stepped.emit(-1 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)
            return
        event.accept()
