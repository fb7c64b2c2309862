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
class Override:
    """A status that a person signed for in place of the automatic one. `name`: of who signed.

    `other_data`: the automatic verdict is another one now than the one that was seen.
    """

    id: int
    automatic: str
    status: str
    name: str
    at: datetime
    reason_code: str
    reason_text: str
    other_data: bool = False
    undone_at: datetime | None = None
    undone_by: str = ""
    undo_text: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A stored verdict. `superseded_at` is set when a later entry changed the answer; the row stays.

    `status` is the automatic one; `overrides`: what was signed for in its place, oldest first.
    """

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
    overrides: tuple[Override, ...] = ()

    @property
    def override(self) -> Override | None:
        """The one that stands in its place; a superseded verdict has none."""
        if self.superseded_at is not None:
            return None
        return next((each for each in self.overrides if each.undone_at is None), None)

    @property
    def said(self) -> str:
        """The status that holds: the signed one, else the automatic one."""
        return self.override.status if self.override is not None else self.status


@dataclass(frozen=True, slots=True)
class TwoViews:
    """The verdict of a day from what was known at its end and from all that is known now.

    `later` are the changes of data up to that day that were made after it; none: both know the same.
    """

    then: Verdict
    now: Verdict
    later: tuple[Happening, ...]
