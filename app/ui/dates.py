"""Dates as one types them into a field, and as tables show them beside their study day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.timeline import study_day

if TYPE_CHECKING:
    from app.i18n import Texts


def parse_day(text: str) -> date | None:
    """The date of "2026-11-18", "2026/11/18" or "20261118", or as the program writes it out: "18 Nov 2026",
    "2026年11月18日". None where the text is no such date.
    """
    body = text.strip()
    if len(body) == 8 and body.isdigit():
        body = f"{body[:4]}-{body[4:6]}-{body[6:]}"
    elif len(body) == 10 and body[4] == body[7] and body[4] in "/.":
        body = f"{body[:4]}-{body[5:7]}-{body[8:]}"
    try:
        if any(letter.isalpha() for letter in body):
            return _written_out(body)
        return date.fromisoformat(body) if len(body) == 10 else None
    except ValueError:
        return None


def _written_out(body: str) -> date:
    from app.i18n.written_days import read_day

    return read_day(body, day_first=None)


def study_date(day: date | None, anchor: date | None, texts: Texts) -> str:
    """D14 · 3 Sep 2026; the date alone before day 0 is set, – for none."""
    if day is None:
        return "–"
    shown = texts.date(day)
    return shown if anchor is None else f"{texts.study_day(study_day(anchor, day))} · {shown}"
