"""The day that was agreed for a visit, in words; a day outside the window says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.schedule import place
from app.domain.timeline import Window

if TYPE_CHECKING:
    from datetime import date

    from app.i18n.texts import Texts


def planned_text(texts: Texts, agreed: date, *, today: date) -> str:
    """Planned 24 Nov; planned today; was planned 20 Nov."""
    when = "agreed_today" if agreed == today else "agreed_was" if agreed < today else "agreed"
    return texts(f"schedule.{when}", day=texts.date_from(agreed, today))


def agreed_text(texts: Texts, agreed: date, window: Window, *, today: date) -> str:
    """Planned 24 Nov; planned 24 Nov, after its window: where the window itself stands beside it."""
    said, where = planned_text(texts, agreed, today=today), place(window, agreed)
    return said if where == "in_window" else texts(f"schedule.agreed_{where}", planned=said)


def agreed_with_window(texts: Texts, agreed: date, window: Window, *, today: date) -> str:
    """Planned 24 Nov (window 15–22 Nov); planned 24 Nov, after its window (15–22 Nov)."""
    said = agreed_text(texts, agreed, window, today=today)
    inside = place(window, agreed) == "in_window"
    key = "schedule.agreed_in" if inside else "schedule.agreed_out"
    return texts(key, planned=said, window=span_of(window, texts))


def rescheduled_text(texts: Texts, agreed: date, first: date, last: date) -> str:
    """Rescheduled; rescheduled, after its window: where the day itself stands beside it."""
    where = place(Window(first, first, last), agreed)
    return texts("subjects.rescheduled" if where == "in_window" else f"subjects.rescheduled_{where}")


def span_of(window: Window, texts: Texts) -> str:
    """15–22 Nov; the day alone of a window of one day."""
    if window.earliest == window.latest:
        return texts.short_date(window.earliest)
    return texts.short_span(window.earliest, window.latest)
