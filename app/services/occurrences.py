"""Events with their grades against the baseline, and the worst laboratory grades since day 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import DEATH
from app.domain.grading import gvhd_record
from app.domain.grading.serious import ASKED, serious
from app.domain.grading.shift import Occurred, shifts, standing
from app.domain.partial_dates import kept
from app.services.contracts.courses import EventLine, EventSheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from app.domain.grading.normal import Normal
    from app.domain.grading.shift import Shift
    from app.domain.protocol.model import Template
    from app.services.contracts.assessments import AssessmentRow
    from app.services.contracts.subjects import Course, EventRow

__all__ = ["GROUPS", "EventLine", "EventSheet", "sheet"]

GROUPS = ("adverse_event", "infection", "gvhd", "relapse", "death", "ending", "other")
_RELAPSE = frozenset({"csa_dependence", "clonal_evolution", "disease_relapse", "second_line", "hsct"})


def sheet(
    course: Course,
    template: Template,
    history: Sequence[AssessmentRow],
    *,
    normals: Mapping[str, Normal],
) -> EventSheet:
    """What happened to a subject. `normals`: the limits by which laboratory values are graded."""
    lines = [*_lines(course), *_relapses(history), *_endings(course)]
    lines.sort(key=lambda line: (line.day, line.row.id if line.row is not None else 0), reverse=True)
    anchor = course.subject.day0
    found: tuple[Shift, ...] = ()
    if anchor is not None:
        lookback = template.response.baseline_lookback_days
        printed = {(row.analyte, row.day): row for row in course.counts if row.entered_range}
        found = shifts(
            template.ctcae,
            _values(course),
            anchor=anchor,
            limits=normals,
            lookback=lookback,
            printed=printed,
        )
    return EventSheet(tuple(lines), found, template.ctcae)


def group_of(kind: str) -> str:
    """The group of an event's kind: one of GROUPS."""
    if kind in GROUPS:
        return kind
    return "relapse" if kind in _RELAPSE else "other"


def _lines(course: Course) -> Iterator[EventLine]:
    anchor = course.subject.day0
    occurred = {row.id: Occurred(_name(row), row.day, row.grade) for row in course.events}
    for row in course.events:
        judged = anchor is not None and row.type in ASKED  # the disease's own course is no side effect
        judged = judged and not _straddles(row, anchor)
        stood = standing(occurred[row.id], occurred.values(), anchor=anchor) if judged and anchor else None
        yield EventLine(
            row=row,
            visit_id=row.visit_id,
            day=row.day,
            group=group_of(row.type),
            grade=row.grade,
            criteria=_criteria(row),
            baseline=stood.baseline if stood is not None else None,
            emergent=stood.emergent if stood is not None else None,
            serious=serious(row.type, row.grade, row.details),
        )


def _straddles(row: EventRow, anchor: date | None) -> bool:
    """Whether nobody can tell if it began before day 0 or after: its day is not exact."""
    told = kept(row.day, row.day_known)
    return anchor is not None and told.first < anchor and (told.last is None or told.last >= anchor)


def _name(row: EventRow) -> str:
    """What makes two events the same: their term, or their kind with what was written."""
    return f"{row.type}:{row.term or row.note.strip().casefold()}"


def _criteria(row: EventRow) -> str:
    if row.type == "gvhd":
        return gvhd_record.CRITERIA.get(row.term, "")
    return f"CTCAE v{row.ctcae}" if row.ctcae else ""


def _relapses(history: Sequence[AssessmentRow]) -> Iterator[EventLine]:
    """The first verdict of each relapse: later ones that say the same tell nothing new."""
    standing_rows = sorted(
        (row for row in history if row.superseded_at is None), key=lambda row: (row.day, row.id)
    )
    before = ""
    for row in standing_rows:
        if row.said == "RELAPSE" and before != "RELAPSE" and row.visit_id is not None:
            yield EventLine(None, row.visit_id, row.day, "relapse", None, "", None, None, "no")
        before = row.said


def _endings(course: Course) -> Iterator[EventLine]:
    """How the participation ended; a death stands there as the event that it is."""
    for each in (course.ends.left, course.ends.treatment):
        if each is not None and each.kind != DEATH:
            yield EventLine(None, each.visit_id, each.day, "ending", None, "", None, None, "no", each)


def _values(course: Course) -> dict[str, list[tuple[date, Decimal]]]:
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for row in course.counts:
        if row.value is not None and not row.bound:
            found.setdefault(row.analyte, []).append((row.day, row.value))
    return found
