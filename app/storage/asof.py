"""A subject's rows as they stood at the end of an earlier day: what came later is undone from the audit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Boolean, Date, Integer, Table, select

from app.storage.courses import LOGS, Whole, endings, overrides
from app.storage.schema import assessment, audit, count_value, marrow, subject, template, visit
from app.storage.types import Exact, Json, Moment

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection

    from app.storage.rows import Row, Rows

_Values = dict[str, Any]
_KEPT = (count_value, visit, marrow, *LOGS.values())


def whole(connection: Connection, subject_id: int, day: date) -> Whole | None:
    """The rows of a subject at the end of `day`, by the calendar of whoever entered them.

    None when the subject was not in the study yet.
    """
    later = _later(connection, subject_id, day)
    tables = {table.name: _rows(connection, table, subject_id, later) for table in _KEPT}
    person = _rows(connection, subject, subject_id, later)
    if not person:
        return None
    about = connection.execute(select(template).where(template.c.id == person[0]["template_id"])).one()
    joined = {
        "protocol": about.template_id,
        "template_version": about.template_version,
        "sha256": about.sha256,
    }
    marrows = [row for row in tables[marrow.name] if not row["voided"]]
    return Whole(
        subject=_row(person[0] | joined),
        visits=_sorted(
            (row for row in tables[visit.name] if not row["withdrawn"]),
            key=lambda row: row["actual"] or row["target"],
        ),
        counts=_sorted(tables[count_value.name], key=lambda row: row["day"]),
        logs={
            name: _sorted(
                (row for row in tables[table.name] if not row["voided"]),
                key=lambda row: row["start"] if "start" in row else row["day"],
            )
            for name, table in LOGS.items()
        },
        marrow=_row(max(marrows, key=lambda row: (row["day"] or date.min, row["id"]))) if marrows else None,
        standing=_standing(connection, subject_id, day),
        overrides={row.visit_id: row for row in overrides(connection, subject_id) if _stood(row, day)},
        endings=[row for row in endings(connection, subject_id) if _stood(row, day)],
    )


def _stood(row: Row, day: date) -> bool:
    """Whether something that is undone rather than changed stood at the end of a day."""
    return row.at.date() <= day and (row.undone_at is None or row.undone_at.date() > day)


def first_entry(connection: Connection, subject_id: int) -> date | None:
    """The day on which a subject came into the study."""
    query = select(audit.c.at).where(audit.c.subject_id == subject_id).order_by(audit.c.id).limit(1)
    at = connection.execute(query).scalar()
    return at.date() if at is not None else None


class _Later:
    """What the audit says of the time after a day: rows added, and what each changed field held before."""

    def __init__(self) -> None:
        self.added: set[tuple[str, int]] = set()
        self.before: dict[tuple[str, int], dict[str, str | None]] = {}


def _later(connection: Connection, subject_id: int, day: date) -> _Later:
    query = (
        select(audit.c.at, audit.c.action, audit.c.table_name, audit.c.row_id, audit.c.field, audit.c.old)
        .where(audit.c.subject_id == subject_id, audit.c.action.in_(("insert", "update")))
        .order_by(audit.c.id.desc())
    )
    found = _Later()
    for line in connection.execute(query):
        if line.at.date() <= day:
            continue
        place = (line.table_name, line.row_id)
        if line.action == "insert":
            found.added.add(place)
        else:  # newest first: the oldest of the later lines has the last word
            found.before.setdefault(place, {})[line.field] = line.old
    return found


def _rows(connection: Connection, table: Table, subject_id: int, later: _Later) -> list[_Values]:
    owner = table.c.id if table.name == subject.name else table.c.subject_id
    readers = {column.name: _reader(column) for column in table.columns}
    rows = []
    for row in connection.execute(select(table).where(owner == subject_id)):
        place = (table.name, row.id)
        if place not in later.added:
            undone = later.before.get(place, {})
            rows.append(
                row._asdict()
                | {name: readers[name](text) for name, text in undone.items() if name in readers}
            )
    return rows


def _standing(connection: Connection, subject_id: int, day: date) -> Rows:
    """Verdicts that stood at the end of a day, newest day first."""
    query = select(assessment).where(assessment.c.subject_id == subject_id)
    rows = [
        row
        for row in connection.execute(query.order_by(assessment.c.day.desc(), assessment.c.id.desc()))
        if row.computed_at.date() <= day and (row.superseded_at is None or row.superseded_at.date() > day)
    ]
    return cast("Rows", rows)


def _reader(column: Column[Any]) -> Callable[[str | None], Any]:
    """How a text of the audit becomes a value of a column again (the other way round: `audit.plain`)."""
    read: Mapping[type, Callable[[str], Any]] = {
        Date: date.fromisoformat,
        Exact: Decimal,
        Moment: datetime.fromisoformat,
        Json: json.loads,
        Boolean: lambda text: text == "true",
        Integer: int,
    }
    found = next((way for kind, way in read.items() if isinstance(column.type, kind)), str)
    return lambda text: None if text is None else found(text)


def _sorted(rows: Iterable[_Values], *, key: Callable[[_Values], date]) -> Rows:
    return [_row(row) for row in sorted(rows, key=lambda row: (key(row), row["id"]))]


def _row(values: _Values) -> Row:
    """Values with the names of a row, for readers that know rows only."""
    return cast("Row", SimpleNamespace(**values))
