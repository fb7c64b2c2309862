"""How a participation ended: what is typed, and what would follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.domain.endings import Ending
    from app.domain.response.outcomes import Outcomes

# Why an end is corrected or taken back; the codes of a corrected value.
UNDO_REASONS = ("transcription_error", "source_corrected", "new_information", "query_response", "other")


@dataclass(frozen=True, slots=True)
class EndingDraft:
    """An end as typed. `kind` and `reason` are codes of `domain.endings`; `day` as in `Ending`.

    `last_visit`: plan an early-termination visit as well.
    """

    subject_id: int
    kind: str
    day: date
    reason: str
    note: str = ""
    last_visit: bool = False


@dataclass(frozen=True, slots=True)
class Following:
    """What an end would bring about. `visits`: titles of the planned visits that would no longer be expected.

    `before` and `after` are the outcomes without and with it; None before day 0.
    """

    visits: tuple[str, ...]
    before: Outcomes | None
    after: Outcomes | None


@dataclass(frozen=True, slots=True)
class Told:
    """An end with who entered it; `undone_*` where it holds no longer."""

    ending: Ending
    name: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str = ""
    undo_code: str = ""
    undo_text: str = ""
