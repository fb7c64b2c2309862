"""The list of the six steps, always in sight at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.domain.truth import TRUE
from app.ui import fonts
from app.ui.pages.enrol.presenter import STEPS, StepState
from app.ui.style import theme_of
from app.ui.widgets import tips
from app.ui.widgets.verdict_mark import paint_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.i18n import Texts
    from app.ui.theme import Theme

STATE_ROLE = Qt.ItemDataRole.UserRole + 1
HEIGHT = 54
ROOMY = 900  # pixels at 100 % from which the names of the steps stand beside the step in hand
WIDE, NARROW, NARROW_HEIGHT = 208, 64, 36  # pixels at 100 %; narrow: marks and numbers alone


class StepDelegate(QStyledItemDelegate):
    """Draws a step: mark, number and name, what is known of it in grey."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        steps = option.widget
        bare = isinstance(steps, StepList) and steps.narrow
        height = fonts.scaled(NARROW_HEIGHT) if bare else max(HEIGHT, 3 * option.fontMetrics.height())
        return QSize(0 if bare else super().sizeHint(option, index).width(), height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        widget: QWidget = option.widget
        theme = theme_of(widget)
        state: StepState = index.data(STATE_ROLE)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        frame: QRect = option.rect
        painter.save()
        if current:
            painter.fillRect(frame, QColor(theme.selection))
            painter.fillRect(QRect(frame.left(), frame.top(), 3, frame.height()), QColor(theme.accent))
        size = fonts.scaled(16)
        box = QRectF(frame.left() + 16, frame.top() + 9, size, size)
        if state.complete and not current:
            paint_mark(painter, theme, TRUE, rect=box)
        else:
            _ring(painter, theme, box, current=current)
        text = frame.adjusted(26 + size, 6, -8, -6)
        painter.setFont(fonts.sized(10, bold=current))
        painter.setPen(QColor(theme.text if state.reachable else theme.text2))
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        bare = isinstance(widget, StepList) and widget.narrow
        if bare:
            name = name.split(maxsplit=1)[0]
        first = painter.boundingRect(text, 0, name)
        painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        if not bare:
            painter.setFont(fonts.sized(9))
            painter.setPen(QColor(theme.text2))
            below = text.adjusted(0, first.height() + 1, 0, 0)
            metrics, cut = painter.fontMetrics(), Qt.TextElideMode.ElideRight
            detail = metrics.elidedText(state.detail, cut, below.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, detail)
        if current and widget.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(frame.adjusted(1, 1, -1, -1))
        painter.restore()


def _ring(painter: QPainter, theme: Theme, box: QRectF, *, current: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.accent if current else theme.control), 2 if current else 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    unit = box.width() / 16
    painter.drawEllipse(QPointF(box.center()), 6 * unit, 6 * unit)
    if current:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(QPointF(box.center()), 3 * unit, 3 * unit)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


class StepList(QListWidget):
    """Jumps back at will; forward as far as the steps before are complete."""

    wanted = Signal(int)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.narrow = False  # marks and numbers alone; the names are their tooltips
        self.setItemDelegate(StepDelegate(self))
        self.setAccessibleName(texts("enrol.steps"))
        self.setFixedWidth(fonts.scaled(WIDE))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportMargins(0, 8, 0, 8)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for number, name in enumerate(STEPS, start=1):
            item = QListWidgetItem(f"{number}  {texts(f'enrol.step.{name}')}")
            item.setData(STATE_ROLE, StepState(name, complete=False, reachable=number == 1, detail=""))
            self.addItem(item)
        self.currentRowChanged.connect(self.wanted)

    def fit(self, room: int) -> None:
        """Leave the step in hand the width that it needs. `room`: pixels that the page has."""
        narrow = room < fonts.scaled(ROOMY)
        self.setFixedWidth(fonts.scaled(NARROW if narrow else WIDE))
        if narrow != self.narrow:
            self.narrow = narrow
            self._name_items()
            self.scheduleDelayedItemsLayout()

    def _name_items(self) -> None:
        for at in range(self.count()):
            item = self.item(at)
            state: StepState = item.data(STATE_ROLE)
            ahead = not state.reachable and at != self.currentRow()
            told = self._texts("enrol.step_ahead") if ahead else state.detail
            name = f"{item.text()}\n" if self.narrow else ""
            item.setToolTip(tips.plain(f"{name}{told}".strip()))

    def show_states(self, states: Sequence[StepState], *, current: int) -> None:
        """Show where each step stands."""
        self.blockSignals(True)
        for at, state in enumerate(states):
            item = self.item(at)
            item.setData(STATE_ROLE, state)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if state.reachable or at == current else Qt.ItemFlag.NoItemFlags)
            kind = "current" if at == current else "complete" if state.complete else "open"
            said = self._texts(f"enrol.step_state.{kind if state.reachable or at == current else 'ahead'}")
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                self._texts(
                    "enrol.step_spoken",
                    n=at + 1,
                    name=self._texts(f"enrol.step.{state.name}"),
                    state=said,
                    detail=state.detail,
                ),
            )
        self.setCurrentRow(current)
        self._name_items()
        self.blockSignals(False)
        self.viewport().update()
