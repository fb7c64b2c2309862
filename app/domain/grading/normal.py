"""Limits of normal of an analyte for a sex and an age, from the laboratory's table and the published ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.domain.haemoglobin import completed_months, lower_limit
from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from app.domain.protocol.settings import RuleSettings


class Limits(Protocol):
    """What has a lower and an upper limit in the canonical unit: a print, a stored value."""

    @property
    def low(self) -> Decimal | None:
        """Lower limit."""

    @property
    def high(self) -> Decimal | None:
        """Upper limit."""


@dataclass(frozen=True, slots=True)
class Normal:
    """Lower and upper limit in the canonical unit.

    `source`: printed (beside the value), laboratory (its table), mixed (one limit of each), WHO2024 …, "" for
    none.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    source: str = ""


NONE = Normal()
PRINTED, MIXED = "printed", "mixed"


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A line of the laboratory's reference table, in the canonical unit.

    `sex` "" is both; `from_months` and `to_months` are completed months of age, the last one included (None:
    no end).
    """

    analyte: str
    sex: str
    from_months: int
    to_months: int | None
    low: Decimal | None
    high: Decimal | None


def beside(own: Limits | None, table: Normal) -> Normal:
    """The limits of a single value: those printed with it, each side before the one of the table."""
    if own is None or (own.low is None and own.high is None):
        return table
    low = table.low if own.low is None else own.low
    high = table.high if own.high is None else own.high
    mixed = (own.low is None and low is not None) or (own.high is None and high is not None)
    if low is not None and high is not None and low >= high:  # the two do not fit: what was printed holds
        return Normal(own.low, own.high, PRINTED)
    return Normal(low, high, MIXED if mixed else PRINTED)


def normal(
    analyte: str,
    *,
    rows: Iterable[ReferenceRow],
    settings: RuleSettings,
    sex: str | None,
    birth: date | None,
    on: date,
) -> Normal:
    """The limits on a day: the laboratory's narrowest line that fits, else the template's for haemoglobin.

    A line for an age or a sex that is not known doesn't fit.
    """
    fitting = [row for row in rows if row.analyte == analyte and _fits(row, sex, birth, on)]
    if fitting:
        best = min(fitting, key=_width)
        return Normal(best.low, best.high, "laboratory")
    if analyte == "HB":
        low = lower_limit(settings.hb_table, sex, birth, on, altitude_m=settings.altitude_m)
        return NONE if low is None else Normal(low, None, settings.hb_table)
    return NONE


def _fits(row: ReferenceRow, sex: str | None, birth: date | None, on: date) -> bool:
    if row.sex and row.sex != sex:
        return False
    if row.from_months == 0 and row.to_months is None:
        return True
    if birth is None:
        return False
    age = completed_months(birth, on)
    return row.from_months <= age and (row.to_months is None or age <= row.to_months)


def _width(row: ReferenceRow) -> tuple[bool, int]:
    span = 10_000 if row.to_months is None else row.to_months - row.from_months
    return (not row.sex, span)
