"""The data held against the trail: each stored field must be what its newest line in the trail says.

Who writes to a table past the program leaves no line; this finds it.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from app.domain.values import dataclass
from app.storage.audit import plain
from app.storage.schema import KEPT, audit, audit_seal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Table

# Bookkeeping that leaves no lines of its own.
_SILENT = frozenset({"id", "version", "entered_at", "changed"})
_NOTHING = frozenset({None, "", "false"})
_CHANGING = ("insert", "update", "supersede")
_LINES = (
    select(
        audit.c.id, audit.c.at, audit.c.action, audit.c.table_name, audit.c.row_id, audit.c.field, audit.c.new
    )
    .where(audit.c.id > bindparam("behind"), audit.c.action.in_(_CHANGING))
    .order_by(audit.c.id)
    .limit(2_000)
)
_State = dict[tuple[str, int], dict[str, str | None]]


@dataclass(frozen=True, slots=True)
class Unlike:
    """The first row of a table that is not what the trail says. `kind`: changed, removed, unaccounted;
    `line` is the newest row of the trail about it, 0 for none."""

    kind: str
    table: str
    row_id: int
    field: str = ""
    line: int = 0


def first_unlike(connection: Connection, progress: Callable[[int], None] | None = None) -> Unlike | None:
    """The first such row in the order of the tables; None when data and trail agree."""
    told, lines = _told(connection, progress)
    for table in KEPT:
        if table.name in {audit.name, audit_seal.name}:
            continue
        found = next(_unlike(connection, table, told, lines), None)
        if found is not None:
            return found
    return None


def _told(
    connection: Connection, progress: Callable[[int], None] | None
) -> tuple[_State, dict[tuple[str, int], int]]:
    """What the trail says of each row, and the newest line about it."""
    told: _State = {}
    lines: dict[tuple[str, int], int] = {}
    behind = 0
    while rows := connection.execute(_LINES, {"behind": behind}).all():
        for row in rows:
            place = (row.table_name, row.row_id)
            lines[place] = row.id
            if row.action == "insert":
                told[place] = _entered(row.new)
            elif row.action == "supersede":  # its own time is the value
                told.setdefault(place, {})["superseded_at"] = row.at.isoformat()
            else:
                told.setdefault(place, {})[row.field] = row.new
        behind = rows[-1].id
        if progress is not None:
            progress(behind)
    return told, lines


def _entered(text: str | None) -> dict[str, str | None]:
    try:
        content = json.loads(text or "{}")
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _unlike(
    connection: Connection, table: Table, told: _State, lines: dict[tuple[str, int], int]
) -> Iterator[Unlike]:
    defaults = {
        column.name: str(column.server_default.arg)  # type: ignore[attr-defined]  # a text in every table of ours
        for column in table.columns
        if column.server_default is not None
    }
    seen = set()
    for row in connection.execute(select(table).order_by(table.c.id)):
        place = (table.name, row.id)
        seen.add(row.id)
        said = told.get(place)
        if said is None:
            yield Unlike("unaccounted", *place)
            continue
        for name, value in row._mapping.items():
            if name not in _SILENT and not _same(plain(value), said.get(name, defaults.get(name)), value):
                yield Unlike("changed", *place, name, lines[place])
    for name, row_id in sorted(told):
        if name == table.name and row_id not in seen:
            yield Unlike("removed", name, row_id, "", lines[name, row_id])


def _same(stored: str | None, said: str | None, value: Any) -> bool:
    if stored == said or (stored in _NOTHING and said in _NOTHING):
        return True
    if isinstance(value, bool):  # a default is written as 0 or 1
        return said == str(int(value))
    if isinstance(value, datetime) and said:  # stored to the millisecond
        moment = datetime.fromisoformat(said)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000) == value
    return False
