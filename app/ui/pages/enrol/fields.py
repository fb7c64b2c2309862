"""Typed fields of the steps, and a line of text that gives way where room is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.ui.style import theme_of
from app.ui.widgets.field import Field
from app.ui.widgets.labels import label, set_role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


class TypedField(Field):
    """A field for typed text with its unit beside it. A half-typed text is not criticised."""

    edited = Signal(str)

    def __init__(
        self,
        caption: str,
        control: QLineEdit,
        *,
        beside: str | QWidget = "",
        about: str = "",
        width: int = 0,
    ) -> None:
        super().__init__(caption, control, about=about)
        self.editor = control
        self._touched = False
        self._typing = False
        self._against = ""
        self._soft = False
        if width:
            control.setFixedWidth(width)
        if width or beside:
            self._put_beside(beside, stretch=bool(width))
        set_role(self.caption, "secondary")
        control.textEdited.connect(self._on_edited)
        control.textChanged.connect(self.edited)
        control.editingFinished.connect(self._on_left)

    def show_text(self, text: str) -> None:
        """Show a text that comes from the draft. What is wrong with a kept text is told at once."""
        if self.editor.text() != text:
            self.editor.setText(text)
        self._typing = False
        self._touched = bool(text)

    def tell(self, text: str, *, soft: bool = False) -> None:
        """Say what stands against the text, or "" for nothing, as soon as the text is not being typed."""
        self._against, self._soft = text, soft
        self._refresh()

    def _put_beside(self, beside: str | QWidget, *, stretch: bool) -> None:
        column = self.layout()
        if not isinstance(column, QVBoxLayout):
            return
        column.removeWidget(self.editor)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.editor)
        if beside:
            line.addWidget(label(beside, role="about") if isinstance(beside, str) else beside)
        if stretch:
            line.addStretch(1)
        column.insertLayout(1, line)

    def _on_edited(self, _text: str) -> None:
        self._typing = True
        self._touched = True
        self._refresh()

    def _on_left(self) -> None:
        self._typing = False
        self._touched = True
        self._refresh()

    def _refresh(self) -> None:
        shown = self._touched and not self._typing
        self.show_problem(self._against if shown else "", soft=self._soft)


class Elided(QWidget):
    """One line of grey text that is cut at its end where room is short; whole as tooltip and to a reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show a text."""
        if text != self._text:
            self._text = text
            self.setToolTip(text)
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme_of(self).text2))
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
