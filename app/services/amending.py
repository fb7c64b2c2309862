"""How subjects are moved to a newer version of their protocol."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.causes import AMENDMENT
from app.domain.protocol.differences import differences
from app.domain.schedule.replan import amended
from app.services import access, reassessing, replanning, subject_records
from app.services.because import PlanChanged
from app.services.context import Changes
from app.services.contracts.amendments import Preview
from app.services.contracts.visits import Reason
from app.services.errors import ServiceError
from app.services.transactions import changing, reading
from app.storage import schema, versions

if TYPE_CHECKING:
    from app.domain.protocol.model import Template
    from app.services.context import Context
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Connection

REASON = "protocol_amendment"


def newer(context: Context, template: Template) -> str:
    """See `amendments.newer`."""
    version = context.library.version(template.id)
    return version if _order(version) > _order(template.version) else ""


def behind(context: Context, protocol: str, to_version: str) -> tuple[int, ...]:
    """See `amendments.behind`."""
    with reading(context) as connection:
        rows = versions.of_protocol(connection, protocol)
    wanted = _order(to_version)
    return tuple(row.subject_id for row in rows if _order(row.protocol_version) < wanted)


def preview(context: Context, subject_ids: tuple[int, ...], to_version: str) -> tuple[Preview, ...]:
    """See `amendments.preview`."""
    with reading(context) as connection:
        return tuple(_preview(context, connection, subject_id, to_version)[0] for subject_id in subject_ids)


def apply(context: Context, previews: tuple[Preview, ...], reason: str) -> Changes:
    """See `amendments.apply`."""
    access.require(context, "amendments.apply")
    why = replanning.why(REASON, reason)
    assessed: set[int] = set()
    with changing(context, Reason(why.code, why.text)) as change:
        for seen in previews:
            assessed |= _move(context, change, seen)
    return Changes(frozenset(seen.subject_id for seen in previews), frozenset(), frozenset(assessed))


def _move(context: Context, change: Change, seen: Preview) -> frozenset[int]:
    again, rows, template = _preview(context, change.connection, seen.subject_id, seen.new)
    if again != seen:
        raise ServiceError("stale", visit=seen.code, version=again.version)
    day0 = rows.subject.day0
    change.update(
        schema.subject,
        seen.subject_id,
        version=seen.version,
        template_id=subject_records.keep_template(change, template),
    )
    plan = replanning.planned(rows, template, day0=day0)
    replanning.move(change, rows, again.moves, plan, day0=day0)
    because = PlanChanged(AMENDMENT, {"old": seen.old, "new": seen.new})
    after = subject_records.whole(change.connection, seen.subject_id)
    return reassessing.reassess(change, after, since=day0, why=reassessing.AMENDMENT, because=because)


def _preview(
    context: Context, connection: Connection, subject_id: int, to_version: str
) -> tuple[Preview, Whole, Template]:
    rows = replanning.enrolled(connection, subject_id)
    subject, old = rows.subject, subject_records.template_of(connection, rows)
    template = context.library.get(old.id)
    if template.version != to_version or _order(to_version) <= _order(old.version):
        raise ServiceError("amendment_none", subject=subject.code, version=old.version)
    plan = replanning.planned(rows, template, day0=subject.day0)
    found = Preview(
        subject_id=subject_id,
        code=subject.code,
        protocol=old.id,
        version=subject.version,
        old=old.version,
        new=to_version,
        moves=amended(replanning.standing(rows), plan, today=context.today()),
        verdicts=replanning.verdict_changes(rows, template, since=subject.day0),
        rules=differences(old, template),
    )
    return found, rows, template


def _order(version: str) -> tuple[tuple[int, str], ...]:
    """1.10 after 1.9; letters after numbers."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.\-]", version) if part
    )
