"""The subject list as a table model: plain rows, raw values to sort by, words for each cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.status_marks import OVERRIDE
from app.domain.timeline import study_day
from app.i18n import Texts
from app.services.contracts.subjects import day_counted, days_late
from app.services.subjects import SubjectRow, Waits
from app.ui import words
from app.ui.pages.subjects.columns import COLUMNS, KEYS, sort_of
from app.ui.pages.subjects.flags import Flags, critical, flags_whole
from app.ui.pages.subjects.pages import PAGE, Paged
from app.ui.widgets import cells
from app.ui.widgets.chip import accessible_text

_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


_ON_THE_WAY = cells.Cell("…", tone="text2")
_DASH = "–"


class SubjectRows(QAbstractTableModel):
    """Rows in the order in which they came. Sorting asks for another order and waits for new rows."""

    order_wanted = Signal(str, bool)  # sort key, descending
    page_wanted = Signal(int)  # a page of `pages.PAGE` rows that came into sight

    def __init__(self, texts: Texts, *, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._today = today
        self._day = today()
        self._paged = Paged()
        self._waits: dict[int, Waits] = {}
        self._cells: dict[tuple[int, int], cells.Cell] = {}
        self._flags = Flags(texts)

    @property
    def rows(self) -> tuple[SubjectRow, ...]:
        """The rows that are here, in their order."""
        return self._paged.loaded

    def placed(self) -> Iterator[tuple[int, SubjectRow]]:
        """The rows that are here with their places."""
        return self._paged.placed()

    def show_rows(self, rows: tuple[SubjectRow, ...], total: int = 0) -> None:
        """Replace all rows; `total` where there are more of them than came."""
        self.beginResetModel()
        self._paged.begin(rows, max(total, len(rows)))
        self._day = self._today()
        self._cells.clear()
        self._flags.trim()
        self.endResetModel()

    def add_page(self, number: int, rows: tuple[SubjectRow, ...]) -> None:
        """Fill a page that was asked for."""
        self._paged.add(number, rows)
        if rows:
            first, last = number * PAGE, number * PAGE + len(rows) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def show_waits(self, found: Mapping[int, Waits], *, of: Collection[SubjectRow]) -> None:
        """Say what waits for somebody at some of the rows, which came before it; nothing at the others."""
        if not (changed := {row.id for row in of if self._waits.get(row.id) != found.get(row.id)}):
            return
        for subject_id in changed:
            self._waits.pop(subject_id, None)
            if subject_id in found:
                self._waits[subject_id] = found[subject_id]
        at = KEYS.index("flags")
        places = [place for place, row in self.placed() if row.id in changed]
        for place in places:
            self._cells.pop((place, at), None)
        if places:
            self.dataChanged.emit(self.index(places[0], at), self.index(places[-1], at))

    def fit_flags(self, width: int) -> None:
        """Show of the flags what one line of a column of this width holds."""
        if self._flags.fit(width):
            at = KEYS.index("flags")
            self._cells = {key: cell for key, cell in self._cells.items() if key[1] != at}

    def flags_line(self, row: SubjectRow) -> str:
        """The most urgent flags of a row, as many as its cell holds, and how many more there are."""
        return self._flags.line(self._said(row), marked=self.critical(row))

    def row(self, place: int) -> SubjectRow | None:
        """The row at a place, None while it is on the way."""
        return self._paged.row(place)

    def position_of(self, subject_id: int) -> int:
        """The place of a subject, -1 when it is not among the rows that are here."""
        return self._paged.position_of(subject_id)

    def look_of(self, place: int) -> Hashable:
        """What the cells of a row show; None while its page is on the way, which is asked for."""
        row = self._paged.row(place)
        if row is None:
            self._want(place)
            return None
        return row, self._day, self._waits.get(row.id)

    def _want(self, place: int) -> None:
        wanted = self._paged.wants(place)
        if wanted is not None:
            self.page_wanted.emit(wanted)

    def text(self, row: SubjectRow, key: str) -> str:
        """The words of a cell."""
        return str(getattr(self, f"_text_{key}")(row))

    def late(self, row: SubjectRow) -> bool:
        """Whether the next visit's window has closed without the visit."""
        return days_late(row, on=self._day) > 0

    def critical(self, row: SubjectRow) -> bool:
        """Whether a value of a row is such that somebody should know."""
        return critical(row, self._waits.get(row.id))

    def _text_code(self, row: SubjectRow) -> str:
        return row.code

    def _text_person(self, row: SubjectRow) -> str:
        return words.sex_age(self._texts, row.sex, born=row.birth_date, on=self._day)

    def _text_protocol(self, row: SubjectRow) -> str:
        return words.protocol_arm(row.protocol, row.arm, texts=self._texts)

    def _text_day0(self, row: SubjectRow) -> str:
        return self._texts.date(row.day0) if row.day0 else _DASH

    def _text_day(self, row: SubjectRow) -> str:
        day = day_counted(row, on=self._day)
        return self._texts.number(study_day(row.day0, day)) if row.day0 else _DASH

    def _text_status(self, row: SubjectRow) -> str:
        return words.shown_status(row)

    def _text_anc(self, row: SubjectRow) -> str:
        return self._texts.number(row.anc, 2) if row.anc is not None else _DASH

    def _text_plt(self, row: SubjectRow) -> str:
        return self._texts.number(row.plt, 0) if row.plt is not None else _DASH

    def _text_trend(self, row: SubjectRow) -> str:
        return ""

    def _text_next(self, row: SubjectRow) -> str:
        return self._texts.written(row.next_visit)

    def _text_target(self, row: SubjectRow) -> str:
        if (day := row.next_agreed or row.next_target) is None:
            return ""
        return self._texts.short_date(day) if day.year == self._day.year else self._texts.date(day)

    def _text_window(self, row: SubjectRow) -> str:
        if (first := row.next_earliest) is None or (last := row.next_latest) is None or first == last:
            return ""
        return self._texts.short_span(first, last)

    def _text_flags(self, row: SubjectRow) -> str:
        return self._texts.listed(self._said(row))

    def _said(self, row: SubjectRow) -> tuple[str, ...]:
        return self._flags.said(row, self._waits.get(row.id), self._day)

    def _tone(self, row: SubjectRow, key: str) -> str | None:
        if key == "target" and self.late(row):
            return "warning"
        if key == "flags" and self.critical(row):
            return "error"
        return "text2" if key == "window" else None

    def _bold(self, row: SubjectRow, key: str) -> bool:
        return key == "code" or self._icon(row, key) is not None

    def _icon(self, row: SubjectRow, key: str) -> str | None:
        warned = (key == "target" and self.late(row)) or (key == "flags" and self.critical(row))
        return "warning" if warned else None

    def _status(self, row: SubjectRow, key: str) -> str | None:
        return words.shown_status(row) if key == "status" else None

    def _spark(self, row: SubjectRow, key: str) -> tuple[Decimal, ...] | None:
        return row.trend if key == "trend" else None

    def _raw(self, row: SubjectRow, key: str) -> object:
        return {
            "person": row.birth_date,
            "day0": row.day0,
            "day": study_day(row.day0, day_counted(row, on=self._day)) if row.day0 else None,
            "anc": row.anc,
            "plt": row.plt,
            "target": row.next_agreed or row.next_target,
            "window": row.next_earliest,
        }.get(key) or self.text(row, key)

    def _accessible(self, row: SubjectRow, key: str) -> str:
        if key == "status":
            return accessible_text(
                self._texts,
                words.shown_status(row),
                since=self._texts.date(row.status_since) if row.status_since else "",
                flags=words.flags(self._texts, row.flags),
                over=words.unassessed(row),
            )
        if key == "flags":
            return flags_whole(row, self._texts, day=self._day, waits=self._waits.get(row.id))
        if key == "trend":
            return " ".join(self._texts.number(value, 2) for value in row.trend)
        return self.text(row, key)

    def _cell(self, place: int, at: int) -> cells.Cell:
        known = self._cells.get((place, at))
        if known is None:
            row, column = self._paged.row(place), COLUMNS[at]
            if row is None:
                return _ON_THE_WAY
            key = column.key
            known = self._cells[place, at] = cells.Cell(
                self.flags_line(row) if key == "flags" else self.text(row, key),
                _RIGHT if column.right else _LEFT,
                self._bold(row, key),
                self._tone(row, key),
                self._icon(row, key),
                wrap=key == "flags",
            )
        return known

    # Qt overrides

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else self._paged.total

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        row, column = self._paged.row(index.row()), COLUMNS[index.column()]
        if row is None:
            self._want(index.row())
            return _ON_THE_WAY if role == cells.CELL_ROLE else None
        if role == cells.CELL_ROLE:
            return self._cell(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role == cells.ROW_ROLE:
            return row
        answer = _ANSWERS.get(role)
        return answer(self, row, column.key) if answer else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        code = f"subjects.{_HEADS[role]}_{column.key}" if role in _HEADS else ""
        return self._texts(code) if self._texts.has(code) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(COLUMNS) and COLUMNS[column].sort:
            self.order_wanted.emit(*sort_of(column, order))


_HEADS = {Qt.ItemDataRole.DisplayRole: "column", cells.UNIT_ROLE: "unit", Qt.ItemDataRole.ToolTipRole: "tip"}
_ANSWERS: dict[int, Callable[[SubjectRows, SubjectRow, str], object]] = {
    Qt.ItemDataRole.DisplayRole: SubjectRows.text,
    Qt.ItemDataRole.AccessibleTextRole: SubjectRows._accessible,
    Qt.ItemDataRole.ToolTipRole: lambda rows, row, key: rows._accessible(row, key) or None,
    cells.TONE_ROLE: SubjectRows._tone,
    cells.BOLD_ROLE: SubjectRows._bold,
    cells.ICON_ROLE: SubjectRows._icon,
    cells.STATUS_ROLE: SubjectRows._status,
    cells.SIGNED_ROLE: lambda _rows, row, key: key == "status" and OVERRIDE in row.flags,
    cells.SPARK_ROLE: SubjectRows._spark,
    cells.SORT_ROLE: SubjectRows._raw,
    cells.WRAP_ROLE: lambda _rows, _row, key: key == "flags",
}
