"""What the parts of a visit summary are made from, and the wordings that they share."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.criteria.view import DayView, SubjectData
from app.domain.timeline import study_day
from app.domain.values import dataclass
from app.services.charts import record_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from app.domain.evidence import Verdict
    from app.domain.grading.normal import Normal
    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.services.contracts.assessments import AssessmentRow
    from app.services.contracts.control import Query, VisitControl
    from app.services.contracts.subjects import Course, VisitRow


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of a stored value, from the audit. `reason` is a code, `note` what was written to it.

    `limits`: what changed are the limits of normal printed beside it.
    """

    old: str
    new: str
    at: datetime
    who: str
    reason: str
    note: str
    limits: bool = False


@dataclass(frozen=True)
class Basis:
    """One logged visit with all that its summary needs. `corrections` by the id of the value."""

    course: Course
    template: Template
    visit: VisitRow
    verdict: Verdict | None
    history: Sequence[AssessmentRow]
    corrections: Mapping[int, Sequence[Correction]]
    texts: Texts
    normals: Mapping[str, Normal] = field(default_factory=dict)  # limits of normal on the day
    control: VisitControl | None = None
    queries: Sequence[Query] = ()  # about the subject, closed ones too
    controls: Mapping[int, VisitControl] = field(default_factory=dict)  # of each logged visit

    @cached_property
    def on(self) -> date:
        """The day on which the visit took place."""
        assert self.visit.actual is not None  # the service refuses a visit that was not logged
        return self.visit.actual

    @cached_property
    def anchor(self) -> date:
        """Day 0, or the visit's own day before day 0 is set."""
        return self.course.subject.day0 or self.on

    @cached_property
    def view(self) -> DayView:
        """The counts as the engine sees them on the day."""
        data = SubjectData(record_of(self.course, self.anchor), self.template.response)
        return DayView(data, self.on)

    @cached_property
    def last_visit(self) -> date | None:
        """The day of the logged visit before this one."""
        earlier = [
            row.actual for row in self.course.visits if row.actual is not None and row.actual < self.on
        ]
        return max(earlier, default=None)

    def day(self, when: date) -> str:
        """D90, or "" before day 0 is set."""
        return "" if self.course.subject.day0 is None else self.texts.study_day(study_day(self.anchor, when))

    def dated(self, when: date) -> dict[str, object]:
        """`date` as ISO and `day` for a sentence."""
        return {"date": when.isoformat(), "day": self.day(when) or "–"}

    def since_last(self, when: date, visit_id: int | None = None) -> bool:
        """Whether something of a day belongs to this summary: after the visit before, up to this one."""
        if visit_id is not None and visit_id == self.visit.id:
            return True
        return when <= self.on and (self.last_visit is None or when > self.last_visit)


def span(start: date, stop: date) -> str:
    """2026-09-07 – 09-21: a range shares its year."""
    later = f"{stop:%m-%d}" if start.year == stop.year else stop.isoformat()
    return start.isoformat() if start == stop else f"{start.isoformat()} – {later}"
