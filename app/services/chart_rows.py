"""Transfusions and treatments of a subject as lines of the course chart."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.chart.course import Row, Span, Strip
from app.domain.chart.rules import PRODUCT_OF
from app.domain.timeline import study_day
from app.i18n.drugs import drug_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.domain.criteria.view import SubjectData
    from app.i18n import Texts
    from app.services.contracts.subjects import Course as StoredCourse


def strip(
    code: str, stored: StoredCourse, anchor: date, *, texts: Texts, until: date, brief: bool
) -> Strip | None:
    product = PRODUCT_OF.get(code)
    if product is None:
        return None
    given = [row for row in stored.transfusions if row.product == product and row.day <= until]
    days = tuple(sorted({study_day(anchor, row.day) for row in given}))
    title = texts(f"chart.strip_{product}" if brief else f"chart.strip_{product}_long")
    return Strip(
        title, days, _strip_note(days, sum((row.units for row in given), Decimal(0)), texts), product == "PLT"
    )


def _strip_note(days: tuple[int, ...], units: Decimal, texts: Texts) -> str:
    if not days:
        return texts("chart.none_given")
    last = texts.study_day(days[-1])
    if units == 1:
        return texts("chart.unit_last", day=last)
    return texts("chart.units_last", units=texts.number(units), day=last)


def rows(
    stored: StoredCourse, data: SubjectData, *, texts: Texts, anchor: date, until: date
) -> tuple[Row, ...]:
    given = [row for row in stored.infusions if row.day <= until]
    atg = _runs(sorted({study_day(anchor, row.day) for row in given if row.product == "ATG"}))
    msc = tuple(sorted(study_day(anchor, row.day) for row in given if row.product != "ATG"))
    found: list[Row] = []
    if atg or msc:
        name = "chart.row_atg_msc" if atg and msc else ("chart.row_atg" if atg else "chart.row_msc")
        spans = tuple(Span(start, stop, texts("chart.atg")) for start, stop in atg)
        label = texts("chart.msc_dose" if len(msc) == 1 else "chart.msc_doses", count=len(msc)) if msc else ""
        notes = [texts("chart.note_atg", days=day_range(start, stop, texts)) for start, stop in atg]
        notes += [texts("chart.note_msc", count=len(msc))] if msc else []
        found.append(Row(texts(name), spans, msc, label, texts.clauses(notes)))
    washouts = data.settings.gcsf_washout_days
    courses = [
        row for row in stored.medications if row.drug.strip().lower() in washouts and row.start <= until
    ]
    if courses:
        end = max([*(row.day for row in stored.counts if row.day <= until), *(row.start for row in courses)])
        spans = tuple(
            Span(
                start,
                stop,
                texts("chart.drug_days", drug=drug_name(texts, row.drug), days=day_range(start, stop, texts)),
                True,
            )
            for row in courses
            for start, stop in [
                (study_day(anchor, row.start), study_day(anchor, min(row.stop or end, until)))
            ]
        )
        note = day_range(spans[-1].start, spans[-1].stop, texts)
        found.append(Row(texts("chart.row_gcsf"), spans, note=note))
    return tuple(found)


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring days as (first, last)."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and day - runs[-1][1] <= 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def day_range(start: int, stop: int, texts: Texts) -> str:
    first = texts.study_day(start)
    if start == stop:
        return first
    return texts("chart.days", start=first, stop=stop if start >= 0 else texts.study_day(stop))
