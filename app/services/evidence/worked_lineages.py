"""Runs of values and rises over a baseline, worked out step by step."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.protocol.response import RiseRules
from app.domain.quantities import ANALYTES
from app.domain.truth import Truth
from app.i18n.evidence import limit_text, reason_text
from app.reports.content import Piece
from app.services.evidence.runs import days_of
from app.services.evidence.worked_lines import BASELINES, inset, line, number, spaced, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.evidence import Evidence, Fact
    from app.domain.protocol.response import RiseLineage
    from app.reports.content import Words
    from app.services.summary.basis import Basis

_ALL_VALUES = 12  # of a longer run the first and the last three are told


def lineage(basis: Basis, node: Evidence) -> Iterator[Words]:
    """What leads to the state of a lineage; its name stands over the step."""
    for child in node.children:
        yield from lines(basis, child)
    if len(node.children) > 1 or not node.children:
        yield line(basis, node, name=basis.texts("evidence.work_together"))


def lines(basis: Basis, node: Evidence, level: int = 0) -> Iterator[Words]:
    """What leads to the answer of a criterion, from the top down."""
    if node.params.get("combine") == "run":
        yield from _run(basis, node, level)
    elif node.criterion.endswith((".reached", ".kept")):
        yield from _rise(basis, node, level)
    else:
        yield line(basis, node, level)
        for child in node.children:
            yield from lines(basis, child, level + 1)


def _run(basis: Basis, node: Evidence, level: int) -> Iterator[Words]:
    """What the run needs, then the one that counts; without one, that none is complete."""
    assert node.required is not None
    texts, needs = basis.texts, node.params
    word = Piece(texts(f"summary.verdict_{node.verdict.value}"), "semibold")
    rule = texts(
        "evidence.work_run_rule",
        limit=limit_text(node.required, texts),
        values=needs["values"],
        gap=needs["gap"],
        span=needs["span"],
    )
    yield Piece(f"{inset(level)}{rule}"), Piece("")
    counts = [span for span in node.children if span.verdict is Truth.TRUE]
    if node.verdict is Truth.TRUE and counts:
        yield Piece(f"{inset(level + 1)}{spaced(_run_sum(basis, counts[-1]))}"), word
        return
    why = reason_text(node, texts) or texts("reasons.no_complete_run")
    key = "evidence.work_run_none" if node.children else "evidence.work_plain"
    yield Piece(f"{inset(level + 1)}{spaced(texts(key, why=why, name=why))}"), word


def _run_sum(basis: Basis, span: Evidence) -> str:
    """0.71 (D18), 0.64 (D21), 0.58 (D23); gaps 3, 2 d; D23 − D18 + 1 = 6 d."""
    texts = basis.texts
    facts = [fact for fact in span.observed if fact.day is not None and fact.note != "ended"]
    first, last = _day(span, "first"), _day(span, "last")
    count = int(str(span.params["values"]))
    shown = [_dated(basis, fact) for fact in facts]
    gaps = [(later - earlier).days for earlier, later in pairwise(_days_between(basis, span, first, last))]
    if len(shown) > _ALL_VALUES:
        shown = [*shown[:3], "…", *shown[-3:]]
        told = texts("evidence.work_widest", gap=max(gaps), count=count)
    else:
        told = texts("evidence.work_gaps", gaps=texts.listed(str(gap) for gap in gaps) or "–")
    over = f"{basis.day(last)} − {basis.day(first)} + 1 = {span.params['span']}\N{NO-BREAK SPACE}d"
    return texts("evidence.work_plain", name=texts.clauses((texts.listed(shown), told, over)))


def _days_between(basis: Basis, span: Evidence, first: date, last: date) -> tuple[date, ...]:
    """The days of a run; of a very long one the evidence keeps only the ends, so they are read again."""
    days = days_of(span)
    if len(days) == int(str(span.params["values"])):
        return days
    series = basis.view.data.series(span.observed[0].subject)
    return tuple(point.day for point in series.between(first, last) if not point.bound)


def _day(span: Evidence, name: str) -> date:
    found: date = span.params[name]  # type: ignore[assignment]  # the engine puts dates there
    return found


def _dated(basis: Basis, fact: Fact) -> str:
    assert fact.day is not None
    return basis.texts("evidence.work_dated", value=value_text(basis, fact), day=basis.day(fact.day))


def _rise(basis: Basis, node: Evidence, level: int) -> Iterator[Words]:
    """The limit that the baseline leads to, and the pair or the newest value that is held against it."""
    texts = basis.texts
    word = Piece(texts(f"summary.verdict_{node.verdict.value}"), "semibold")
    values = [fact for fact in node.observed if fact.note not in BASELINES and fact.value is not None]
    limit = limit_text(node.required, texts) if node.required is not None else "–"
    shown = texts.listed(_dated(basis, fact) for fact in values if fact.day is not None) or "–"
    reason = reason_text(node, texts)
    if node.criterion.endswith(".reached"):
        yield Piece(f"{inset(level)}{_limit_of_rise(basis, node)}"), Piece("")
        key = "evidence.work_pair" if node.verdict is Truth.TRUE else "evidence.work_no_pair"
    else:
        key = "evidence.work_newest"
    said = texts.clauses(part for part in (texts(key, values=shown, limit=limit), reason) if part)
    said = texts("evidence.work_plain", name=said)
    yield Piece(f"{inset(level)}{spaced(said)}"), word


def _limit_of_rise(basis: Basis, node: Evidence) -> str:
    """Baseline 12 < 20: more than 12 + 20 = 32."""
    texts = basis.texts
    start = next((fact for fact in node.observed if fact.note in BASELINES), None)
    rule = _lineage(basis, start.subject) if start is not None else None
    if start is None or start.value is None or start.day is None or rule is None:
        return texts("evidence.none")
    spec = ANALYTES.get(start.subject)
    places = spec.places if spec else None
    base, low = value_text(basis, start), number(basis, rule.low_baseline, None)
    about = {"base": base, "day": basis.day(start.day), "low": low}
    if node.required is None:
        return texts("evidence.work_rise_none", **about)
    limit = number(basis, node.required.value, places)
    if node.required.op == ">":
        return texts("evidence.work_rise_low", **about, rise=number(basis, rule.rise, None), limit=limit)
    fold = number(basis, rule.fold, None)
    product = number(basis, start.value * rule.fold, places)
    return texts("evidence.work_rise_fold", **about, fold=fold, product=product, limit=limit)


def _lineage(basis: Basis, code: str) -> RiseLineage | None:
    rules = basis.template.response
    if not isinstance(rules, RiseRules):
        return None
    return next((one for one in rules.lineages if one.analyte == code), None)
