"""The rows of a pasted block as a table model, each with a tick where something can go in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.services.contracts.pasting import ADD, DECIDE, PastePlan, PasteRow
from app.ui.pages.counts.paste_words import FRESH, PasteWords, Told
from app.ui.widgets import cells

if TYPE_CHECKING:
    from datetime import date

    from app.i18n import Texts
    from app.services.contracts.counts import CountsEntry

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
BEFORE = ("row", "tick", "date")
WHAT = "what"


class PasteRows(QAbstractTableModel):
    """What each row would do. A row of kind add begins ticked; one to decide does not."""

    ticked = Signal()

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self.words = PasteWords(texts)
        self.plan = PastePlan()
        self.day0: date | None = None
        self.columns: tuple[str, ...] = (*BEFORE, WHAT)
        self.chosen: set[int] = set()  # places in the list

    def show_plan(self, plan: PastePlan, *, day0: date | None) -> None:
        """Show another paste."""
        self.beginResetModel()
        self.plan, self.day0 = plan, day0
        self.columns = (*BEFORE, *(each.analyte for each in plan.columns), WHAT)
        self.chosen = {at for at, row in enumerate(plan.rows) if row.kind == ADD}
        self.endResetModel()

    def entries(self) -> tuple[CountsEntry, ...]:
        """What would be saved: ticked rows whole; of one to decide at least what is new."""
        found = (self.entry(at) for at in range(len(self.plan.rows)))
        return tuple(each for each in found if each is not None)

    def entry(self, at: int) -> CountsEntry | None:
        """What a row would save now."""
        row = self.plan.rows[at]
        if row.kind == DECIDE:
            return row.whole if at in self.chosen else row.adds
        return row.adds if row.kind == ADD and at in self.chosen else None

    def corrects(self) -> tuple[PasteRow, ...]:
        """The ticked rows that would replace a stored value."""
        return tuple(
            row
            for at, row in enumerate(self.plan.rows)
            if at in self.chosen and any(cell.state == "differs" for cell in row.cells.values())
        )

    def decided(self) -> int:
        """How many rows to decide are ticked."""
        return sum(self.plan.rows[at].kind == DECIDE for at in self.chosen)

    def told(self) -> Told:
        """What would be saved, counted."""
        named = ((at, each) for at in range(len(self.plan.rows)) if (each := self.entry(at)) is not None)
        states = [
            [self.plan.rows[at].cells[value.analyte].state for value in each.values] for at, each in named
        ]
        flat = [state for row in states for state in row]
        return Told(
            added=sum(state in FRESH for state in flat),
            rows=sum(any(state in FRESH for state in row) for row in states),
            corrected=flat.count("differs"),
            limits=flat.count("limits"),
            decided=self.decided(),
        )

    def can_tick(self, at: int) -> bool:
        """Whether there is something to choose."""
        return self.plan.rows[at].kind in {ADD, DECIDE}

    def toggle(self, at: int) -> None:
        """Tick a row, or not."""
        if 0 <= at < len(self.plan.rows) and self.can_tick(at):
            self.chosen ^= {at}
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))
            self.ticked.emit()

    def said(self, row: PasteRow) -> tuple[str, str]:
        """What will happen to a row: the word for it, and about it."""
        ticked = any(self.plan.rows[at] is row for at in self.chosen)
        return self.words.kind(row, ticked=ticked), self.words.about(row, self.day0, ticked=ticked)

    def text(self, row: PasteRow, code: str) -> str:
        """The words of a cell."""
        if code == "row":
            return str(row.place)
        if code == "date":
            return self._texts.date(row.day) if row.day is not None else row.day_text
        if code == WHAT:
            return "  ".join(self.said(row)).strip()
        cell = row.cells.get(code)
        return self.words.cell(cell) if cell is not None else ""

    # Qt overrides

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.plan.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()] == "tick" and self.can_tick(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, code = self.plan.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and code == "tick":
            if not self.can_tick(index.row()):
                return None
            ticked = index.row() in self.chosen
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, code)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if code == WHAT else _RIGHT
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole} and code == WHAT:
            return self.text(row, code)
        if role == cells.ROW_ROLE:
            return row
        if role == cells.SORT_ROLE:
            return {"row": row.place, "date": row.day}.get(code, self.text(row, code))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        code = self.columns[section]
        column = next((each for each in self.plan.columns if each.analyte == code), None)
        if role == Qt.ItemDataRole.DisplayRole:
            return column.name if column is not None else self._texts(f"counts_paste.column_{code}")
        if role == cells.UNIT_ROLE:
            return self.words.unit(column) if column is not None else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if code == WHAT else _RIGHT
        return None
