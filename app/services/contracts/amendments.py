"""What a newer version of a protocol, or another day 0, would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from app.domain.protocol.differences import Difference
    from app.domain.schedule.replan import Move


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A verdict that would be another. `before` or `after` "": there is none on that side."""

    visit_id: int | None
    day: date
    study_day: int
    before: str
    after: str
    flags_before: tuple[str, ...]
    flags_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change for one subject. `version` is that of the subject's row, to see later changes."""

    subject_id: int
    code: str
    protocol: str
    version: int
    old: str  # protocol version, or day 0 as ISO
    new: str
    moves: tuple[Move, ...]
    verdicts: tuple[VerdictChange, ...]
    rules: tuple[Difference, ...] = ()
