"""The audit trail as people read it: its lines, what a check of it found, the history of one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.trail import Found, KnownHead, Sought, TrailReport
from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

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
]
PAGE = 200


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One line. `old` and `new` as stored, but for the number of a protocol version, which is named;
    `hidden`: an identity that is not for the reader.

    `user` is the name that `who` signs in by. `item` is what the row is of: an analyte, a product, a drug, a
    kind. `set_back`: written while the clock stood before an earlier entry.
    """

    id: int
    at: datetime
    who: str
    action: str
    table: str
    row_id: int | None
    subject: str
    field: str
    old: str | None
    new: str | None
    reason_code: str
    reason_text: str
    hidden: bool = False
    item: str = ""
    visit_id: int | None = None
    visit_title: str = ""
    user: str = ""
    set_back: bool = False


@dataclass(frozen=True, slots=True)
class TrailQuery:
    """Filters of the list, newest first. `before` is the id of the last line of the page before."""

    user: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None
    before: int = 0
    limit: int = PAGE
    sought: tuple[Sought, ...] = ()


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some lines, and whether there are more behind them."""

    rows: tuple[TrailRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: people by the name that they sign in by, and actions."""

    users: Mapping[str, str]
    actions: tuple[str, ...]
    visits: tuple[str, ...] = ()  # their titles, to find lines by


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A verdict that a change gave or took back: its day, what it was ("" for none) and what it is."""

    day: date
    study_day: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class PastValue:
    """A value as it once stood: who entered it, when, for which day, why it took another one's place.

    `text` is as it was typed, `missing` the code of why there was none; `late` when it was entered more days
    after the event than the study calls timely; `set_back` when the clock stood before an earlier entry.
    """

    at: datetime
    who: str
    day: date | None
    text: str
    unit: str
    missing: str
    missing_note: str
    reason_code: str
    reason_text: str
    late: bool
    verdicts: tuple[VerdictChange, ...]
    changes: tuple[tuple[str, str, str], ...] = ()  # of another row than a value: field, what was, what is
    set_back: bool = False
    reference: str = ""  # limits of normal as printed beside it
    table: str = "count_value"


@dataclass(frozen=True, slots=True)
class ValueHistory:
    """All that a value of a visit, or another row of one, has been, newest first. `analyte` is "" for a row
    of `table`."""

    analyte: str
    visit: str
    day: date | None
    values: tuple[PastValue, ...]
    table: str = ""
