"""The calendar as a table model: plain rows, raw values to sort by, words for each cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import count
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.schedule import VisitState
from app.domain.status_marks import OVERRIDE
from app.i18n import Texts
from app.services.contracts.control import VisitControl
from app.services.subjects import VisitRow
from app.ui import words
from app.ui.pages.visit_list import rows as said
from app.ui.widgets import cells
from app.ui.widgets.chip import accessible_text

KEYS = ("title", "day", "target", "window", "state", "actual", "status", "control", "flags")
WIDTHS = (178, 56, 96, 168, 120, 96, 124, 104, 90)
SHAPE_ROLE = int(Qt.ItemDataRole.UserRole) + 40
_QUIET = {VisitState.UPCOMING, VisitState.NOT_EXPECTED}
_ROOT = QModelIndex()
_NO_CONTROLS: Mapping[int, VisitControl] = MappingProxyType({})
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class VisitRows(QAbstractTableModel):
    """The visits of one subject in date order."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._today = date.min
        self._day0: date | None = None
        self._rows: tuple[VisitRow, ...] = ()
        self._controls: Mapping[int, VisitControl] = {}
        self._corrected: frozenset[int] = frozenset()
        self._drafts: frozenset[int] = frozenset()
        self._cells: dict[tuple[int, str], cells.Cell] = {}
        self._looks: tuple[int, ...] = ()  # of each row: a number that no other look has had
        self._fresh = count()

    @property
    def rows(self) -> tuple[VisitRow, ...]:
        """The rows shown."""
        return self._rows

    def show_rows(
        self,
        rows: tuple[VisitRow, ...],
        *,
        day0: date | None,
        today: date,
        controls: Mapping[int, VisitControl] = _NO_CONTROLS,
        corrected: frozenset[int] = frozenset(),
        drafts: frozenset[int] = frozenset(),
    ) -> None:
        """Replace all rows. By their ids: where the logged visits stand, which have corrected values, and in
        the form of which something is typed and not saved."""
        self.beginResetModel()
        kept = (today, day0) == (self._today, self._day0)
        turned = (self._corrected ^ corrected) | (self._drafts ^ drafts)
        same = self._same(rows, controls, turned) if kept else frozenset()
        self._cells = {at: cell for at, cell in self._cells.items() if at[0] in same}
        self._looks = tuple(
            self._looks[place] if place in same else next(self._fresh) for place in range(len(rows))
        )
        self._controls, self._corrected, self._drafts = controls, corrected, drafts
        self._rows, self._day0, self._today = rows, day0, today
        self.endResetModel()

    def position_of(self, visit_id: int | None) -> int:
        """The place of a visit, -1 when it is not in the list."""
        return next((place for place, row in enumerate(self._rows) if row.id == visit_id), -1)

    def look_of(self, place: int) -> int:
        """A number that changes with what the cells of a row show."""
        return self._looks[place]

    def text(self, row: VisitRow, key: str) -> str:
        """The words of a cell."""
        texts = self._texts
        if key == "title":
            return said.title(row, texts)
        if key == "day":
            return said.day(row, self._day0, texts)
        if key == "window":
            return said.window(row, texts)
        if key == "state":
            state = said.state_words(row, today=self._today, texts=texts)
            state = texts("visits.corrected", state=state) if row.id in self._corrected else state
            return texts("visits.draft_kept", state=state) if row.id in self._drafts else state
        if key == "flags":
            return texts.listed(words.flags(texts, row.flags))
        if key == "status":
            return row.status
        if key == "control":
            return said.control_words(self._controls.get(row.id), texts)
        if key == "actual" and row.agreed is not None:
            return said.agreed_short(row, self._today, texts)
        shown = row.target if key == "target" else row.actual
        return texts.date(shown) if shown is not None else ""

    def agreed(self, row: VisitRow) -> str:
        """The agreed day of an open visit beside its window, "" where none was agreed."""
        return said.agreed_words(row, self._today, self._texts)

    def _spoken(self, row: VisitRow, key: str) -> str:
        if key == "status":
            return (
                accessible_text(self._texts, row.status, flags=words.flags(self._texts, row.flags))
                if row.status
                else ""
            )
        if key == "title":
            parts = (self.text(row, "title"), self.text(row, "state"), self.agreed(row))
            return self._texts.spoken(part for part in parts if part)
        return self.text(row, key)

    def _raw(self, row: VisitRow, key: str) -> object:
        raw = {"day": row.day, "target": row.target, "window": row.earliest, "actual": row.actual}
        return raw.get(key) or self.text(row, key)

    def _tone(self, row: VisitRow, key: str) -> str | None:
        state = said.state_of(row)
        if key == "state":
            if state is VisitState.LATE or state.out_of_window:
                return "warning"
            return "text2" if state in _QUIET | {VisitState.UNSCHEDULED} else None
        if key == "control":
            return "warning" if said.needs_care(self._controls.get(row.id)) else "text2"
        if key in {"window", "flags"}:
            return "text2"
        if key == "actual" and row.agreed is not None:
            return "warning" if said.agreed_outside(row) else "text2"
        return "text2" if state in _QUIET else None

    def _cell(self, place: int, key: str) -> cells.Cell:
        known = self._cells.get((place, key))
        if known is None:
            row = self._rows[place]
            known = self._cells[place, key] = cells.Cell(
                self.text(row, key), _alignment(key), _bold(row, key), self._tone(row, key)
            )
        return known

    def _same(
        self, rows: tuple[VisitRow, ...], controls: Mapping[int, VisitControl], turned: frozenset[int]
    ) -> frozenset[int]:
        """The places whose words stay: a save changes one visit or two."""
        return frozenset(
            place
            for place, (old, new) in enumerate(zip(self._rows, rows, strict=False))
            if old == new and self._controls.get(old.id) == controls.get(new.id) and old.id not in turned
        )

    # Qt overrides

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(KEYS)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        row, key = self._rows[index.row()], KEYS[index.column()]
        if role == cells.CELL_ROLE:
            return self._cell(index.row(), key)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(key)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self._spoken(row, key) or None
        if role == cells.ROW_ROLE:
            return row
        if role == cells.SORT_ROLE:
            return self._raw(row, key)
        if role == cells.TONE_ROLE:
            return self._tone(row, key)
        if role == cells.BOLD_ROLE:
            return _bold(row, key)
        if role == cells.STATUS_ROLE:
            return row.status or None if key == "status" else None
        if role == cells.SIGNED_ROLE:
            return key == "status" and OVERRIDE in row.flags
        if role == SHAPE_ROLE:
            return said.SHAPES[said.state_of(row)] if key == "state" else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(KEYS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"visits.column_{KEYS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(KEYS[section])
        return None


def _alignment(key: str) -> int:
    return _RIGHT if key in {"day", "target", "actual"} else _LEFT


def _bold(row: VisitRow, key: str) -> bool:
    return key == "title" and said.state_of(row) in {VisitState.DUE, VisitState.LATE}
