"""Ending a subject's participation: withdrawal, loss to follow-up, death, early termination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.contracts.endings import UNDO_REASONS, EndingDraft, Following, Told

if TYPE_CHECKING:
    from app.domain.endings import Ending
    from app.services.context import Changes, Context
    from app.services.contracts.visits import Reason

__all__ = ["CORRECT", "END", "UNDO", "UNDO_REASONS", "EndingDraft", "Following", "Told"]

END = "endings.end"
CORRECT = "endings.correct"
UNDO = "endings.undo"


def preview(context: Context, draft: EndingDraft, *, instead: Ending | None = None) -> Following:
    """What an end would bring about; `instead`: in place of one that stands. Nothing is written.

    Raises ServiceError as `end` does, but asks for no reason.
    """
    from app.services import ending_changes

    return ending_changes.preview(context, draft, instead=instead)


def history(context: Context, subject_id: int) -> tuple[Told, ...]:
    """Every end that was entered but deaths, oldest first, undone ones included."""
    from app.services import ending_changes

    return ending_changes.history(context, subject_id)


def end(context: Context, draft: EndingDraft) -> Changes:
    """End the participation of a subject. A death is stored as the event that it is.

    Raises ServiceError `not_allowed`, `subject_unknown`, `ending_not_enrolled`, `ending_exists` (kind, day),
    `ending_reason_missing`, `ending_day_future` (today), `ending_day_early` (first),
    `ending_day_seen` (day: something of the subject is dated later than its last contact or death).
    """
    from app.services import access, ending_changes

    access.require(context, END)
    return ending_changes.end(context, draft)


def correct(context: Context, was: Ending, draft: EndingDraft, reason: Reason) -> Changes:
    """Put a corrected end in the place of one that stands; the former stays in the record as undone.

    Raises ServiceError as `end` does, `reason_missing`, `ending_unknown`, `visit_locked`, and
    `ending_in_visit` (visit) for a death that a visit's form holds: it is corrected there.
    """
    from app.services import access, ending_changes

    access.require(context, CORRECT)
    return ending_changes.correct(context, was, draft, reason)


def undo(context: Context, subject_id: int, was: Ending, reason: Reason) -> Changes:
    """Take an end back: the planned visits are expected again. It stays in the record, marked as undone.

    Raises ServiceError `not_allowed`, `reason_missing`, `ending_unknown`, `ending_in_visit` (visit).
    """
    from app.services import access, ending_changes

    access.require(context, UNDO)
    return ending_changes.undo(context, subject_id, was, reason)
