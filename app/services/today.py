"""What needs a person today: critical, changed, overdue, due, missing, asked, unsigned. From selects alone.

Nothing is assessed again for it. The reasons of changed statuses are worked out for single lines when asked.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.services.contracts.today import (
    CHANGED,
    CONSENT,
    CRITICAL,
    DRAFTS,
    DUE,
    FIRST_LINES,
    GROUPS,
    INFUSION,
    MISSING,
    OVERDUE,
    QUERIES,
    URGENT,
    VERIFY,
    FileState,
    Group,
    Line,
    Planned,
    PlannedDay,
    Today,
    TodayQuery,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from app.i18n import Texts
    from app.services.context import Context
    from app.storage.rows import Connection

__all__ = [
    "CHANGED",
    "CONSENT",
    "CRITICAL",
    "DRAFTS",
    "DUE",
    "FIRST_LINES",
    "GROUPS",
    "INFUSION",
    "MISSING",
    "OVERDUE",
    "QUERIES",
    "VERIFY",
    "FileState",
    "Group",
    "Line",
    "Planned",
    "PlannedDay",
    "Today",
    "TodayQuery",
    "begin",
    "complete",
    "count",
    "drafts",
    "note_seen",
    "read",
    "reasons",
    "week",
]
WEEK = 7


def read(context: Context, query: TodayQuery | None = None) -> Today:
    """Every group, the next seven days and the state of the file."""
    asked = query or TodayQuery()
    return complete(context, asked, begin(context, asked))


def begin(context: Context, query: TodayQuery) -> Today:
    """The most urgent groups: what a start shows first."""
    from app.services import today_groups
    from app.services.transactions import reading

    day = context.today()
    with reading(context) as connection:
        groups = today_groups.groups(connection, URGENT, day=day, query=query)
    return Today(day, groups, (), FileState(None, False), whole=False)


def complete(context: Context, query: TodayQuery, begun: Today) -> Today:
    """What was begun, with all that belongs to it."""
    from app.services import today_drafts, today_groups
    from app.services.transactions import reading

    rest = tuple(key for key in GROUPS if key not in URGENT and key != DRAFTS)
    with reading(context) as connection:
        groups = today_groups.groups(connection, rest, day=begun.day, query=query)
        ahead = _days(connection, first=begun.day, protocol=query.protocol, made=False)
        kept = today_drafts.group(context, connection, query)
    found = (*begun.groups, *groups, *([kept] if kept.lines else []))
    by_urgency = tuple(sorted(found, key=lambda group: GROUPS.index(group.key)))
    return Today(begun.day, by_urgency, ahead, _file_state(context))


def drafts(context: Context, query: TodayQuery) -> Group:
    """What the signed-in user typed and has not saved, alone: it changes without any change of the study."""
    from app.services import today_drafts
    from app.services.transactions import reading

    with reading(context) as connection:
        return today_drafts.group(context, connection, query)


def count(context: Context) -> int:
    """How many lines the whole page has, as `Today.total` of the query that nothing narrows."""
    from app.services import today_drafts, today_groups
    from app.services.transactions import reading

    keys, asked = tuple(key for key in GROUPS if key != DRAFTS), TodayQuery()
    with reading(context) as connection:
        found = today_groups.groups(connection, keys, day=context.today(), query=asked)
        kept = today_drafts.group(context, connection, asked)
    return sum(len(group.lines) for group in (*found, kept))


def week(context: Context, first: date, *, protocol: str = "") -> tuple[PlannedDay, ...]:
    """Seven days of the calendar: visits by their target, those that were made too."""
    from app.services.transactions import reading

    with reading(context) as connection:
        return _days(connection, first=first, protocol=protocol, made=True, today=context.today())


def reasons(context: Context, lines: Collection[Line], *, texts: Texts) -> Mapping[int, str]:
    """Why a status is what it is, by the id of the verdict: works out the evidence of each line again."""
    from app.i18n.headlines import turned_headline
    from app.services import turning

    found: dict[int, str] = {}
    for line in lines:
        if line.visit_id is not None and line.group == CHANGED:
            given = turning.of_visit(context, line.visit_id)
            if given is not None:
                before, verdict = given
                found[line.row_id] = turned_headline(verdict, texts, before=before)
    return found


def note_seen(context: Context, line: Line) -> None:
    """Write to the audit that somebody has taken note of a critical value or of a changed status.

    The line does not come back until the value is corrected. Raises ServiceError `not_allowed`.
    """
    from app.services import access
    from app.services.transactions import changing
    from app.storage.workresults import SEEN

    access.require(context, "today.note_seen")
    table = {CRITICAL: "count_value", CHANGED: "assessment"}[line.group]
    with changing(context) as change:
        change.note(
            SEEN,
            table=table,
            row_id=line.row_id,
            subject_id=line.subject_id,
            field=line.group,
            new=str(line.about.get("version", 1)),
        )


def _days(
    connection: Connection, *, first: date, protocol: str, made: bool, today: date | None = None
) -> tuple[PlannedDay, ...]:
    from app.services import today_groups

    last = first + timedelta(days=WEEK - 1)
    return today_groups.days(
        connection, first=first, last=last, protocol=protocol, made=made, today=today or first
    )


def _file_state(context: Context) -> FileState:
    """The newest backup beside the study; a folder that cannot be read is told by the page of the backups."""
    from app.services import backups
    from app.services.errors import ServiceError

    try:
        newest = max(backups.listing(context), key=lambda row: row.made_at, default=None)
    except ServiceError:
        newest = None
    return FileState(newest.made_at, newest.whole) if newest is not None else FileState(None, False)
