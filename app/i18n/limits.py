"""Limits of normal in words: 115–150, ≥ 115, ≤ 40, as they were printed, and where they come from."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES

if TYPE_CHECKING:
    from app.domain.grading.normal import Normal
    from app.i18n.texts import Texts

_DASH = re.compile(r"\s*[-\N{MINUS SIGN}‐-―－~～〜]+\s*")


def limits_text(limits: Normal, code: str, unit: str, texts: Texts) -> str:
    """The limits in a unit of the analyte, without the unit; "" for none."""
    factor = ANALYTES[code].factors.get(unit, Decimal(1)) if code in ANALYTES else Decimal(1)
    low, high = (
        "" if limit is None else texts.number((limit / factor).normalize())
        for limit in (limits.low, limits.high)
    )
    if low and high:
        return f"{low}–{high}"
    if high:
        return texts("summary.reference_high", value=high)
    return texts("summary.reference_low", value=low) if low else ""


def printed_text(printed: str, texts: Texts) -> str:
    """Limits as they were entered, with one kind of dash and the point of the language."""
    shown = _DASH.sub("–", printed.strip())
    return shown.replace(",", texts.point).replace(".", texts.point)


def origin_text(limits: Normal, texts: Texts) -> str:
    """Where limits come from: printed with the value, the study's table, WHO 2024."""
    return texts(f"grading.limits_{limits.source}") if limits.source else ""
