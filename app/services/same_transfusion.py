"""Two lines about one transfusion: product, units and day are the same. Asked about once, never refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.plausibility import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from app.services.contracts.visits import VisitDraft
    from app.storage.courses import Whole
    from app.storage.rows import Row

    Given = tuple[date, str, Decimal]


def standing(draft: VisitDraft, stored: Mapping[int, Row]) -> tuple[bool, ...]:
    """Which lines of a form are stored as they stand: those were answered for when they were saved."""
    return tuple(
        entry.id is not None
        and (row := stored.get(entry.id)) is not None
        and (row.day, row.product, row.units) == entry.given
        for entry in draft.transfusions
    )


def elsewhere(rows: Whole, visit_id: int | None) -> dict[Given, date | None]:
    """What other visits logged: each transfusion with the day of its visit."""
    found: dict[Given, date | None] = {}
    for row in rows.logs["transfusions"]:
        if row.visit_id is None or row.visit_id != visit_id:
            visit = rows.visit(row.visit_id) if row.visit_id is not None else None
            found[row.day, row.product, row.units] = visit.actual if visit is not None else None
    return found


def asked(
    path: str,
    number: int,
    draft: VisitDraft,
    stands: Sequence[bool],
    others: Mapping[Given, date | None],
) -> Iterator[Problem]:
    """The question about one line: the second of two in the form, or one that another visit logged."""
    given = draft.transfusions[number].given
    above = (
        place < number or stands[place]
        for place, entry in enumerate(draft.transfusions)
        if place != number and entry.given == given
    )
    if any(above):
        yield Problem(path, "same_transfusion_here", "question")
    elif given in others:
        visit_day = others[given]
        code = "same_transfusion" if visit_day is not None else "same_transfusion_stored"
        yield Problem(path, code, "question", {} if visit_day is None else {"visit_day": visit_day})


def answered(rows: Whole, draft: VisitDraft, stored: Mapping[int, Row]) -> frozenset[int]:
    """The lines of a form, by their number, that somebody kept when asked about; `rows` are from before."""
    stands, others = standing(draft, stored), elsewhere(rows, draft.visit_id)
    return frozenset(
        number
        for number, entry in enumerate(draft.transfusions)
        if entry.kept and not stands[number] and any(asked("", number, draft, stands, others))
    )
