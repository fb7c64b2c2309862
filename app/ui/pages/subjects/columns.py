"""The columns of the subject list, and the sort in SQL behind each."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, the sort of `services.subjects.listing` behind it, its width at 100 % text."""

    key: str
    sort: str
    width: int
    right: bool = False


COLUMNS = (
    Column("code", "code", 64),
    Column("person", "age", 62),
    Column("protocol", "protocol", 114),
    Column("day0", "day0", 88, right=True),
    Column("day", "day", 42, right=True),
    Column("status", "status", 128),
    Column("anc", "anc", 48, right=True),
    Column("plt", "plt", 48, right=True),
    Column("trend", "", 66),
    Column("next", "next", 120),
    Column("target", "next", 88, right=True),
    Column("window", "", 116),
    Column("flags", "flags", 146),
)
KEYS = tuple(column.key for column in COLUMNS)


def sort_of(column: int, order: Qt.SortOrder) -> tuple[str, bool]:
    """The sort of `services.subjects.listing` behind the arrow over a column, and whether it descends."""
    return COLUMNS[column].sort, order == Qt.SortOrder.DescendingOrder
