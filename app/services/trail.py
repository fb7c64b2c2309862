"""The audit trail: reading it page by page, and checking that it is what was written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain import trail as values
from app.services import access, trail_names
from app.services.contracts.trail import (
    PAGE,
    Choices,
    Found,
    KnownHead,
    PastValue,
    Sought,
    TrailPage,
    TrailQuery,
    TrailReport,
    TrailRow,
    ValueHistory,
    VerdictChange,
)
from app.services.transactions import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from app.services.context import Context

__all__ = [
    "PAGE",
    "Choices",
    "Found",
    "KnownHead",
    "PastValue",
    "Sought",
    "TrailPage",
    "TrailQuery",
    "TrailReport",
    "TrailRow",
    "ValueHistory",
    "VerdictChange",
    "backup_heads",
    "check",
    "choices",
    "count",
    "head",
    "listing",
    "of_row",
    "of_value",
    "read_head",
    "shown_head",
]
_IDENTITY = "identity"


def listing(context: Context, query: TrailQuery) -> TrailPage:
    """A page of the trail, newest first. A subject that is not there gives an empty page."""
    from app.storage import listing as stored
    from app.storage import trail_rows

    access.require(context, "audit.read")
    hidden = not access.may(context, "identity.read")
    with reading(context) as connection:
        subject_id = None
        if query.subject:
            line = stored.typed(connection, query.subject)
            if line is None:
                return TrailPage((), more=False)
            subject_id = line.subject_id
        rows = trail_rows.page(
            connection,
            user=query.user,
            actions=(query.action,) if query.action else (),
            subject_id=subject_id,
            since=query.since,
            until=query.until,
            before=query.before,
            limit=query.limit + 1,
            sought=query.sought,
            closed=frozenset({_IDENTITY}) if hidden else frozenset(),
        )
        back = trail_rows.set_back(connection, rows)
        names, versions = trail_names.people(connection), trail_names.protocols(connection)
    shown = tuple(
        _row(row, names, versions, hidden=hidden, set_back=(row.at, row.user_name) in back)
        for row in rows[: query.limit]
    )
    return TrailPage(shown, more=len(rows) > query.limit)


def count(context: Context, query: TrailQuery) -> int:
    """How many lines the filters of a query leave, those of its words and of its page aside."""
    from app.storage import listing as stored
    from app.storage import trail_rows

    access.require(context, "audit.read")
    with reading(context) as connection:
        line = stored.typed(connection, query.subject) if query.subject else None
        if query.subject and line is None:
            return 0
        return trail_rows.count(
            connection,
            user=query.user,
            actions=(query.action,) if query.action else (),
            subject_id=line.subject_id if line is not None else None,
            since=query.since,
            until=query.until,
        )


def choices(context: Context) -> Choices:
    """The users and actions to filter by."""
    from app.storage import trail_rows

    access.require(context, "audit.read")
    with reading(context) as connection:
        people = trail_names.people(connection)
        return Choices(people, trail_rows.actions(connection), trail_rows.titles(connection))


def head(context: Context) -> KnownHead:
    """Where the trail ends now."""
    from app.storage import audit

    with reading(context) as connection:
        rows, digest = audit.newest(connection)
    return KnownHead("", rows, digest)


def shown_head(known: KnownHead) -> str:
    """A head as documents print it: 12345-0C3F9A2177B0D4E1."""
    return values.shown_head(known.rows, known.hash)


def backup_heads(context: Context, *, second: Path | None = None) -> tuple[KnownHead, ...]:
    """The heads that the backups know, newest first; a backup of another study or make is left out.

    So are those that a restore set aside: its line in the trail names them.
    """
    from app.services import backups
    from app.storage import audit_changes

    with reading(context) as connection:
        aside = audit_changes.heads_set_aside(connection)
    return tuple(
        KnownHead(row.path.name, row.rows, row.head)
        for row in backups.listing(context, second=second)
        if row.head not in aside
    )


def read_head(text: str, *, source: str = "") -> KnownHead:
    """A head as it was typed from paper. Raises ServiceError `head_unreadable`."""
    from app.services.errors import ServiceError

    rows, _, figures = "".join(text.split()).partition("-")
    figures = figures.lower()
    if not (rows.isascii() and rows.isdigit()) or len(rows) > 12:
        raise ServiceError("head_unreadable", text=text.strip())
    if not 8 <= len(figures) <= 64 or set(figures) - set("0123456789abcdef"):
        raise ServiceError("head_unreadable", text=text.strip())
    return KnownHead(source or text.strip(), int(rows), figures)


def check(
    context: Context,
    *,
    heads: Sequence[KnownHead] = (),
    progress: Callable[[str, int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> TrailReport:
    """Check the file's pages, the whole chain with its seals, the vouched head, heads known from elsewhere,
    and the data against the trail. Nothing is written.

    `progress` gets the step (pages, chain, data), what is done and what there is in all. Raises ServiceError
    `check_stopped` when `stopped` says so.
    """
    from app.services import trail_check

    access.require(context, "audit.verify")
    return trail_check.check(
        context, heads=heads, progress=progress or (lambda *_: None), stopped=stopped or (lambda: False)
    )


def of_value(context: Context, *, visit_id: int, analyte: str) -> ValueHistory:
    """All that a value of a visit has been, newest first; nothing where there never was one."""
    from app.services import value_history

    return value_history.of_value(context, visit_id=visit_id, analyte=analyte)


def of_row(context: Context, *, visit_id: int, table: str, row_id: int) -> ValueHistory:
    """All that a row that a visit logged has been, or the visit itself (table `visit`), newest first."""
    from app.services import value_history

    return value_history.of_row(context, visit_id=visit_id, table=table, row_id=row_id)


def _row(
    row: Any, names: Mapping[str, str], versions: Mapping[str, str], *, hidden: bool, set_back: bool
) -> TrailRow:
    old, new = trail_names.named(row, versions)
    made = TrailRow(
        id=row.id,
        at=row.at,
        who=names.get(row.user_name, row.user_name),
        action=row.action,
        table=row.table_name,
        row_id=row.row_id,
        subject=row.code or "",
        field=row.field,
        old=old,
        new=new,
        reason_code=row.reason_code,
        reason_text=row.reason_text,
        item=row.item or "",
        visit_id=row.visit_id,
        visit_title=row.visit_title or "",
        user=row.user_name,
        set_back=set_back,
    )
    if hidden and row.table_name == _IDENTITY:
        return replace(made, old=None, new=None, hidden=True)
    return made
