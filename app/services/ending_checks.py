"""What stands against an end of a subject's participation as it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import DEATH, KINDS, REASONS, WITHDREW_TREATMENT
from app.services import ending_rows
from app.services.contracts.endings import UNDO_REASONS
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.endings import Ending, Ends
    from app.services.contracts.endings import EndingDraft
    from app.services.contracts.visits import Reason
    from app.storage.courses import Whole


def check(rows: Whole, draft: EndingDraft, stands: Ends, *, today: date) -> None:
    """Refuse an end that cannot be. `stands`: the ends besides the one that it corrects."""
    if rows.subject.day0 is None:
        raise ServiceError("ending_not_enrolled", subject=rows.subject.code)
    if draft.kind not in KINDS:
        raise ServiceError("ending_reason_missing", fields=("kind",))
    _check_others(draft, stands)
    first = rows.subject.consent_date or rows.subject.day0
    if draft.day > today:
        raise ServiceError("ending_day_future", today=today)
    if draft.day < first:
        raise ServiceError("ending_day_early", first=first)
    if ending_rows.is_last_contact(draft.kind):
        seen = max((day for day in _seen(rows) if day <= today), default=draft.day)
        if seen > draft.day:
            raise ServiceError("ending_day_seen", day=seen)


def check_why(draft: EndingDraft) -> None:
    """Refuse an end without its reason, in words where the code says nothing."""
    if draft.reason not in REASONS.get(draft.kind, ()):
        raise ServiceError("ending_reason_missing", fields=("reason",))
    if draft.reason == "other" and not draft.note.strip():
        raise ServiceError("ending_note_missing", fields=("note",))


def check_reason(reason: Reason) -> None:
    """Refuse a correction or a return without why, in words where the code says nothing."""
    if reason.code not in UNDO_REASONS or (reason.code == "other" and not reason.text.strip()):
        raise ServiceError("reason_missing", fields=("ending",))


def _check_others(draft: EndingDraft, stands: Ends) -> None:
    """One end of its kind: who has left leaves no second time, but a death may become known later."""
    held: Ending | None = stands.left
    if held is not None and held.kind != DEATH and draft.kind == DEATH:
        held = None
    if held is None and draft.kind == WITHDREW_TREATMENT:
        held = stands.treatment
    if held is not None:
        raise ServiceError("ending_exists", kind=held.kind, day=held.day)


def _seen(rows: Whole) -> Iterator[date]:
    """The days on which the subject was there: its visits and what was given to it."""
    yield from (row.actual for row in rows.visits if row.actual is not None)
    yield from (row.day for name in ("transfusions", "infusions") for row in rows.logs[name])
