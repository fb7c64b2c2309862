"""The lines of the home page as a tree of two levels: groups, and what is to be done in each."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.values import dataclass
from app.i18n.today import LineWords, Said, amount
from app.services.contracts.today import CHANGED, Group, Line
from app.ui.widgets.cells import ROW_ROLE, STATUS_ROLE
from app.ui.widgets.chip import accessible_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from app.i18n import Texts
    from app.services.contracts.today import Today

SUBJECT, STATUS, WHAT, WHEN, STEP = range(5)
COLUMNS = ("subject", "status", "what", "when", "step")
WORDS_ROLE = int(Qt.ItemDataRole.UserRole) + 40  # LineWords of a line
COUNT_ROLE = WORDS_ROLE + 1  # the figure beside a group
CODES_ROLE = WORDS_ROLE + 2  # the subjects of a group, for while it is closed
BESIDE_OTHERS = 30  # lines of a group, that the next one is not out of reach
_NAMED = 8
_ROOT = QModelIndex()
_FIELDS = tuple(field.name for field in fields(Line) if field.name != "kind")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class More:
    """The last line of a group that was not read to its end, or that is `cut` for the sake of the next ones;
    `count` lines were read, and there are others where some are `unread`."""

    group: str
    count: int
    unread: bool
    cut: bool


class TodayModel(QAbstractItemModel):
    """Groups at the top. The id of an index is 0 for a group and the group's place + 1 for a line."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._groups: tuple[Group, ...] = ()
        self._lines: list[tuple[Line | More, ...]] = []
        self._words: dict[tuple[int, int], LineWords] = {}
        self._reasons: Mapping[int, str] = {}
        self._said: Said | None = None

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that are shown."""
        return self._groups

    def show_today(self, today: Today, *, only: str = "", steps: Mapping[str, bool] | None = None) -> None:
        """Replace everything; `only`: one group; `steps`: what the role may do."""
        self.beginResetModel()
        self._said = Said(self._texts, today.day, steps=steps)
        self._groups = tuple(group for group in today.groups if only in ("", group.key))
        self._lines = [_in_sight(group, alone=len(self._groups) == 1) for group in self._groups]
        self._words.clear()
        self.endResetModel()

    def show_reasons(self, reasons: Mapping[int, str]) -> None:
        """Why statuses changed, by the id of the verdict; what is known already stays."""
        self._reasons = {**self._reasons, **reasons}
        for place, group in enumerate(self._groups):
            if group.key == CHANGED and group.lines:
                count = len(self._lines[place])
                for row in range(count):
                    self._words.pop((place, row), None)
                top = self.index(place, 0)
                self.dataChanged.emit(self.index(0, 0, top), self.index(count - 1, STEP, top))

    def doubt(self, subjects: Collection[int]) -> None:
        """Forget the reasons of subjects: a corrected count alters their figures, not the verdict.

        A line that is out of sight is not known to be of another one: it goes as well.
        """
        changed = (line for group in self._groups if group.key == CHANGED for line in group.lines)
        stand = {line.row_id for line in changed if line.subject_id not in subjects}
        self._reasons = {row_id: said for row_id, said in self._reasons.items() if row_id in stand}

    def unexplained(self, most: int) -> tuple[Line, ...]:
        """The first lines of changed statuses whose reason is not known yet."""
        lines = [
            line
            for group in self._groups
            if group.key == CHANGED
            for line in group.lines
            if line.row_id not in self._reasons
        ]
        return tuple(lines[:most])

    def line(self, index: Index) -> Line | More | None:
        """What stands at an index, None for a group."""
        if not index.isValid() or not index.internalId():
            return None
        return self._lines[index.internalId() - 1][index.row()]

    def words(self, index: Index) -> LineWords:
        """A line in words."""
        place, row = index.internalId() - 1, index.row()
        known = self._words.get((place, row))
        if known is None:
            known = self._words[place, row] = self._put(self._lines[place][row])
        return known

    def find(self, key: tuple[str, int]) -> QModelIndex:
        """The line of a group and row id, or an invalid index."""
        for place, group in enumerate(self._groups):
            for row, line in enumerate(self._lines[place]):
                if isinstance(line, Line) and (group.key, line.row_id) == key:
                    return self.index(row, 0, self.index(place, 0))
        return QModelIndex()

    def _put(self, line: Line | More) -> LineWords:
        assert self._said is not None  # there are lines only after a reading
        if isinstance(line, More):
            count = amount(line.count, self._texts, more=line.unread and line.cut)
            key = "today.whole_group" if line.cut else "today.more_lines"
            return LineWords(self._texts(key, count=count), "", "", "")
        return self._said.line(line.kind, **parts_of(line), reason=self._reasons.get(line.row_id, ""))

    def _of_group(self, group: Group, column: int, role: int) -> object:
        count = amount(len(group.lines), self._texts, more=group.more)
        if column == 0 and role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"today.group_{group.key}")
        if column == 0 and role == Qt.ItemDataRole.AccessibleTextRole:
            name = self._texts(f"today.group_{group.key}")
            return self._texts("today.of_group", group=name, count=count)
        if role == COUNT_ROLE:
            return count
        if role == ROW_ROLE:
            return group
        if role == CODES_ROLE:
            codes = list(dict.fromkeys(line.code for line in group.lines))
            return self._texts.listed(codes[:_NAMED]) + (" …" if len(codes) > _NAMED else "")
        return None

    def _of_line(self, index: Index, role: int) -> object:
        line = self.line(index)
        if role == ROW_ROLE:
            return line
        said = self.words(index)
        if role == WORDS_ROLE:
            return said
        if role == STATUS_ROLE and isinstance(line, Line):
            return line.status
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == STATUS and isinstance(line, Line):
            return accessible_text(self._texts, line.status)
        whole = self._texts.spoken(part for part in (said.what, said.why) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == WHAT:
            return whole
        if role == Qt.ItemDataRole.ToolTipRole:
            return whole if index.column() == WHAT else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(line, said, index.column())
        return None

    def _cell(self, line: Line | More | None, said: LineWords, column: int) -> str:
        if isinstance(line, Line):
            return (line.code, line.status, said.what, said.when, said.step)[column]
        return said.what if column == WHAT else ""

    # Qt overrides

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        # Not `hasIndex`, which asks for both counts through Qt: a view wants tens of thousands of these.
        if not (0 <= row < self.rowCount(parent) and 0 <= column < len(COLUMNS)):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _ROOT) -> Any:
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() or parent.column() > 0:
            return 0
        return len(self._lines[parent.row()])

    def columnCount(self, parent: Index = _ROOT) -> int:
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.internalId():
            return self._of_line(index, role)
        return self._of_group(self._groups[index.row()], index.column(), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"today.column_{COLUMNS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


def _in_sight(group: Group, *, alone: bool) -> tuple[Line | More, ...]:
    """All lines of a group that stands alone, the first ones beside others."""
    lines = group.lines if alone else group.lines[:BESIDE_OTHERS]
    cut = len(lines) < len(group.lines)
    if cut or group.more:
        return (*lines, More(group.key, len(group.lines), unread=group.more, cut=cut))
    return lines


def parts_of(line: Line) -> dict[str, Any]:
    """The fields of a line by their names, but for its kind."""
    return {name: getattr(line, name) for name in _FIELDS}
