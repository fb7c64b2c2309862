"""A list to choose from that the wheel passes by, and that cuts a long line with an ellipsis."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QToolTip, QWidget

from app.ui.widgets import tips

_AROUND = 80  # more than edges, padding and arrow take at any text size: with that left nothing is cut


class ChoiceBox(QComboBox):
    """The wheel scrolls the page; it never changes a choice by accident. A line that is cut is its tooltip.

    With a style sheet on it, Qt cuts a line through its letters.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the wheel takes the focus from a field

    def be_called(self, name: str) -> None:
        """Take a name to be spoken. Where it can be typed in, a reader on Linux asks the line for its own."""
        self.setAccessibleName(name)
        editor = self.lineEdit()
        if editor is not None:
            editor.setAccessibleName(name)

    @property
    def code(self) -> str:
        """What stands behind the chosen line, "" for nothing."""
        return str(self.currentData() or "")

    def choose(self, code: object) -> None:
        """Choose the line of a code, the first one where none has it."""
        self.setCurrentIndex(max(self.findData(code), 0))

    def offer(self, choices: Iterable[tuple[str, str]], chosen: str = "") -> None:
        """Offer other lines, each its code and its words, and choose one. Nobody is told: no one chose."""
        policies = QComboBox.SizeAdjustPolicy
        measured = self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
        if measured and self.sizeAdjustPolicy() is policies.AdjustToContentsOnFirstShow:
            self.setSizeAdjustPolicy(policies.AdjustToContents)  # it would stay as wide as for other lines
        self.blockSignals(True)
        self.clear()
        for code, words in choices:
            self.addItem(words, code)
        self.choose(chosen)
        self.blockSignals(False)

    def give_way(self, letters: int) -> None:
        """Be no wider than so many letters need: a long line must not push others away."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)

    @property
    def cut(self) -> str:
        """The chosen line as far as there is room for it, "" where all of it fits."""
        text, metrics = self.currentText(), self.fontMetrics()
        if self.isEditable() or metrics.horizontalAdvance(text) + _AROUND <= self.width():
            return ""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        whole, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        # A box as wide as it likes leaves its longest line short of a pixel or two at some text sizes.
        room = self.style().subControlRect(whole, option, field, self).width() + 2
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return shown if shown != text else ""

    def setEditText(self, text: str) -> None:
        """Put a text where it may be typed; seen from its first letter on."""
        super().setEditText(text)
        self._show_from_start()

    def _digit(self, typed: str) -> int:
        """The first line with a digit for a word, −1 for none, or where a line begins with it: Qt finds that.

        Most languages write the number of a grade last, and Qt looks at how a line begins.
        """
        lines = [self.itemText(at) for at in range(self.count())]
        if not typed.isdecimal() or any(line.startswith(typed) for line in lines):
            return -1
        return next((at for at, line in enumerate(lines) if typed in line.split()), -1)

    def _show_from_start(self) -> None:
        editor = self.lineEdit()
        if editor is not None:
            editor.home(False)

    # Qt overrides

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_from_start()  # the end of a long name is no name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = -1 if self.isEditable() else self._digit(event.text())
        if at < 0:
            super().keyPressEvent(event)
            return
        self.setCurrentIndex(at)
        self.activated.emit(at)  # chosen by a person, as with the arrows

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        cut = self.cut
        if not cut:
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = cut
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self.toolTip():
            QToolTip.showText(event.globalPos(), tips.plain(self.currentText()) if self.cut else "", self)
            return True
        return super().event(event)
