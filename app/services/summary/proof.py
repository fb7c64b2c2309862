"""The criteria behind the status: required, observed, date and source, result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES
from app.domain.truth import Truth
from app.i18n.drugs import drug_name
from app.i18n.evidence import criterion_text, joined, observed_text, reason_text, required_text
from app.reports.content import CriterionLine
from app.services.summary.basis import Basis

if TYPE_CHECKING:
    from app.domain.evidence import Evidence, Fact

# Told in one line each under "other rules"; their parts stand in the evidence.
_OTHER = (
    "no_overriding_event",
    "no_relapse",
    "off_gcsf",
    "readings_agree",
    "confirmed",
    "continue_infusions",
)
_FIRST = ("pr", "cr")
_BASELINES = ("baseline", "baseline_transfused", "baseline_on_gcsf")


def criteria(basis: Basis) -> tuple[CriterionLine, ...]:
    """The groups that decide the status first, then the other rules, one line each."""
    if basis.verdict is None:
        return ()
    nodes = list(basis.verdict.evidence.children)
    by_day = any(node.criterion in _FIRST for node in nodes)
    groups = [node for node in nodes if node.criterion not in _OTHER and not (by_day and _is_lineage(node))]
    groups.sort(key=lambda node: _FIRST.index(node.criterion) if node.criterion in _FIRST else len(_FIRST))
    lines: list[CriterionLine] = []
    told: set[tuple[str, object]] = set()
    for group in groups:
        lines += _group(basis, group, told)
        told |= {_rule(child) for child in group.children if group.criterion == "pr"}
    return (*lines, *_others(basis, [node for node in nodes if node.criterion in _OTHER]))


def _others(basis: Basis, nodes: list[Evidence]) -> list[CriterionLine]:
    """Rules that stand beside the counts: those that are met share one line, the others are told in full."""
    if not nodes:
        return []
    texts = basis.texts
    lines: list[CriterionLine] = []
    quiet = [node for node in nodes if node.verdict is Truth.TRUE and not node.observed]
    if quiet:
        said = [criterion_text(node, texts) for node in quiet]
        names = joined([said[0], *(name[:1].lower() + name[1:] for name in said[1:])], texts)
        lines.append(CriterionLine(1, names, source=texts("summary.source_clear"), verdict="met"))
    return lines + [line for node in nodes if node not in quiet for line in _other(basis, node)]


def remark(basis: Basis) -> str:
    """Units, and where the rules come from."""
    source = basis.template.registration or basis.template.id
    return basis.texts("summary.criteria_remark", source=source)


def _is_lineage(node: Evidence) -> bool:
    return node.criterion.startswith("lineage.")


def _rule(node: Evidence) -> tuple[str, object]:
    """What a criterion asks, whichever group it stands in: pr.free_of.RBC and cr.free_of.RBC are one."""
    return node.criterion.partition(".")[2], node.required


def _group(basis: Basis, node: Evidence, told: set[tuple[str, object]]) -> list[CriterionLine]:
    """A heading and its criteria; transfusion rules that PR has told are named in the heading only."""
    texts = basis.texts
    if not node.children:
        return [_leaf(basis, node, 0)]
    own = [child for child in node.children if "free_of" not in child.criterion or _rule(child) not in told]
    name = criterion_text(node, texts)
    if len(own) < len(node.children):
        name = texts("summary.group_with_pr", name=name)
    head = CriterionLine(0, name, required_text(node, texts), verdict=node.verdict.value)
    return [head, *(line for child in own for line in _below(basis, child, 1))]


def _below(basis: Basis, node: Evidence, level: int) -> list[CriterionLine]:
    if not node.children or node.params.get("combine") == "run":
        return [_leaf(basis, node, level)]
    texts = basis.texts
    head = CriterionLine(
        level, criterion_text(node, texts), required_text(node, texts), verdict=node.verdict.value
    )
    return [head, *(line for child in node.children for line in _below(basis, child, level + 1))]


def _other(basis: Basis, node: Evidence) -> list[CriterionLine]:
    """One line; where it is not met, its parts that are not met follow."""
    lines = [_leaf(basis, node, 1)]
    if node.verdict is not Truth.TRUE:
        lines += [_leaf(basis, child, 2) for child in node.children if child.verdict is not Truth.TRUE]
    return lines


def _leaf(basis: Basis, node: Evidence, level: int) -> CriterionLine:
    observed, source = _seen(basis, node)
    return CriterionLine(
        level,
        criterion_text(node, basis.texts),
        required_text(node, basis.texts),
        observed,
        source,
        node.verdict.value,
    )


def _seen(basis: Basis, node: Evidence) -> tuple[str, str]:
    """The value, and everything about it: its day, what was entered, the baseline, why it is unknown."""
    texts = basis.texts
    reason = reason_text(node, texts)
    main = next((fact for fact in node.observed if fact.note not in _BASELINES), None)
    if main is None and not node.children and "product" in node.params and not node.observed:
        return texts("summary.observed_never"), texts("summary.source_no_unit")
    words = [_about(basis, fact) for fact in node.observed]
    if main is None or main.value is None:
        if node.observed:
            return "", texts.clauses([*words, *([reason] if reason else [])])
        shown = observed_text(node, texts)
        return "", shown if shown != reason else reason
    if reason and reason not in words:
        words.append(reason)
    return _value(basis, main), texts.clauses(word for word in words if word)


def _value(basis: Basis, fact: Fact) -> str:
    if fact.value is None:
        return ""
    texts = basis.texts
    if fact.unit == "d":
        return texts("summary.observed_free", days=texts.number(fact.value))
    spec = ANALYTES.get(fact.subject) if fact.kind == "analyte" else None
    return f"{fact.bound}{texts.number(fact.value, spec.places if spec else None)}"


def _about(basis: Basis, fact: Fact) -> str:
    texts = basis.texts
    if fact.day is None:
        return ""
    dated = basis.dated(fact.day)
    if fact.note in _BASELINES:
        return texts("summary.source_baseline", value=_value(basis, fact), day=dated["day"])
    if fact.kind == "product":
        return texts("summary.source_last_unit", **dated)
    if fact.kind == "assessment":
        return texts("summary.source_assessment", status=fact.subject, **dated)
    if fact.kind in {"event", "drug"}:
        named = f"criteria.event.{fact.subject}"
        what = texts(named) if texts.has(named) else drug_name(texts, fact.subject)
        return texts("summary.source_recorded", what=what, **dated)
    words = [texts("summary.source_day", **dated)]
    if fact.note in {"derived", "on_gcsf"}:
        words.append(texts(f"summary.source_{fact.note}"))
    if fact.entered_unit and fact.entered_unit != fact.unit:
        unit = texts.unit(fact.entered_unit)
        words.append(texts("summary.source_entered", value=fact.entered_value, unit=unit))
    return texts.clauses(words)
