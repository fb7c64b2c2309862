"""Signing for a status in place of the automatic one, and taking that back. Both need a reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.context import Changes
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from app.services.context import Context
    from app.services.contracts.visits import Reason
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Row

# Who may sign is in the table of roles under these names.
OVERRIDE = "verdicts.override"
UNDO = "verdicts.undo_override"
STATUSES = ("CR", "PR", "NR", "RELAPSE", "CLONAL_EVOLUTION", "NE")
REASONS = ("clinical_judgement", "known_elsewhere", "other_cause", "artefact", "committee", "other")
# What the signature says (21 CFR 11.50 a 3); the words are those of `override.meaning`.
MEANING = "status_overridden"


def override(
    context: Context, assessment_id: int, *, status: str, reason: Reason, passphrase: str
) -> Changes:
    """Sign for a status in place of a standing automatic verdict, which stays; later verdicts count it.

    Raises ServiceError `not_allowed`, `reason_missing`, `override_same` (status), `override_unknown`,
    `override_exists`, `visit_locked`, `cannot_confirm`, `wait`.
    """
    from app.services import access, signing, visit_content
    from app.services.transactions import changing, signature
    from app.storage import schema

    access.require(context, OVERRIDE)
    _check_reason(reason)
    if status not in STATUSES:
        raise ServiceError("override_unknown")
    signing.confirm(context, passphrase)
    with changing(context, reason) as change:
        rows, visit, verdict = _standing(change, assessment_id)
        if verdict.status == status:
            raise ServiceError("override_same", status=status)
        if verdict.visit_id in rows.overrides:
            raise ServiceError("override_exists")
        change.insert(
            schema.verdict_override,
            subject_id=verdict.subject_id,
            visit_id=verdict.visit_id,
            assessment_id=verdict.id,
            day=verdict.day,
            automatic=verdict.status,
            status=status,
            **signature(context, change),
            meaning=MEANING,
            digest=visit_content.signed_digest(rows, visit, verdict),
            reason_code=reason.code,
            reason_text=reason.text.strip(),
        )
        assessed = _again(change, verdict, old=verdict.status, new=status)
    return Changes(frozenset({verdict.subject_id}), frozenset({verdict.visit_id}), assessed)


def undo(context: Context, override_id: int, *, reason: Reason) -> Changes:
    """Let the automatic status hold again; the override stays in the record, marked as undone.

    Raises ServiceError `not_allowed`, `reason_missing`, `override_unknown`, `visit_locked`.
    """
    from app.services import access
    from app.services.transactions import changing, undone
    from app.storage import courses, schema

    access.require(context, UNDO)
    if not reason.text.strip():
        raise ServiceError("reason_missing", fields=("override",))
    with changing(context, reason) as change:
        signed = courses.override_row(change.connection, override_id)
        if signed is None or signed.undone_at is not None:
            raise ServiceError("override_unknown")
        rows = courses.whole(change.connection, signed.subject_id)
        verdict = (
            next((row for row in rows.standing if row.visit_id == signed.visit_id), None) if rows else None
        )
        if rows is None or verdict is None:
            raise ServiceError("override_unknown")
        _refuse_locked(change, rows, signed.visit_id)
        change.update(
            schema.verdict_override,
            signed.id,
            **undone(context, change, reason),
        )
        assessed = _again(change, verdict, old=signed.status, new=verdict.status)
    return Changes(frozenset({signed.subject_id}), frozenset({signed.visit_id}), assessed)


def _check_reason(reason: Reason) -> None:
    if reason.code not in REASONS or not reason.text.strip():
        raise ServiceError("reason_missing", fields=("override",))


def _standing(change: Change, assessment_id: int) -> tuple[Whole, Row, Row]:
    """A subject's rows, and one of its verdicts that stand with its visit."""
    from app.storage import courses

    subject_id = courses.subject_of_verdict(change.connection, assessment_id)
    rows = courses.whole(change.connection, subject_id) if subject_id is not None else None
    verdict = next((row for row in rows.standing if row.id == assessment_id), None) if rows else None
    visit = rows.visit(verdict.visit_id) if rows is not None and verdict is not None else None
    if rows is None or verdict is None or visit is None:
        raise ServiceError("override_unknown")
    _refuse_locked(change, rows, visit.id)
    return rows, visit, verdict


def _refuse_locked(change: Change, rows: Whole, visit_id: int) -> None:
    from app.services import sign_offs

    sign_offs.refuse_locked(sign_offs.standing(change.connection, rows), rows, (visit_id,))


def _again(change: Change, verdict: Row, *, old: str, new: str) -> frozenset[int]:
    """Later verdicts rest on this one: give them anew, with the reason that an earlier one changed."""
    from app.domain.causes import EARLIER
    from app.services import reassessing, subject_records
    from app.services.because import PlanChanged

    rows = subject_records.whole(change.connection, verdict.subject_id)
    params = {"day": verdict.day.isoformat(), "old": old, "new": new}
    return reassessing.reassess(
        change, rows, since=verdict.day, why=reassessing.CORRECTION, because=PlanChanged(EARLIER, params)
    )
