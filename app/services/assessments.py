"""Reading verdicts with their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.domain.evidence import Verdict
    from app.services.context import Context


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
    why: str  # code of what brought it about: first, new_data, correction …
    computed_at: datetime
    superseded_at: datetime | None


def history(context: Context, subject_id: int) -> tuple[AssessmentRow, ...]:
    """Every verdict of a subject, newest day first, superseded ones included."""
    from app.services import verdicts

    return verdicts.history(context, subject_id)


def verdict_of_visit(context: Context, visit_id: int) -> Verdict | None:
    """The standing verdict of a visit with its evidence, from the stored data; None when not yet made."""
    from app.services import verdicts

    return verdicts.verdict_of_visit(context, visit_id)


def on_day(context: Context, subject_id: int, day: date) -> Verdict:
    """The verdict of any day from all that is known now."""
    from app.services import verdicts

    return verdicts.on_day(context, subject_id, day)
