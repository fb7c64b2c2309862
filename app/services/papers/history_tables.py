"""Tables of a subject's history that are worked out: response by assessment, units by period, all counts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES, analyte
from app.domain.timeline import study_day
from app.domain.values import dataclass
from app.i18n.endings import ending_text
from app.i18n.headlines import headline
from app.i18n.outcomes import Wording
from app.i18n.problems import analyte_name
from app.reports.content import Entry, Piece
from app.reports.evidence_content import PlainTable
from app.reports.paper_content import Listing
from app.services import overrides
from app.services.papers.common import capital, dated, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.domain.consent import Consent
    from app.domain.evidence import Verdict
    from app.domain.protocol.model import Template
    from app.domain.schedule.deviations import Deviation
    from app.i18n import Texts
    from app.reports.content import Words
    from app.services.contracts.assessments import AssessmentRow
    from app.services.contracts.control import Query
    from app.services.contracts.endings import Told
    from app.services.contracts.subjects import Course
    from app.services.outcomes import CourseOfResponse

_SHOWN = ("ANC", "HB", "PLT", "RETIC_ABS")
# Columns of the table of all counts: what decides first, then what a clinic watches beside it.
_COLUMNS = ("ANC", "HB", "PLT", "RETIC_ABS", "WBC", "LYM", "CSA", "ALT", "BILT", "CREA")
# Study days that end a period; the last one is open.
_PERIODS = ((None, -1), (0, 29), (30, 59), (60, 89), (90, 179), (180, None))


@dataclass(frozen=True, slots=True)
class Whole:
    """A subject as a history needs it. `verdicts` of the official assessments, by visit."""

    course: Course
    template: Template
    history: Sequence[AssessmentRow]
    verdict: Verdict | None
    official: tuple[AssessmentRow, ...]
    verdicts: Mapping[int, Verdict]
    outcomes: CourseOfResponse | None
    deviations: Sequence[Deviation]
    queries: Sequence[Query]
    on: date
    ends: Sequence[Told] = ()
    consents: Sequence[Consent] = ()


def response(said: Whole, texts: Texts) -> PlainTable:
    """One line an assessment: window, day, status, the counts of that day, and why."""
    visits = {row.id: row for row in said.course.visits}
    rows: list[tuple[Words, ...]] = []
    for row in said.official:
        visit = visits.get(row.visit_id or 0)
        title = texts.written(visit.title) if visit is not None else texts("documents.unscheduled")
        verdict = said.verdicts.get(row.visit_id or 0)
        why = headline(verdict, texts) if verdict is not None else "–"
        if row.override is not None:
            why = overrides.words(row.override, texts)
        rows.append(
            (
                (Piece(title, "semibold"),),
                row.day.isoformat(),
                texts.study_day(row.study_day),
                (Piece(texts(f"common.status_{row.said}"), "semibold"),),
                *(_count(said, code, row.day, texts) for code in _SHOWN),
                why,
            )
        )
    names = ("ANC", "Hb", "PLT", "RET")
    heads = (*(texts(f"papers.{name}") for name in ("visit", "crf_date", "day", "status")), *names)
    return PlainTable(
        (*heads, texts("papers.because")),
        tuple(rows),
        (36, 20, 12, 20, 13, 11, 11, 11, 62),
        ("left", "left", "right", "left", "right", "right", "right", "right", "left"),
        (texts("papers.counts_note"),) if rows else (),
    )


def _count(said: Whole, code: str, day: date, texts: Texts) -> str:
    for row in said.course.counts:
        if row.analyte == code and row.day == day and row.value is not None:
            return f"{row.bound}{texts.number(row.value, analyte(code).places)}"
    return "–"


def units(said: Whole, texts: Texts) -> PlainTable:
    """Units of red cells and platelets by period, and in all."""
    day0 = said.course.subject.day0
    rows = []
    for product in ("RBC", "PLT"):
        given = [row for row in said.course.transfusions if row.product == product]
        sums = [
            sum(
                (
                    row.units
                    for row in given
                    if day0 is not None and _within(study_day(day0, row.day), first, last)
                ),
                Decimal(0),
            )
            for first, last in _PERIODS
        ]
        total = sum((row.units for row in given), Decimal(0))
        cells: tuple[Words, ...] = tuple(texts.number(each) for each in sums)
        name = capital(texts(f"papers.blood_{product}"))
        rows.append((name, *cells, (Piece(texts.number(total), "bold"),)))
    heads = (
        texts("papers.crf_units"),
        *(_period(first, last, texts) for first, last in _PERIODS),
        texts("papers.total"),
    )
    return PlainTable(heads, tuple(rows), (34, 22, 20, 20, 20, 22, 22, 18), ("left", *("right",) * 7))


def months(said: Whole, texts: Texts) -> PlainTable:
    """Units of each calendar month in which any were given."""
    sums: dict[str, dict[str, Decimal]] = {}
    for row in said.course.transfusions:
        month = sums.setdefault(f"{row.day:%Y-%m}", {})
        month[row.product] = month.get(row.product, Decimal(0)) + row.units
    rows: tuple[tuple[Words, ...], ...] = tuple(
        (month, *(texts.number(sums[month].get(product, Decimal(0))) for product in ("RBC", "PLT")))
        for month in sorted(sums)
    )
    heads = (texts("papers.month"), *(texts(f"papers.units_{product}") for product in ("RBC", "PLT")))
    return PlainTable(heads, rows, (30, 40, 40), ("left", "right", "right"))


def _within(day: int, first: int | None, last: int | None) -> bool:
    return (first is None or day >= first) and (last is None or day <= last)


def _period(first: int | None, last: int | None, texts: Texts) -> str:
    if first is None:
        return texts("papers.before_day0")
    if last is None:
        return texts("papers.from_day", day=texts.study_day(first))
    return f"D{first}–{last}"


def milestones(said: Whole, texts: Texts) -> Listing:
    """Best and first response, relapse, survival; the last transfusions."""
    entries = []
    for product in ("RBC", "PLT"):
        days = [row.day for row in said.course.transfusions if row.product == product]
        last = dated(said.course, max(days), texts) if days else texts("summary.none")
        entries.append(Entry(texts(f"papers.last_{product}"), last))
    if said.outcomes is not None:
        wording = Wording(said.outcomes.template, said.outcomes.anchor, texts)
        entries += [Entry(line.label, line.value) for line in wording.lines(said.outcomes.outcomes)]
    entries += [Entry(texts("papers.ended"), _told(each, texts)) for each in said.ends]
    return Listing(tuple(entries), 34)


def _told(each: Told, texts: Texts) -> str:
    """An end of the participation with who entered it; and when and why it was taken back."""
    params = {"name": each.name, "date": each.at.date().isoformat()}
    words = texts("papers.ended_by", said=ending_text(each.ending, texts), **params)
    if each.undone_at is None:
        return words
    key = f"endings.why.{each.undo_code}"
    why = texts.clauses(part for part in (texts(key) if texts.has(key) else "", each.undo_text) if part)
    undone = texts(
        "papers.ended_undone", date=each.undone_at.date().isoformat(), name=each.undone_by, why=why
    )
    return texts.clauses((words, undone))


def counts(said: Whole, texts: Texts) -> PlainTable:
    """Every day with a value, the analytes that matter most as columns; changed values are marked."""
    days: dict[date, dict[str, str]] = {}
    changed = False
    for row in said.course.counts:
        if row.analyte not in _COLUMNS or row.value is None:
            continue
        mark = "*" if row.changed else ""
        changed = changed or row.changed
        places = ANALYTES[row.analyte].places
        days.setdefault(row.day, {})[row.analyte] = f"{row.bound}{texts.number(row.value, places)}{mark}"
    shown = [code for code in _COLUMNS if any(code in found for found in days.values())]
    rows = tuple(
        (day.isoformat(), day_of(said.course, day, texts), *(days[day].get(code, "–") for code in shown))
        for day in sorted(days)
    )
    heads = (texts("papers.crf_date"), texts("papers.day"), *(_short(code, texts) for code in shown))
    return PlainTable(
        heads,
        rows,
        (22, 12, *(15 for _ in shown)),
        ("left", *("right",) * (len(shown) + 1)),
        (texts("papers.changed_note"),) if changed else (),
    )


def _short(code: str, texts: Texts) -> str:
    key = f"evidence.short_{code}"
    return texts(key) if texts.has(key) else analyte_name(texts, code)
