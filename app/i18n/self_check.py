"""The self-check in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.self_check import Checked
    from app.i18n.texts import Texts

_GIGABYTE = 1_000_000_000


def check_name(area: str, code: str, texts: Texts) -> str:
    """What a check looked at."""
    key = f"self_check.{area}_{code}"
    return texts(key) if texts.has(key) else texts(f"self_check.{area}_named", name=code)


def seen_text(check: Checked, texts: Texts) -> str:
    """What a check saw: a version, room on the disk, the time with its zone."""
    if check.code == "disk" and check.seen.isdigit():
        shown = texts.figures(f"{int(check.seen) / _GIGABYTE:.1f}")
        return texts("self_check.gigabytes", n=shown)
    if check.code == "time_zone":
        try:
            now = datetime.fromisoformat(check.seen)
        except ValueError:  # what failed says why
            return check.seen
        return f"{texts.moment(now)} {now:%Z}".strip()
    return check.seen
