"""Buttons: secondary by default, one primary per page, links; each may carry its key as a small cap."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from app.ui import fonts
from app.ui.style import theme_of

_GAP = 8
_CAP_PADDING = 5


def key_name(sequence: str) -> str:
    """The keys of a shortcut as the design writes them: "Ctrl K"."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")


def cap_width(keys: str) -> int:
    """Width of a key cap in logical pixels."""
    return QFontMetrics(fonts.sized(8.5)).horizontalAdvance(keys) + 2 * _CAP_PADDING


def paint_cap(painter: QPainter, keys: str, *, right: float, middle: float, ink: str, edge: str) -> None:
    """Draw a key cap whose right edge and vertical middle are given."""
    font = fonts.sized(8.5)
    height = QFontMetrics(font).height() + 1
    width = cap_width(keys)
    frame = QRectF(right - width + 0.5, round(middle - height / 2) + 0.5, width - 1, height - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(QPen(QColor(edge), 1))
    painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, 2, 2)
    painter.setPen(QColor(ink))
    painter.drawText(frame, QtCore.Qt.AlignmentFlag.AlignCenter, keys)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether a key was Enter alone, which presses a focused button like Space; Qt does so only in dialogs.

    A held key presses once: what Enter brought up would take the repeats for an answer.
    """
    keys = (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
    alone = not event.modifiers() & ~QtCore.Qt.KeyboardModifier.KeypadModifier
    if event.key() not in keys or not alone:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


class Button(QPushButton):
    """A push button. `kind`: "" (secondary), primary or link. `keys` such as "Ctrl+S" is shown, not bound."""

    def __init__(
        self, text: str, *, kind: str = "", keys: str = "", dense: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._keys = self._known = key_name(keys) if keys else ""
        self.setAutoDefault(False)
        if kind:
            self.setProperty("kind", kind)
        if dense:
            self.setProperty("dense", True)

    def show_keys(self, on: bool) -> None:
        """Show the keys on the button, or below the mouse where there is no room for them."""
        self._keys = self._known if on else ""
        self.setToolTip("" if on else self._known)
        self.updateGeometry()

    # Qt overrides

    def enterEvent(self, event: QEnterEvent) -> None:
        if self.property("kind") == "link":
            self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + _GAP + cap_width(self._keys), hint.height()) if self._keys else hint

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._keys:
            self._paint_with_keys()
        else:
            super().paintEvent(event)
        if self.hasFocus() and self.property("kind") == "primary":
            self._paint_ring()

    def _paint_ring(self) -> None:
        """The focus of a filled button: its edge alone differs too little from what it is filled with."""
        theme = theme_of(self)
        inset = theme.edge + 2
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.on_accent), 2))
        painter.drawRect(self.rect().adjusted(inset, inset, -inset, -inset))
        painter.end()

    def _paint_with_keys(self) -> None:
        # Late: the many enumerations of QStyle are made with it, and the first window shows no keys.
        from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter

        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        text, option.text = option.text, ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        theme = theme_of(self)
        primary = self.property("kind") == "primary"
        ink = theme.on_accent if primary else theme.text
        if not self.isEnabled():
            ink = theme.off
        inner = self.rect().adjusted(12, 0, -12, 0)
        font = self.font()
        font.setBold(primary)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        flags = QtCore.Qt.AlignmentFlag.AlignVCenter | QtCore.Qt.AlignmentFlag.AlignLeft
        mnemonic = QtCore.Qt.TextFlag.TextShowMnemonic
        painter.drawText(QRect(inner), int(flags) | int(mnemonic), text)
        edge = ink if primary else theme.border
        paint_cap(
            painter,
            self._keys,
            right=inner.right() + 5,
            middle=self.height() / 2,
            ink=ink if primary else theme.text2,
            edge=edge,
        )
