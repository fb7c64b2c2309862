"""Verdicts and the summary line derived from them, written in the transaction that changed the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from app.storage.audit import Line
from app.storage.schema import assessment, subject_summary, unit_memory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from app.storage.change import Change

_SUPERSEDING = update(assessment).where(assessment.c.id == bindparam("wanted"))
_SUMMARISING = update(subject_summary).where(subject_summary.c.subject_id == bindparam("wanted"))


def give(change: Change, **values: object) -> int:
    """Add a verdict; its id."""
    return change.insert(assessment, computed_at=change.at, **values)


def supersede(change: Change, row_id: int, *, subject_id: int) -> None:
    """Mark a verdict as no longer standing; the row itself stays."""
    change.connection.execute(_SUPERSEDING, {"wanted": row_id, "superseded_at": change.at})
    change.lines.append(Line("supersede", assessment.name, row_id, subject_id, why=change.why))


def summarise(connection: Connection, subject_id: int, values: Mapping[str, object]) -> None:
    """Write the line of a subject; fields that `values` lacks keep what they say."""
    if connection.execute(_SUMMARISING, {"wanted": subject_id, **values}).rowcount == 0:
        connection.execute(insert(subject_summary), {"subject_id": subject_id, **values})


def remember_units(connection: Connection, units: Mapping[str, str]) -> None:
    """Note the unit last used for each analyte; a convenience of the form, so not audited."""
    known = {row.analyte: row.unit for row in connection.execute(select(unit_memory))}
    for analyte, unit in units.items():
        if analyte not in known:
            connection.execute(insert(unit_memory).values(analyte=analyte, unit=unit))
        elif known[analyte] != unit:
            connection.execute(update(unit_memory).where(unit_memory.c.analyte == analyte).values(unit=unit))
