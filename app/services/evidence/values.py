"""Every value up to the day, with a mark beside each that the verdict rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES, analyte
from app.i18n.controls import missing_because
from app.i18n.evidence import name_text
from app.reports.evidence_content import ValueRow, Values
from app.services.evidence.runs import counting, days_of

if TYPE_CHECKING:
    from datetime import date

    from app.domain.evidence import Fact
    from app.domain.series import Point
    from app.services.summary.basis import Basis

_BASELINES = ("baseline", "baseline_transfused", "baseline_on_gcsf")
_WEAK = ("gcsf", "")


def values(basis: Basis) -> Values:
    """One row a day from the baseline window on: the lowest value of the day in the stored unit."""
    texts = basis.texts
    codes = [code for code in basis.template.response.counts if code in ANALYTES]
    series = {code: _points(basis, code) for code in codes}
    marks = used(basis)
    days = sorted({day for points in series.values() for day in points})
    rows = tuple(_row(basis, day, series, marks) for day in days)
    heads = (
        texts("evidence.date"),
        texts("evidence.day"),
        *(texts("evidence.value_head", name=short(code, basis), unit=_unit(code, basis)) for code in codes),
    )
    return Values(heads, rows, _notes(basis, codes))


def _points(basis: Basis, code: str) -> dict[date, Point]:
    first, _ = basis.view.baseline_window()
    return {point.day: point for point in basis.view.data.series(code).between(first, basis.on)}


def _row(
    basis: Basis, day: date, series: dict[str, dict[date, Point]], marks: dict[tuple[str, date], str]
) -> ValueRow:
    texts = basis.texts
    shown, beside, bold = [], [], []
    for code, points in series.items():
        point = points.get(day)
        places = analyte(code).places
        shown.append("" if point is None else f"{point.bound}{texts.number(point.value, places)}")
        mark = marks.get((code, day), "") if point is not None else ""
        if not mark and point is not None and basis.view.data.confounded(point):
            mark = "gcsf"
        beside.append(texts(f"evidence.mark_{mark}") if mark else "")
        bold.append(mark not in _WEAK)
    return ValueRow(day.isoformat(), basis.day(day) or "–", tuple(shown), tuple(beside), tuple(bold))


def used(basis: Basis) -> dict[tuple[str, date], str]:
    """How each value was used, by analyte and day: run, baseline, panel, pair or current."""
    if basis.verdict is None:
        return {}
    found: dict[tuple[str, date], str] = {}
    tree = basis.verdict.evidence
    for node in tree.walk():
        mark = "current"
        if "severe_panel" in node.criterion:
            mark = "panel"
        elif node.criterion.endswith((".reached", ".kept")):
            mark = "pair"
        elif ".run_span." in node.criterion or node.params.get("combine") == "run":
            continue
        for fact in node.observed:
            _mark(found, fact, mark)
    for run in counting(tree):
        for day in days_of(run):
            found[(run.observed[0].subject, day)] = "run"
    return found


def _mark(found: dict[tuple[str, date], str], fact: Fact, mark: str) -> None:
    if fact.kind != "analyte" or fact.day is None or fact.subject not in ANALYTES:
        return
    own = "baseline" if fact.note in _BASELINES else mark
    key = (fact.subject, fact.day)
    if key not in found or own != "current":
        found[key] = own


def short(code: str, basis: Basis) -> str:
    """ANC, Hb: the name of an analyte as a column says it."""
    key = f"evidence.short_{code}"
    return basis.texts(key) if basis.texts.has(key) else name_text(code, basis.texts)


def _unit(code: str, basis: Basis) -> str:
    return basis.texts.unit(analyte(code).unit)


def _notes(basis: Basis, codes: list[str]) -> tuple[str, ...]:
    """What was entered in another unit, and every value changed since its first entry."""
    texts = basis.texts
    rows = [row for row in basis.course.counts if row.analyte in codes and row.day <= basis.on]
    units = {
        (row.analyte, row.entered_unit, row.unit): None
        for row in rows
        if row.value is not None and row.entered_unit and row.entered_unit != row.unit
    }
    said = [
        texts(
            "evidence.entered_in",
            name=short(code, basis),
            entered=texts.unit(entered),
            unit=texts.unit(unit),
        )
        for code, entered, unit in units
    ]
    said += [
        missing_because(
            texts,
            name=short(row.analyte, basis),
            day=basis.day(row.day) or row.day.isoformat(),
            code=row.missing,
            note=row.missing_note,
        )
        for row in rows
        if row.value is None and row.missing
    ]
    for row in rows:
        for made in basis.corrections.get(row.id, ()):
            said.append(
                texts(
                    "evidence.changed",
                    name=short(row.analyte, basis),
                    day=basis.day(row.day) or row.day.isoformat(),
                    old=made.old or "–",
                    new=made.new or "–",
                    when=f"{made.at.astimezone():%Y-%m-%d %H:%M}",
                    who=made.who,
                    why=_why(basis, made.reason, made.note),
                )
            )
    return tuple(said)


def _why(basis: Basis, reason: str, note: str) -> str:
    key = f"summary.reason_{reason}"
    named = basis.texts(key) if basis.texts.has(key) else reason
    return basis.texts.clauses(part for part in (named, note) if part) or "–"
