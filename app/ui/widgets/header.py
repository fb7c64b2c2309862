"""A table header of two lines: the name in bold, its unit below, the sort arrow beside the name."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from app.ui import fonts
from app.ui.style import theme_of
from app.ui.widgets.cells import PADDING, UNIT_ROLE

_ARROW = 8


class TwoLineHeader(QHeaderView):
    """Asks the model for DisplayRole, UNIT_ROLE and TextAlignmentRole of each section."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    # Qt overrides

    def sizeHint(self) -> QSize:
        # Qt's own would ask the model for every section; a table wants to know the height alone.
        lines = fonts.measured(9)[1].height() + fonts.measured(8.5)[1].height()
        return QSize(self.length(), max(38, lines + 6))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme = theme_of(self)
        model = self.model()
        side = self.orientation()

        def said(role: int) -> object:
            return model.headerData(logicalIndex, side, role)

        painter.save()
        painter.fillRect(rect, QColor(theme.head))
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(PADDING, 3, -PADDING, -3)
        name, unit = str(said(Qt.ItemDataRole.DisplayRole) or ""), str(said(UNIT_ROLE) or "")
        right = bool(
            int(str(said(Qt.ItemDataRole.TextAlignmentRole) or 0)) & int(Qt.AlignmentFlag.AlignRight)
        )
        side_flag = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        font, metrics = fonts.measured(9, bold=True)
        small, unit_metrics = fonts.measured(8.5)
        top = QRect(inner)
        if unit:
            top.setHeight(metrics.height())
            top.moveTop(rect.center().y() - (metrics.height() + unit_metrics.height()) // 2)
        painter.setPen(QColor(theme.text2))
        painter.setFont(font)
        painter.drawText(top, int(side_flag | Qt.AlignmentFlag.AlignVCenter), name)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex:
            width = metrics.horizontalAdvance(name)
            left = top.right() - width - fonts.scaled(_ARROW) - 4 if right else top.left() + width + 4
            self._paint_arrow(painter, left, top.center().y(), colour=theme.text2)
        if unit:
            painter.setFont(small)
            below = QRect(inner.left(), top.bottom(), inner.width(), unit_metrics.height())
            painter.drawText(below, int(side_flag | Qt.AlignmentFlag.AlignVCenter), unit)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, left: float, middle: float, *, colour: str) -> None:
        up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        path = QPainterPath()
        wide = fonts.scaled(_ARROW)
        tip, base = (middle - wide / 4, middle + wide / 4) if up else (middle + wide / 4, middle - wide / 4)
        path.moveTo(left, base)
        path.lineTo(left + wide, base)
        path.lineTo(left + wide / 2, tip)
        path.closeSubpath()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, QColor(colour))
