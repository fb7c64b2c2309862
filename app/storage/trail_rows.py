"""Questions to the audit trail: page by page with filters, and all that happened to one field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, func, or_, select, type_coerce

from app.storage import trail_names, trail_search
from app.storage.audit import SET_BACK
from app.storage.rows import fetch_all, fetch_first
from app.storage.schema import assessment, audit, audit_seal, count_value, visit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection

    from app.domain.trail import Sought
    from app.storage.rows import Row

# The day by the calendar of whoever acted, as it stands in the row.
_DAY = func.substr(type_coerce(audit.c.at, String), 1, 10)


def page(
    connection: Connection,
    *,
    user: str = "",
    actions: Sequence[str] = (),
    subject_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
    before: int = 0,
    limit: int = 200,
    sought: Sequence[Sought] = (),
    closed: frozenset[str] = frozenset(),
) -> Sequence[Row]:
    """Lines with the code of their subject, their visit and what names their row, newest first.

    `before` is the row where the page before ended; `closed`: tables whose rows are searched by no word.
    """
    wanted = _filtered(user=user, actions=actions, subject_id=subject_id, since=since, until=until)
    if before:
        wanted.append(audit.c.id < before)
    if sought:
        wanted.append(trail_search.matching(sought, closed=closed))
    query = trail_names.lines().where(*wanted)
    return fetch_all(connection, query.order_by(audit.c.id.desc()).limit(limit))


def count(
    connection: Connection,
    *,
    user: str = "",
    actions: Sequence[str] = (),
    subject_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> int:
    """How many lines those filters leave."""
    wanted = _filtered(user=user, actions=actions, subject_id=subject_id, since=since, until=until)
    return int(connection.execute(select(func.count()).select_from(audit).where(*wanted)).scalar_one())


def _filtered(
    *, user: str, actions: Sequence[str], subject_id: int | None, since: date | None, until: date | None
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if user:
        wanted.append(audit.c.user_name == user)
    if actions:
        wanted.append(audit.c.action.in_(actions))
    if subject_id is not None:
        wanted.append(audit.c.subject_id == subject_id)
    if since is not None:
        wanted.append(since.isoformat() <= _DAY)
    if until is not None:
        wanted.append(until.isoformat() >= _DAY)
    return wanted


def set_back(connection: Connection, rows: Sequence[Row]) -> frozenset[tuple[Any, str]]:
    """Moment and user of those of the rows that were written while the clock stood before an earlier entry.

    The last row of such a transaction says so; its seal names that row.
    """
    if not rows:
        return frozenset()
    first, last = min(row.id for row in rows), max(row.id for row in rows)
    sealed = select(audit_seal.c.id).where(audit_seal.c.rows < last).order_by(audit_seal.c.id.desc()).limit(1)
    number = 1 + (connection.execute(sealed).scalar() or 0)
    end = connection.execute(select(audit_seal.c.rows).where(audit_seal.c.id == number)).scalar() or last
    inside = and_(audit.c.id >= first, audit.c.id <= end)
    query = select(audit.c.at, audit.c.user_name).where(inside, audit.c.action == SET_BACK)
    return frozenset((row.at, row.user_name) for row in connection.execute(query))


def actions(connection: Connection) -> tuple[str, ...]:
    """The actions that stand in the trail."""
    return tuple(connection.execute(select(audit.c.action).distinct().order_by(audit.c.action)).scalars())


def titles(connection: Connection) -> tuple[str, ...]:
    """The titles of visits, each once."""
    return tuple(connection.execute(select(visit.c.title).distinct()).scalars())


def of_row(connection: Connection, table: str, row_id: int) -> Sequence[Row]:
    """The lines of one row of data, oldest first."""
    wanted = and_(audit.c.table_name == table, audit.c.row_id == row_id)
    return fetch_all(connection, select(audit).where(wanted).order_by(audit.c.id))


def left_behind(connection: Connection, *, before: int) -> tuple[str, ...]:
    """The hashes of heads that restores have set aside, as the trail up to a row tells it: only what
    administrators have vouched for explains anything."""
    query = select(audit.c.old).where(audit.c.action == "restore", audit.c.id <= before)
    found: list[str] = []
    for text in connection.execute(query).scalars():
        try:
            told = json.loads(text or "{}")
        except ValueError:
            continue
        if isinstance(told, dict):
            found += [str(head) for head in (told.get("head"), *(told.get("backups") or ())) if head]
    return tuple(found)


def value_place(connection: Connection, visit_id: int, analyte: str) -> tuple[Row | None, int | None]:
    """A visit, and the row of its value of an analyte."""
    found = fetch_first(connection, select(visit).where(visit.c.id == visit_id))
    wanted = and_(count_value.c.visit_id == visit_id, count_value.c.analyte == analyte)
    return found, connection.execute(select(count_value.c.id).where(wanted)).scalar()


def verdicts_at(connection: Connection, subject_id: int, moments: Sequence[Any]) -> Sequence[Row]:
    """The verdicts of a subject that were given or taken back at some moments."""
    if not moments:
        return []
    when = or_(assessment.c.computed_at.in_(moments), assessment.c.superseded_at.in_(moments))
    query = select(assessment).where(assessment.c.subject_id == subject_id, when)
    return fetch_all(connection, query.order_by(assessment.c.day, assessment.c.id))
