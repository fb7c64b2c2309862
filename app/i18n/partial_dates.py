"""Dates with the precision with which they were told: 18 Nov 2026, May 2024, 2024, day unknown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.partial_dates import UNKNOWN

if TYPE_CHECKING:
    from app.i18n.texts import Texts


def day_text(day: date, known: str, texts: Texts) -> str:
    """A day; `known` as in `domain.partial_dates`, "" for an exact one."""
    return partial_text(known, texts) if known else texts.date(day)


def partial_text(known: str, texts: Texts) -> str:
    """2024-05 as May 2024 or 2024年5月, 2024 or 2024年; day unknown."""
    if known == UNKNOWN:
        return texts("common.day_unknown")
    year, _, month = known.partition("-")
    if month:
        return texts.month(date(int(year), int(month), 1))
    return f"{year}年" if texts.language == "zh" else year


def iso_text(day: date, known: str) -> str:
    """A day as papers and fields hold it: 2026-11-18, 2024-05, 2024, UNK."""
    return known or day.isoformat()
