"""Reading verdicts with their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.contracts.assessments import AssessmentRow, Known, TwoViews

if TYPE_CHECKING:
    from datetime import date

    from app.domain.definitions import Comparison
    from app.domain.evidence import Verdict
    from app.services.context import Context


__all__ = [
    "AssessmentRow",
    "Known",
    "TwoViews",
    "both",
    "definitions",
    "history",
    "on_day",
    "verdict_of_visit",
]


def history(context: Context, subject_id: int) -> tuple[AssessmentRow, ...]:
    """Every verdict of a subject, newest day first, superseded ones included."""
    from app.services import verdicts

    return verdicts.history(context, subject_id)


def verdict_of_visit(context: Context, visit_id: int) -> Verdict | None:
    """The standing verdict of a visit with its evidence, from the stored data; None when not yet made."""
    from app.services import verdicts

    return verdicts.verdict_of_visit(context, visit_id)


def on_day(context: Context, subject_id: int, day: date, *, known: Known = "now") -> Verdict:
    """The verdict of any day: from all that is known now, or `then`, as values stood at the end of that day.

    What was entered or corrected later is undone from the audit. Raises ServiceError `subject_unknown`,
    `nothing_known_then` (`day`, `first`: the day of the first entry).
    """
    from app.services import verdicts

    return verdicts.on_day(context, subject_id, day, known=known)


def both(context: Context, subject_id: int, day: date) -> TwoViews:
    """The verdict of a day as known then and now, and what has changed since. Raises as `on_day`."""
    from app.services import verdicts

    return verdicts.both(context, subject_id, day)


def definitions(
    context: Context, subject_id: int, day: date, *, known: Known = "now"
) -> tuple[Comparison, ...]:
    """The same day under the protocol, first, and under every named definition. Raises as `on_day`."""
    from app.services import definitions as work

    return work.of_day(context, subject_id, day, known=known)
