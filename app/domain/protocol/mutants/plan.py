"""Changes of the windows of visits, and of the rules of eligibility that data answer."""

from collections.abc import Iterator

from app.domain.protocol.faults import Location
from app.domain.protocol.model import EligibilityCriterion, Template, Visit
from app.domain.protocol.mutants.steps import STRICT, Change, days, each_out, limit


def plan_changes(template: Template) -> Iterator[Change]:
    for index, visit in enumerate(template.visits):
        yield from _visit(visit, ("visits", index))
    for index, criterion in enumerate(template.eligibility):
        yield from _eligibility(criterion, ("eligibility", index))


def _visit(visit: Visit, place: Location) -> Iterator[Change]:
    if visit.months is None:
        yield from (((*place, "day"), visit.day + sign) for sign in (-1, 1))
    else:
        yield from (((*place, "months"), visit.months + sign) for sign in (-1, 1))
    for side in ("before", "after"):
        yield from days((*place, side), getattr(visit, side))


def _eligibility(criterion: EligibilityCriterion, place: Location) -> Iterator[Change]:
    rule = criterion.rule
    if rule is None:
        return
    where: Location = (*place, "rule")
    if rule.kind == "age_between":
        for key in ("low", "high"):
            if (age := getattr(rule, key)) is not None:
                yield from days((*where, key), age)
    elif rule.kind == "severity_in":
        yield from each_out((*where, "values"), rule.values)
    else:
        yield from limit((*where, "limit"), rule.limit, rule.analyte or "")
        if rule.op is not None:
            yield (*where, "op"), STRICT[rule.op]
        if rule.within_days is not None:
            yield from days((*where, "within_days"), rule.within_days)
