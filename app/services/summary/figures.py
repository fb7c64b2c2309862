"""The table of values: each with its change, its grade, and its course up to this visit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.chart.rules import limits
from app.domain.grading import Grade, ctcae
from app.domain.grading.ctcae_tables import UNVERIFIED
from app.domain.grading.normal import MIXED, NONE, PRINTED, Normal, beside
from app.domain.quantities import ANALYTES, analyte
from app.domain.timeline import study_day
from app.i18n.evidence import name_text
from app.i18n.problems import analyte_name
from app.reports.content import CountLine, Counts
from app.services.summary.basis import Basis, Correction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.series import Point
    from app.services.contracts.subjects import CountRow

MINUS_NOTHING = "–"


class _Notes:
    """Raised figures in the order in which they are first needed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def add(self, text: str) -> str:
        """The figure of a note."""
        if text not in self.texts:
            self.texts.append(text)
        return str(self.texts.index(text) + 1)


def counts(basis: Basis) -> Counts:
    """The values of this visit in the order of the template, then the others."""
    rows = {row.analyte: row for row in basis.course.counts if row.visit_id == basis.visit.id}
    order = [code for code in basis.template.analytes if code in rows]
    order += [code for code in rows if code not in order]
    notes = _Notes()
    lines = tuple(_line(basis, rows[code], notes) for code in order)
    closing = [(str(number), text) for number, text in enumerate(notes.texts, start=1)]
    if origins := _origins(basis, [rows[code] for code in order]):
        closing.append(("", origins))
    if any("–" in line.grade and line.grade != MINUS_NOTHING for line in lines):
        closing.append(("", basis.texts("summary.note_grade")))
    version = basis.template.ctcae
    if UNVERIFIED.get(version, frozenset()) & {code for code in order if rows[code].value is not None}:
        closing.append(("", basis.texts("summary.note_unverified", version=version)))
    if any(line.limit is not None for line in lines):
        closing.append(("", basis.texts("summary.note_course")))
    remarks = [_remark(basis, rows)]
    if any(line.flag for line in lines):
        remarks.append(basis.texts("summary.flags_mean"))
    return Counts(_heads(basis), lines, " · ".join(filter(None, remarks)), tuple(closing))


def _heads(basis: Basis) -> tuple[str, ...]:
    texts = basis.texts
    last = basis.last_visit
    since = (
        texts("summary.head_last_none")
        if last is None
        else texts("summary.head_last", day=basis.day(last) or "–", date=f"{last:%m-%d}")
    )
    start = _baseline_day(basis)
    return (
        texts("summary.head_analyte"),
        texts("summary.head_value"),
        texts("summary.head_unit"),
        texts("summary.head_reference"),
        texts("summary.head_grade", version=basis.template.ctcae),
        since,
        texts("summary.head_baseline", day=start) if start else texts("summary.head_baseline_none"),
        texts("summary.head_course", day=_first_day(basis))
        if _first_day(basis)
        else texts("summary.head_course_none"),
    )


def _remark(basis: Basis, rows: dict[str, CountRow]) -> str:
    days = {row.day for row in rows.values()}
    return basis.texts("summary.sample", date=min(days).isoformat()) if days else ""


def _baseline_day(basis: Basis) -> str:
    points = [basis.view.baseline(code) for code in ("ANC", "HB", "PLT")]
    days = {point.day for point in points if point is not None}
    return basis.day(max(days)) if len(days) == 1 else ""


def _first_day(basis: Basis) -> str:
    days = [row.day for row in basis.course.counts if row.value is not None and row.day <= basis.on]
    return basis.day(min(days)) if days else ""


def _line(basis: Basis, row: CountRow, notes: _Notes) -> CountLine:
    texts = basis.texts
    name = _name(basis, row.analyte)
    figures = [notes.add(_correction(basis, row, made)) for made in basis.corrections.get(row.id, ())]
    points = _course(basis, row.analyte)
    course = tuple((study_day(basis.anchor, point.day), point.value) for point in points)
    limit = _limit(basis, row.analyte)
    unit = texts.unit(row.unit or (analyte(row.analyte).unit if row.analyte in ANALYTES else ""))
    if row.value is None:
        what = texts(f"summary.absent_{row.missing or 'unknown'}")
        why = texts("summary.absent_why", what=what, why=row.missing_note) if row.missing_note else what
        return CountLine(name, "", unit, absent=why, notes="".join(figures), course=course, limit=limit)
    places = analyte(row.analyte).places if row.analyte in ANALYTES else None
    before = next((point for point in reversed(points) if point.day < row.day), None)
    if before is not None and basis.last_visit is not None and before.day < basis.last_visit:
        figures.append(notes.add(texts("summary.note_earlier", **basis.dated(before.day))))
    start = basis.view.baseline(row.analyte)
    grade, grade_before = _grades(basis, row, start)
    return CountLine(
        name,
        f"{row.bound}{texts.number(row.value, places)}",
        unit,
        reference=_reference(basis, row) or MINUS_NOTHING,
        flag=_flag(basis, row),
        grade=grade,
        grade_before=grade_before,
        since_last=_change(basis, row, before, places),
        since_baseline=_change(basis, row, start, places) if start and start.day < row.day else MINUS_NOTHING,
        notes="".join(dict.fromkeys(figures)),
        course=course,
        limit=limit,
    )


