"""The laboratory's limits of normal: read, replaced as a table, and looked up for a subject and a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.grading.normal import NONE, Normal, ReferenceRow, normal
from app.domain.quantities import ANALYTES
from app.services.context import Changes
from app.services.errors import ServiceError
from app.services.transactions import changing, reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from app.domain.protocol.settings import RuleSettings
    from app.services.context import Context
    from app.services.contracts.visits import Reason
    from app.storage.rows import Connection, Row

REPLACE = "references.replace"


def table(context: Context) -> tuple[ReferenceRow, ...]:
    """The limits in use, by analyte, sex and age."""
    with reading(context) as connection:
        return in_use(connection)


def in_use(connection: Connection) -> tuple[ReferenceRow, ...]:
    """See `table`."""
    from app.storage import references as stored

    return tuple(map(reference_row, stored.rows(connection)))


def replace_all(context: Context, rows: Iterable[ReferenceRow], *, reason: Reason) -> Changes:
    """Put a table in the place of the one in use; lines that stay the same stay as they are.

    Grades are computed when they are shown, so nothing else changes. Raises ServiceError `not_allowed`,
    `reason_missing`, `reference_refused` (`line`, counted from 1, and `why`).
    """
    from app.services import access
    from app.storage import references as stored

    access.require(context, REPLACE)
    wanted = tuple(rows)
    for line, row in enumerate(wanted, start=1):
        if why := fault(row, others=wanted[: line - 1]):
            raise ServiceError("reference_refused", line=line, why=why)
    if not reason.code:
        raise ServiceError("reason_missing", fields=("references",))
    with changing(context, reason) as change:
        had = {reference_row(row): row for row in stored.rows(change.connection)}
        for known, line_stored in had.items():
            if known not in wanted:
                stored.void(change, line_stored.id)
        for row in wanted:
            if row not in had:
                stored.add(change, row)
    return Changes(study=True)


def fault(row: ReferenceRow, *, others: Iterable[ReferenceRow] = ()) -> str:
    """Why a line cannot be used: no_analyte, no_limit, limits_crossed, ages_crossed, twice; "" if it can."""
    if row.analyte not in ANALYTES:
        return "no_analyte"
    if row.low is None and row.high is None:
        return "no_limit"
    if row.low is not None and row.high is not None and row.low >= row.high:
        return "limits_crossed"
    if row.to_months is not None and row.to_months < row.from_months:
        return "ages_crossed"
    return "twice" if any(_clash(row, other) for other in others) else ""


def normals(
    rows: Iterable[ReferenceRow],
    *,
    settings: RuleSettings,
    sex: str | None,
    birth: date | None,
    on: date,
) -> Mapping[str, Normal]:
    """The limits of every analyte that has some on a day."""
    listed = tuple(rows)
    found = {
        code: normal(code, rows=listed, settings=settings, sex=sex, birth=birth, on=on)
        for code in dict.fromkeys(["HB", *(row.analyte for row in listed)])
    }
    return {code: limits for code, limits in found.items() if limits != NONE}


def reference_row(row: Row) -> ReferenceRow:
    """A stored line."""
    return ReferenceRow(row.analyte, row.sex, row.from_months, row.to_months, row.low, row.high)


def _clash(one: ReferenceRow, other: ReferenceRow) -> bool:
    """Whether two lines of one analyte and sex share an age without being of different width."""
    if (one.analyte, one.sex) != (other.analyte, other.sex):
        return False
    whole = [row for row in (one, other) if row.from_months == 0 and row.to_months is None]
    if len(whole) == 1:
        return False  # a line for all ages stands behind those for some
    ends = [10_000 if row.to_months is None else row.to_months for row in (one, other)]
    return max(one.from_months, other.from_months) <= min(ends)
