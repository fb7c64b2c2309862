"""Enrolling a subject, or keeping a screen failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.contracts.enrolment import EnrolmentDraft, Identity, Stop

if TYPE_CHECKING:
    from app.domain.eligibility import CriterionResult
    from app.domain.schedule import PlannedVisit
    from app.services.context import Changes, Context


__all__ = [
    "EnrolmentDraft",
    "Identity",
    "Stop",
    "calendar",
    "criteria",
    "enrol",
    "keep_screen_failure",
    "propose_code",
    "stops",
]


def propose_code(context: Context) -> str:
    """The next free code of the site's pattern."""
    from app.services import enrolling

    return enrolling.propose_code(context)


def criteria(context: Context, draft: EnrolmentDraft) -> tuple[CriterionResult, ...]:
    """Eligibility, criterion by criterion, for the draft as it stands."""
    from app.services import enrolment_checks

    return enrolment_checks.criteria(context, draft)


def calendar(context: Context, draft: EnrolmentDraft) -> tuple[PlannedVisit, ...]:
    """The visits that enrolment would plan. Raises ServiceError `day0_missing`."""
    from app.services import enrolling

    return enrolling.calendar(context, draft)


def stops(context: Context, draft: EnrolmentDraft) -> tuple[Stop, ...]:
    """Everything that stands against enrolment; empty when it may go ahead."""
    from app.services import consent_rows, enrolment_checks
    from app.services.transactions import reading
    from app.storage import courses

    with reading(context) as connection:
        taken, forms = courses.codes(connection), consent_rows.forms(connection)
    return enrolment_checks.stops(context, draft, taken=taken, forms=forms)


def enrol(context: Context, draft: EnrolmentDraft) -> tuple[int, Changes]:
    """Enrol and plan the visits; the new subject's id.

    Raises ServiceError `not_eligible`, `code_taken`, `enrolment_incomplete`, each with `stops`;
    `protocol_unknown`, `protocol_faulty`, `disk_full`, `study_read_only`, `study_in_use`.
    """
    from app.services import access, enrolling

    access.require(context, "enrolment.enrol")
    return enrolling.enrol(context, draft)


def keep_screen_failure(context: Context, draft: EnrolmentDraft, *, reason: str) -> tuple[int, Changes]:
    """Store the subject as a screen failure with the answers and the reason.

    Code, sex and birth date must be there; a consent may lack, not be of an impossible day.
    Raises ServiceError `failure_reason_missing` and those of `enrol`.
    """
    from app.services import access, enrolling

    access.require(context, "enrolment.keep_screen_failure")
    return enrolling.keep_screen_failure(context, draft, reason=reason)
