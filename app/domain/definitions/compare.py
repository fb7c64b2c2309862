"""One subject and day under the protocol's rules and under every other definition of its condition."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.criteria import compile_criterion, compile_group, on_day
from app.domain.criteria.standing import standing_of
from app.domain.criteria.view import DayView, SubjectData
from app.domain.definitions.differing import Difference, difference
from app.domain.definitions.panels import own_priors
from app.domain.definitions.recovery import recovery
from app.domain.diagnosis import severity_at_entry
from app.domain.evidence import Evidence, Verdict
from app.domain.protocol.definition import (
    CriterionAnswer,
    DateAnswer,
    Definition,
    ReadingAnswer,
    StatusAnswer,
    changed,
)
from app.domain.protocol.model import Template
from app.domain.protocol.response import AboveBaseline, CriteriaRules, ResponseRules
from app.domain.record import PriorAssessment, SubjectRecord
from app.domain.response.plan import plan_for
from app.domain.response.priors import effective
from app.domain.truth import Truth

TO_COMPARE, SEVERITY_UNKNOWN = "to_compare", "severity_unknown"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer of one definition.

    `definition` None: the protocol itself, which sets the status. `kind`: status, criterion or date; the
    answer is `status`, or `met`, or `reached` (None: not reached, or open where `met` is unknown). `applies`
    False: shown to compare only, `note` says why. `difference`: what makes it differ, None for nothing.
    """

    definition: Definition | None
    kind: str
    verdict: Verdict
    met: Truth
    status: str = ""
    reached: date | None = None
    applies: bool = True
    note: str = ""
    difference: Difference | None = None

    @property
    def verified(self) -> bool:
        """Whether its wording was read in its source."""
        return self.definition is None or self.definition.verified

    @property
    def evidence(self) -> Evidence:
        """The tree behind the answer."""
        return self.verdict.evidence


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every definition is asked about."""

    template: Template
    record: SubjectRecord
    data: SubjectData
    on: date
    priors: tuple[PriorAssessment, ...]
    own: Verdict
    since: date | None
    log_from: date | None


def side_by_side(
    template: Template,
    record: SubjectRecord,
    on: date,
    definitions: Iterable[Definition],
    *,
    priors: Sequence[PriorAssessment] | None = None,
    since: date | None = None,
    log_from: date | None = None,
) -> tuple[Comparison, ...]:
    """The protocol first, then every definition written for its condition and the severity at day 0.

    `priors` stand in for the record's own. Dates of recovery count from `since` (the transplant), and stay
    open where they rest on transfusions of before `log_from`.
    """
    given = record.prior_assessments if priors is None else priors
    before = effective(given, first=record.anchor, before=on)
    data = SubjectData(record, template.response)
    own = plan_for(template.response).verdict(DayView(data, on, standing_of(before)))
    asked = _Asked(template, record, data, on, before, own, since, log_from)
    wanted = sorted(
        (one for one in definitions if one.condition == template.condition),
        key=lambda one: (one.order, one.id),
    )
    at_entry = severity_at_entry(template, record) if any(one.severity for one in wanted) else ""
    answers = [_answer(asked, one, at_entry) for one in wanted]
    first = Comparison(None, "status", own, own.evidence.verdict, own.status)
    return (first, *(answer for answer in answers if answer is not None))


def _answer(asked: _Asked, definition: Definition, at_entry: str) -> Comparison | None:
    """The answer of a definition; None for one of another severity, or that says what the protocol says."""
    if definition.severity and at_entry != "NE" and at_entry not in definition.severity:
        return None
    found = _found(asked, definition)
    if found is None:
        return None
    day = (asked.on - asked.record.anchor).days
    if definition.severity and at_entry == "NE":
        return replace(found, applies=False, note=SEVERITY_UNKNOWN)
    early = definition.from_day is not None and day < definition.from_day
    late = definition.to_day is not None and day > definition.to_day
    return replace(found, applies=False, note=TO_COMPARE) if early or late else found


def _found(asked: _Asked, definition: Definition) -> Comparison | None:
    answer = definition.answer
    if isinstance(answer, ReadingAnswer):
        return _reading(asked, definition, answer)
    if isinstance(answer, StatusAnswer):
        return _status(asked, definition, answer)
    if isinstance(answer, CriterionAnswer):
        return _criterion(asked, definition, answer)
    return _date(asked, definition, answer)


def _reading(asked: _Asked, definition: Definition, answer: ReadingAnswer) -> Comparison | None:
    rules = asked.template.response
    if any(key not in type(rules).model_fields for key in answer.changes) or not _reads(rules, answer):
        return None
    other = _changed_rules(rules, definition, answer)
    if all(getattr(other, key) == getattr(rules, key) for key in answer.changes):
        return None
    data = SubjectData(asked.record, other)
    verdict = plan_for(other).verdict(DayView(data, asked.on, standing_of(asked.priors)))
    return _compared(asked, definition, verdict)


def _reads(rules: ResponseRules, answer: ReadingAnswer) -> bool:
    """Whether a change can matter: the reading of 'above the baseline' needs a criterion that says so."""
    if "above_baseline_mode" not in answer.changes or not isinstance(rules, CriteriaRules):
        return True
    return any(isinstance(part, AboveBaseline) for part in rules.pr.of)


# A changed section is compiled once for a template and a definition; both are immutable and few.
_CHANGED: dict[tuple[int, int], tuple[ResponseRules, Definition, ResponseRules]] = {}


def _changed_rules(rules: ResponseRules, definition: Definition, answer: ReadingAnswer) -> ResponseRules:
    key = (id(rules), id(definition))
    if key not in _CHANGED:
        _CHANGED[key] = (rules, definition, changed(rules, answer.changes))
    return _CHANGED[key][2]


def _status(asked: _Asked, definition: Definition, answer: StatusAnswer) -> Comparison:
    rules = answer.response
    data = SubjectData(asked.record, rules)
    before = own_priors(data, rules, asked.on) if answer.second_panel else ()
    verdict = plan_for(rules).verdict(DayView(data, asked.on, standing_of(before)))
    if not answer.second_panel:
        verdict = _without_confirmation(verdict)
    return _compared(asked, definition, verdict)


def _without_confirmation(verdict: Verdict) -> Verdict:
    """A verdict of a definition that asks for no second panel says nothing about one."""
    nodes = tuple(node for node in verdict.evidence.children if node.criterion != "confirmed")
    flags = tuple(flag for flag in verdict.flags if flag != "unconfirmed")
    return verdict._replace(held=verdict.evidence._replace(children=nodes), flags=flags)


def _compared(asked: _Asked, definition: Definition, verdict: Verdict) -> Comparison:
    return Comparison(
        definition,
        "status",
        verdict,
        verdict.evidence.verdict,
        verdict.status,
        difference=difference(asked.own, verdict),
    )


def _criterion(asked: _Asked, definition: Definition, answer: CriterionAnswer) -> Comparison:
    data = SubjectData(asked.record, answer.settings)
    parts = compile_criterion(answer.criterion, answer.settings, scope="definition", source=definition.source)
    whole = compile_group(parts, "definition", "all", source=definition.source)
    tree = on_day(whole, DayView(data, asked.on))
    root = tree if len(parts) > 1 else tree._replace(children=tree.children[0].children or tree.children)
    leading = next((node for node in root.children if node.verdict is root.verdict), None)
    verdict = Verdict("", asked.on, root)
    shown = Difference(leading, "", "alone") if leading is not None else None
    return Comparison(definition, "criterion", verdict, root.verdict, difference=shown)


def _date(asked: _Asked, definition: Definition, answer: DateAnswer) -> Comparison:
    record = asked.record
    if asked.log_from is not None and record.transfusions_from is None:
        record = replace(record, transfusions_from=asked.log_from)
    view = DayView(SubjectData(record, asked.template.response), asked.on)
    found, root = recovery(view, answer, source=definition.source, since=asked.since)
    shown = Difference(root.children[0], "", "alone")
    return Comparison(
        definition, "date", Verdict("", asked.on, root), root.verdict, reached=found, difference=shown
    )
