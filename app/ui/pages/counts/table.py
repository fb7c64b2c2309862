"""The grid on the screen: three frozen columns, the keys of a spreadsheet, copying as tab-separated text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QTableView,
    QWidget,
)

from app.domain.lab_names import DASHES
from app.ui import fonts
from app.ui.pages.counts.delegate import CountDelegate, plain
from app.ui.pages.counts.grid import FIXED, GIVEN
from app.ui.pages.counts.typed import defused
from app.ui.widgets import columns
from app.ui.widgets.own_ground import OwnGroundTable

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.pages.counts.model import CountGrid

ROW = 24
LEAST_ROWS = 3
WIDTHS = {"date": 104, "day": 48, "visit": 136, GIVEN: 150}
WIDE_VISIT, ROOMY = 164, 1000  # the title of a visit, whole in every language, from this width on
VALUE = 84
_Hint = QAbstractItemDelegate.EndEditHint
_Scroll = QAbstractItemView.ScrollHint


class CountTable(OwnGroundTable):
    """Rows of visits, columns of analytes. The halves share model, selection and scroll position."""

    pasted = Signal(str)  # the text of the clipboard
    undo_wanted = Signal()
    redo_wanted = Signal()
    cleared = Signal()  # Delete on the selected cells
    refused = Signal()  # typing into a cell that takes none
    typing = Signal(bool)  # whether something stands in a cell that is not taken over yet

    def __init__(self, desk: Desk, grid: CountGrid, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid = grid
        self._roomy = False  # whether the title of a visit has its whole width
        self._texts = desk.texts
        self.delegate = CountDelegate(self, grid, self.has_focus)
        self.setModel(grid)
        self.setAccessibleName(desk.texts("counts.table"))
        self.frozen = OwnGroundTable(self)
        self.delegate.typed.connect(lambda: self.typing.emit(True))
        self.frozen.setModel(grid)
        self.frozen.setSelectionModel(self.selectionModel())
        self.frozen.setAccessibleName(desk.texts("counts.table_days"))
        plain(self, self.delegate)
        # A delegate of its own: with one in common both would hear of one's editors.
        plain(self.frozen, CountDelegate(self, grid, self.has_focus, frozen=True))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.frozen.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.frozen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.frozen.setObjectName("frozenDays")
        for bar in (self.frozen.setVerticalScrollBarPolicy, self.frozen.setHorizontalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self.frozen.verticalScrollBar().setValue)
        self.frozen.raise_()  # over the other half's header too
        self.horizontalHeader().setStretchLastSection(True)
        grid.modelReset.connect(self.measure)

    def measure(self) -> None:
        """Widths and heights at the text size in use."""
        self._roomy = self._is_roomy()
        widths = WIDTHS | ({"visit": WIDE_VISIT} if self._roomy else {})
        designed = [widths.get(code, VALUE) for code in self.grid.columns]
        samples = {FIXED.index("date"): self._texts.date(date(2028, 11, 30))}
        if rows := self.grid.rows:  # by their days: one of the ends has the longest figure
            ends = (self.grid.words.shown(row, "day", None) for row in (rows[0], rows[-1]))
            samples[FIXED.index("day")] = max(ends, key=len)
        for place, width in enumerate(columns.needed(self, designed, samples)):
            for view in (self, self.frozen):
                view.setColumnWidth(place, width)
            self.frozen.setColumnHidden(place, place >= len(FIXED))
        for view in (self, self.frozen):
            view.verticalHeader().setDefaultSectionSize(fonts.row(ROW))
        self.setMinimumHeight(least_height(self))
        self._lay_over()

    def _is_roomy(self) -> bool:
        return self.width() >= fonts.scaled(ROOMY)

    def go_to(self, row: int, column: int | None = None) -> None:
        """Make a cell the current one and bring it into sight."""
        if not self.grid.rows:
            return
        index = self.grid.index(row, len(FIXED) if column is None else column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def has_focus(self) -> bool:
        """Whether the keys come here."""
        focused = QApplication.focusWidget()
        return focused is self or (focused is not None and self.isAncestorOf(focused))

    def block(self) -> tuple[list[int], list[int]]:
        """Rows and columns of the selection, as one block."""
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        cells = [index for index in chosen if index.isValid()]
        if not cells:
            return [], []
        rows, places = {each.row() for each in cells}, {each.column() for each in cells}
        return list(range(min(rows), max(rows) + 1)), list(range(min(places), max(places) + 1))

    # what the Edit menu asks of whatever has the focus

    def copy(self) -> None:
        """The selected block as tab-separated text; with its heads where dates are part of it."""
        rows, places = self.block()
        if not rows:
            return
        lines = [[self._copied(row, place) for place in places] for row in rows]
        if places[0] == 0 and len(places) > 1:
            lines.insert(0, [self._head(place) for place in places])
        QApplication.clipboard().setText("\n".join("\t".join(map(defused, line)) for line in lines))

    def paste(self) -> None:
        """Hand over what the clipboard holds."""
        self.pasted.emit(QApplication.clipboard().text())

    def undo(self) -> None:
        """Take the last typed value back."""
        self.undo_wanted.emit()

    def redo(self) -> None:
        """Put it in again."""
        self.redo_wanted.emit()

    def _copied(self, row: int, place: int) -> str:
        held, code = self.grid.rows[row], self.grid.columns[place]
        if code == "date":
            return held.day.isoformat()
        key = self.grid.key_at(self.grid.index(row, place))
        over = self.grid.typed_at(key) if key is not None else None
        if key is not None and (over.missing if over is not None else code in held.values):
            stored = held.values.get(code)
            if over is not None or (stored is not None and stored.value is None):
                return "-"
        return self.grid.words.shown(held, code, over)

    def _head(self, place: int) -> str:
        header = self.grid.headerData
        name = str(header(place, Qt.Orientation.Horizontal) or "")
        if self.grid.columns[place] in FIXED or self.grid.columns[place] == GIVEN:
            return name
        from app.domain.quantities import ANALYTES

        return f"{name} ({ANALYTES[self.grid.columns[place]].unit})"

    def _step(self, rows: int, places: int) -> None:
        here = self.currentIndex()
        row = min(max(here.row() + rows, 0), len(self.grid.rows) - 1)
        place = min(max(here.column() + places, 0), len(self.grid.columns) - 1)
        self.go_to(row, place)

    def _next_field(self, by: int) -> None:
        """Tab: the next value, and from the last one the first of the next row."""
        first, last = len(FIXED), len(self.grid.columns) - 2
        row, place = self.currentIndex().row(), self.currentIndex().column() + by
        if place > last:
            row, place = row + 1, first
        elif place < first:
            row, place = row - 1, last
        if 0 <= row < len(self.grid.rows):
            self.go_to(row, place)

    def _renew_frames(self) -> None:
        """What the focus changes: Qt's own table paints every cell whenever an editor opens or closes."""
        self.update(QRegion(self.rect()).subtracted(QRegion(self.viewport().geometry())))
        for view in (self, self.frozen):
            view.viewport().update(view.visualRect(self.currentIndex()))

    def _lay_over(self) -> None:
        frame = self.frameWidth()
        width = sum(self.columnWidth(place) for place in range(len(FIXED)))
        height = self.viewport().height() + self.horizontalHeader().height()
        self.frozen.setGeometry(frame, frame, width, height)
        self.frozen.verticalScrollBar().setValue(self.verticalScrollBar().value())

    def finish(self) -> None:
        """Take over what is being typed in a cell: whoever saves means that, too."""
        editor = QApplication.focusWidget()
        if self.state() == QAbstractItemView.State.EditingState and isinstance(editor, QLineEdit):
            self.commitData(editor)
            self.closeEditor(editor, _Hint.NoHint)

    def _takes(self) -> bool:
        return bool(self.grid.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_roomy() != self._roomy:
            self.measure()
        self._lay_over()
        if self.currentIndex().isValid() and event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if hasattr(self, "frozen"):
            self._lay_over()

    def scrollTo(
        self, index: QModelIndex | QPersistentModelIndex, hint: _Scroll = _Scroll.EnsureVisible
    ) -> None:
        super().scrollTo(index, hint)
        covered = self.frozen.width() - self.visualRect(index).left()
        if index.column() >= len(FIXED) and covered > 0:  # by the frozen half, at whole or in part
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - covered)

    def closeEditor(self, editor: QWidget, hint: _Hint) -> None:
        super().closeEditor(editor, _Hint.NoHint)
        self.typing.emit(False)
        self.setFocus()
        back = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        if hint == _Hint.SubmitModelCache:
            self._step(-1 if back else 1, 0)
        elif hint in {_Hint.EditNextItem, _Hint.EditPreviousItem}:
            self._next_field(1 if hint == _Hint.EditNextItem else -1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._renew_frames()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._renew_frames()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.state() == QAbstractItemView.State.EditingState:
            pass  # what a line editor leaves over: its Enter comes back by `closeEditor`
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif _undoes(event):
            (self.undo if event.matches(QKeySequence.StandardKey.Undo) else self.redo)()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (plain or back):
            self._step(-1 if back else 1, 0)
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._next_field(-1 if key == Qt.Key.Key_Backtab else 1)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.cleared.emit()
        elif plain and event.text() in DASHES:
            self.grid.setData(self.currentIndex(), "-") if self._takes() else self.refused.emit()
        else:
            if plain and event.text().isprintable() and event.text() and not self._takes():
                self.refused.emit()
            super().keyPressEvent(event)
            return
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _undoes(event):
            event.accept()  # the keys come here, not to a shortcut of the window
            return True
        return bool(super().event(event))


def _undoes(event: QKeyEvent) -> bool:
    standard = QKeySequence.StandardKey
    return event.matches(standard.Undo) or event.matches(standard.Redo)


def least_height(table: QTableView) -> int:
    """Room for a few rows below the header: at large text the page scrolls rather than that none is seen."""
    bar = table.horizontalScrollBar().sizeHint().height()
    head = table.horizontalHeader().sizeHint().height()
    return head + LEAST_ROWS * table.verticalHeader().defaultSectionSize() + bar
