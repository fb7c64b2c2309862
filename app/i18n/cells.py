"""Cells as a batch record prints them: in millions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.dosing import MILLION

if TYPE_CHECKING:
    from decimal import Decimal

    from app.i18n.texts import Texts


def millions(cells: Decimal, texts: Texts) -> str:
    """Cells, or cells per kilogram, in millions with at most two decimals."""
    return texts.number(round(cells / MILLION, 2))
