"""The deviations of a subject, from its stored course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.dosing import limits_of
from app.domain.endings import EARLY_TERMINATION
from app.domain.quantities import BODY
from app.domain.schedule.deviations import Deviation, DoseFacts, VisitFacts, deviations
from app.domain.timeline import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.protocol.model import Template
    from app.services.contracts.subjects import Course, VisitRow


def of_course(course: Course, template: Template) -> tuple[Deviation, ...]:
    """Every deviation of a subject, by day."""
    titles = {row.id: row.title for row in course.visits}
    doses = [
        DoseFacts(
            row.visit_id,
            titles.get(row.visit_id, ""),
            row.day,
            row.cells_total / row.weight_kg if row.cells_total is not None and row.weight_kg else None,
            row.override.reason if row.override is not None else "",
        )
        for row in course.infusions
    ]
    return deviations(_visits(course), doses, limits_of(template))


def _visits(course: Course) -> Iterator[VisitFacts]:
    values: dict[int, set[str]] = {}
    absent: dict[int, dict[str, str]] = {}
    for row in course.counts:
        if row.value is not None:
            values.setdefault(row.visit_id, set()).add(row.analyte)
        else:
            absent.setdefault(row.visit_id, {})[row.analyte] = row.missing_note or row.missing
    measured = {
        (row.day, row.analyte) for row in course.counts if row.value is not None and row.analyte in BODY
    }
    for visit in course.visits:
        window = _window(visit)
        if window is None or visit.kind == EARLY_TERMINATION:
            continue
        missed = bool(visit.missed) and visit.actual is None
        yield VisitFacts(
            id=visit.id,
            title=visit.title,
            window=window,
            actual=visit.actual,
            missed=missed,
            assessments=visit.assessments,
            values=frozenset(values.get(visit.id, ()))
            | {code for on, code in measured if on == visit.actual},
            absent=absent.get(visit.id, {}),
            why=visit.missed if missed else visit.deviation,
            note=visit.missed_note if missed else visit.deviation_note,
        )


def _window(visit: VisitRow) -> Window | None:
    if visit.earliest is None or visit.target is None or visit.latest is None:
        return None
    return Window(visit.earliest, visit.target, visit.latest)
