"""Writing versions of the consent form and consents, and what stands against them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.consent import SIGNERS, Consent, FormVersion, not_yet, of_protocol
from app.services import consent_rows, ending_rows, subject_records
from app.services.context import Changes
from app.services.contracts.endings import UNDO_REASONS
from app.services.errors import ServiceError
from app.services.transactions import changing
from app.storage import consents as stored
from app.storage import schema

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from app.services.context import Context
    from app.services.contracts.consents import ConsentDraft, FormDraft
    from app.services.contracts.visits import Reason
    from app.storage.change import Change
    from app.storage.courses import Whole


_NAMED = 5  # subjects that a refusal names


def add_form(context: Context, draft: FormDraft) -> Changes:
    """See `consents.add_form`."""
    with changing(context) as change:
        fields = _form_fields(draft, consent_rows.forms(change.connection))
        change.insert(schema.consent_form, **fields, entered_at=change.at)
    return Changes(study=True)


def correct_form(context: Context, was: FormVersion, draft: FormDraft, reason: Reason) -> Changes:
    """See `consents.correct_form`."""
    _check_reason(reason)
    with changing(context, reason) as change:
        if stored.form(change.connection, was.id) is None:
            raise ServiceError("form_unknown")
        others = [form for form in consent_rows.forms(change.connection) if form.id != was.id]
        fields = _form_fields(draft, others)
        _refuse_signed_before(change, was, draft)
        change.update(schema.consent_form, was.id, version=was.version, **fields)
    return Changes(study=True)


def record(context: Context, subject_id: int, draft: ConsentDraft) -> Changes:
    """See `consents.record`."""
    with changing(context) as change:
        rows = subject_records.whole(change.connection, subject_id)
        had = consent_rows.consents(change.connection, rows.subject)
        _check(context, change, rows, draft, others=had)
        fields = _fields(draft)
        change.insert(schema.consent, subject_id=subject_id, **fields, entered_at=change.at)
        change.touch(schema.subject, subject_id)
    return Changes(frozenset({subject_id}))


def correct(context: Context, subject_id: int, seen: Consent, draft: ConsentDraft, reason: Reason) -> Changes:
    """See `consents.correct`."""
    _check_reason(reason)
    with changing(context, reason) as change:
        rows = subject_records.whole(change.connection, subject_id)
        had = consent_rows.consents(change.connection, rows.subject)
        was = next((each for each in had if each.id == seen.id), None)
        if was is None:
            raise ServiceError("consent_unknown")
        if replace(was, version=seen.version) != seen:  # that of the enrolment shares its row with much else
            raise ServiceError("consent_stale")
        others = [each for each in had if each.id != seen.id]
        _check(context, change, rows, draft, others=others, was=was)
        if seen.id:
            change.update(schema.consent, seen.id, **_fields(draft))
            change.touch(schema.subject, subject_id)
        else:
            _check_first(rows, draft, others)
            label = draft.form.strip()
            change.update(
                schema.subject,
                subject_id,
                consent_version=label,
                consent_date=draft.day,
                assent=draft.assent,
            )
    return Changes(frozenset({subject_id}))


def _form_fields(draft: FormDraft, others: Collection[FormVersion]) -> dict[str, Any]:
    label = draft.label.strip()
    if not label:
        raise ServiceError("form_label_missing", fields=("label",))
    if draft.since is None:
        raise ServiceError("form_since_missing", fields=("since",))
    for other in others:
        same = (other.label.casefold(), other.protocol) == (label.casefold(), draft.protocol)
        if same or (other.since, other.protocol) == (draft.since, draft.protocol):
            raise ServiceError("form_twice", version=other.label, since=other.since)
    return {"label": label, "since": draft.since, "protocol": draft.protocol, "note": draft.note.strip()}


def _refuse_signed_before(change: Change, was: FormVersion, draft: FormDraft) -> None:
    """Refuse a correction by which a consent would be to a version that was not in force yet.

    One that was so before, of a version that was listed after it was signed, stands in the way of none.
    """
    if draft.since is None:
        return
    made = FormVersion(draft.label.strip(), draft.since, draft.protocol)
    before = consent_rows.forms(change.connection)
    after = (*(form for form in before if form.id != was.id), made)
    labels = {made.label, was.label}
    early = [
        row
        for row in stored.to_labels(change.connection, sorted(labels))
        if not_yet(after, row.protocol, label=row.signed, on=row.day) is not None
        and not_yet(before, row.protocol, label=row.signed, on=row.day) is None
    ]
    if early:
        codes = sorted({row.code for row in early})
        named = ", ".join(codes[:_NAMED]) + (", …" if len(codes) > _NAMED else "")
        first = early[0]
        raise ServiceError(
            "form_since_after_signed", version=first.signed, first=first.day, subjects=named, count=len(codes)
        )


def _fields(draft: ConsentDraft) -> dict[str, Any]:
    return {
        "consent_version": draft.form.strip(),
        "day": draft.day,
        "signed_by": draft.signed_by,
        "assent": draft.assent,
        "note": draft.note.strip(),
    }


def _check_reason(reason: Reason) -> None:
    if reason.code not in UNDO_REASONS or (reason.code == "other" and not reason.text.strip()):
        raise ServiceError("reason_missing", fields=("consent",))


def _check(
    context: Context,
    change: Change,
    rows: Whole,
    draft: ConsentDraft,
    *,
    others: Collection[Consent],
    was: Consent | None = None,
) -> None:
    """Refuse a consent that cannot be. `was`: the one that it corrects, `others`: the rest."""
    forms, protocol = consent_rows.forms(change.connection), rows.subject.protocol
    label, first = draft.form.strip(), was is not None and was.id == 0
    if rows.subject.state == "screen_failed" and was is None:
        raise ServiceError("consent_screen_failed", subject=rows.subject.code)
    listed = {form.label for form in of_protocol(forms, protocol)}
    if not label or (label not in listed and (was is None or label != was.form)):
        raise ServiceError("consent_form_unlisted", version=label, fields=("form",))
    if draft.day is None:
        raise ServiceError("consent_day_missing", fields=("day",))
    _check_day(rows, draft.day, context.today())
    stands = was is not None and (was.form, was.day) == (label, draft.day)  # listed after it was signed
    if not stands and (early := not_yet(forms, protocol, label=label, on=draft.day)):
        raise ServiceError("consent_day_before_form", version=early.label, since=early.since)
    before = rows.subject.consent_date
    if not first and before is not None and draft.day < before:
        raise ServiceError("consent_day_before_first", first=before)
    if any((each.form, each.day) == (label, draft.day) for each in others):
        raise ServiceError("consent_twice", version=label, day=draft.day)
    if not first and draft.signed_by not in SIGNERS:
        raise ServiceError("consent_signer_missing", fields=("signed_by",))


def _check_day(rows: Whole, day: date, today: date) -> None:
    left = ending_rows.of_rows(rows).left
    if day > today:
        raise ServiceError("consent_day_future", today=today)
    if rows.subject.birth_date is not None and day < rows.subject.birth_date:
        raise ServiceError("consent_day_before_birth", born=rows.subject.birth_date)
    if left is not None and day > left.day:
        raise ServiceError("consent_day_after_end", end=left.day)


def _check_first(rows: Whole, draft: ConsentDraft, later: Collection[Consent]) -> None:
    """The consent of the enrolment lies before everything that rests on it."""
    day, day0 = draft.day, rows.subject.day0
    if day is None:
        return
    if day0 is not None and day0 < day:
        raise ServiceError("day0_before_consent", consent=day)
    soonest = min((each.day for each in later if each.day is not None), default=None)
    if soonest is not None and soonest < day:
        raise ServiceError("consent_day_after_later", later=soonest)
