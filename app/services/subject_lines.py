"""A line of the subject list from its stored row. Imported for the first page, so nothing heavy in here."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.services.contracts.subjects import SubjectRow

if TYPE_CHECKING:
    from app.storage.rows import Connection, Row, Rows

_FLAGS, _TREND = 11, 14


def listed(connection: Connection, rows: Rows, *, whole: bool = False) -> tuple[SubjectRow, ...]:
    """The lines of the list with what waits for somebody. `whole`: these are all subjects, or nearly all."""
    from app.storage import listing

    queries = listing.open_queries(connection, None if whole else [row[0] for row in rows])
    if not queries:
        return tuple(map(subject_line, rows))
    return tuple(subject_line(row, queries.get(row[0], 0)) for row in rows)


def subject_line(row: Row, queries: int = 0) -> SubjectRow:
    """The line of a row of `app.storage.listing`, whose columns stand in the order of SubjectRow's fields.

    By position: looking up nineteen names in each of a thousand rows would take most of the list's time.
    """
    values: list[Any] = [*row, queries]
    values[_FLAGS] = tuple(values[_FLAGS])
    values[_TREND] = tuple(map(Decimal, values[_TREND]))
    return SubjectRow(*values)
