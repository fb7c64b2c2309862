"""The grid as a table model: plain rows, pending cells over them, raw values to sort by."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.timeline import age_years
from app.ui.pages.counts import typed as typing_in
from app.ui.pages.counts.grid import FIXED, GIVEN, GridRow, GridRows, columns_of, rows_of, short_unit
from app.ui.pages.counts.marks import Marker
from app.ui.pages.counts.typed import Typed
from app.ui.pages.counts.words import CellWords
from app.ui.widgets import cells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.domain.quantities import Quantity
    from app.i18n import Texts
    from app.ui.subject_view import SubjectView

Index = QModelIndex | QPersistentModelIndex
Key = tuple[str, str]  # row key, analyte
_ROOT = QModelIndex()
_BY_BEFORE = frozenset({"WEIGHT", "HEIGHT", "HB"})  # a jump is asked about, or g/dL told from g/L
_READ = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_WRITE = _READ | Qt.ItemFlag.ItemIsEditable
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class CountGrid(QAbstractTableModel):
    """Every visit of one subject with its values; what is typed lies over them until it is saved."""

    typed_in = Signal(object, object)  # Key, Typed or None: somebody wants a cell changed

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._view: SubjectView | None = None
        self.editable = False
        self.group = "blood"
        self.words = CellWords(texts)
        self.marks: Marker | None = None
        self.rows = GridRows()
        self.columns: tuple[str, ...] = (*FIXED, GIVEN)
        self.pending: dict[Key, Typed] = {}
        self.proposed: dict[Key, Typed] = {}  # what a paste would put in
        self.added: set[date] = set()
        self.offered: set[date] = set()  # days that a paste would add
        self.refused: dict[str, str] = {}  # row key → why it was not saved

    # what it shows

    def show_view(self, view: SubjectView) -> None:
        """Take another reading of the subject; pending cells stay."""
        self._view = view
        self.marks = Marker(view)
        self.words.former = view.former
        self.renew()

    def renew(self) -> None:
        """Build rows and columns anew."""
        if self._view is None:
            return
        self.beginResetModel()
        self.rows = rows_of(self._view, sorted(self.added | self.offered), texts=self._texts)
        more = {code for _, code in (*self.pending, *self.proposed)}
        self.columns = (*FIXED, *columns_of(self._view, self.group, more), GIVEN)
        self.endResetModel()

    def key_at(self, index: Index) -> Key | None:
        """Row and analyte of a cell; None for one that holds no value."""
        if not index.isValid():
            return None
        code = self.columns[index.column()]
        return None if code in FIXED or code == GIVEN else (self.rows[index.row()].key, code)

    def elsewhere(self, index: Index) -> str:
        """What the transfusion column holds in a row, and where it is entered; "" for any other column."""
        if not index.isValid() or self.columns[index.column()] != GIVEN:
            return ""
        return self.words.given(self.rows[index.row()], editable=self.editable)

    def index_of(self, key: Key) -> QModelIndex:
        """Where a cell stands."""
        row = self.rows.place_of(key[0])
        if row < 0 or key[1] not in self.columns:
            return QModelIndex()
        return self.index(row, self.columns.index(key[1]))

    def typed_at(self, key: Key) -> Typed | None:
        """What lies over the stored value."""
        return self.pending.get(key) or self.proposed.get(key)

    def unsaved(self, key: str) -> int:
        """How many values of a row are not stored."""
        return sum(row == key for row, _ in self.pending)

    # what is typed

    def put(self, changes: Mapping[Key, Typed | None]) -> None:
        """Lay values over the stored ones, or take them away (None)."""
        for key, value in changes.items():
            if value is None:
                self.pending.pop(key, None)
            else:
                self.pending[key] = value
            self.refused.pop(key[0], None)
            index = self.index_of(key)
            if index.isValid():
                self.dataChanged.emit(index.siblingAtColumn(0), index)  # the row bears a mark, too

    def read(self, row: GridRow, code: str, text: str) -> Typed:
        """A typed text, checked against what is known on the row's day."""
        return typing_in.read(code, text, age=self.age(row.day), previous=self.previous(row, code))

    def recheck(self, row: GridRow, value: Typed) -> Typed:
        """The same value checked again, once its question is answered."""
        return typing_in.checked(value, age=self.age(row.day), previous=self.previous(row, value.analyte))

    def age(self, on: date) -> int | None:
        """Completed years on a day."""
        birth = self._view.course.subject.birth_date if self._view is not None else None
        return age_years(birth, on) if birth is not None and birth <= on else None

    def previous(self, row: GridRow, code: str) -> Quantity | None:
        """The newest stored value before a row, of what is judged by it; None of everything else."""
        from app.domain.quantities import Quantity

        if code not in _BY_BEFORE:
            return None
        for place in range(self.rows.place_of(row.key) - 1, -1, -1):
            other = self.rows[place]
            held = other.values.get(code)
            if held is not None and held.value is not None and other.day < row.day:
                return Quantity(held.value, held.unit, held.bound, held.entered_value, held.entered_unit)
        return None

    def _raw(self, row: GridRow, code: str) -> object:
        if code == "date":
            return row.day
        if code == "day":
            return row.study_day
        if code == "visit":
            return row.title
        if code == GIVEN:
            return sum((units for _, units in row.given), Decimal(0))
        over = self.typed_at((row.key, code))
        if over is not None:
            return over.quantity.value if over.quantity is not None else None
        held = row.values.get(code)
        return held.value if held is not None else None

    # Qt overrides

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        # Asked three times a cell at each paint, so the sums of flags are made once.
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        last = len(self.columns) - 1
        if not self.editable or not len(FIXED) <= index.column() < last or self.rows[index.row()].locked:
            return _READ
        return _WRITE

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, code = self.rows[index.row()], self.columns[index.column()]
        over = self.typed_at((row.key, code))
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words.shown(row, code, over)
        if role == Qt.ItemDataRole.EditRole:
            return self.words.to_edit(row, code, over)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if code in {"visit", GIVEN} else _RIGHT
        if role == cells.SORT_ROLE:
            return self._raw(row, code)
        if role == cells.ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            said = self.words.sentence(row, code, over, marks=self.marks)
            if code in FIXED:
                said = self.words.of_row(said, self.unsaved(row.key), self.refused.get(row.key, ""))
            return said or None
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key = self.key_at(index)
        if key is None or role != Qt.ItemDataRole.EditRole:
            return False
        row, text = self.rows[index.row()], str(value or "")
        if text == self.words.to_edit(row, key[1], self.typed_at(key)):
            return False
        if not text.strip():
            self.typed_in.emit(key, None)
            return True
        found = self.read(row, key[1], text)
        stays = typing_in.same_as_stored(found, row.values.get(key[1]))
        self.typed_in.emit(key, None if stays else found)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        code = self.columns[section]
        own = code in FIXED or code == GIVEN
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"counts.column_{code}") if own else self.words.head(code)
        if role == cells.UNIT_ROLE:
            if own:
                return self._texts("counts.since_last_row") if code == GIVEN else ""
            return short_unit(code, self._texts)
        if role == Qt.ItemDataRole.ToolTipRole and not own:
            return self.words.name(code)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if code in {"visit", GIVEN} else _RIGHT
        return None
