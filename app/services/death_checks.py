"""What stands against a death in a visit form, and against what was given after one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import DEATH
from app.domain.plausibility import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from app.services.contracts.visits import VisitDraft
    from app.storage.courses import Whole
    from app.storage.rows import Row


def died_elsewhere(rows: Whole, draft: VisitDraft) -> date | None:
    """The death that is entered elsewhere than in this form."""
    own = {entry.id for entry in draft.events if entry.id is not None}
    elsewhere = (
        row.day
        for row in rows.logs["events"]
        if row.type == DEATH
        and row.id not in own
        and (row.visit_id is None or row.visit_id != draft.visit_id)
    )
    return min(elsewhere, default=None)


def seen_elsewhere(rows: Whole, visit_id: int | None) -> date | None:
    """The last day on which another visit saw the subject, or something was given to it."""
    days = [row.actual for row in rows.visits if row.actual is not None and row.id != visit_id]
    days += [
        row.day
        for name in ("transfusions", "infusions")
        for row in rows.logs[name]
        if row.visit_id is None or row.visit_id != visit_id
    ]
    return max(days, default=None)


def check(
    draft: VisitDraft, stored: Mapping[int, Row], *, died: date | None, seen: date | None
) -> Iterator[Problem]:
    """`died` and `seen` as entered elsewhere. One that stands as it was stored passes."""
    told: date | None = None  # by a line above
    for number, event in enumerate(draft.events):
        if event.type != DEATH:
            continue
        path = f"events.{number}.day"
        known, told = told or died, told or event.day
        held = stored.get(event.id) if event.id is not None else None
        if held is not None and (held.type, held.day) == (DEATH, event.day):
            continue
        if known is not None:
            yield Problem(path, "death_known", "refused", {"died": known})
        elif seen is not None and event.day < seen and not event.day_known:  # an exact day is asked for first
            yield Problem(path, "seen_after_death", "refused", {"day": event.day, "seen": seen})
    dead = min((day for day in (died, told) if day is not None), default=None)
    if dead is not None:
        yield from _given(draft, dead)


def _given(draft: VisitDraft, died: date) -> Iterator[Problem]:
    for name in ("transfusions", "infusions"):
        for number, entry in enumerate(getattr(draft, name)):
            if entry.day > died:
                params = {"day": entry.day, "died": died}
                yield Problem(f"{name}.{number}.day", "after_death", "refused", params)
