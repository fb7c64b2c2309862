"""The course chart of a subject: stored rows, the template's limits and the verdicts, finished to draw."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.domain.chart.course import (
    Course,
    Extent,
    Lane,
    Limit,
    Phase,
    Reading,
    Row,
    Span,
    Step,
    Window,
)
from app.domain.chart.marks import CIRCLE, DIAMOND, SQUARE, TRIANGLE
from app.domain.chart.rules import RuleLimit, limits, normal_steps, supports
from app.domain.criteria.view import SubjectData
from app.domain.quantities import Quantity, analyte
from app.domain.record import Measurement, SubjectRecord, Transfusion
from app.domain.timeline import date_of, study_day
from app.i18n.chart_days import DayNames
from app.i18n.problems import analyte_name
from app.services import chart_rows
from app.services.subject_records import course_of_drug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.services.contracts.assessments import AssessmentRow
    from app.services.contracts.subjects import Course as StoredCourse
    from app.services.contracts.subjects import Former

# Mark, the range that is always shown, and the range of the logarithmic form.
_LANES: dict[str, tuple[str, Extent, bool]] = {
    "ANC": (CIRCLE, Extent(0, 2, 0.05, 3), True),
    "HB": (SQUARE, Extent(50, 130, 50, 130), False),
    "PLT": (TRIANGLE, Extent(0, 120, 1, 300), False),
    "RETIC_ABS": (DIAMOND, Extent(0, 100, 1, 300), False),
}
_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
ROOM_AFTER = 8  # days shown after the last one with data


def course_chart(
    stored: StoredCourse,
    template: Template,
    history: Sequence[AssessmentRow],
    *,
    texts: Texts,
    until: date | None = None,
    brief: bool = False,
    analytes: Sequence[str] = ("ANC", "HB", "PLT"),
    former: Mapping[int, Former] = MappingProxyType({}),
) -> Course | None:
    """The chart up to a day. `brief`: words and notes as the page has room for.

    `former`: what corrected counts were, by the ids of their rows. Before day 0 is set the axis says dates
    and there is nothing that is judged from day 0: limits, windows, statuses; None before the first count.
    """
    last_day = until or date.max
    since = _first_count(stored, analytes, last_day) if stored.subject.day0 is None else None
    anchor = stored.subject.day0 or since
    if anchor is None:
        return None
    names = DayNames(texts, since)
    data = SubjectData(record_of(stored, anchor), template.response)
    days = _days(stored, anchor, last_day)
    lanes = tuple(
        _lane(code, stored, template, data, names=names, until=last_day, brief=brief, former=former)
        for code in analytes
    )
    rows = chart_rows.rows(stored, data, names=names, anchor=anchor, until=last_day)
    if not brief:
        rows += chart_rows.event_row(stored, texts=texts, anchor=anchor, until=last_day)
        happened = {study_day(anchor, row.day) for row in chart_rows.dated(stored, last_day)}
        days = tuple(sorted({*days, *happened}))
    given = [day for lane in lanes if lane.strip for day in lane.strip.days]
    given += [dose for row in rows for dose in row.doses] + [span.start for span in row_spans(rows)]
    first = min([-1, *days, *given])
    last = max([1, *days, *given])
    margin = max(1, round((last - first) / 40))
    return Course(
        first=max(first, -60) - margin,
        last=last if brief else last + min(ROOM_AFTER, margin * 3),
        lanes=lanes,
        rows=rows,
        windows=() if brief or since else _windows(stored, anchor, texts=texts, last=last + 3 * margin),
        phases=() if since else _phases(history, anchor, texts=texts, until=last_day),
        phase_title="" if since else texts("chart.response"),
        days=days,
        since=since,
    )


def row_spans(rows: Iterable[Row]) -> list[Span]:
    """Every bar of the treatment rows."""
    return [span for row in rows for span in row.spans]


def record_of(stored: StoredCourse, anchor: date) -> SubjectRecord:
    """What the chart needs of a subject, in the engine's form."""
    subject = stored.subject
    return SubjectRecord(
        sex=subject.sex or None,
        birth_date=subject.birth_date,
        anchor=anchor,
        arm=subject.arm,
        measurements=tuple(
            Measurement(
                row.day,
                row.analyte,
                Quantity(row.value, row.unit, row.bound, row.entered_value, row.entered_unit),
                row.low,
            )
            for row in stored.counts
            if row.value is not None
        ),
        transfusions=tuple(
            Transfusion(row.day, row.product, row.reason or None, row.units) for row in stored.transfusions
        ),
        medications=tuple(map(course_of_drug, stored.medications)),
    )


def _first_count(stored: StoredCourse, analytes: Sequence[str], until: date) -> date | None:
    """The day that the axis of a chart without day 0 begins with."""
    shown = (row for row in stored.counts if row.value is not None and row.analyte in analytes)
    return min((row.day for row in shown if row.day <= until), default=None)


def _days(stored: StoredCourse, anchor: date, until: date) -> tuple[int, ...]:
    """The days with counts or a visit, on which the selection may stand."""
    shown = {row.day for row in stored.counts if row.value is not None and row.analyte in _LANES}
    shown |= {visit.actual for visit in stored.visits if visit.actual is not None}
    return tuple(sorted({study_day(anchor, day) for day in shown if day <= until}))


