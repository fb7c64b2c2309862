"""The visit calendar of one subject from its template, arm and anchors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.timeline import Window, add_months, date_of, study_day, window_around
from app.domain.values import dataclass

if TYPE_CHECKING:
    # Not at run time: the home page asks for the state of a visit, and needs no template.
    from datetime import date

    from app.domain.protocol.model import Template, Visit


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit with its dates.

    `plan_id` is the visit's id in the template, `day` the study day of the target. `assessment` says that the
    verdict of this visit counts as a prior assessment; `infusion` is the id of the treatment given;
    `assessments` are the analytes and examinations due.
    """

    plan_id: str
    title: str
    day: int
    window: Window
    assessment: bool
    infusion: str | None
    assessments: tuple[str, ...]
    series: str = "visit"
    source: str = ""


def plan(
    template: Template, *, arm: str | None, anchor: date, hsct: date | None = None
) -> tuple[PlannedVisit, ...]:
    """The visits of an arm in date order, those of one day in the order of the template.

    Visits before day 0 are part of it. A visit that counts from the transplant is left out without `hsct`,
    and where its window had closed before day 0: it was never due in this study. Raises
    KeyError for an arm that the template lacks.
    """
    arm_id = template.arm(arm).id
    planned = [
        _planned(visit, anchor=anchor, start=start)
        for visit in template.visits
        if (not visit.arms or arm_id in visit.arms) and (start := _start(visit, anchor, hsct)) is not None
    ]
    due = [v for v, visit in planned if visit.anchor == "day0" or v.window.latest >= anchor]
    return tuple(sorted(due, key=lambda visit: visit.window.target))


def visit_counts(template: Template) -> tuple[int, int]:
    """How many visits the arm with the fewest and the one with the most of them has."""
    counts = [
        sum(not visit.arms or arm.id in visit.arms for visit in template.visits) for arm in template.arms
    ]
    return min(counts), max(counts)


def needs_hsct(template: Template) -> bool:
    """Whether the plan needs the date of the transplant."""
    return any(visit.anchor == "hsct" for visit in template.visits)


def _start(visit: Visit, anchor: date, hsct: date | None) -> date | None:
    return anchor if visit.anchor == "day0" else hsct


def _planned(visit: Visit, *, anchor: date, start: date) -> tuple[PlannedVisit, Visit]:
    target = date_of(start, visit.day) if visit.months is None else add_months(start, visit.months)
    planned = PlannedVisit(
        plan_id=visit.id,
        title=visit.title,
        day=study_day(anchor, target),
        window=window_around(target, before=visit.before, after=visit.after),
        assessment=visit.assessment,
        infusion=visit.infusion,
        assessments=visit.assessments,
        series=visit.series,
        source=visit.source,
    )
    return planned, visit
