"""The words of one day of the course chart: what a screen reader says and the line below the chart shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.chart.course import on_day
from app.domain.quantities import analyte
from app.domain.timeline import date_of
from app.ui.pages.counts.words import former_text
from app.ui.pages.events.words import row_words
from app.ui.widgets.runs import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from app.domain.chart.course import Course, Lane, Reading
    from app.i18n import Texts
    from app.ui.subject_view import SubjectView


_GAP, _AT = "    ", "\0"


def summary(course: Course | None, anchor: date, *, texts: Texts) -> str:
    """What the whole chart shows: the analytes, and on how many days from when to when."""
    name = texts("overview.chart_name")
    if course is None or not course.days:
        return name
    return texts(
        "overview.chart_summary",
        name=name,
        analytes=texts.listed(lane.title for lane in course.lanes),
        count=len(course.days),
        days=texts.span(*(date_of(anchor, course.days[at]) for at in (0, -1))),
    )


def readout(course: Course, view: SubjectView, day: int, *, texts: Texts) -> tuple[Run, ...]:
    """Date and, with a day 0, study day, each value as it was entered, what was given, what happened."""
    anchor = view.course.subject.day0 or course.since
    if anchor is None:
        return ()
    when = date_of(anchor, day)
    said = texts.date(when)
    if course.since is None:
        said = texts("overview.readout_day", date=said, day=texts.study_day(day))
    groups = [[Run(said, bold=True, whole=True)]]
    groups += [
        _value(lane, reading, texts, remarks=_remarks(view, lane.code, when, texts))
        for lane, reading in on_day(course, day)
        if reading is not None
    ]
    groups += [
        [
            Run(
                texts(
                    "overview.readout_given",
                    product=texts(f"chart.strip_{row.product}"),
                    units=texts.number(row.units),
                ),
                whole=True,
            )
        ]
        for row in view.course.transfusions
        if row.day == when
    ]
    happened = [row for row in view.course.events if row.day == when and not row.day_known]
    groups += [[Run(row_words(row, texts))] for row in happened]
    return tuple(run for at, group in enumerate(groups) for run in ((Run(_GAP), *group) if at else group))


def _value(lane: Lane, reading: Reading, texts: Texts, *, remarks: Iterable[str]) -> list[Run]:
    """ANC 1.24 ×10⁹/L, the figure in bold; what it was entered as follows in grey."""
    value = f"{reading.bound}{texts.number(reading.value, analyte(lane.code).places)}"
    said = texts("overview.readout_value", name=lane.title, value=_AT, unit=lane.unit)
    before, _, after = said.partition(_AT)
    looks = [Run(before, whole=True), Run(value, bold=True, whole=True), Run(after, whole=True)]
    return [*looks, *(Run(f" {remark}", quiet=True) for remark in remarks)]


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
