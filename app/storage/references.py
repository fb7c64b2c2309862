"""The laboratory's limits of normal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.storage.rows import fetch_all
from app.storage.schema import reference_limit

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.domain.grading.normal import ReferenceRow
    from app.storage.change import Change
    from app.storage.rows import Row


def rows(connection: Connection) -> list[Row]:
    """The lines in use."""
    table = reference_limit
    query = (
        select(table)
        .where(~table.c.voided)
        .order_by(table.c.analyte, table.c.sex, table.c.from_months, table.c.id)
    )
    return fetch_all(connection, query)


def add(change: Change, row: ReferenceRow) -> int:
    """Add a line; its id."""
    return change.insert(
        reference_limit,
        analyte=row.analyte,
        sex=row.sex,
        from_months=row.from_months,
        to_months=row.to_months,
        low=row.low,
        high=row.high,
        entered_at=change.at,
    )


def void(change: Change, row_id: int) -> None:
    """Take a line out of use."""
    change.update(reference_limit, row_id, voided=True)
