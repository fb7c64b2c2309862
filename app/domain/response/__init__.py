"""The response of a subject on a day, with its evidence: a pure function of a template and a record."""

from collections.abc import Sequence
from datetime import date

from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Verdict
from app.domain.protocol.model import Template
from app.domain.record import PriorAssessment, SubjectRecord
from app.domain.response.plan import plan_of
from app.domain.response.priors import AssessmentDay, effective

__all__ = ["AssessmentDay", "Prepared", "assess", "course", "prepare"]


class Prepared:
    """A subject prepared once, so that verdicts of many days are cheap."""

    def __init__(self, template: Template, record: SubjectRecord) -> None:
        self._plan = plan_of(template)
        self._data = SubjectData(record, template.response)

    def on(self, day: date, priors: Sequence[PriorAssessment] | None = None) -> Verdict:
        """The verdict of a day from rows dated up to it. `priors` stand in for those of the record."""
        record = self._data.record
        given = record.prior_assessments if priors is None else priors
        view = DayView(self._data, day, effective(given, first=record.anchor, before=day))
        return self._plan.verdict(view)


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
    prepared = prepare(template, record)
    priors = list(record.prior_assessments)
    verdicts = []
    for planned in sorted(days):
        verdict = prepared.on(planned.day, priors)
        verdicts.append(verdict)
        if planned.official:
            priors.append(PriorAssessment(planned.day, verdict.status))
    return tuple(verdicts)
