"""Runs of values behind a verdict: those that count, for the chart, and those that do not, with why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.chart.course import Course, Span
from app.domain.timeline import study_day
from app.domain.truth import Truth
from app.i18n.evidence import fact_text, limit_text, name_text, reason_text
from app.reports.evidence_content import PlainTable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.evidence import Evidence, Fact
    from app.services.summary.basis import Basis

_MOST_VALUES = 8


def counting(evidence: Evidence) -> Iterator[Evidence]:
    """The runs that a verdict rests on: of each lineage the one of its best grade."""
    for lineage in evidence.children:
        runs = [node for node in lineage.walk() if node.params.get("combine") == "run"]
        best = next((node for node in runs if node.verdict is Truth.TRUE), None)
        if best is not None:
            whole = [child for child in best.children if child.verdict is Truth.TRUE]
            yield from whole[-1:]


def days_of(node: Evidence) -> tuple[date, ...]:
    """The measurement days of a run."""
    return tuple(fact.day for fact in node.observed if fact.day is not None and fact.note != "ended")


def shaded(course: Course, basis: Basis) -> Course:
    """The course with the runs that count, and the pairs of values that make a rise, shaded."""
    if basis.verdict is None:
        return course
    found: dict[str, list[Span]] = {}
    for node in (*counting(basis.verdict.evidence), *_pairs(basis.verdict.evidence)):
        days = [fact.day for fact in node.observed if fact.day is not None and _supports(fact)]
        analyte = next((fact.subject for fact in node.observed if _supports(fact)), "")
        if days:
            span = Span(study_day(basis.anchor, min(days)), study_day(basis.anchor, max(days)))
            found.setdefault(analyte, []).append(span)
    lanes = tuple(replace(lane, runs=tuple(found.get(lane.code, ()))) for lane in course.lanes)
    return replace(course, lanes=lanes)


def _supports(fact: Fact) -> bool:
    return fact.kind == "analyte" and not fact.note.startswith(("baseline", "ended"))


def _pairs(evidence: Evidence) -> Iterator[Evidence]:
    """The two consecutive values by which a lineage responded over its baseline."""
    for node in evidence.walk():
        if node.criterion.endswith(".reached") and node.verdict is Truth.TRUE:
            yield node


def rejected(basis: Basis) -> PlainTable | None:
    """The newest runs that do not count, in order of days; None for rules without runs."""
    if basis.verdict is None:
        return None
    runs = [node for node in basis.verdict.evidence.walk() if node.params.get("combine") == "run"]
    if not runs:
        return None
    rows: dict[tuple[date, str], tuple[str, str, str]] = {}
    for run in runs:
        for span in _before_what_counts(run):
            row = _row(basis, run, span)
            rows.setdefault((days_of(span)[0], row[0]), row)
    texts = basis.texts
    body = tuple(rows[key] for key in sorted(rows))
    counts = any(True for _ in counting(basis.verdict.evidence))
    none = ((texts("evidence.rejected_none" if counts else "evidence.rejected_no_run"), "", ""),)
    return PlainTable(
        (texts("evidence.rejected_run"), texts("evidence.rejected_values"), texts("evidence.rejected_why")),
        body or none,
        (48, 62, 68),
        ("left", "left", "left"),
    )


def _before_what_counts(run: Evidence) -> Iterator[Evidence]:
    """The runs that do not count, up to the one that does: values after it need not make another."""
    for span in run.children:
        if span.verdict is Truth.TRUE:
            return
        yield span


def _row(basis: Basis, run: Evidence, span: Evidence) -> tuple[str, str, str]:
    """ANC > 0.5, D11 – D16 · 0.62, 0.92 · why not."""
    texts, days = basis.texts, days_of(span)
    limit = "" if run.required is None else limit_text(run.required, texts).rsplit("\N{NO-BREAK SPACE}", 1)[0]
    named = f"{name_text(str(run.params['analyte']), texts)} {limit}"
    label = texts("evidence.run_days", name=named, days=day_range(basis, days[0], days[-1]))
    values = [fact_text(fact._replace(entered_unit=""), texts).split(" · ")[0] for fact in span.observed]
    ended = [fact for fact in span.observed if fact.note == "ended"]
    plain = values[: len(values) - len(ended)]
    if len(plain) > _MOST_VALUES:
        plain = [*plain[:4], "…", *plain[-3:]]
    why = reason_text(span, texts)
    if span.reason == "too_few_values":
        needed = span.params["needed_values"]
        why = texts("evidence.too_few", values=span.params["values"], needed=needed)
    if ended and ended[0].day is not None:
        day = basis.day(ended[0].day)
        if ended[0].kind == "product":
            why = texts(f"evidence.ended_{ended[0].subject}", day=day)
        else:
            value = fact_text(ended[0]._replace(note="", entered_unit=""), texts).split(" · ")[0]
            why = texts("evidence.ended_value", value=value, day=day)
    return label, texts.listed(plain), why


def day_range(basis: Basis, first: date, last: date) -> str:
    """D11, or D11 – D16."""
    start, stop = basis.day(first), basis.day(last)
    return start if first == last else basis.texts("evidence.days", first=start, last=stop)
