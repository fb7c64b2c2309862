"""The lines of the audit trail about one subject, each with its visit and with what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, not_, or_, select

from app.storage import trail_names, trail_search
from app.storage.rows import fetch_all
from app.storage.schema import (
    assessment,
    audit,
    count_value,
    data_query,
    event,
    infusion,
    medication,
    query_step,
    second_value,
    sign_off,
    transfusion,
    verdict_override,
    visit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Table

    from app.domain.trail import Sought
    from app.storage.rows import Row

# What the line of another column of the same row tells already.
_REPEATED = and_(
    audit.c.table_name == count_value.name,
    audit.c.action == "update",
    audit.c.field.in_(("value", "bound", "unit", "confirmed")),
)
_PAPERS = ("saved", "printed", "exported")
# Areas to filter by → their tables.
AREAS: dict[str, tuple[str, ...]] = {
    "values": (count_value.name, second_value.name),
    "visit": (visit.name,),
    "transfusions": (transfusion.name,),
    "medications": (medication.name,),
    "infusions": (infusion.name,),
    "events": (event.name,),
    "sign_offs": (sign_off.name,),
    "queries": (data_query.name, query_step.name),
    "verdicts": (assessment.name, verdict_override.name),
    "subject": ("subject", "identity", "eligibility_answer", "marrow", "ending", "consent"),
}


def page(
    connection: Connection,
    subject_id: int,
    *,
    user: str = "",
    visit_id: int | None = None,
    field: str = "",
    before: int = 0,
    limit: int = 200,
    sought: Sequence[Sought] = (),
    closed: frozenset[str] = frozenset(),
) -> Sequence[Row]:
    """Lines, newest first. `field`: an area of AREAS, `values.` with an analyte, or `papers`.

    `before` is the line where the page before ended; `closed`: tables whose rows are searched by no word.
    """
    wanted: list[ColumnElement[bool]] = [audit.c.subject_id == subject_id, not_(_REPEATED)]
    if user:
        wanted.append(audit.c.user_name == user)
    if visit_id is not None:
        wanted.append(_of_visit(visit_id))
    if field:
        wanted.append(_of_field(field, subject_id))
    if before:
        wanted.append(audit.c.id < before)
    if sought:
        wanted.append(trail_search.matching(sought, closed=closed))
    return fetch_all(connection, trail_names.lines().where(*wanted).order_by(audit.c.id.desc()).limit(limit))


def people(connection: Connection, subject_id: int) -> tuple[str, ...]:
    """Everybody who stands in the trail of a subject."""
    query = select(audit.c.user_name).where(audit.c.subject_id == subject_id).distinct()
    return tuple(sorted(name for name in connection.execute(query).scalars() if name))


def _of_visit(visit_id: int) -> ColumnElement[bool]:
    """Lines about a visit and about every row that it holds."""

    def holds(table: Table) -> ColumnElement[bool]:
        rows = select(table.c.id).where(table.c.visit_id == visit_id)
        return and_(audit.c.table_name == table.name, audit.c.row_id.in_(rows))

    itself = and_(audit.c.table_name == visit.name, audit.c.row_id == visit_id)
    return or_(itself, *(holds(table) for table, _name in trail_names.OF_VISITS))


def _of_field(field: str, subject_id: int) -> ColumnElement[bool]:
    if field == "papers":
        return audit.c.action.in_(_PAPERS)
    area, _, analyte = field.partition(".")
    if not analyte:
        return and_(audit.c.table_name.in_(AREAS.get(area, (area,))), audit.c.action.not_in(_PAPERS))
    found = []
    for table in (count_value, second_value):
        rows = select(table.c.id).where(table.c.subject_id == subject_id, table.c.analyte == analyte)
        found.append(and_(audit.c.table_name == table.name, audit.c.row_id.in_(rows)))
    return or_(*found)
