"""The days on which a response ended: when the relapse rule first became true, when a response was lost.

Assessments see such a day only afterwards. A relapse dates from the day on which its rule became true (second
transfusion day, second panel, event day; A4 item 7), a loss from the first value that no longer responds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.criteria.standing import standing_of
from app.domain.criteria.view import DayView, SubjectData
from app.domain.protocol.model import Template
from app.domain.protocol.response import CriteriaRules
from app.domain.record import PriorAssessment, SubjectRecord
from app.domain.response.plan import plan_of
from app.domain.response.priors import effective
from app.domain.response.relapse import find_relapse

_LOST = frozenset({"response_lost", "lost_after_recovery"})
_RESPONDING = frozenset({"CR", "PR"})


@dataclass(frozen=True, slots=True)
class Turn:
    """A day and the code of the rule that became true on it."""

    day: date
    rule: str


class Course:
    """A subject's rows and the assessments given, ready to be asked for many days."""

    def __init__(
        self, template: Template, record: SubjectRecord, given: Sequence[PriorAssessment], *, until: date
    ) -> None:
        self.template, self.record, self.given, self.until = template, record, given, until
        self._data = SubjectData(record, template.response)

    def view(self, day: date) -> DayView:
        """What was to be seen on a day, assessments before it included."""
        priors = effective(self.given, first=self.record.anchor, before=day)
        return DayView(self._data, day, standing_of(priors))

    def first_relapse(self, response: date) -> Turn | None:
        """The first day after a response on which the relapse rule was true; None for templates without."""
        rules = self.template.response
        if not isinstance(rules, CriteriaRules) or rules.relapse is None:
            return None
        for day, dated in sorted(set(self._relapse_days(rules.relapse.events, response))):
            flag = find_relapse(self.view(day), rules.relapse)
            if flag is not None:
                return Turn(dated if flag == "csa_dependence" else day, flag)
        return None

    def first_loss(self, response: date) -> Turn | None:
        """The first day after a response without one, the relapse rule apart.

        Templates with a relapse rule lose a response at an assessment only; the others on any day of values.
        """
        plan = plan_of(self.template)
        for day in self._loss_days(response):
            verdict = plan.verdict(self.view(day))
            lost = next((flag for flag in verdict.flags if flag in _LOST), None)
            if lost is not None and verdict.status not in _RESPONDING and verdict.status != "NE":
                return Turn(day, lost)
        return None

    def _relapse_days(self, events: tuple[str, ...], response: date) -> Iterator[tuple[date, date]]:
        """Days to ask, each with the day that a relapse by an event would date from.

        An event on the very day of the response counts from the next day on, dated as it happened.
        """
        record = self.record
        for event in record.events:
            if event.type in events and response <= event.day <= self.until:
                yield max(event.day, response + timedelta(days=1)), event.day
        days = {row.day for row in record.measurements} | {row.day for row in record.transfusions}
        yield from ((day, day) for day in days if response < day <= self.until)

    def _loss_days(self, response: date) -> list[date]:
        record, rules = self.record, self.template.response
        days = {given.day for given in self.given}
        if not isinstance(rules, CriteriaRules):
            days |= {row.day for row in record.measurements if row.analyte in rules.counts}
            days |= {row.day for row in record.transfusions}
        return sorted(day for day in days if response < day <= self.until)
