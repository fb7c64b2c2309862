"""Dates as one types them into a field, and as tables show them beside their study day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.timeline import study_day

if TYPE_CHECKING:
    from app.i18n import Texts


def parse_day(text: str) -> date | None:
    """The date of "2026-11-18" or "20261118"; None where the text is no such date."""
    body = text.strip()
    if len(body) == 8 and body.isdigit():
        body = f"{body[:4]}-{body[4:6]}-{body[6:]}"
    if len(body) != 10:
        return None
    try:
        return date.fromisoformat(body)
    except ValueError:
        return None


def study_date(day: date | None, anchor: date | None, texts: Texts) -> str:
    """D14 · 3 Sep 2026; the date alone before day 0 is set, – for none."""
    if day is None:
        return "–"
    shown = texts.date(day)
    return shown if anchor is None else f"{texts.study_day(study_day(anchor, day))} · {shown}"
