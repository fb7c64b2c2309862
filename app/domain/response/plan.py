"""A template's rules compiled once; every subject and day of the template runs through the same plan."""

from app.domain.protocol.model import Template
from app.domain.protocol.response import CriteriaRules, ResponseRules, RiseRules, RunRules
from app.domain.response.by_criteria import CriteriaPlan
from app.domain.response.by_rises import RisePlan
from app.domain.response.by_runs import RunPlan
from app.domain.response.common import Plan

_KEPT = 32
_plans: dict[int, tuple[ResponseRules, Plan]] = {}


def plan_of(template: Template) -> Plan:
    """The plan of a template."""
    return plan_for(template.response)


def plan_for(rules: ResponseRules) -> Plan:
    """The plan of a response section; kept, because sections are immutable and few."""
    found = _plans.get(id(rules))
    if found is None:
        if len(_plans) >= _KEPT:
            _plans.clear()
        found = _plans[id(rules)] = (rules, _compile(rules))
    return found[1]


def _compile(rules: ResponseRules) -> Plan:
    if isinstance(rules, CriteriaRules):
        return CriteriaPlan(rules)
    if isinstance(rules, RunRules):
        return RunPlan(rules)
    assert isinstance(rules, RiseRules)
    return RisePlan(rules)
