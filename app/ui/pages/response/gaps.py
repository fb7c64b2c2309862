"""What stands between a status and the next better answer: values to find, limits to reach. No Qt."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES
from app.domain.truth import FALSE, TRUE, UNKNOWN
from app.domain.values import dataclass
from app.i18n.controls import missing_because
from app.i18n.evidence import criterion_text, limit_text, name_text, reason_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from app.domain.evidence import Evidence, Fact, Verdict
    from app.i18n import Texts
    from app.services.contracts.scratch import Outlook
    from app.ui.subject_view import SubjectView

SHORT = {"HB": "Hb"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A value beside the limit that it has to reach; `share` of the way, 0 to 1."""

    name: str
    value: str
    limit: str
    share: float


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that leaves a criterion open. `analyte`: the count that would answer it, "" for another."""

    text: str
    analyte: str = ""


def missing(verdict: Verdict, texts: Texts, outlook: Sequence[Outlook] = ()) -> tuple[Missing, ...]:
    """One line for each thing that leaves a criterion open, without repeats, with what depends on it."""
    lines: dict[str, Missing] = {}
    for node in _leaves(verdict.evidence):
        if node.verdict is not UNKNOWN or not (said := _gap(node, texts)):
            continue
        code = str(node.params.get("analyte", "")) if node.reason == "no_value" else ""
        lines.setdefault(said, Missing(_depends(said, code, verdict, texts, outlook), code))
    return tuple(lines.values())


def decided_by(verdict: Verdict, outlook: Sequence[Outlook]) -> frozenset[str]:
    """The missing counts with which the day could have another status."""
    return frozenset(each.analyte for each in outlook if set(each.statuses) - {verdict.status})


def _depends(said: str, code: str, verdict: Verdict, texts: Texts, outlook: Sequence[Outlook]) -> str:
    """Without it D180 stays NE; with it, PR or NR."""
    found = next((each for each in outlook if each.analyte == code), None)
    if found is None:
        return said
    *first, last = (status.replace("_", " ") for status in found.statuses)
    day = texts.date(verdict.day)
    if not first and found.statuses == (verdict.status,):
        return texts("response.missing.alone", gap=said, day=day, status=last)
    others = texts("response.missing.or", first=texts.listed(first), last=last) if first else last
    return texts("response.missing.depends", gap=said, day=day, status=verdict.status, others=others)


def absent(view: SubjectView | None, on: date, texts: Texts) -> tuple[Missing, ...]:
    """Why counts of the visit of a day were not obtained, as it was entered."""
    if view is None:
        return ()
    day0 = view.course.subject.day0
    when = texts.study_day((on - day0).days) if day0 is not None else texts.date(on)
    return tuple(
        Missing(
            missing_because(
                texts, name=name_text(row.analyte, texts), day=when, code=row.missing, note=row.missing_note
            )
        )
        for row in view.course.counts
        if row.day == on and row.missing and row.analyte in view.template.response.counts
    )


def to_cr(verdict: Verdict, texts: Texts) -> tuple[tuple[Bar, ...], tuple[str, ...]]:
    """Bars for the values below a CR limit, and the other criteria of CR that are not met, in words."""
    bars: dict[str, Bar] = {}
    others: dict[str, None] = {}
    for node in _of_cr(verdict.evidence):
        if node.verdict is TRUE:
            continue
        bar = _bar(node, texts)
        if bar is not None:
            bars.setdefault(bar.name, bar)
        elif node.verdict is FALSE:
            others[_needed(node, texts)] = None
    return tuple(bars.values()), tuple(others)


def judges_cr(verdict: Verdict) -> bool:
    """Whether a criterion of CR was judged at all: a relapse or an event decides before any is."""
    return any(True for _node in _of_cr(verdict.evidence))


def _of_cr(root: Evidence) -> Iterator[Evidence]:
    """The leaves that CR rests on: those under `cr`, or under the CR branch of each lineage."""
    for top in root.children:
        for node in _leaves(top):
            if "cr" in node.criterion.split(".")[:3]:
                yield node


def _leaves(node: Evidence) -> Iterator[Evidence]:
    """Criteria with nothing below; a run counts as one, its single stretches say no more than it does."""
    if not node.children or node.params.get("combine") == "run":
        yield node
        return
    for child in node.children:
        yield from _leaves(child)


def _gap(node: Evidence, texts: Texts) -> str:
    reason = reason_text(node, texts)
    if not reason:
        return ""
    if node.reason in {"no_value", "no_baseline"}:
        return reason
    return texts("response.gap", name=criterion_text(node, texts), reason=reason)


def _bar(node: Evidence, texts: Texts) -> Bar | None:
    limit = node.required
    if limit is None or limit.value <= 0 or limit.op not in {">", ">="}:
        return None
    fact = _current(node)
    if fact is None or fact.value is None or fact.unit != limit.unit:
        return None
    analyte = str(node.params.get("analyte", fact.subject))
    name = (
        texts(f"response.short.{analyte}")
        if texts.has(f"response.short.{analyte}")
        else name_text(analyte, texts)
    )
    return Bar(
        name=texts.spoken([name, texts.unit(fact.unit)]),
        value=fact.bound + texts.number(fact.value, _places(fact)),
        limit=limit_text(limit, texts).removesuffix(texts.unit(limit.unit)).strip(),
        share=float(min(fact.value / limit.value, Decimal(1))),
    )


def _current(node: Evidence) -> Fact | None:
    facts = [
        fact for fact in node.observed if fact.kind == "analyte" and not fact.note.startswith("baseline")
    ]
    return max(facts, key=lambda fact: fact.day.toordinal() if fact.day else 0, default=None)


def _places(fact: Fact) -> int | None:
    value, spec = fact.value, ANALYTES.get(fact.subject)
    if spec is None or value is None:
        return None
    exponent = value.normalize().as_tuple().exponent
    return spec.places if isinstance(exponent, int) and -exponent <= spec.places else None


def _needed(node: Evidence, texts: Texts) -> str:
    if node.required is None:
        return criterion_text(node, texts)
    return texts(
        "response.needed", name=criterion_text(node, texts), required=limit_text(node.required, texts)
    )
