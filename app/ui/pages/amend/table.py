"""A panel with a table of before and after, as high as its rows: the page scrolls, not each table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.domain.status_marks import SHAPES
from app.ui import fonts
from app.ui.widgets.cells import PADDING, WRAP_ROLE, CellDelegate, cell_of, height_of
from app.ui.widgets.chip import chip_height, chip_width, paint_chip
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.pages.amend.rows import Cells

GAP = 28  # between the words of two columns
HEAD = 28  # height of the headings
Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """Rows of words under headings."""

    def __init__(self, heads: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._heads = tuple(heads)
        self.rows: tuple[Cells, ...] = ()

    def show_rows(self, rows: Sequence[Cells]) -> None:
        """Put rows in the place of those shown."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    # Qt overrides

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows[index.row()][index.column()]
        if role == WRAP_ROLE:
            return True
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._heads[index.column()]}: {self.rows[index.row()][index.column()]}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._heads[section]
        return None


class StatusDelegate(CellDelegate):
    """Words of a cell; a status that opens them stands as its chip."""

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        text = str(index.data() or "")
        status, _, rest = text.partition(" · ")
        if status not in SHAPES:
            super().paint(painter, option, index)
            return
        painter.save()
        theme = self.paint_ground(painter, option, index)
        top = option.rect.top() + round((option.rect.height() - 1 - chip_height()) / 2)
        at = QPointF(option.rect.left() + PADDING, top)
        chip = paint_chip(painter, theme, status, text=status, at=at)
        words = QRect(option.rect)
        words.setLeft(round(chip.right()) + PADDING)
        painter.setFont(fonts.sized(10))
        painter.setPen(QColor(theme.text2))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), rest)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        text = str(index.data() or "")
        chip = chip_width(text.partition(" · ")[0]) if text.partition(" · ")[0] in SHAPES else 0
        return QSize(hint.width() + round(chip) + 2 * PADDING, hint.height())


class WholeTable(QTableView):
    """Never scrolls by itself: as high as all its rows."""

    def __init__(self, model: RowsModel, *, name: str, statuses: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(StatusDelegate(self) if statuses else CellDelegate(self))
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setMinimumHeight(fonts.scaled(HEAD))
        head.setStretchLastSection(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("flat", True)  # the panel around it has the edge
        model.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Take the height that the rows need; columns hug their words while there is room for all."""
        head, count = self.horizontalHeader(), self.model().columnCount()
        needed = sum(max(self.sizeHintForColumn(at), head.sectionSizeHint(at)) for at in range(count))
        whole = needed <= self.viewport().width()
        ways = QHeaderView.ResizeMode
        head.setSectionResizeMode(ways.ResizeToContents if whole else ways.Stretch)
        self.resizeRowsToContents()
        for row in range(self.model().rowCount()):
            cells = [(cell_of(self.model().index(row, at)), self.columnWidth(at)) for at in range(count)]
            # At large text and in narrow columns words take more lines than Qt's own hint knows of.
            self.setRowHeight(row, max(self.rowHeight(row), *(height_of(each, room) for each, room in cells)))
        rows = sum(self.rowHeight(at) for at in range(self.model().rowCount()))
        above = max(head.sizeHint().height(), head.minimumHeight())
        self.setFixedHeight(above + rows)

    # Qt overrides

    def sizeHintForColumn(self, column: int) -> int:
        return super().sizeHintForColumn(column) + GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class DiffPanel(Panel):
    """A title with the number of rows, the table, or a sentence where nothing differs."""

    def __init__(
        self,
        title: str,
        heads: Sequence[str],
        *,
        none: str,
        about: str,
        statuses: bool = False,
        parent: QWidget,
    ) -> None:
        super().__init__(title, padded=False, parent=parent)
        self.model = RowsModel(heads, self)
        self.table = WholeTable(self.model, name=title, statuses=statuses, parent=self)
        self.about = label(about, role="secondary", wrap=True, parent=self)
        self._none = label(none, role="about", wrap=True, parent=self)
        for text in (self.about, self._none):
            text.setContentsMargins(12, 6, 12, 8)
        for part in (self.table, self._none, self.about):
            self.body.addWidget(part)

    def show_rows(self, rows: Sequence[Cells]) -> None:
        """Show the rows, or that there are none."""
        self.note.setText(str(len(rows)) if rows else "")
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self.about.setVisible(bool(rows) and bool(self.about.text()))
        self.model.show_rows(rows)
