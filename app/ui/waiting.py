"""How long the next try must wait, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.i18n import Texts


def sentence(texts: Texts, seconds: int) -> str:
    """Seconds, or minutes and seconds."""
    minutes, rest = divmod(seconds, 60)
    code = "unlock.wait_one" if seconds == 1 else "unlock.wait"
    return texts("unlock.wait_minutes" if minutes else code, seconds=rest, minutes=minutes)
