"""A line of the subject list from its stored row. Imported for the first page, so nothing heavy in here."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.services.subjects import SubjectRow

if TYPE_CHECKING:
    from app.storage.rows import Row


def subject_line(row: Row) -> SubjectRow:
    """The line of a row of `app.storage.listing`."""
    return SubjectRow(
        id=row.subject_id,
        code=row.code,
        sex=row.sex,
        birth_date=row.birth_date,
        protocol=row.protocol,
        version=row.protocol_version,
        arm=row.arm,
        state=row.state,
        day0=row.day0,
        status=row.status,
        status_since=row.status_since,
        flags=tuple(row.flags),
        anc=row.anc,
        plt=row.plt,
        trend=tuple(map(Decimal, row.trend)),
        next_visit=row.next_visit,
        next_target=row.next_target,
        next_earliest=row.next_earliest,
        next_latest=row.next_latest,
    )
