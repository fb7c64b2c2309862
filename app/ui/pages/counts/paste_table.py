"""The preview's table: ticks, refused rows struck through, what will happen with its sign."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from app.services.contracts.pasting import ADD, DECIDE, REFUSED, PasteRow
from app.ui import fonts, icons
from app.ui.pages.counts.paste_model import BEFORE, WHAT, PasteRows
from app.ui.pages.counts.table import least_height
from app.ui.widgets import columns
from app.ui.widgets.cells import PADDING, CellDelegate, Index
from app.ui.widgets.header import TwoLineHeader
from app.ui.widgets.read_table import be_read

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.ui.theme import Theme

ROW = 24
WIDTHS = {"row": 44, "tick": 32, "date": 104, WHAT: 260}
VALUE = 92
_SIGNS = {ADD: "done", DECIDE: "warning", REFUSED: "error"}


class PasteDelegate(CellDelegate):
    """Paints a cell of the preview."""

    def __init__(self, rows: PasteRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    def _tick(self, painter: QPainter, rect: QRect, theme: Theme, *, ticked: bool) -> None:
        size = fonts.scaled(14)
        box = QRectF(rect.center().x() - size // 2, rect.center().y() - size // 2, size + 1, size + 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent if ticked else theme.control), 1))
        painter.setBrush(QColor(theme.accent if ticked else theme.surface))
        painter.drawRoundedRect(box, 2, 2)
        if ticked:
            painter.setPen(QPen(QColor(theme.on_accent), 1.8))
            x, y, part = box.center().x(), box.center().y(), size / 14
            tick = ((-4, 0), (-1, 3), (4, -3))
            painter.drawPolyline([QPointF(x + across * part, y + down * part) for across, down in tick])

    def _what(self, painter: QPainter, rect: QRect, theme: Theme, row: PasteRow) -> None:
        ink = {
            ADD: theme.statuses["CR"].ink,
            DECIDE: theme.warning.ink,
            REFUSED: theme.error.ink,
        }.get(row.kind, theme.text2)
        size = fonts.scaled(13)
        square = QRectF(rect.left(), rect.center().y() - size // 2, size, size)
        icons.paint(painter, _SIGNS.get(row.kind, "done"), rect=square, colour=ink)
        kind, said = self._rows.said(row)
        at = rect.adjusted(size + 7, 0, 0, 0)
        painter.setFont(fonts.measured(10, bold=True)[0])
        painter.setPen(QColor(ink))
        painter.drawText(at, int(Qt.AlignmentFlag.AlignVCenter), kind)
        rest = at.adjusted(fonts.advance(kind, 10, bold=True) + 8, 0, 0, 0)
        font, metrics = fonts.measured(10)
        painter.setFont(font)
        painter.setPen(QColor(theme.text2))
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, max(rest.width(), 0))
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), shown)

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        theme = self.paint_ground(painter, option, index)
        row, code = self._rows.plan.rows[index.row()], self._rows.columns[index.column()]
        inner = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        if code == "tick":
            if self._rows.can_tick(index.row()):
                self._tick(painter, option.rect, theme, ticked=index.row() in self._rows.chosen)
        elif code == WHAT:
            self._what(painter, inner, theme, row)
        else:
            cell = row.cells.get(code)
            bold = cell is not None and cell.state in {"differs", "asked", "bad"}
            font = fonts.sized(10, bold=bold)
            font.setStrikeOut(row.kind == REFUSED and code != "row")
            painter.setFont(font)
            quiet = row.kind == REFUSED or code == "row" or (cell is not None and cell.state == "same")
            painter.setPen(QColor(theme.text2 if quiet and not bold else theme.text))
            text = self._rows.text(row, code)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(inner, int(align), text)
        painter.restore()


class PasteTable(QTableView):
    """Space and a click on the tick choose a row."""

    def __init__(self, texts: Texts, rows: PasteRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts, self._rows = texts, rows
        self._needed: list[int] = []  # pixels of each column
        self.setModel(rows)
        self.setItemDelegate(PasteDelegate(rows, self))
        self.setAccessibleName(texts("counts_paste.title"))
        header = TwoLineHeader(self)
        header.setSectionsClickable(False)
        header.setStretchLastSection(True)
        self.setHorizontalHeader(header)
        be_read(self)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setMinimumSectionSize(16)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.modelReset.connect(self.measure)

    def measure(self) -> None:
        """Widths and heights at the text size in use."""
        designed = [WIDTHS.get(code, VALUE) for code in self._rows.columns]
        widest = {BEFORE.index("date"): self._texts.date(date(2028, 11, 30))}
        # The head says of a unit that it was assumed, and names limits of normal: with room for that.
        heads = {each.analyte: self._rows.words.unit(each) for each in self._rows.plan.columns}
        for at, code in enumerate(self._rows.columns):
            if code not in BEFORE and code != WHAT:
                shown = [self._rows.text(row, code) for row in self._rows.plan.rows[:200]]
                widest[at] = max([*shown, heads.get(code, "")], key=len)
        self._needed = columns.needed(self, designed, widest)
        for at, width in enumerate(self._needed):
            self.setColumnWidth(at, width)
        self._place_what()
        self.verticalHeader().setDefaultSectionSize(fonts.row(ROW))
        self.setMinimumHeight(least_height(self))

    def _place_what(self) -> None:
        """What will happen stands last, or behind the date where the values leave it no room."""
        header, last = self.horizontalHeader(), len(self._needed) - 1
        if last != header.count() - 1:
            return  # other rows are on their way
        beside = min(len(BEFORE), last) if sum(self._needed) > self.viewport().width() else last
        if last > 0 and header.visualIndex(last) != beside:
            header.moveSection(header.visualIndex(last), beside)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_what()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._rows.toggle(self.currentIndex().row())
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._rows.columns[index.column()] == "tick":
            self._rows.toggle(index.row())