def _name(basis: Basis, code: str) -> str:
    named = name_text(code, basis.texts)
    if named == code:
        named = analyte_name(basis.texts, code)
    return named[:1].upper() + named[1:]


def _course(basis: Basis, code: str) -> list[Point]:
    if code not in ANALYTES:
        return []
    return [point for point in basis.view.data.series(code).points if point.day <= basis.on]


def _change(basis: Basis, row: CountRow, before: Point | None, places: int | None) -> str:
    """The difference with its sign; a bound has none."""
    if before is None or row.value is None or row.bound or before.bound:
        return MINUS_NOTHING
    return basis.texts.change(row.value - before.value, places or 0)


def _normal(basis: Basis, code: str) -> Decimal | None:
    return basis.view.normal_haemoglobin() if code == "HB" else None


def _limits(basis: Basis, row: CountRow) -> Normal:
    """The limits printed beside a value, else the laboratory's, for haemoglobin else the template's table."""
    found = beside(row, basis.normals.get(row.analyte, NONE))
    if found.low is None and (low := _normal(basis, row.analyte)) is not None:
        return replace(found, low=low)
    return found


def _origins(basis: Basis, rows: Sequence[CountRow]) -> str:
    """Where the limits come from, once any was printed beside its value; the table needs no word."""
    found: dict[str, list[str]] = {}
    for row in rows:
        source = _limits(basis, row).source if row.value is not None else ""
        if source:
            found.setdefault(source, []).append(analyte_name(basis.texts, row.analyte))
    if not found.keys() & {PRINTED, MIXED}:
        return ""
    texts = basis.texts
    told = [
        texts(f"summary.limits_{source}", names=texts.listed(names))
        for source, names in sorted(found.items())
    ]
    return texts("summary.note_limits", origins=texts.clauses(told))


def _reference(basis: Basis, row: CountRow) -> str:
    limits, number = _limits(basis, row), basis.texts.number
    if limits.low is not None and limits.high is not None:
        return f"{number(limits.low)}–{number(limits.high)}"
    if limits.high is not None:
        return basis.texts("summary.reference_high", value=number(limits.high))
    return basis.texts("summary.reference_low", value=number(limits.low)) if limits.low is not None else ""


def _flag(basis: Basis, row: CountRow) -> str:
    limits = _limits(basis, row)
    if limits.high is not None and row.value is not None and row.value > limits.high:
        return basis.texts("summary.flag_high")
    low = limits.low is not None and row.value is not None and row.value < limits.low
    return basis.texts("summary.flag_low") if low else ""


def _grades(basis: Basis, row: CountRow, start: Point | None) -> tuple[str, str]:
    now = _grade(basis, row.analyte, row.value, row.bound, _limits(basis, row))
    if not now:
        return "", ""
    before = ""
    if start is not None:
        held = [each for each in basis.course.counts if each.analyte == row.analyte and each.day == start.day]
        own = next((each for each in held if each.value == start.value), row)
        before = _grade(basis, row.analyte, start.value, start.bound, _limits(basis, own))
    return now, f"({before})" if before and before != MINUS_NOTHING else ""


def _grade(basis: Basis, code: str, value: Decimal | None, bound: str, limits: Normal) -> str:
    """3, 0–1 where only the limit of normal is unknown, – where the term needs more than is known."""
    if value is None or bound:
        return MINUS_NOTHING
    start = basis.view.baseline(code)
    found = ctcae(
        basis.template.ctcae,
        code,
        value,
        lln=limits.low,
        uln=limits.high,
        baseline=start.value if start is not None and not start.bound else None,
    )
    if isinstance(found, Grade):
        return str(found.grade)
    return f"{found.at_least}–{found.at_most}" if found.at_most is not None else MINUS_NOTHING


def _limit(basis: Basis, code: str) -> Decimal | None:
    found = [limit for limit in limits(basis.template.response) if limit.analyte == code]
    found.sort(key=lambda limit: limit.kind, reverse=True)  # the limit of PR before that of CR
    if not found:
        return None
    return found[0].value if found[0].value is not None else _normal(basis, code)


def _correction(basis: Basis, row: CountRow, made: Correction) -> str:
    texts = basis.texts
    code = f"summary.reason_{made.reason}"
    words = [texts(code) if texts.has(code) else made.reason, made.note]
    why = texts.clauses(word for word in words if word)
    return texts(
        "summary.note_limits_changed" if made.limits else "summary.note_changed",
        old=made.old or MINUS_NOTHING,
        new=made.new or MINUS_NOTHING,
        when=f"{made.at.astimezone():%Y-%m-%d %H:%M}",
        who=made.who,
        why=texts("summary.note_changed_why", why=why) if why else "",
    )
