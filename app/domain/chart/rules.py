"""What response rules put on the chart: limits of CR and PR, and which values may not support."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.domain.chart.course import LimitKind, Step
from app.domain.criteria.view import SubjectData
from app.domain.haemoglobin import lower_limit
from app.domain.protocol.response import (
    AboveBaseline,
    CriteriaRules,
    Criterion,
    Not,
    ResponseRules,
    RiseRules,
    Run,
    RunRules,
    Threshold,
)
from app.domain.timeline import study_day
from app.domain.values import dataclass

PRODUCT_OF = {"HB": "RBC", "PLT": "PLT"}


@dataclass(frozen=True, slots=True)
class RuleLimit:
    """A limit as the rules state it. `value` None: the lower limit of normal haemoglobin."""

    analyte: str
    kind: LimitKind
    op: str
    value: Decimal | None


def limits(rules: ResponseRules) -> tuple[RuleLimit, ...]:
    """The limits of CR and PR, one of each kind an analyte, CR first."""
    found: dict[tuple[str, LimitKind], RuleLimit] = {}
    for kind, criterion in _graded(rules):
        for limit in _of(criterion, kind, rules):
            found.setdefault((limit.analyte, limit.kind), limit)
    return tuple(sorted(found.values(), key=lambda limit: (limit.analyte, limit.kind)))


def _graded(rules: ResponseRules) -> Iterator[tuple[LimitKind, Criterion]]:
    if isinstance(rules, RunRules):
        for lineage in rules.lineages:
            for grade in lineage.grades:
                yield ("cr" if grade.status == "CR" else "pr"), grade.when
        return
    yield "cr", rules.cr
    if isinstance(rules, CriteriaRules):
        yield "pr", rules.pr


def _of(criterion: Criterion, kind: LimitKind, rules: ResponseRules) -> Iterator[RuleLimit]:
    if isinstance(criterion, Threshold):
        value = criterion.limit
        if value == "retic_severe":
            value = rules.retic_severe
        yield RuleLimit(criterion.analyte, kind, criterion.op, value if isinstance(value, Decimal) else None)
    elif isinstance(criterion, (Run, AboveBaseline)):
        yield RuleLimit(criterion.analyte, kind, criterion.op, criterion.limit)
    elif isinstance(criterion, Not):
        return  # what must not be is no limit to reach
    elif hasattr(criterion, "of"):
        for part in criterion.of:
            yield from _of(part, kind, rules)


def normal_steps(data: SubjectData, days: Sequence[date]) -> tuple[Step, ...]:
    """The lower limit of normal haemoglobin over the visit days.

    A new limit begins half way between two visits, never on the birthday: that would print the birth date.
    """
    settings, record = data.settings, data.record
    steps: list[Step] = []
    before: date | None = None
    for day in days:
        value = lower_limit(
            settings.hb_table, record.sex, record.birth_date, day, altitude_m=settings.altitude_m
        )
        if value is not None and (not steps or steps[-1].value != value):
            start = None
            if steps and before is not None:
                start = study_day(record.anchor, before + timedelta(days=(day - before).days // 2))
            steps.append(Step(start, value))
        before = day
    return tuple(steps)


def supports(data: SubjectData, rules: ResponseRules, *, analyte: str, day: date) -> bool:
    """Whether a value of this day may support a response: no transfusion cover, no growth factor."""
    if analyte == "ANC":
        return data.gcsf_course(day) is None
    product = PRODUCT_OF.get(analyte)
    if product is None:
        return True
    free = free_days(rules, analyte, product)
    earlier = [given for given in data.transfusion_days(product) if given <= day]
    return not earlier or (day - earlier[-1]).days >= free


def free_days(rules: ResponseRules, analyte: str, product: str) -> int:
    """Days after a transfusion of a product from which a value of an analyte may support a response."""
    if isinstance(rules, RiseRules):
        for lineage in rules.lineages:
            if lineage.analyte == analyte and lineage.free_of is not None:
                return lineage.free_days
    return rules.transfusion_free_days(product)
