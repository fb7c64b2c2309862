"""The calendar for the patient: no protocol, no arm, no study day; weekday and full month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reports.content import Piece
from app.reports.patient_calendar import Date, PatientCalendar
from app.services.papers.common import identity_cells

if TYPE_CHECKING:
    from datetime import date

    from app.i18n import Texts
    from app.reports.content import Words
    from app.services.context import Context
    from app.services.contracts.papers import Order
    from app.services.contracts.subjects import VisitRow

MOST = 9  # dates on a sheet; the next sheet has the next ones
_MARROW = frozenset({"MARROW", "CYTOGENETICS"})
_DAYS_A_MONTH = 30.4
_OVER = frozenset({"missed", "not_expected"})


def content(context: Context, order: Order, texts: Texts) -> PatientCalendar:
    """The planned visits from today on, at most nine."""
    from app.services import subjects

    course = subjects.course(context, order.subject_id)
    today = context.today()
    ahead = [
        row
        for row in course.visits
        if row.actual is None and row.target is not None and row.state not in _OVER and _open(row, today)
    ]
    ahead.sort(key=lambda row: (row.when, row.id))
    shown = _one_a_day(ahead)[:MOST]
    code = course.subject.code
    dates = tuple(_date(row, texts) for row in shown)
    first, last = (shown[0].when, shown[-1].when) if shown else (None, None)
    left = course.ends.left is not None
    levels = any("CSA" in row.assessments for row in shown)
    return PatientCalendar(
        document_id=f"PC-{code}",
        language=texts.language,
        title=texts("papers.your_visits"),
        subtitle=_span(first, last, texts),
        code_label=texts("papers.your_number"),
        code=code,
        meta=identity_cells(context, order.subject_id, texts, wanted=order.identity),
        next_label=texts("papers.next_visit"),
        next_day=_long(first, texts) if first else texts("papers.no_visit"),
        next_what=_plain(_what(shown[0], texts)) + f" · {dates[0].takes}"
        if shown
        else texts("papers.no_visit_left" if left else "papers.no_visit_what"),
        heads=(
            texts("papers.done"),
            texts("papers.when"),
            texts("papers.what_happens"),
            texts("papers.takes"),
        ),
        dates=dates,
        morning=(texts("papers.morning"), texts("papers.morning_text")) if levels else ("", ""),
        call=(texts("papers.call"), texts("papers.call_text")),
        phones=(texts("papers.phone_day"), texts("papers.phone_night")),
        foot=texts("papers.calendar_foot"),
    )


def _open(row: VisitRow, today: date) -> bool:
    """Not over yet: its day, or its window, reaches today."""
    return row.when is not None and max(row.when, row.latest or row.when) >= today


def _one_a_day(rows: list[VisitRow]) -> list[VisitRow]:
    """Two visits of one day are one way to the hospital: the larger one stands for both."""
    best: dict[date, VisitRow] = {}
    for row in rows:
        assert row.when is not None  # chosen so
        held = best.get(row.when)
        if held is None or _size(row) > _size(held):
            best[row.when] = row
    return [best[day] for day in sorted(best)]


def _size(row: VisitRow) -> int:
    if row.infusion or _MARROW & set(row.assessments):
        return 2
    return 1 if row.assessment else 0


def _date(row: VisitRow, texts: Texts) -> Date:
    assert row.when is not None  # chosen so
    size = _size(row)
    moved = ""
    stays = row.agreed is None  # what was agreed with the family is no longer moved
    if stays and row.earliest is not None and row.latest is not None and row.earliest < row.latest:
        span = {"first": texts.short_date(row.earliest), "last": texts.short_date(row.latest)}
        moved = texts("papers.can_be_moved", **span)
    return Date(
        weekday=texts(f"papers.weekday_short_{row.when.weekday()}"),
        day=_full(row.when, texts),
        what=_what(row, texts),
        moved=moved if size else "",
        takes=texts(f"papers.takes_{size}"),
        large=size > 0,
    )


def _what(row: VisitRow, texts: Texts) -> Words:
    if row.infusion:
        kind = "cells" if row.infusion.startswith("msc") else "medicine"
        return (Piece(texts(f"papers.treatment_{kind}"), "semibold"), Piece(texts("papers.treatment_what")))
    parts = [texts("papers.do_blood")]
    if _MARROW & set(row.assessments):
        parts.append(texts("papers.do_marrow"))
    if not row.assessment and not _MARROW & set(row.assessments):
        level = "papers.blood_level" if "CSA" in row.assessments else "papers.blood_count"
        return texts(level)
    parts.append(texts("papers.do_doctor"))
    name = _check(row, texts)
    return (Piece(name, "semibold"), Piece(texts("papers.check_what", parts=texts.listed(parts))))


def _check(row: VisitRow, texts: Texts) -> str:
    """6-month check, 1-year check; a check where the plan has no day."""
    if row.day is None or row.day < 25:
        return texts("papers.check")
    months = round(row.day / _DAYS_A_MONTH)
    if months % 12 == 0:
        return texts("papers.check_years", years=months // 12)
    return texts("papers.check_months", months=months)


def _plain(words: Words) -> str:
    return words if isinstance(words, str) else "".join(piece.text for piece in words)


def _full(day: date, texts: Texts) -> str:
    if texts.language == "zh":  # in figures, and written together
        return texts.date(day)
    return texts("papers.full_date", day=day.day, month=texts(f"papers.month_{day.month}"), year=day.year)


def _long(day: date, texts: Texts) -> str:
    weekday = texts(f"papers.weekday_{day.weekday()}")
    return texts("papers.long_date", weekday=weekday, date=_full(day, texts))


def _span(first: date | None, last: date | None, texts: Texts) -> str:
    if first is None or last is None:
        return ""

    def month(day: date) -> str:
        if texts.language == "zh":
            return texts.month(day)
        return texts("papers.month_year", month=texts(f"papers.month_{day.month}"), year=day.year)

    if month(first) == month(last):
        return month(first)
    return texts("papers.months", first=month(first), last=month(last))
