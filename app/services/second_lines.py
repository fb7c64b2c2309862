"""Counts that were typed twice: what still waits, what differs, and what a verdict says of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.contracts.control import SecondLine
from app.storage import controls

if TYPE_CHECKING:
    from datetime import date

    from app.domain.protocol.model import Template
    from app.services.contracts.control import VisitControl
    from app.services.contracts.subjects import VisitRow
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row

PENDING, DIFFERS, DONE = "pending", "differs", "done"
SAME, KEPT = "same", "kept"
FLAG = "second_entry_pending"  # a qualifier of the verdict until it is done


def is_open(connection: Connection, rows: Whole, visit: Row, template: Template) -> bool:
    """Whether a visit still waits for its second entry."""
    if not controls.settings(connection).second_entry:
        return False
    return states(connection, rows, template).get(visit.id, DONE) != DONE


def states(connection: Connection, rows: Whole, template: Template) -> Mapping[int, str]:
    """pending, differs or done of each logged assessment visit with counts that decide."""
    stored = controls.second_values(connection, rows.subject.id)
    found = {}
    for visit in rows.visits:
        if visit.actual is None or not visit.assessment:
            continue
        if own := lines(rows, visit, template, stored):
            found[visit.id] = _state(own)
    return found


def waiting(controlled: Mapping[int, VisitControl]) -> frozenset[int]:
    """The visits whose second entry is not done."""
    return frozenset(key for key, each in controlled.items() if each.second_entry in (PENDING, DIFFERS))


def flagged(visit: VisitRow, open_ones: Collection[int]) -> VisitRow:
    """A visit with the qualifier that its verdict carries until its second entry is done."""
    return replace(visit, flags=(*visit.flags, FLAG)) if visit.status and visit.id in open_ones else visit


def flags_of_day(connection: Connection, rows: Whole, template: Template, day: date) -> tuple[str, ...]:
    """The qualifier of a day's verdict, where a second entry of that day is not done."""
    open_ones = {key for key, state in states(connection, rows, template).items() if state != DONE}
    return (FLAG,) if any(row.id in open_ones and row.actual == day for row in rows.visits) else ()


def firsts(rows: Whole, visit: Row, template: Template) -> dict[str, Row]:
    """The stored counts that decide a response, by analyte, in the order of the template."""
    own = {row.analyte: row for row in rows.counts if row.visit_id == visit.id}
    return {code: own[code] for code in template.response.counts if code in own}


def of_visit(stored: controls.Rows, visit_id: int) -> dict[str, Row]:
    """The second entries of a visit, by analyte."""
    return {row.analyte: row for row in stored if row.visit_id == visit_id}


def lines(rows: Whole, visit: Row, template: Template, stored: controls.Rows) -> tuple[SecondLine, ...]:
    """Each count of a visit that is typed twice, beside its second entry."""
    seconds = of_visit(stored, visit.id)
    return tuple(
        _line(code, first, seconds.get(code)) for code, first in firsts(rows, visit, template).items()
    )


def _line(code: str, first: Row, second: Row | None) -> SecondLine:
    if second is None:
        return SecondLine(code, said(first), "", PENDING)
    decided = bool(second.kept) and second.kept == said(first)
    state = SAME if _same(first, second) else KEPT if decided else DIFFERS
    why = (second.kept_code, second.kept_text) if state == KEPT else ("", "")
    return SecondLine(code, said(first), said(second), state, second.user_name, *why)


def _same(first: Row, second: Row) -> bool:
    """One number in one unit, however it was typed; or neither has a value."""
    if first.value is None or second.value is None:
        return first.value is None and second.value is None
    return (first.value, first.bound) == (second.value, second.bound)


def said(row: Row) -> str:
    """A count as it was entered, or why there is none."""
    return f"{row.entered_value} {row.entered_unit}" if row.value is not None else row.missing


def _state(lines: tuple[SecondLine, ...]) -> str:
    kinds = {line.state for line in lines}
    return PENDING if PENDING in kinds else DIFFERS if DIFFERS in kinds else DONE
