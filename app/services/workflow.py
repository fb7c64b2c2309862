"""The control of a visit: in work, complete, verified, signed, locked; each step keeps its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import access, controlling, second_lines, sign_offs, subject_records, visit_content
from app.services.context import Changes
from app.services.contracts.control import COMPLETE, IN_WORK, LOCKED, SIGNED, STAGES, VERIFIED
from app.services.errors import ServiceError
from app.services.transactions import changing, signature
from app.storage import controls, courses, schema

if TYPE_CHECKING:
    from app.services.context import Context
    from app.services.contracts.visits import Reason
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Row

# What a signature says (21 CFR 11.50 a 3); the words are those of `workflow.meaning.<code>`.
MEANING = "data_reviewed"


def complete(context: Context, visit_id: int, *, version: int) -> Changes:
    """Say that everything of a visit is entered. From then on every change needs a reason.

    All steps raise ServiceError `not_allowed`, `visit_unknown`, `visit_not_logged`, `stale` when the visit is
    not at the `version` that the person saw, `stage_earlier` while the step before is due, `stage_later` and
    `visit_locked` when it is past this one.
    """
    access.require(context, "visits.complete")
    with changing(context) as change:
        rows, visit = _visit(change, visit_id, version, needed=IN_WORK)
        _add(context, change, visit, COMPLETE, digest=visit_content.data_digest(rows, visit))
    return _changed(visit)


def verify(context: Context, visit_id: int, *, version: int) -> Changes:
    """Say that the data were compared with the source. Raises `queries_open` (count) too."""
    access.require(context, "visits.verify")
    with changing(context) as change:
        rows, visit = _visit(change, visit_id, version, needed=COMPLETE)
        _refuse_open(change, visit)
        _add(context, change, visit, VERIFIED, digest=visit_content.data_digest(rows, visit))
    return _changed(visit)


def sign(context: Context, visit_id: int, *, version: int, passphrase: str) -> Changes:
    """Sign for the data of a visit, with the passphrase entered again.

    Raises `cannot_confirm`, `wait`, `queries_open` (count) and `second_entry_open` too.
    """
    from app.services import signing

    access.require(context, "visits.sign")
    signing.confirm(context, passphrase)
    with changing(context) as change:
        rows, visit = _visit(change, visit_id, version, needed=VERIFIED)
        _refuse_open(change, visit)
        template = subject_records.template_of(change.connection, rows)
        if second_lines.is_open(change.connection, rows, visit, template):
            raise ServiceError("second_entry_open", visit=visit.title)
        verdict = next((row for row in rows.standing if row.visit_id == visit.id), None)
        digest = visit_content.signed_digest(rows, visit, verdict)
        _add(context, change, visit, SIGNED, digest=digest, meaning=MEANING)
    return _changed(visit)


def lock(context: Context, visit_id: int, *, version: int) -> Changes:
    """Let nobody change a signed visit."""
    access.require(context, "visits.lock")
    with changing(context) as change:
        rows, visit = _visit(change, visit_id, version, needed=SIGNED)
        _add(context, change, visit, LOCKED, digest=visit_content.data_digest(rows, visit))
    return _changed(visit)


def unlock(context: Context, visit_id: int, *, reason: Reason) -> Changes:
    """Open a locked visit again. Its signature stands until something changes. Raises `reason_missing`."""
    access.require(context, "visits.unlock")
    if not reason.code or not reason.text.strip():
        raise ServiceError("reason_missing", fields=("unlock",))
    with changing(context, reason) as change:
        _rows, visit = _visit(change, visit_id, None, needed=LOCKED)
        held = [
            row
            for row in controls.standing_sign_offs(change.connection, visit.subject_id)
            if row.visit_id == visit.id and row.kind == LOCKED
        ]
        for row in held:
            sign_offs.void(change, row.id, reason.code, reason.text.strip())
    return _changed(visit)


def _visit(change: Change, visit_id: int, version: int | None, *, needed: str) -> tuple[Whole, Row]:
    """A subject's rows and one of its logged visits, which stands where the step needs it to."""
    subject_id = courses.subject_of_visit(change.connection, visit_id)
    rows = courses.whole(change.connection, subject_id) if subject_id is not None else None
    visit = rows.visit(visit_id) if rows is not None else None
    if rows is None or visit is None:
        raise ServiceError("visit_unknown", visit=visit_id)
    if visit.actual is None:
        raise ServiceError("visit_not_logged", visit=visit.title)
    if version is not None and visit.version != version:
        raise ServiceError("stale", visit=visit.title, version=visit.version)
    standing = controls.standing_sign_offs(change.connection, rows.subject.id)
    stage = controlling.stage_of(row.kind for row in standing if row.visit_id == visit_id)
    if stage != needed:
        later = STAGES.index(stage) > STAGES.index(needed)
        code = "visit_locked" if stage == LOCKED else "stage_later" if later else "stage_earlier"
        raise ServiceError(code, visit=visit.title, stage=stage, needed=needed)
    return rows, visit


def _refuse_open(change: Change, visit: Row) -> None:
    if count := controls.open_queries_of_visit(change.connection, visit.id):
        raise ServiceError("queries_open", visit=visit.title, count=count)


def _add(context: Context, change: Change, visit: Row, kind: str, *, digest: str, meaning: str = "") -> None:
    change.insert(
        schema.sign_off,
        subject_id=visit.subject_id,
        visit_id=visit.id,
        kind=kind,
        **signature(context, change),
        meaning=meaning,
        digest=digest,
    )


def _changed(visit: Row) -> Changes:
    return Changes(frozenset({visit.subject_id}), frozenset({visit.id}))
