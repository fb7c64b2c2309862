"""What a subject was enrolled for: the severity by counts and marrow, else what the protocol treats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.grading import severity
from app.domain.values import dataclass

if TYPE_CHECKING:
    from app.domain.protocol.model import EligibilityCriterion, Template
    from app.domain.record import SubjectRecord

COUNTS, CRITERION, CONDITION = "counts", "criterion", "condition"
RELAPSED_REFRACTORY = "RRAA"
_REFRACTORY = "refractory"  # the id that the criterion bears in every template that has one
_SEVERE = frozenset({"SAA", "VSAA"})


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`code`: VSAA, SAA, NSAA, RRAA or the condition of the template.

    `basis`, where it comes from: counts (with the marrow, Camitta), criterion (`said`: the words of the
    inclusion criterion that was met) or condition (of the protocol).
    """

    code: str
    basis: str
    said: str = ""


def diagnosis(template: Template, record: SubjectRecord, *, enrolled: bool) -> Diagnosis:
    """The diagnosis at the entry. `enrolled`: the inclusion criteria were met."""
    if template.condition != "aplastic_anaemia":
        return Diagnosis(template.condition, CONDITION)
    refractory = next((each for each in template.eligibility if each.id == _REFRACTORY), None)
    if refractory is not None and enrolled:
        return Diagnosis(RELAPSED_REFRACTORY, CRITERION, refractory.text)
    found = severity_at_entry(template, record)
    if found != "NE":
        return Diagnosis(found, COUNTS)
    severe = next(filter(_asks_severity, template.eligibility), None)
    if severe is not None and enrolled:
        return Diagnosis("SAA", CRITERION, severe.text)
    return Diagnosis(template.condition, CONDITION)


def severity_at_entry(template: Template, record: SubjectRecord) -> str:
    """VSAA, SAA, NSAA or NE on day 0, by the values that can be the baseline."""
    rules = template.response
    settings = rules.model_copy(update={"lookback_days": rules.baseline_lookback_days})
    return severity(record, record.anchor, settings=settings, retic_below=rules.severity_retic).status


def _asks_severity(criterion: EligibilityCriterion) -> bool:
    """Whether it is met by severe disease alone; very severe disease is severe, too."""
    rule = criterion.rule
    named = set(rule.values) if rule is not None and rule.kind == "severity_in" else set()
    return criterion.kind == "inclusion" and bool(named) and named <= _SEVERE
