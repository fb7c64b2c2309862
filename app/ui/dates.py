"""Dates as one types them into a field, and as tables show them beside their study day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.timeline import study_day
from app.domain.typed_figures import plain_figures

if TYPE_CHECKING:
    from app.i18n import Texts


def parse_day(text: str) -> date | None:
    """The date of "2026-11-18", "2026/11/18" or "20261118", of "18.11.2026", or of "18/11/2026" that no other
    order of day and month allows; or as the program writes it out: "18 Nov 2026", "2026年11月18日".
    None where the text is no such date.
    """
    body = plain_figures(text).strip()
    if len(body) == 8 and body.isdigit():
        body = f"{body[:4]}-{body[4:6]}-{body[6:]}"
    elif len(body) == 10 and body[4] == body[7] and body[4] in "/.":
        body = f"{body[:4]}-{body[5:7]}-{body[8:]}"
    try:
        if any(letter.isalpha() for letter in body):
            return _written(body)
        if len(body) == 10 and body[4] == "-":
            return date.fromisoformat(body)
        return _written(body) if _ends_with_year(body) else None
    except ValueError:
        return None


def finished_day(text: str, *, day_first: bool | None) -> date | None:
    """The same of a text that nobody types on: "2026-3-5" too, and 5/11/2026 by `Texts.day_first`."""
    from app.i18n.written_days import read_day

    day = parse_day(text)
    if day is not None or not any(sign in text for sign in "-/.年"):
        return day
    try:
        return read_day(text, day_first=day_first)
    except ValueError:
        return None


def may_be_two_days(text: str) -> bool:
    """Whether a text is a date but for the order of its day and month: 5/11/2026."""
    from app.i18n.written_days import DayError, read_day

    try:
        read_day(text, day_first=None)
    except DayError as fault:
        return fault.code == "ambiguous_date"
    return False


def _ends_with_year(body: str) -> bool:
    return len(body) >= len("1.1.2026") and body[-4:].isdigit() and not body[:4].isdigit()


def _written(body: str) -> date:
    from app.i18n.written_days import day_first_of, read_day

    return read_day(body, day_first=day_first_of([body]))


def study_date(day: date | None, anchor: date | None, texts: Texts) -> str:
    """D14 · 3 Sep 2026; the date alone before day 0 is set, – for none."""
    if day is None:
        return "–"
    shown = texts.date(day)
    return shown if anchor is None else f"{texts.study_day(study_day(anchor, day))} · {shown}"
