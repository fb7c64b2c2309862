"""Sign-offs in the transaction that changes data: what no longer holds is marked void, with why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import visit_content
from app.services.contracts.control import LOCKED, SIGNED, VERIFIED
from app.services.errors import ServiceError
from app.storage import controls, schema

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from app.domain.evidence import Verdict
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row, Rows

DATA_CHANGED, VERDICT_CHANGED = "data_changed", "verdict_changed"


def standing(connection: Connection, rows: Whole) -> Rows:
    """The sign-offs of a subject's visits that hold."""
    return controls.standing_sign_offs(connection, rows.subject.id)


def refuse_locked(given: Rows, rows: Whole, visits: Collection[int]) -> None:
    """Raise ServiceError `visit_locked` (visit) when a change touches one that `given` says is locked."""
    held = {row.visit_id for row in given if row.kind == LOCKED}
    for visit_id in visits:
        if visit_id in held:
            visit = rows.visit(visit_id)
            raise ServiceError("visit_locked", visit=visit.title if visit is not None else "")


def is_completed(given: Rows, visit_id: int | None) -> bool:
    """Whether somebody has said that everything of a visit is entered."""
    return visit_id is not None and any(row.visit_id == visit_id for row in given)


def recheck(change: Change, rows: Whole, verdicts: Mapping[int, Row | Verdict]) -> None:
    """Void every verification and signature whose content is another one now.

    `rows` are the subject's as the change has left them, `verdicts` those that stand now by visit.
    """
    given = [row for row in standing(change.connection, rows) if row.kind in (VERIFIED, SIGNED)]
    for visit_id in dict.fromkeys(row.visit_id for row in given):
        visit = rows.visit(visit_id)
        if visit is None or visit.actual is None:
            continue
        data = visit_content.data_digest(rows, visit)
        signed = visit_content.signed_digest(rows, visit, verdicts.get(visit.id))
        own = {row.kind: row for row in given if row.visit_id == visit_id}
        same = VERIFIED in own and own[VERIFIED].digest == data
        if VERIFIED in own and not same:
            void(change, own[VERIFIED].id, DATA_CHANGED)
        if SIGNED in own and own[SIGNED].digest != signed:
            void(change, own[SIGNED].id, VERDICT_CHANGED if same else DATA_CHANGED)


def void(change: Change, row_id: int, code: str, text: str = "") -> None:
    """Mark a sign-off as one that no longer holds."""
    change.update(schema.sign_off, row_id, voided_at=change.at, void_code=code, void_text=text)
