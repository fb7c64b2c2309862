"""Everything stored of one subject: rows in date order, voided log rows left out.

The statements are built once: building them takes longer than running them, and a save needs a score.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, func, select

from app.domain.values import dataclass
from app.storage.rows import fetch_all, fetch_first
from app.storage.schema import (
    assessment,
    count_value,
    ending,
    event,
    infusion,
    marrow,
    medication,
    subject,
    template,
    transfusion,
    unit_memory,
    verdict_override,
    visit,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import BindParameter, ColumnElement, Connection, Select, Table

    from app.storage.rows import Row

    Rows = Sequence[Row]

LOGS = {
    "transfusions": transfusion,
    "medications": medication,
    "infusions": infusion,
    "events": event,
}


@dataclass(frozen=True, slots=True)
class Whole:
    """All rows of one subject at one moment. `standing`: verdicts not superseded, newest day first.

    `overrides`: those that stand, by the visit whose verdict they take the place of. `endings`: those that
    stand; a death is among the events.
    """

    subject: Row
    visits: Rows
    counts: Rows
    logs: dict[str, Rows]
    marrow: Row | None
    standing: Rows
    overrides: Mapping[int, Row] = field(default_factory=dict)
    endings: Rows = ()

    def visit(self, visit_id: int | None) -> Row | None:
        """One of the visits."""
        return next((row for row in self.visits if row.id == visit_id), None)


def _without_entry_time(table: Table) -> Select[Any]:
    """All columns but one that only the audit trail's readers want and that takes time to decode."""
    return select(*(column for column in table.columns if column.name != "entered_at"))


def _log_query(table: Table) -> Select[Any]:
    day: ColumnElement[Any] = table.c.start if "start" in table.c else table.c.day
    return (
        _without_entry_time(table)
        .where(table.c.subject_id == _SUBJECT, ~table.c.voided)
        .order_by(day, table.c.id)
    )


_SUBJECT: BindParameter[int] = bindparam("subject_id", type_=Integer)
_VISIT: BindParameter[int] = bindparam("visit_id", type_=Integer)
_SUBJECTS: Select[Any] = (
    select(
        subject,
        template.c.template_id.label("protocol"),
        template.c.template_version,
        template.c.sha256,
    )
    .select_from(subject.join(template, subject.c.template_id == template.c.id))
    .where(subject.c.id == _SUBJECT)
)
_VISITS: Select[Any] = (
    select(visit)
    .where(visit.c.subject_id == _SUBJECT, ~visit.c.withdrawn)
    .order_by(func.coalesce(visit.c.actual, visit.c.target), visit.c.id)
)
_ONE_VISIT = _VISITS.where(visit.c.id == _VISIT)
_COUNTS: Select[Any] = (
    _without_entry_time(count_value)
    .where(count_value.c.subject_id == _SUBJECT)
    .order_by(count_value.c.day, count_value.c.id)
)
_COUNTS_OF_VISIT = _COUNTS.where(count_value.c.visit_id == _VISIT)
_LOGS = {name: _log_query(table) for name, table in LOGS.items()}
_MARROW: Select[Any] = (
    select(marrow)
    .where(marrow.c.subject_id == _SUBJECT, ~marrow.c.voided)
    .order_by(marrow.c.day.desc(), marrow.c.id.desc())
)
_VERDICTS: Select[Any] = (
    select(assessment)
    .where(assessment.c.subject_id == _SUBJECT)
    .order_by(assessment.c.day.desc(), assessment.c.id.desc())
)
_OVERRIDES: Select[Any] = (
    select(verdict_override).where(verdict_override.c.subject_id == _SUBJECT).order_by(verdict_override.c.id)
)
_ENDINGS: Select[Any] = select(ending).where(ending.c.subject_id == _SUBJECT).order_by(ending.c.id)
_STANDING: Select[Any] = _VERDICTS.where(assessment.c.superseded_at.is_(None))


