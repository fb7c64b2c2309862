"""Everything stored of one subject: rows in date order, voided log rows left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from app.storage.schema import (
    assessment,
    count_value,
    event,
    identity,
    infusion,
    marrow,
    medication,
    subject,
    template,
    transfusion,
    unit_memory,
    visit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, Row, Table

    Rows = Sequence[Row[Any]]

LOGS = {
    "transfusions": transfusion,
    "medications": medication,
    "infusions": infusion,
    "events": event,
}


def subject_row(connection: Connection, subject_id: int) -> Row[Any] | None:
    """A subject with the stored template that it was enrolled on."""
    query = select(
        subject, template.c.template_id.label("protocol"), template.c.template_version, template.c.sha256
    )
    joined = query.select_from(subject.join(template, subject.c.template_id == template.c.id))
    return connection.execute(joined.where(subject.c.id == subject_id)).first()


def subject_of_visit(connection: Connection, visit_id: int) -> int | None:
    """The subject that a visit belongs to."""
    return connection.execute(select(visit.c.subject_id).where(visit.c.id == visit_id)).scalar()


def codes(connection: Connection) -> list[str]:
    """Every code ever given."""
    return list(connection.execute(select(subject.c.code)).scalars())


def identity_of(connection: Connection, subject_id: int) -> Row[Any] | None:
    """Name and hospital number of a subject, where kept."""
    return connection.execute(select(identity).where(identity.c.subject_id == subject_id)).first()


def visits(connection: Connection, subject_id: int) -> Rows:
    """Visits by the day on which they took place or are planned."""
    when = func.coalesce(visit.c.actual, visit.c.target)
    query = select(visit).where(visit.c.subject_id == subject_id)
    return connection.execute(query.order_by(when, visit.c.id)).all()


def one_visit(connection: Connection, visit_id: int) -> Row[Any] | None:
    """One visit."""
    return connection.execute(select(visit).where(visit.c.id == visit_id)).first()


def counts(connection: Connection, subject_id: int) -> Rows:
    """Values by day."""
    query = select(count_value).where(count_value.c.subject_id == subject_id)
    return connection.execute(query.order_by(count_value.c.day, count_value.c.id)).all()


def counts_of_visit(connection: Connection, visit_id: int) -> Rows:
    """Values of one visit."""
    query = select(count_value).where(count_value.c.visit_id == visit_id)
    return connection.execute(query.order_by(count_value.c.id)).all()


def log(connection: Connection, name: str, subject_id: int) -> Rows:
    """Rows of `transfusions`, `medications`, `infusions` or `events` by day."""
    table = LOGS[name]
    return _standing(connection, table, table.c.subject_id == subject_id)


def log_of_visit(connection: Connection, name: str, visit_id: int) -> Rows:
    """The rows of a log that one visit entered."""
    table = LOGS[name]
    return _standing(connection, table, table.c.visit_id == visit_id)


def newest_marrow(connection: Connection, subject_id: int) -> Row[Any] | None:
    """The newest marrow report."""
    query = select(marrow).where(marrow.c.subject_id == subject_id, ~marrow.c.voided)
    return connection.execute(query.order_by(marrow.c.day.desc(), marrow.c.id.desc())).first()


def assessments(connection: Connection, subject_id: int, *, standing: bool = False) -> Rows:
    """Verdicts, newest day first and newest row first within it; `standing`: those not superseded."""
    query = select(assessment).where(assessment.c.subject_id == subject_id)
    if standing:
        query = query.where(assessment.c.superseded_at.is_(None))
    return connection.execute(query.order_by(assessment.c.day.desc(), assessment.c.id.desc())).all()


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


def _standing(connection: Connection, table: Table, wanted: ColumnElement[bool]) -> Rows:
    day: ColumnElement[date] = table.c.start if "start" in table.c else table.c.day
    query = select(table).where(wanted, ~table.c.voided)
    return connection.execute(query.order_by(day, table.c.id)).all()
