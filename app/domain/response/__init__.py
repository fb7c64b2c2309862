"""The response of a subject on a day, with its evidence: a pure function of a template and a record."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter

from app.domain.criteria.days import Days
from app.domain.criteria.standing import Standing
from app.domain.criteria.view import SubjectData
from app.domain.evidence import Verdict
from app.domain.protocol.model import Template
from app.domain.record import PriorAssessment, SubjectRecord
from app.domain.response.common import Judged
from app.domain.response.plan import plan_of
from app.domain.response.priors import AssessmentDay, History

__all__ = ["AssessmentDay", "Prepared", "assess", "course", "prepare"]


class Prepared:
    """A subject prepared once, so that verdicts of many days are cheap."""

    def __init__(self, template: Template, record: SubjectRecord) -> None:
        self._plan = plan_of(template)
        self._data = SubjectData(record, template.response)
        self._own: History | None = None

    def on(self, day: date, priors: Sequence[PriorAssessment] | None = None) -> Verdict:
        """The verdict of a day from rows dated up to it. `priors` stand in for those of the record."""
        if priors is not None:
            return self._after(History(self._data.record.anchor, priors).before(day), day)
        if self._own is None:
            self._own = History(self._data.record.anchor, self._data.record.prior_assessments)
        return self._after(self._own.before(day), day)

    def _after(self, standing: Standing, day: date) -> Verdict:
        """The verdict of a day, given what the earlier assessments say."""
        return self.along([day])(0, standing)

    def along(self, days: Sequence[date]) -> Judged:
        """What gives the verdict of each of many days by its place, once its earlier assessments stand."""
        return self._plan.judge(Days(self._data, days))


def prepare(template: Template, record: SubjectRecord) -> Prepared:
    """A subject ready for the verdicts of many days."""
    return Prepared(template, record)


def assess(template: Template, record: SubjectRecord, on: date) -> Verdict:
    """The verdict of one day, with the record's own earlier assessments."""
    return prepare(template, record).on(on)


def course(template: Template, record: SubjectRecord, days: Sequence[AssessmentDay]) -> tuple[Verdict, ...]:
    """The verdicts of many days in date order; each official one is a prior of the later (A4 item 7).

    The record's own prior assessments (signed overrides) count beside them.
    """
    ordered = sorted(days, key=attrgetter("day"))
    history = History(record.anchor)
    signed = sorted(record.prior_assessments, key=attrgetter("day"), reverse=True)
    verdicts: list[Verdict] = []
    judged = prepare(template, record).along([planned.day for planned in ordered])
    for at, planned in enumerate(ordered):
        day = planned.day
        while signed and signed[-1].day < day:
            history.add(signed.pop())
        verdict = judged(at, history.before(day))
        verdicts.append(verdict)
        if planned.official:
            history.add(PriorAssessment(day, verdict.status))
    return tuple(verdicts)
