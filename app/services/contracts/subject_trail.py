"""The audit trail of one subject: its lines with visit and field, and what to filter them by."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from app.domain.trail import Sought

PAGE = 200


@dataclass(frozen=True, slots=True)
class SubjectTrailRow:
    """One line. `item` is what the row is of: an analyte, a product, a drug, a kind, a status.

    `old` and `new` as stored; `hidden`: an identity that is not for the reader; `count`: so many lines of one
    moment folded into one. `path` leads to the field in the form of the visit, "" where there is none.
    """

    id: int
    at: datetime
    who: str
    action: str
    table: str
    row_id: int | None
    field: str
    old: str | None
    new: str | None
    reason_code: str
    reason_text: str
    item: str
    visit_id: int | None
    visit_title: str
    visit_day: date | None
    path: str = ""
    hidden: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class SubjectTrailQuery:
    """Filters, newest first. `field`: values, values.ANC, visit, events …; `before`: the last id shown.

    `sought`: words that each line has to hold.
    """

    subject_id: int
    user: str = ""
    visit_id: int | None = None
    field: str = ""
    before: int = 0
    limit: int = PAGE
    sought: tuple[Sought, ...] = ()


@dataclass(frozen=True, slots=True)
class SubjectTrailPage:
    """Some lines, whether there are more behind them, and where the next page begins; of a first page the
    people of the whole trail by the name that they sign in by."""

    rows: tuple[SubjectTrailRow, ...]
    more: bool
    last: int
    people: Mapping[str, str] = field(default_factory=dict)
