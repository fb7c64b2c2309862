"""Versions of the consent form, and what a subject has signed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.contracts.consents import ConsentDraft, Due, FormDraft, Signed

if TYPE_CHECKING:
    from app.domain.consent import Consent, FormVersion
    from app.services.context import Changes, Context
    from app.services.contracts.visits import Reason

__all__ = ["CORRECT", "FORMS", "RECORD", "ConsentDraft", "Due", "FormDraft", "Signed"]

FORMS = "consents.change_forms"
RECORD = "consents.record"
CORRECT = "consents.correct"


def forms(context: Context) -> tuple[FormVersion, ...]:
    """The versions of the study's consent form, newest first."""
    from app.services import consent_rows
    from app.services.transactions import reading

    with reading(context) as connection:
        return consent_rows.forms(connection)


def add_form(context: Context, draft: FormDraft) -> Changes:
    """Add a version of the consent form.

    Raises ServiceError `not_allowed`, `form_label_missing`, `form_since_missing`, `form_twice` (version).
    """
    from app.services import access, consent_changes

    access.require(context, FORMS)
    return consent_changes.add_form(context, draft)


def correct_form(context: Context, was: FormVersion, draft: FormDraft, reason: Reason) -> Changes:
    """Correct a version as it was read, with a reason. What subjects signed stays as it was written.

    Raises ServiceError as `add_form` does, `form_since_after_signed` (version, first, subjects, count),
    `reason_missing`, `form_unknown`, `stale`.
    """
    from app.services import access, consent_changes

    access.require(context, FORMS)
    return consent_changes.correct_form(context, was, draft, reason)


def of_subject(context: Context, subject_id: int) -> Signed:
    """What a subject has signed. Raises ServiceError `subject_unknown`."""
    from app.services import consent_rows, subject_records
    from app.services.transactions import reading

    with reading(context) as connection:
        rows = subject_records.whole(connection, subject_id)
        return consent_rows.signed(connection, rows, on=context.today())


def record(context: Context, subject_id: int, draft: ConsentDraft) -> Changes:
    """Record that a subject has consented again.

    Raises ServiceError `not_allowed`, `subject_unknown`, `consent_screen_failed`, `consent_form_unlisted`,
    `consent_twice` (version, day), `consent_signer_missing`, and of its day `consent_day_missing`,
    `consent_day_future` (today), `consent_day_before_form` (version, since), `consent_day_before_birth`,
    `consent_day_before_first` (first), `consent_day_after_end` (end).
    """
    from app.services import access, consent_changes

    access.require(context, RECORD)
    return consent_changes.record(context, subject_id, draft)


def correct(context: Context, subject_id: int, seen: Consent, draft: ConsentDraft, reason: Reason) -> Changes:
    """Correct a consent, with a reason; `seen`: as it was read.

    Raises ServiceError as `record` does, `reason_missing`, `consent_unknown`, `consent_stale`, and of that of
    the enrolment `day0_before_consent`, `consent_day_after_later` (later).
    """
    from app.services import access, consent_changes

    access.require(context, CORRECT)
    return consent_changes.correct(context, subject_id, seen, draft, reason)
