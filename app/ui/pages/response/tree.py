"""The evidence tree: groups bold, entered units in grey, each verdict with its mark."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPen,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from app.domain.truth import TRUE, UNKNOWN
from app.i18n.unbroken import unbroken
from app.ui import fonts
from app.ui.pages.response.model import (
    ASIDE_ROLE,
    CRITERION,
    OBSERVED,
    REQUIRED,
    ROW_ROLE,
    SOURCE,
    VERDICT,
    EvidenceModel,
)
from app.ui.style import theme_of
from app.ui.widgets.fold import paint_fold
from app.ui.widgets.verdict_mark import SIZE, paint_mark, verdict_colour

if TYPE_CHECKING:
    from app.domain.evidence import Evidence
    from app.ui.pages.response.rows import Row
    from app.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
PADDING = 7
ROW_HEIGHT = 25
LINES = 6  # of a cell; what decides a verdict is not cut, and a row not endless
_WRAPS = (CRITERION, REQUIRED, OBSERVED)
# Verdicts and sources stand in one line; names, limits and observations share the room that is left. The
# source goes first where names and observations would be cut: it stands in the panel below, too.
_OBSERVED_SHARE, _REQUIRED_SHARE, _LEAST = 0.45, 0.3, 150
_SOURCE_FROM = 720
# Plain numbers: combining Qt's enums takes longer than painting a short text.
_SELECTED, _FOCUSED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_HasFocus.value
_FLAGS = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


def ground(theme: Theme, row: Row, *, selected: bool) -> QColor:
    """What a row stands on: groups on the ground of heads, so that they part the tree."""
    if selected:
        return QColor(theme.selection)
    return QColor(theme.head if row.group else theme.surface)


class EvidenceDelegate(QStyledItemDelegate):
    """Paints the cells of the tree."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = fonts.measured(10)[1]
        tree, lines = self.parent(), 1
        if isinstance(tree, EvidenceTree) and index.column() in _WRAPS:
            lines = min(LINES, len(tree.lines(index)))
        first = fonts.in_density(max(ROW_HEIGHT, metrics.height() + 7))
        return QSize(40, first + (lines - 1) * metrics.lineSpacing())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        theme = theme_of(option.palette)
        frame = QRect(option.rect)
        painter.save()
        state = option.state.value
        painter.fillRect(frame, ground(theme, row, selected=bool(state & _SELECTED)))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        if state & _FOCUSED:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(frame.adjusted(1, 1, -1, -2))
        text = frame.adjusted(PADDING, 0, -PADDING, 0)
        column = index.column()
        bold = _bold(row, column)
        font, metrics = fonts.measured(10, bold=bold)
        colour = theme.text2 if column == SOURCE else theme.text
        if column == VERDICT:
            size = fonts.scaled(SIZE)
            box = QRectF(text.left(), text.center().y() - size / 2 + 1, size, size)
            paint_mark(painter, theme, row.verdict, rect=box)
            text.adjust(size + 6, 0, 0, 0)
            colour = verdict_colour(theme, row.verdict)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        whole = str(index.data(Qt.ItemDataRole.DisplayRole))
        aside = str(index.data(ASIDE_ROLE) or "")
        room = text.width()
        lines = broken(f"{whole} {aside}".strip(), bold=bold, room=room) if column in _WRAPS else (whole,)
        if len(lines) > LINES:
            lines = (*lines[: LINES - 1], " ".join(lines[LINES - 1 :]))
        if len(lines) > 1:
            shown = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]
            painter.drawText(text, _FLAGS, "\n".join(shown))
            painter.restore()
            return
        painter.drawText(text, _FLAGS, metrics.elidedText(whole, Qt.TextElideMode.ElideRight, room))
        if aside:
            text.adjust(fonts.advance(whole + " ", 10, bold=bold), 0, 0, 0)
            painter.setPen(QColor(theme.text2))
            painter.drawText(text, _FLAGS, aside)
        painter.restore()


def _whole(index: Index) -> str:
    """The words of a cell, the entered unit too."""
    return f"{index.data()} {index.data(ASIDE_ROLE) or ''}".strip()


def _bold(row: Row | None, column: int) -> bool:
    return column == VERDICT or (row is not None and row.group and column == CRITERION)


def broken(text: str, *, bold: bool, room: int) -> tuple[str, ...]:
    """The lines of a text in a width, broken where its language breaks it."""
    return _broken(text, bold, room, QApplication.font().pointSizeF())


@lru_cache(maxsize=512)
def _broken(text: str, bold: bool, room: int, _body: float) -> tuple[str, ...]:
    text = unbroken(text)
    layout = QTextLayout(text, fonts.measured(10, bold=bold)[0])
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(room, 1))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return tuple(lines)


