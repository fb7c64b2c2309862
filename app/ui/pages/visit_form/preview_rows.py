"""The evidence of a verdict as short lines: PR and CR, or the lineages, each with what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES, COUNT, is_undecided
from app.domain.truth import TRUE, UNKNOWN, Truth
from app.domain.values import dataclass
from app.i18n.evidence import criterion_text, limit_text, name_text, required_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.evidence import Evidence, Fact, Verdict
    from app.i18n import Texts
    from app.ui.subject_view import SubjectView


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: its answer, its words, what was observed ("–" without), and the whole spoken."""

    verdict: Truth
    words: str
    observed: str
    known: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class Group:
    """A status or a lineage with its criteria. `outcome`: "Met 6 of 6", "Not met"."""

    verdict: Truth
    words: str
    outcome: str
    lines: tuple[Line, ...]


def groups(verdict: Verdict, texts: Texts) -> tuple[Group, ...]:
    """What to show of a verdict: an event or relapse that decides, else PR before CR, else the lineages."""
    nodes = {node.criterion: node for node in verdict.evidence.children}
    deciding = [
        nodes[code]
        for code in ("no_overriding_event", "no_relapse")
        if code in nodes and nodes[code].verdict is not TRUE
    ]
    statuses = [nodes[code] for code in ("pr", "cr") if code in nodes]
    lineages = [] if statuses else [node for code, node in nodes.items() if code.startswith("lineage.")]
    return tuple(_group(node, texts) for node in (*deciding, *statuses, *lineages))


def since_words(verdict: Verdict, view: SubjectView, texts: Texts) -> str:
    """Whether the status stays as it was, and from when on."""
    standing = view.verdict
    if standing is None or standing.day >= verdict.day:
        return ""
    day0 = view.course.subject.day0
    since = view.course.subject.status_since or standing.day
    shown = texts.date(since)
    if day0 is not None:
        shown = texts(
            "visit_form.day_with_study_day", day=shown, study_day=texts.study_day((since - day0).days)
        )
    if standing.status == verdict.status:
        return texts("visit_form.status_same", since=shown)
    return texts("visit_form.status_was", before=standing.status, since=shown)


def _group(node: Evidence, texts: Texts) -> Group:
    words = _words(node, texts)
    leaves = tuple(_leaves(node))
    met = sum(1 for leaf in leaves if leaf.verdict is TRUE)
    outcome = (
        texts("visit_form.met_of", met=met, of=len(leaves))
        if node.verdict is TRUE and len(leaves) > 1
        else ""
    )
    return Group(node.verdict, words, outcome, tuple(_line(leaf, texts) for leaf in leaves))


def _leaves(node: Evidence) -> Iterator[Evidence]:
    """The criteria under a status; those that only say "all of these" are answered by theirs."""
    for child in node.children or (node,):
        if child.params.get("combine") == "all":
            yield from child.children
        else:
            yield child


def _line(node: Evidence, texts: Texts) -> Line:
    words, observed = _words(node, texts), _observed(node, texts)
    known = bool(observed) and not _rests_on_open(node)
    shown = observed or _reason(node, texts)
    answer = {TRUE: "met", UNKNOWN: "unknown"}.get(node.verdict, "not_met")
    spoken = texts.spoken(part for part in (words, texts(f"common.verdict_{answer}"), shown) if part)
    return Line(node.verdict, words, shown, known, spoken)


def _words(node: Evidence, texts: Texts) -> str:
    """The criterion with its limit, short: "Platelets > 20", "No red cells for 28 d"."""
    words = criterion_text(node, texts)
    limit = node.required
    if limit is None:
        return words
    if node.params.get("combine") == "run":
        name = name_text(node.criterion.rpartition(".")[2], texts)
        return f"{name[:1].upper()}{name[1:]} {required_text(node, texts).replace('/', _TOGETHER)}"
    if limit.unit == "d" and ".free_of." in node.criterion:
        return texts("visit_form.free_for", words=words, days=texts.number(limit.value))
    # Counts share one unit, which the form names; days and haemoglobin are told apart by theirs.
    if limit.unit == COUNT:
        return f"{words} {_OPS.get(limit.op, limit.op)}\N{NO-BREAK SPACE}{texts.number(limit.value)}"
    return f"{words} {limit_text(limit, texts).replace('/', _TOGETHER)}"


def _observed(node: Evidence, texts: Texts) -> str:
    fact = next((fact for fact in node.observed if fact.value is not None), None)
    return _fact(fact, texts) if fact is not None else ""


def _rests_on_open(node: Evidence) -> bool:
    return any(is_undecided(fact.value, fact.bound) for fact in node.observed)


def depends_on_open(verdict: Verdict) -> bool:
    """Whether another answer to an open question about a count could give another status."""
    undecided = any(node.verdict is UNKNOWN and _rests_on_open(node) for node in verdict.evidence.walk())
    return undecided and (verdict.status == "NE" or "cr_not_excluded" in verdict.flags)


def _fact(fact: Fact, texts: Texts) -> str:
    assert fact.value is not None
    if is_undecided(fact.value, fact.bound):
        return texts("grading.open")
    if fact.unit == "d":
        return texts("visit_form.days", days=texts.number(fact.value))
    spec = ANALYTES.get(fact.subject)
    return fact.bound + texts.number(fact.value, spec.places if spec else None)


def _reason(node: Evidence, texts: Texts) -> str:
    code = f"visit_form.reason_short.{node.reason}"
    if node.reason and texts.has(code):
        return texts(code)
    if ".free_of." in node.criterion and node.verdict is TRUE:
        return texts("visit_form.never")
    return texts("visit_form.none")


_TOGETHER = "/\N{WORD JOINER}"  # a line never breaks inside g/L
_OPS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
