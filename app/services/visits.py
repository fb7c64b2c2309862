"""Logging a visit: checking, previewing, saving, correcting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.contracts.saving import Saved
from app.services.contracts.visits import (
    EventEntry,
    InfusionEntry,
    MedicationEntry,
    Previous,
    Reason,
    SignedOverride,
    TransfusionEntry,
    ValueEntry,
    VisitDraft,
    VisitForm,
)

if TYPE_CHECKING:
    from datetime import date

    from app.domain.evidence import Verdict
    from app.domain.plausibility import Problem
    from app.services.context import Changes, Context


__all__ = [
    "EventEntry",
    "InfusionEntry",
    "MedicationEntry",
    "Previous",
    "Reason",
    "Saved",
    "SignedOverride",
    "TransfusionEntry",
    "ValueEntry",
    "VisitDraft",
    "VisitForm",
    "check",
    "form",
    "mark_missed",
    "preview",
    "record",
    "save",
    "take_back_missed",
]


def form(
    context: Context, *, subject_id: int, visit_id: int | None, kind: str = "", day: date | None = None
) -> VisitForm:
    """Open the form of a planned visit, of one logged before, or of an unscheduled one (`visit_id` None).

    `kind` "early_termination": of a new visit outside the plan that ends the participation. `day`: the one
    that what stands before the visit is read for, its stored one or today unless told.
    """
    from app.services import visit_forms

    return visit_forms.form(context, subject_id=subject_id, visit_id=visit_id, kind=kind, day=day)


def check(context: Context, draft: VisitDraft) -> tuple[Problem, ...]:
    """What stands against saving; paths as in `values.HB`, `transfusions.0.day`, `day`, `reason`."""
    from app.services import visit_saving

    return visit_saving.check(context, draft)


def preview(context: Context, draft: VisitDraft) -> Verdict:
    """The verdict of the draft's day if it were saved now; an unusable or questioned value is unknown."""
    from app.services import visit_saving

    return visit_saving.preview(context, draft)


def record(context: Context, draft: VisitDraft) -> tuple[int, Changes]:
    """Save the visit and assess the subject again in the same transaction; the visit's id.

    A change of a stored value needs `reason`. Raises ServiceError `refused` (`problems`: open questions too),
    `reason_missing` (`fields`), `stale` (somebody saved in between), `visit_unknown`, `subject_unknown`,
    `last_visit_exists` (a second early-termination visit), `disk_full`, `study_read_only`, `study_in_use`.
    """
    from app.services import access, visit_saving

    access.require(context, "visits.record")
    return visit_saving.record(context, draft)


def save(context: Context, draft: VisitDraft, *, kept_as: str) -> Saved:
    """As `record`; in the same transaction the draft of key `kept_as` is forgotten and the subject read."""
    from app.services import access, visit_saving

    access.require(context, "visits.record")
    return visit_saving.save(context, draft, kept_as=kept_as)


def mark_missed(context: Context, visit_id: int, reason: Reason) -> Changes:
    """Mark a planned visit as missed, with the reason."""
    from app.services import access, missed_visits

    access.require(context, "visits.mark_missed")
    return missed_visits.mark_missed(context, visit_id, reason)


def take_back_missed(context: Context, visit_id: int, reason: Reason) -> Changes:
    """Take the mark of `mark_missed` off a visit, with the reason. Raises ServiceError `visit_not_missed`."""
    from app.services import access, missed_visits

    access.require(context, "visits.mark_missed")
    return missed_visits.take_back_missed(context, visit_id, reason)
