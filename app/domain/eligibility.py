"""Whether a subject may be enrolled, criterion by criterion: data answer where they can, a person elsewhere.

An unknown criterion never counts as met. Every criterion is evaluated, so that all that stands in the way
is seen.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from app.domain import grading
from app.domain.comparison import compare
from app.domain.evidence import Fact
from app.domain.protocol.model import EligibilityCriterion, EligibilityRule, Template
from app.domain.record import Measurement, SubjectRecord
from app.domain.timeline import age_months
from app.domain.truth import FALSE, UNKNOWN, Truth, known, negation
from app.domain.values import dataclass

Choice = Literal["present", "absent", "unknown"]
_NUMBERED = re.compile(r"[IE]-?[0-9]+[a-z]?")


def numbers(criteria: Sequence[EligibilityCriterion]) -> Mapping[str, str]:
    """What each criterion is called by its id: I-1, E-3.

    Ids that are words of a template (`drug_reaction`) are counted through, each kind from 1.
    """
    if all(_NUMBERED.fullmatch(criterion.id) for criterion in criteria):
        return {criterion.id: criterion.id for criterion in criteria}
    found: dict[str, str] = {}
    for kind, letter in (("inclusion", "I"), ("exclusion", "E")):
        own = [criterion.id for criterion in criteria if criterion.kind == kind]
        found |= {name: f"{letter}-{at}" for at, name in enumerate(own, start=1)}
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's answer: what the criterion names is present, absent or not known yet; None: not answered."""

    criterion_id: str
    value: Choice | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EligibilityFacts:
    """What is known on the day of screening (or consent, once given). Later values are not used."""

    on: date
    birth_date: date | None = None
    record: SubjectRecord | None = None


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """The answer to one criterion. `verdict` TRUE lets the subject pass: inclusion met, or exclusion absent.

    `present` says whether what the criterion names is there. `reason` is a code that says why the answer is
    unknown; `missing` lists the analytes (and MARROW) that a severity lacked.
    """

    criterion: EligibilityCriterion
    answered_by: Literal["data", "user"]
    verdict: Truth
    present: Truth
    observed: tuple[Fact, ...] = ()
    reason: str | None = None
    note: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Finding:
    """What data say about a rule."""

    present: Truth
    observed: tuple[Fact, ...] = ()
    reason: str | None = None
    missing: tuple[str, ...] = ()


def evaluate(
    template: Template, answers: Iterable[Answer], facts: EligibilityFacts
) -> tuple[CriterionResult, ...]:
    """Every criterion of a template in its order. The last answer to a criterion counts.

    A criterion with a rule is answered by data alone: a person enters the value, never the verdict.
    """
    given = {answer.criterion_id: answer for answer in answers}
    return tuple(
        _by_data(template, criterion, given.get(criterion.id), facts)
        if criterion.rule is not None
        else _by_user(criterion, given.get(criterion.id))
        for criterion in template.eligibility
    )


def blocking(results: Iterable[CriterionResult]) -> tuple[CriterionResult, ...]:
    """The criteria that stop enrolment: failed ones first, then unknown ones."""
    seen = tuple(results)
    failed = tuple(result for result in seen if result.verdict is FALSE)
    return failed + tuple(result for result in seen if result.verdict is UNKNOWN)


def _passes(criterion: EligibilityCriterion, present: Truth) -> Truth:
    return present if criterion.kind == "inclusion" else negation(present)


def _by_user(criterion: EligibilityCriterion, answer: Answer | None) -> CriterionResult:
    present, reason = UNKNOWN, None
    if answer is None or answer.value is None:
        reason = "not_answered"
    elif answer.value == "unknown":
        reason = "not_known_yet"
    else:
        present = known(answer.value == "present")
    note = answer.note if answer is not None else ""
    return CriterionResult(criterion, "user", _passes(criterion, present), present, reason=reason, note=note)


def _by_data(
    template: Template, criterion: EligibilityCriterion, answer: Answer | None, facts: EligibilityFacts
) -> CriterionResult:
    found = _find(template, criterion.rule, facts) if criterion.rule is not None else _Finding(UNKNOWN)
    return CriterionResult(
        criterion=criterion,
        answered_by="data",
        verdict=_passes(criterion, found.present),
        present=found.present,
        observed=found.observed,
        reason=found.reason,
        note=answer.note if answer is not None else "",
        missing=found.missing,
    )


def _find(template: Template, rule: EligibilityRule, facts: EligibilityFacts) -> _Finding:
    match rule.kind:
        case "age_between":
            return _age(rule, facts)
        case "severity_in":
            return _severity(template, rule, facts)
        case "analyte":
            return _analyte(rule, facts)


def _age(rule: EligibilityRule, facts: EligibilityFacts) -> _Finding:
    """Completed years in [low, high]; the fact carries completed months."""
    birth = facts.birth_date
    if birth is None:
        return _Finding(UNKNOWN, reason="birth_date_missing")
    if birth > facts.on:
        return _Finding(UNKNOWN, reason="birth_after_screening")
    months = age_months(birth, facts.on)
    years = months // 12
    inside = (rule.low is None or years >= rule.low) and (rule.high is None or years <= rule.high)
    return _Finding(known(inside), (Fact("birth", "age", birth, Decimal(months), "mo"),))


def _severity(template: Template, rule: EligibilityRule, facts: EligibilityFacts) -> _Finding:
    """Severity by counts and marrow, read with the windows and wash-outs of the template."""
    if facts.record is None:
        return _Finding(UNKNOWN, reason="counts_missing", missing=("ANC", "PLT", "RETIC_ABS", "MARROW"))
    verdict = grading.severity(
        facts.record, facts.on, settings=template.response, retic_below=template.response.severity_retic
    )
    observed = tuple(dict.fromkeys(fact for node in verdict.evidence.walk() for fact in node.observed))
    if verdict.status != "NE":
        return _Finding(known(verdict.status in rule.values), observed)
    reason = "counts_missing" if verdict.missing else "severity_undecided"
    if verdict.missing == ("MARROW",):
        reason = "marrow_missing"
    return _Finding(UNKNOWN, observed, reason, verdict.missing)


def _analyte(rule: EligibilityRule, facts: EligibilityFacts) -> _Finding:
    if rule.analyte is None or rule.op is None or rule.limit is None:
        raise ValueError("an analyte rule needs analyte, op and limit")
    latest = _latest(rule.analyte, facts)
    if latest is None:
        return _Finding(UNKNOWN, reason="value_missing", missing=(rule.analyte,))
    got = latest.quantity
    fact = Fact(
        kind="analyte",
        subject=rule.analyte,
        day=latest.day,
        value=got.value,
        unit=got.unit,
        bound=got.bound,
        entered_value=got.entered_value,
        entered_unit=got.entered_unit,
    )
    if rule.within_days is not None and (facts.on - latest.day).days > rule.within_days:
        return _Finding(UNKNOWN, (fact,), "value_too_old", (rule.analyte,))
    present = compare(got.value, got.bound, rule.op, rule.limit)
    return _Finding(present, (fact,), "bound_undecided" if present is UNKNOWN else None)


def _latest(code: str, facts: EligibilityFacts) -> Measurement | None:
    """The newest value up to the day; of one day the lowest, the one with < first on a tie."""
    rows = facts.record.measurements if facts.record is not None else ()
    seen = [row for row in rows if row.analyte == code and row.day <= facts.on]
    return min(
        seen,
        key=lambda row: (facts.on - row.day, row.quantity.value, row.quantity.bound != "<"),
        default=None,
    )
