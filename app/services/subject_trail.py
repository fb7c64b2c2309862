"""The audit trail of one subject, page by page, with filters by visit, field and person."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.services import access, trail_names
from app.services.contracts.subject_trail import (
    PAGE,
    SubjectTrailPage,
    SubjectTrailQuery,
    SubjectTrailRow,
)
from app.services.transactions import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.services.context import Context

__all__ = ["AREAS", "PAGE", "SubjectTrailPage", "SubjectTrailQuery", "SubjectTrailRow", "listing"]

# What can be filtered by, in the order of the choice; counts by analyte stand behind.
AREAS = (
    *("values", "visit", "transfusions", "medications", "infusions", "events"),
    *("verdicts", "sign_offs", "queries", "subject", "papers"),
)
# Table → where its rows stand in the form of a visit.
_PLACES = {
    "transfusion": "transfusions",
    "medication": "medications",
    "infusion": "infusions",
    "event": "events",
}
_FOLDED = frozenset({"eligibility_answer", "visit"})  # a whole calendar is planned at one moment
_IDENTITY = "identity"


def listing(context: Context, query: SubjectTrailQuery) -> SubjectTrailPage:
    """A page of the trail of a subject, newest first; the first page names the people, too.

    Lines that repeat what another line of the same row says (the converted value beside the entered one) stay
    in the trail of the study and are left out here. Raises ServiceError `not_allowed`.
    """
    from app.storage import subject_trail as stored

    access.require(context, "audit.read")
    hidden = not access.may(context, "identity.read")
    with reading(context) as connection:
        rows = stored.page(
            connection,
            query.subject_id,
            user=query.user,
            visit_id=query.visit_id,
            field=query.field,
            before=query.before,
            limit=query.limit + 1,
            sought=query.sought,
            closed=frozenset({_IDENTITY}) if hidden else frozenset(),
        )
        names, versions = trail_names.people(connection), trail_names.protocols(connection)
        people = stored.people(connection, query.subject_id) if not query.before else ()
    shown = [_row(row, names, versions, hidden=hidden) for row in rows[: query.limit]]
    last = shown[-1].id if shown else 0
    known = {name: names.get(name, name) for name in people}
    return SubjectTrailPage(tuple(_folded(shown)), len(rows) > query.limit, last, known)


def _row(row: Any, names: Mapping[str, str], versions: Mapping[str, str], *, hidden: bool) -> SubjectTrailRow:
    old, new = trail_names.named(row, versions)
    secret = hidden and row.table_name == _IDENTITY
    return SubjectTrailRow(
        id=row.id,
        at=row.at,
        who=names.get(row.user_name, row.user_name),
        action=row.action,
        table=row.table_name,
        row_id=row.row_id,
        field=row.field,
        old=None if secret else old,
        new=None if secret else new,
        reason_code=row.reason_code,
        reason_text=row.reason_text,
        item=row.item or "",
        visit_id=row.visit_id,
        visit_title=row.visit_title or "",
        visit_day=row.visit_actual or row.visit_target,
        path=_path(row),
        hidden=secret,
    )


def _path(row: Any) -> str:
    if row.visit_id is None:
        return ""
    if row.table_name in ("count_value", "second_value"):
        return f"values.{row.item}"
    if row.table_name == "data_query":
        return str(row.item or "")
    if row.table_name in _PLACES:
        return f"{_PLACES[row.table_name]}.{row.row_id}"
    return "day" if row.table_name == "visit" else ""


def _folded(rows: Iterable[SubjectTrailRow]) -> list[SubjectTrailRow]:
    """Neighbouring lines of one moment that planned visits, or answered criteria, as one."""
    found: list[SubjectTrailRow] = []
    for row in rows:
        before = found[-1] if found else None
        if before is not None and _same(before, row):
            folded = replace(before, id=row.id, count=before.count + 1, new=None, visit_id=None, path="")
            found[-1] = folded
        else:
            found.append(row)
    return found


def _same(before: SubjectTrailRow, row: SubjectTrailRow) -> bool:
    if row.action != "insert" or row.table not in _FOLDED:
        return False
    if (before.at, before.action, before.table) != (row.at, row.action, row.table):
        return False
    return row.table != "visit" or (_planned(row) and (before.count > 1 or _planned(before)))


def _planned(row: SubjectTrailRow) -> bool:
    try:
        return bool(json.loads(row.new or "{}").get("kind") == "scheduled")
    except ValueError:
        return False
