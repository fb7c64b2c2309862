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
    from collections.abc import Iterator
    from datetime import date

    from app.domain.evidence import Evidence, Fact, Verdict
    from app.i18n import Texts
    from app.ui.subject_view import SubjectView

SHORT = {"HB": "Hb"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A value beside the limit that it has to reach; `share` of the way, 0 to 1."""

    name: str
    value: str
    limit: str
    share: float

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.name}: {self.value}, {self.limit}"


def missing(verdict: Verdict, texts: Texts) -> tuple[str, ...]:
    """One line for each thing that leaves a criterion open, without repeats."""
    lines: dict[str, None] = {}
    for node in _leaves(verdict.evidence):
        if node.verdict is UNKNOWN and (said := _gap(node, texts)):
            lines[said] = None
    return tuple(lines)


def absent(view: SubjectView | None, on: date, texts: Texts) -> tuple[str, ...]:
    """Why counts of the visit of a day were not obtained, as it was entered."""
    if view is None:
        return ()
    day0 = view.course.subject.day0
    when = texts.study_day((on - day0).days) if day0 is not None else texts.date(on)
    return tuple(
        missing_because(
            texts, name=name_text(row.analyte, texts), day=when, code=row.missing, note=row.missing_note
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
        name=f"{name}, {texts.unit(fact.unit)}",
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
