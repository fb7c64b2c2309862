"""What documents ask of the study: who printed what, the log of enrolment, templates by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from app.storage.rows import fetch_all, fetch_first
from app.storage.schema import audit, identity, subject, subject_summary, template, visit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

_LEFT = ("saved", "printed")


def left_before(connection: Connection, *, table: str, row_id: int, field: str) -> int:
    """How often a document of a row has left the program."""
    query = select(func.count()).where(
        audit.c.table_name == table,
        audit.c.row_id == row_id,
        audit.c.field == field,
        audit.c.action.in_(_LEFT),
    )
    return int(connection.execute(query).scalar_one())


def of_hash(connection: Connection, data_hash: str) -> Sequence[Any]:
    """The audit lines of documents with a content of this hash, newest first."""
    query = select(audit).where(
        audit.c.action.in_(_LEFT), audit.c.new.contains(f'"sha256":"{data_hash}"', autoescape=True)
    )
    return fetch_all(connection, query.order_by(audit.c.id.desc()))


def enrolment(connection: Connection) -> Sequence[Any]:
    """Everybody who was screened, in the order of entry."""
    line = subject_summary.c
    query = (
        select(
            *(subject.c[name] for name in ("id", "code", "sex", "birth_date", "arm", "day0", "entered_at")),
            line.state,
            line.ended,
            line.ended_on,
            *(subject.c[name] for name in ("consent_version", "consent_date", "screen_failure_reason")),
            line.protocol,
            line.protocol_version,
        )
        .join(subject_summary, line.subject_id == subject.c.id)
        .order_by(subject.c.entered_at, subject.c.id)
    )
    return fetch_all(connection, query)


def templates(connection: Connection) -> Sequence[Any]:
    """Id, name and hash of the stored templates, the newest of each first."""
    columns = (template.c.id, template.c.template_id, template.c.template_version, template.c.sha256)
    return fetch_all(connection, select(*columns).order_by(template.c.id.desc()))


def logged_visits(connection: Connection, *, day: date | None, plan_id: str, protocol: str) -> Sequence[Any]:
    """Visits that took place, by subject and day; "" and None ask for all."""
    line = subject_summary.c
    query = (
        select(visit.c.id, line.code, visit.c.title, visit.c.actual, visit.c.plan_id)
        .join(subject_summary, line.subject_id == visit.c.subject_id)
        .where(visit.c.actual.is_not(None))
        .order_by(line.code, visit.c.actual, visit.c.id)
    )
    if day is not None:
        query = query.where(visit.c.actual == day)
    if plan_id:
        query = query.where(visit.c.plan_id == plan_id)
    if protocol:
        query = query.where(line.protocol == protocol)
    return fetch_all(connection, query)


def names(connection: Connection, subject_id: int) -> tuple[str, str]:
    """Name and hospital number of a subject, "" where none is kept."""
    query = select(identity.c.name, identity.c.hospital_number).where(identity.c.subject_id == subject_id)
    row = fetch_first(connection, query)
    return (row.name, row.hospital_number) if row is not None else ("", "")