def _lane(
    code: str,
    stored: StoredCourse,
    template: Template,
    data: SubjectData,
    *,
    names: DayNames,
    until: date,
    brief: bool,
    former: Mapping[int, Former],
) -> Lane:
    texts = names.texts
    anchor = data.record.anchor
    rows = [row for row in stored.counts if row.analyte == code and row.day <= until]
    rules = template.response
    points = [point for point in data.series(code).points if point.day <= until]
    mark, extent, log = _LANES.get(code) or (CIRCLE, _extent([float(point.value) for point in points]), False)
    return Lane(
        code,
        _title(code, texts, brief=brief),
        texts.unit(analyte(code).unit),
        mark,
        extent,
        log=log,
        readings=tuple(
            Reading(
                study_day(anchor, point.day),
                point.value,
                point.bound,
                hollow=not supports(data, rules, analyte=code, day=point.day),
            )
            for point in points
        ),
        limits=_limits(code, template, data, [point.day for point in points], texts=texts, brief=brief)
        if names.since is None
        else (),
        point=texts.point,
        strip=chart_rows.strip(code, stored, anchor, names=names, until=until, brief=brief),
        missing=chart_rows.missing(code, stored.visits, rows, anchor=anchor, until=until),
        former=chart_rows.former_readings(rows, former, anchor=anchor),
    )


def _title(code: str, texts: Texts, *, brief: bool) -> str:
    for key in (f"chart.short_{code}",) * brief + (f"chart.lane_{code}",):
        if texts.has(key):
            return texts(key)
    name = analyte_name(texts, code)
    return name[:1].upper() + name[1:]


def _extent(values: Sequence[float]) -> Extent:
    """From zero where the values come near it, else from a little below the lowest."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    foot = 0.0 if low < high / 2 else low * 0.9
    top = high * 1.05 if high > foot else foot + 1
    return Extent(foot, top, max(foot, 0.01), max(top, 0.1))


def _limits(
    code: str, template: Template, data: SubjectData, days: Sequence[date], *, texts: Texts, brief: bool
) -> tuple[Limit, ...]:
    found: list[Limit] = []
    for limit in limits(template.response):
        if limit.analyte != code:
            continue
        steps = (Step(None, limit.value),) if limit.value is not None else normal_steps(data, days)
        if steps:
            found.append(Limit(limit.kind, _limit_words(limit, steps, texts), steps))
    anchor = data.record.anchor
    first = anchor - timedelta(days=data.settings.baseline_lookback_days)
    start = data.series(code).latest(first, anchor)
    if code == "ANC" and start is not None and not start.bound and not brief:
        words = texts("chart.baseline", value=texts.number(start.value, analyte(code).places))
        found.append(Limit("baseline", words, (Step(None, start.value),)))
    return tuple(found)


def _limit_words(limit: RuleLimit, steps: tuple[Step, ...], texts: Texts) -> str:
    code = "chart.limit" if limit.value is not None else "chart.limit_normal"
    value = texts.number(steps[-1].value)
    return texts(code, kind=limit.kind.upper(), op=_SIGNS[limit.op], value=value)


def _windows(stored: StoredCourse, anchor: date, *, texts: Texts, last: int) -> tuple[Window, ...]:
    found = []
    for visit in stored.visits:
        if not visit.assessment or visit.earliest is None or visit.latest is None or visit.target is None:
            continue
        start, stop = study_day(anchor, visit.earliest), study_day(anchor, visit.latest)
        if start > last:
            continue
        target = study_day(anchor, visit.target)
        if target - start == stop - target:
            title = texts("chart.window_even", day=texts.study_day(target), width=stop - target)
        else:
            title = DayNames(texts).span(start, stop)
        found.append(Window(start, stop, title))
    return tuple(found)


def _phases(
    history: Sequence[AssessmentRow], anchor: date, *, texts: Texts, until: date
) -> tuple[Phase, ...]:
    """Neighbouring verdicts of one status as one phase; the last ends at the last assessment."""
    standing = sorted(
        (row for row in history if row.superseded_at is None and row.day <= until),
        key=lambda row: (row.day, row.id),
    )
    phases: list[Phase] = []
    signed = False
    for row in standing:
        day, own = study_day(anchor, row.day), row.override is not None
        if phases and phases[-1].status == row.said and signed == own:
            phases[-1] = _phase(phases[-1].start, day, row.said, anchor, texts, signed=own)
            continue
        if phases:
            phases[-1] = _phase(phases[-1].start, day, phases[-1].status, anchor, texts, signed=signed)
        signed = own
        phases.append(_phase(day, day, row.said, anchor, texts, signed=own))
    return tuple(phases)


def _phase(start: int, stop: int, status: str, anchor: date, texts: Texts, *, signed: bool) -> Phase:
    """One band; that a person signed for its status stands beside its name."""
    code = f"common.status_{status}"
    name = texts(code) if texts.has(code) else status
    if signed:
        name = f"{name} ({texts('flags.override')})"
    since = texts.short_date(date_of(anchor, start))
    label = texts("chart.phase", status=name, date=since, day=texts.study_day(start))
    return Phase(start, stop, status, label, name)
