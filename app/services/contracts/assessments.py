"""Stored verdicts, and the two views of one day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.domain.causes import Cause, Happening
    from app.domain.evidence import Verdict

Known = Literal["now", "then"]


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A stored verdict. `superseded_at` is set when a later entry changed the answer; the row stays."""

    id: int
    visit_id: int | None
    day: date
    study_day: int
    status: str
    flags: tuple[str, ...]
    official: bool
    why: str  # code of what brought it about: first, new_data, correction, amendment, day0
    computed_at: datetime
    superseded_at: datetime | None
    cause: Cause | None = None  # why it took another one's place, where that is known


@dataclass(frozen=True, slots=True)
class TwoViews:
    """The verdict of a day from what was known at its end and from all that is known now.

    `later` are the changes of data up to that day that were made after it; none: both know the same.
    """

    then: Verdict
    now: Verdict
    later: tuple[Happening, ...]
