"""The self-check in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.i18n.texts import Texts


def check_name(area: str, code: str, texts: Texts) -> str:
    """What a check looked at."""
    key = f"self_check.{area}_{code}"
    return texts(key) if texts.has(key) else texts(f"self_check.{area}_named", name=code)
