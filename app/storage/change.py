"""One audited transaction: rows are added and changed through it, and each leaves its lines in the audit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Insert, Select, Table, Update, bindparam, insert, select, update

from app.storage import audit
from app.storage.audit import Actor, Line, Why, plain
from app.storage.faults import StorageError
from app.storage.types import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

# Bookkeeping that the audit's own columns already tell.
_SILENT = frozenset({"version", "entered_at", "changed"})
# Fields that no form of the row holds: who has it open loses nothing by them, so its version stays.
_BESIDE = frozenset({"agreed", "agreed_note"})


@dataclass(slots=True)
class Change:
    """A unit of work. Nothing of it lasts unless the block that holds it ends; there is no delete."""

    connection: Connection
    actor: Actor
    at: datetime
    why: Why = field(default_factory=Why)
    lines: list[Line] = field(default_factory=list)
    set_back_from: datetime | None = None  # what the trail had reached, when the clock stands before it

    def insert(self, table: Table, /, **values: object) -> int:
        """Add a row; its id. The audit gets one line with the whole row."""
        made = self.connection.execute(_inserting(table), values).inserted_primary_key
        row_id = int(made[0]) if made else 0
        told = {name: plain(value) for name, value in values.items() if name not in _SILENT and _says(value)}
        subject_id = row_id if table.name == "subject" else values.get("subject_id")
        self._tell("insert", table, row_id, subject_id, new=canonical(told))
        return row_id

    def update(
        self, table: Table, row_id: int, /, *, version: int | None = None, **values: object
    ) -> frozenset[str]:
        """Change a row; the names of the fields that are different now.

        `version` is the one that the caller has read: raises StorageError `stale` when the row has moved on.
        """
        row = self.connection.execute(_reading(table), {"wanted": row_id}).one()._asdict()
        if version is not None and row["version"] != version:
            raise StorageError("stale", table=table.name, row=row_id, version=row["version"])
        different = {name: value for name, value in values.items() if row[name] != value}
        if not different:
            return frozenset()
        self._write(table, row_id, row, different)
        subject_id = row_id if table.name == "subject" else row.get("subject_id")
        for name, value in different.items():
            if name not in _SILENT:
                self._tell(
                    "update", table, row_id, subject_id, field=name, old=plain(row[name]), new=plain(value)
                )
        return frozenset(different)

    def touch(self, table: Table, row_id: int) -> None:
        """Count a row's version up although its own fields stay: something that belongs to it changed."""
        self.connection.execute(update(table).where(table.c.id == row_id).values(version=table.c.version + 1))

    def note(self, action: str, **about: object) -> None:
        """An audit line for something that is not a change of a row: a sign-in, a print.

        `about` may name `table`, `row_id`, `subject_id`, `field` and `new`.
        """
        self.lines.append(Line(action, why=self.why, **about))  # type: ignore[arg-type]  # named in the text

    def finish(self) -> None:
        """Write the audit lines; called by the database before it commits."""
        reached = audit.append(self.connection, self.lines, actor=self.actor, at=self.at)
        self.set_back_from = reached or self.set_back_from

    def _write(self, table: Table, row_id: int, row: Mapping[str, Any], values: dict[str, object]) -> None:
        before = row["version"]
        after = before if values.keys() <= _BESIDE else before + 1
        found = self.connection.execute(
            _updating(table),
            {"wanted": row_id, "before": before, **values, "version": after},
        )
        if found.rowcount != 1:
            raise StorageError("stale", table=table.name, row=row_id, version=before)

    def _tell(
        self,
        action: str,
        table: Table,
        row_id: int,
        subject_id: object,
        *,
        field: str = "",
        old: str | None = None,
        new: str | None = None,
    ) -> None:
        subject = subject_id if isinstance(subject_id, int) else None
        self.lines.append(Line(action, table.name, row_id, subject, field, old, new, self.why))


@cache
def _inserting(table: Table) -> Insert:
    return insert(table)


@cache
def _reading(table: Table) -> Select[Any]:
    return select(table).where(table.c.id == bindparam("wanted"))


@cache
def _updating(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam("wanted"), table.c.version == bindparam("before"))


def _says(value: object) -> bool:
    return value is not None and value != "" and value is not False
