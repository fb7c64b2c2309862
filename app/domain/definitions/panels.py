"""Definitions that ask for two panels: what the definition itself says of earlier panel days.

The verdicts of a protocol's visits are not those of another definition. Where one asks for two counts some
days apart, its own answers on earlier panel days take the place of earlier assessments.
"""

from collections.abc import Iterator
from datetime import date

from app.domain.criteria.view import DayView, SubjectData
from app.domain.protocol.response import ResponseRules
from app.domain.record import PriorAssessment
from app.domain.response.plan import plan_for
from app.domain.response.priors import FLAG_CONFIRM_DAYS

_WORSE = frozenset({"NR", "PENDING", "RELAPSE", "CLONAL_EVOLUTION"})
_RESPONSES = frozenset({"CR", "PR"})


def own_priors(data: SubjectData, rules: ResponseRules, on: date) -> tuple[PriorAssessment, ...]:
    """The definition's answers on the panel days before `on`, as far back as they can confirm anything."""
    once, apart = _once(rules), rules.confirm_days or FLAG_CONFIRM_DAYS
    found: list[PriorAssessment] = []
    for day in _panel_days(data, rules, on):
        status = plan_for(once).verdict(DayView(data, day)).status
        found.append(PriorAssessment(day, status))
        if status in _WORSE or (status in _RESPONSES and (on - day).days >= apart):
            break
    return tuple(reversed(found))


_KEPT: dict[int, tuple[ResponseRules, ResponseRules]] = {}


def _once(rules: ResponseRules) -> ResponseRules:
    """The rules without the second panel; made once."""
    if id(rules) not in _KEPT:
        _KEPT[id(rules)] = (rules, rules.model_copy(update={"confirm_days": 0}))
    return _KEPT[id(rules)][1]


def _panel_days(data: SubjectData, rules: ResponseRules, on: date) -> Iterator[date]:
    """Days before `on`, newest first, that have the first two counts of the definition measured."""
    needed = [set(data.series(analyte).days) for analyte in rules.counts[:2]]
    shared = set.intersection(*needed) if needed else set()
    yield from sorted((day for day in shared if data.record.anchor <= day < on), reverse=True)
