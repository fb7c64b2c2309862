"""The audit trail: who, when, what was, what is, why; a hash seals each row with all before it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select

from app.domain.values import dataclass
from app.storage import seals, sqlite
from app.storage.rows import fetch_all, fetch_first
from app.storage.schema import audit
from app.storage.types import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sqlalchemy import Connection

    from app.storage.rows import Row

GENESIS = "0" * 64
# The last line of each transaction that was written while the clock stood before an earlier entry.
SET_BACK = "clock_set_back"
CLOCK_TOLERANCE = timedelta(minutes=5)
_NEWEST = select(audit.c.id, audit.c.hash, audit.c.at, audit.c.action, audit.c.old).where(
    audit.c.id == select(func.max(audit.c.id)).scalar_subquery()
)
_PAGE = select(audit).where(audit.c.id > bindparam("behind")).order_by(audit.c.id).limit(2_000)
_SEALED = tuple(column.name for column in audit.columns if column.name != "hash")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts."""

    user_id: int | None
    user_name: str


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a change: a code and what was written to it."""

    code: str = ""
    text: str = ""


NO_REASON = Why()


@dataclass(frozen=True, slots=True)
class Line:
    """One line to be written. `old` and `new` are texts as `plain` makes them, None where nothing was."""

    action: str
    table: str = ""
    row_id: int | None = None
    subject_id: int | None = None
    field: str = ""
    old: str | None = None
    new: str | None = None
    why: Why = NO_REASON


@dataclass(frozen=True, slots=True)
class Break:
    """The first row that doesn't follow from those before. `kind`: altered, reordered, missing, cut."""

    row_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Walk:
    """What going through the chain found: its first break, how many rows follow from each other, and the
    hashes of the rows that were asked for."""

    fault: Break | None
    rows: int
    hashes: Mapping[int, str]


def plain(value: object) -> str | None:
    """A stored value as the audit shows it."""
    if value is None:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return canonical(value)


def append(connection: Connection, lines: Sequence[Line], *, actor: Actor, at: datetime) -> datetime | None:
    """Write lines at the end of the chain, within the caller's transaction.

    Where the clock stands before an entry that is already there, a last line marks those of the transaction;
    the moment that the trail had reached is returned, None otherwise.
    """
    if not lines:
        return None
    last = fetch_first(connection, _NEWEST)
    number, seal = (last.id, last.hash) if last else (0, GENESIS)
    reached = _reached(last)
    back = reached if reached is not None and reached - at > CLOCK_TOLERANCE else None
    marked = (Line(SET_BACK, field="clock", old=back.isoformat(timespec="seconds")),) if back else ()
    rows = []
    for line in (*lines, *marked):
        number += 1
        row: dict[str, object] = {
            "id": number,
            "at": at,
            "user_id": actor.user_id,
            "user_name": actor.user_name,
            "action": line.action,
            "table_name": line.table,
            "row_id": line.row_id,
            "subject_id": line.subject_id,
            "field": line.field,
            "old": line.old,
            "new": line.new,
            "reason_code": line.why.code,
            "reason_text": line.why.text,
        }
        seal = _seal(seal, row)
        rows.append(row | {"hash": seal})
    connection.execute(insert(audit), rows)
    seals.add(connection, rows=number, digest=seal)
    return back


def verify(connection: Connection) -> Break | None:
    """The first altered, missing or reordered row of the chain; None when it is whole.

    A cut end is seen by the counter that SQLite keeps apart from the rows.
    """
    return walk(connection).fault


def walk(
    connection: Connection,
    *,
    watched: Collection[int] = frozenset(),
    progress: Callable[[int], None] | None = None,
) -> Walk:
    """Go through the chain up to its first break. `progress` is told the rows done, page by page; what it
    raises ends the walk."""
    done, seal = 0, GENESIS
    hashes = {0: GENESIS}
    while rows := fetch_all(connection, _PAGE, {"behind": done}):
        for row in rows:
            if row.id != done + 1:
                return Walk(Break(done + 1, "missing"), done, hashes)
            before, seal = seal, _seal(seal, row._asdict())
            if row.hash != seal:
                return Walk(Break(row.id, _kind(connection, before, row.id)), done, hashes)
            done += 1
            if done in watched:
                hashes[done] = seal
        if progress is not None:
            progress(done)
    cut = sqlite.highest_number(connection, audit.name) > done
    return Walk(Break(done + 1, "cut") if cut else None, done, hashes)


def _kind(connection: Connection, before: str, number: int) -> str:
    """Whether the row that belongs to a place stands elsewhere."""
    for row in connection.execute(select(audit).where(audit.c.id > number).order_by(audit.c.id)):
        if row.hash == _seal(before, row._asdict() | {"id": number}):
            return "reordered"
    return "altered"


def history(connection: Connection, *, table: str, row_id: int) -> Sequence[Row]:
    """The lines of one row of data, oldest first."""
    query = select(audit).where(audit.c.table_name == table, audit.c.row_id == row_id)
    return fetch_all(connection, query.order_by(audit.c.id))


def newest(connection: Connection) -> tuple[int, str]:
    """Number and hash of the newest row; 0 and the beginning before the first."""
    row = fetch_first(connection, _NEWEST)
    return (row.id, row.hash) if row else (0, GENESIS)


def _reached(last: Row | None) -> datetime | None:
    """The latest moment that the trail knows: of its last row, or what that says while the clock is back."""
    if last is None:
        return None
    reached: datetime = last.at
    if last.action == SET_BACK:
        with suppress(ValueError, TypeError):  # of an altered row: the check of the trail tells of it
            reached = max(reached, datetime.fromisoformat(last.old))
    return reached


def _seal(before: str, row: Mapping[Any, Any]) -> str:
    at = row["at"]
    content = [at.isoformat(timespec="milliseconds") if isinstance(at, datetime) else at]
    content += [row[name] for name in _SEALED if name != "at"]
    return hashlib.sha256(f"{before}\n{canonical(content)}".encode()).hexdigest()
