"""The words of one day of the course chart: what a screen reader says and the line below the chart shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.chart.course import on_day
from app.domain.quantities import analyte
from app.domain.timeline import date_of
from app.ui.pages.counts.words import former_text
from app.ui.pages.events.words import row_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.chart.course import Course
    from app.i18n import Texts
    from app.ui.subject_view import SubjectView


def readout(course: Course, view: SubjectView, day: int, *, texts: Texts) -> str:
    """Date, study day, each value with its unit and what was entered, what was given, what happened."""
    anchor = view.course.subject.day0
    if anchor is None:
        return ""
    when = date_of(anchor, day)
    parts = [texts("overview.readout_day", date=texts.date(when), day=texts.study_day(day))]
    for lane, reading in on_day(course, day):
        if reading is None:
            continue
        value = f"{reading.bound}{texts.number(reading.value, analyte(lane.code).places)}"
        said = texts("overview.readout_value", name=lane.title, value=value, unit=lane.unit)
        parts.append(" ".join((said, *_remarks(view, lane.code, when, texts))))
    parts += [
        texts(
            "overview.readout_given",
            product=texts(f"chart.strip_{row.product}"),
            units=texts.number(row.units),
        )
        for row in view.course.transfusions
        if row.day == when
    ]
    happened = [row for row in view.course.events if row.day == when and not row.day_known]
    parts += [row_words(row, texts) for row in happened]
    return "    ".join(parts)


def _remarks(view: SubjectView, code: str, when: date, texts: Texts) -> Iterator[str]:
    """What a value was entered as where that was in another unit, and what a corrected one was before."""
    for row in view.course.counts:
        if row.analyte != code or row.day != when:
            continue
        if row.entered_unit not in ("", row.unit):
            unit = texts.unit(row.entered_unit)
            yield texts("overview.readout_entered", value=row.entered_value, unit=unit)
        if row.id in view.former:
            yield texts("overview.readout_former", said=former_text(view.former[row.id], texts))