def whole(connection: Connection, subject_id: int, *, given: Rows | None = None) -> Whole | None:
    """Everything stored of a subject; None when there is no such subject.

    `given`: its verdicts where they have been read before, superseded ones included.
    """
    key = {"subject_id": subject_id}
    row = fetch_first(connection, _SUBJECTS, key)
    if row is None:
        return None
    return Whole(
        subject=row,
        visits=visits(connection, subject_id),
        counts=fetch_all(connection, _COUNTS, key),
        logs={name: fetch_all(connection, query, key) for name, query in _LOGS.items()},
        marrow=fetch_first(connection, _MARROW, key),
        standing=(
            standing(connection, subject_id)
            if given is None
            else [verdict for verdict in given if verdict.superseded_at is None]
        ),
        overrides={row.visit_id: row for row in overrides(connection, subject_id) if row.undone_at is None},
        endings=[row for row in endings(connection, subject_id) if row.undone_at is None],
    )


def renewed(connection: Connection, before: Whole, visit_id: int, *, logs: Collection[str]) -> Whole:
    """`before` with what a visit and the named logs hold now: a save leaves everything else as it was."""
    key = {"subject_id": before.subject.id, "visit_id": visit_id}
    visits = [row for row in before.visits if row.id != visit_id]
    visits += fetch_all(connection, _ONE_VISIT, key)
    counts = [row for row in before.counts if row.visit_id != visit_id]
    counts += fetch_all(connection, _COUNTS_OF_VISIT, key)
    return replace(
        before,
        visits=sorted(visits, key=lambda row: (row.actual or row.target, row.id)),
        counts=sorted(counts, key=lambda row: (row.day, row.id)),
        logs=before.logs | {name: fetch_all(connection, _LOGS[name], key) for name in logs},
    )


def visits(connection: Connection, subject_id: int) -> Rows:
    """Planned and logged visits, by day."""
    return fetch_all(connection, _VISITS, {"subject_id": subject_id})


def standing(connection: Connection, subject_id: int) -> Rows:
    """Verdicts not superseded, newest day first and newest row first within it."""
    return fetch_all(connection, _STANDING, {"subject_id": subject_id})


def verdicts(connection: Connection, subject_id: int) -> Rows:
    """Every verdict, newest day first, superseded ones included."""
    return fetch_all(connection, _VERDICTS, {"subject_id": subject_id})


def overrides(connection: Connection, subject_id: int) -> Rows:
    """Every override of a subject's verdicts, oldest first, undone ones included."""
    return fetch_all(connection, _OVERRIDES, {"subject_id": subject_id})


def endings(connection: Connection, subject_id: int) -> Rows:
    """Every end of a subject's participation but its death, oldest first, undone ones included."""
    return fetch_all(connection, _ENDINGS, {"subject_id": subject_id})


def override_row(connection: Connection, row_id: int) -> Row | None:
    """One override."""
    return fetch_first(connection, select(verdict_override).where(verdict_override.c.id == row_id))


def subject_of_visit(connection: Connection, visit_id: int) -> int | None:
    """The subject that a visit belongs to."""
    return connection.execute(select(visit.c.subject_id).where(visit.c.id == visit_id)).scalar()


def subject_of_verdict(connection: Connection, row_id: int) -> int | None:
    """The subject that a verdict is about."""
    return connection.execute(select(assessment.c.subject_id).where(assessment.c.id == row_id)).scalar()


def codes(connection: Connection) -> list[str]:
    """Every code ever given."""
    return list(connection.execute(select(subject.c.code)).scalars())


def units(connection: Connection) -> dict[str, str]:
    """The unit last used for each analyte."""
    rows = connection.execute(select(unit_memory.c.analyte, unit_memory.c.unit))
    return {row.analyte: row.unit for row in rows}


def template_body(connection: Connection, row_id: int) -> str:
    """Canonical JSON of a stored template."""
    return str(connection.execute(select(template.c.body).where(template.c.id == row_id)).scalar_one())


def template_row(connection: Connection, *, template_id: str, sha256: str) -> int | None:
    """The stored template of a hash."""
    query = select(template.c.id).where(template.c.template_id == template_id, template.c.sha256 == sha256)
    return connection.execute(query).scalar()


def template_version(connection: Connection, template_id: str, version: str) -> list[tuple[int, str]]:
    """The stored templates of an id and version: id and hash."""
    query = select(template.c.id, template.c.sha256).where(
        template.c.template_id == template_id, template.c.template_version == version
    )
    return [(row.id, row.sha256) for row in connection.execute(query)]