class EvidenceTree(QTreeView):
    """Keeps the selected criterion and what is open when the verdict changes."""

    selected = Signal(object)  # tuple of Evidence from the top of the tree to the criterion

    def __init__(self, model: EvidenceModel, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(EvidenceDelegate(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(fonts.scaled(18))  # the triangle before a line lies in it
        self.setMinimumHeight(150)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(40)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other evidence, the same criterion selected where it is still there."""
        current = self._model.row_of(self.currentIndex())
        kept = current.code if current is not None else ""
        self._model.show_rows(rows)
        for index in list(self._model.indexes()):
            row = self._model.row_of(index)
            if row is not None and row.group:
                self.setExpanded(index, opens(row))
        wanted = self._model.find(kept) if kept else QModelIndex()
        first = self._model.find(_first_of_interest(rows))
        self._share_width()
        self.setCurrentIndex(wanted if wanted.isValid() else first)

    def path(self, index: Index) -> tuple[Evidence, ...]:
        """The criteria from the top of the tree down to an index."""
        above: list[Evidence] = []
        at: Index = index
        while at.isValid():
            row = self._model.row_of(at)
            if row is not None:
                above.append(row.node)
            at = at.parent()
        return tuple(reversed(above))

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(self.path(current))

    def lines(self, index: Index) -> tuple[str, ...]:
        """The words of a cell, the entered unit too, as the width of its column breaks them."""
        room = self.columnWidth(index.column()) - 2 * PADDING - self._indent(index)
        bold = _bold(self._model.row_of(index), index.column())
        return broken(_whole(index), bold=bold, room=room)

    def _indent(self, index: Index) -> int:
        """The pixels that the first cell of a row stands in."""
        if index.column() != CRITERION:
            return 0
        return self.indentation() * len(self.path(index))

    def _share_width(self) -> None:
        """Give the columns their widths: what they need, and where that is too much, what each can spare."""
        room = self.viewport().width()
        needed = {column: self._content_width(column) for column in range(self._model.columnCount())}
        wraps = sum(needed[column] for column in _WRAPS)
        spare = room - needed[VERDICT] - needed[SOURCE]
        bare = room < fonts.scaled(_SOURCE_FROM) or spare < min(wraps, len(_WRAPS) * fonts.scaled(_LEAST))
        self.setColumnHidden(SOURCE, bare)
        if bare:
            spare += needed[SOURCE]
        if wraps > spare:
            needed[REQUIRED] = min(needed[REQUIRED], round(spare * _REQUIRED_SHARE))
            spare -= needed[REQUIRED]
            least = min(needed[OBSERVED], round(spare * _OBSERVED_SHARE))
            needed[CRITERION] = min(needed[CRITERION], spare - least)
            needed[OBSERVED] = spare - needed[CRITERION]
        else:
            needed[OBSERVED] += spare - wraps
        for column, width in needed.items():
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, width)
        self.scheduleDelayedItemsLayout()  # other widths break the lines elsewhere

    def _content_width(self, column: int) -> int:
        longest = 60
        for first in self._model.indexes():
            index = first.siblingAtColumn(column)
            bold = _bold(self._model.row_of(index), column)
            words = fonts.advance(_whole(index), 10, bold=bold)
            longest = max(longest, words + self._indent(index))
        return longest + 2 * PADDING + 4 + (fonts.scaled(SIZE) + 6 if column == VERDICT else 0)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The arrow of a group, on the ground of its row."""
        row = self._model.row_of(index)
        if row is None:
            return
        theme = theme_of(self)
        selected = self.selectionModel().isRowSelected(index.row(), index.parent())
        painter.fillRect(rect, ground(theme, row, selected=selected))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(theme.line))
        if not row.group:
            return
        centre = QPointF(rect.right() - self.indentation() / 2, rect.center().y() + 0.5)
        paint_fold(painter, centre, opened=self.isExpanded(index), colour=theme.text2)


def opens(row: Row) -> bool:
    """Whether a group stands open at first: not where nothing was found, nor the stretches of a run."""
    if row.node.params.get("combine") == "run":
        return row.verdict is UNKNOWN
    quiet = row.code.split(".")[0] in {"no_overriding_event", "no_relapse", "readings_agree"}
    return not (quiet and row.verdict is TRUE)


def _first_of_interest(rows: tuple[Row, ...]) -> str:
    """The first criterion that is not met, unknown ones before failed ones; else the first of all."""
    flat = [row for top in rows for row in _flat(top)]
    leaves = [row for row in flat if not row.group]
    unknown = [row.code for row in leaves if row.verdict is UNKNOWN]
    failed = [row.code for row in leaves if row.verdict is not TRUE]
    return next(iter(unknown + failed + [row.code for row in flat]), "")


def _flat(row: Row) -> list[Row]:
    return [row, *(below for child in row.children for below in _flat(child))]
