"""Charts of a history: what decides the response with all that was given, then every other analyte."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.chart.course import Row, Span
from app.domain.quantities import ANALYTES
from app.domain.timeline import study_day
from app.i18n.chart_days import DayNames
from app.i18n.drugs import drug_name
from app.reports.content import Trend
from app.services.charts import course_chart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.chart.course import Course
    from app.i18n import Texts
    from app.services.contracts.subjects import MedicationRow
    from app.services.papers.history_tables import Whole

_FIRST = ("ANC", "HB", "PLT", "RETIC_ABS")
_FEWEST = 3  # values that make a course
_PAGE = 10  # panels that go on one page
_MOST_DRUGS = 4
_PANEL_OF_FOUR, _PANEL_OF_MORE = 36.0, 44.0  # points
_NOT_DRAWN = frozenset({"WEIGHT", "HEIGHT"})


def decisive(said: Whole, texts: Texts) -> Trend | None:
    """The counts that the protocol decides by, the statuses, treatments, drugs and infections."""
    codes = [code for code in _FIRST if code in said.template.response.counts] or list(_FIRST[:3])
    course = _course(said, texts, codes)
    anchor = said.course.subject.day0 or (course.since if course is not None else None)
    if course is None or anchor is None:
        return None
    drugs = _drugs(said, anchor, DayNames(texts, course.since))
    whole = replace(course, rows=(*course.rows, *drugs, *_infections(said, anchor, texts)))
    days = tuple(study_day(anchor, row.day) for row in said.official)
    panel = _PANEL_OF_FOUR if len(codes) > 3 else 0.0
    return Trend(whole, None, tall=True, marked=days, panel=panel)


def others(said: Whole, texts: Texts) -> tuple[Trend, ...]:
    """Every other analyte with a course, in charts of one page each."""
    shown = set(said.template.response.counts) & set(_FIRST) or set(_FIRST[:3])
    known: dict[str, int] = {}
    for row in said.course.counts:
        if row.value is not None and row.analyte in ANALYTES and row.analyte not in shown | _NOT_DRAWN:
            known[row.analyte] = known.get(row.analyte, 0) + 1
    codes = [code for code in ANALYTES if known.get(code, 0) >= _FEWEST]
    return tuple(
        Trend(replace(course, rows=()), None, panel=_PANEL_OF_MORE)
        for at in range(0, len(codes), _PAGE)
        if (course := _course(said, texts, codes[at : at + _PAGE])) is not None
    )


def _course(said: Whole, texts: Texts, codes: list[str]) -> Course | None:
    return course_chart(
        said.course, said.template, said.history, texts=texts, until=said.on, brief=True, analytes=codes
    )


def _drugs(said: Whole, anchor: date, names: DayNames) -> Iterator[Row]:
    """The longest courses of what is no growth factor of the rules: that one has its own row."""
    texts = names.texts
    by_name: dict[str, list[MedicationRow]] = {}
    for row in said.course.medications:
        name = row.drug.strip()
        others = name.lower() not in said.template.response.gcsf_washout_days
        if others and row.start <= said.on and row.exact:  # no bar is true of days that are not known
            by_name.setdefault(name.lower(), []).append(row)
    longest = sorted(by_name, key=lambda name: min(row.start for row in by_name[name]))
    for name in longest[:_MOST_DRUGS]:
        rows = sorted(by_name[name], key=lambda row: row.start)
        spans = tuple(
            Span(study_day(anchor, row.start), study_day(anchor, min(row.stop or said.on, said.on)))
            for row in rows
        )
        note = f"{names(spans[0].start)} – {names(spans[-1].stop)}"
        if rows[-1].stop is None:
            note = texts("papers.lane_ongoing", day=names(spans[0].start))
        shown = drug_name(texts, rows[0].drug.strip())
        yield Row(shown[:1].upper() + shown[1:], spans, note=note)


def _infections(said: Whole, anchor: date, texts: Texts) -> Iterator[Row]:
    days = [
        study_day(anchor, row.day)
        for row in said.course.events
        if row.type == "infection" and row.day <= said.on and not row.day_known
    ]
    if days:
        spans = tuple(Span(day, day) for day in sorted(days))
        yield Row(texts("papers.lane_infection"), spans, note=texts("papers.lane_episodes", count=len(days)))
