"""What the calendar says of each visit. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from app.domain.schedule import OPEN, VisitState, days_late, days_left, place
from app.domain.timeline import Window, study_day
from app.services.contracts.control import VOID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.i18n import Texts
    from app.services.contracts.control import VisitControl
    from app.services.subjects import VisitRow

Which = Literal["all", "open", "done"]
SHAPES = {
    VisitState.UPCOMING: "dashed_ring",
    VisitState.DUE: "ring",
    VisitState.LATE: "warning",
    VisitState.DONE: "tick",
    VisitState.DONE_EARLY: "tick_open",
    VisitState.DONE_LATE: "tick_open",
    VisitState.MISSED: "cross",
    VisitState.NOT_EXPECTED: "dash",
    VisitState.UNSCHEDULED: "dot",
}


def state_of(row: VisitRow) -> VisitState:
    """Where a visit stands on the context's day."""
    return VisitState(row.state)


def title(row: VisitRow, texts: Texts) -> str:
    """Its title; an unscheduled visit may have none of its own."""
    return texts.written(row.title) or texts("visits.unscheduled")


def day(row: VisitRow, day0: date | None, texts: Texts) -> str:
    """D90: the target day, or the day on which it took place where none was planned."""
    number = row.day
    if number is None and row.actual is not None and day0 is not None:
        number = study_day(day0, row.actual)
    return texts.study_day(number) if number is not None else ""


def window(row: VisitRow, texts: Texts) -> str:
    """11–25 Nov 2026; "" where the window is one day or there is none."""
    if row.earliest is None or row.latest is None or row.earliest == row.latest:
        return ""
    return span_words(row.earliest, row.latest, texts)


def span_words(first: date, last: date, texts: Texts) -> str:
    """11–25 Nov 2026, 26 Oct – 1 Nov 2026, 20 Dec 2026 – 5 Jan 2027."""
    return texts.span(first, last)


def state_words(row: VisitRow, *, today: date, texts: Texts) -> str:
    """Late, 3 d; Due, 7 d left; Done; Done late, 2 d; Missed; Upcoming, in 12 d; Unscheduled."""
    state = state_of(row)
    words = texts(f"schedule.{state.value}")
    span = window_of(row)
    if span is None:
        return words
    number: int | None = None
    key = ""
    if state is VisitState.LATE:
        key, number = "late_by", days_late(span, today)
    elif state is VisitState.DUE:
        number = days_left(span, today)
        key = "left" if number else "last_day"
    elif state is VisitState.UPCOMING:
        key, number = "opens_in", (span.earliest - today).days
    elif state is VisitState.DONE_LATE and row.actual is not None:
        key, number = "late_by", days_late(span, row.actual)
    elif state is VisitState.DONE_EARLY and row.actual is not None:
        key, number = "early_by", (span.earliest - row.actual).days
    return texts(f"visits.{key}", state=words, days=number) if number is not None else words


def control_words(control: VisitControl | None, texts: Texts) -> str:
    """Signed, valid; Complete · signature void · 2 queries · late 20 d; "" for one that was not logged."""
    if control is None:
        return ""
    parts = [texts(f"control.stage.{control.stage}")]
    if control.signature == VOID:
        parts.append(texts("control.signature.void"))
    if control.open_queries:
        parts.append(texts("control.queries", count=control.open_queries))
    if control.second_entry in ("pending", "differs"):
        parts.append(texts(f"control.second.{control.second_entry}"))
    if control.late:
        parts.append(texts("control.late_short", days=max(each.days for each in control.late)))
    return " · ".join(parts)


def needs_care(control: VisitControl | None) -> bool:
    """Whether something about a visit was taken back, or waits for an answer."""
    return control is not None and bool(
        control.signature == VOID or control.verification_dropped or control.open_queries
    )


def window_of(row: VisitRow) -> Window | None:
    """The window of a planned visit."""
    if row.earliest is None or row.target is None or row.latest is None:
        return None
    return Window(row.earliest, row.target, row.latest)


def agreed_words(row: VisitRow, today: date, texts: Texts, *, beside: bool = False) -> str:
    """Planned 24 Nov (window 15–22 Nov); "" where no day was agreed. `beside`: the window is said already."""
    span = window_of(row)
    if row.agreed is None or span is None:
        return ""
    from app.i18n.agreed import agreed_text, agreed_with_window

    return (agreed_text if beside else agreed_with_window)(texts, row.agreed, span, today=today)


def agreed_short(row: VisitRow, today: date, texts: Texts) -> str:
    """Planned 24 Nov: where a visit that took place has its date."""
    if row.agreed is None:
        return ""
    return texts("visits.planned_on", day=texts.date_from(row.agreed, today))


def agreed_outside(row: VisitRow) -> bool:
    """Whether the agreed day lies outside the window."""
    span = window_of(row)
    return row.agreed is not None and span is not None and place(span, row.agreed) != "in_window"


def ordered(rows: Iterable[VisitRow]) -> tuple[VisitRow, ...]:
    """By the day on which each took place or was planned."""
    return tuple(sorted(rows, key=lambda row: (row.actual or row.target or row.earliest, row.id)))


def chosen(rows: Iterable[VisitRow], which: Which) -> tuple[VisitRow, ...]:
    """The rows of a filter. `open`: still to be done; `done`: over; what is not expected is in neither."""
    if which == "all":
        return tuple(rows)
    expected = (row for row in rows if state_of(row) is not VisitState.NOT_EXPECTED)
    return tuple(row for row in expected if (state_of(row) in OPEN) == (which == "open"))
