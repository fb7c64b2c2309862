"""A time of day as it is typed: 09:05, 9:5, 0905, 9h05, 9.05, 9:05 pm."""

from __future__ import annotations

import re

from app.domain.typed_figures import plain_figures

_TYPED = re.compile(r"(?:(\d{1,2}) ?[:.h] ?(\d{1,2})|(\d{1,2}?)(\d{2})|(\d{1,2}) ?h) ?(?:([ap])\.?m\.?)?")
NOON = 12


def read_time(text: str) -> str | None:
    """The time as HH:MM of 24 hours, "" for an empty text, None for what is no time of day."""
    typed = plain_figures(text).strip().lower()
    if not typed:
        return ""
    found = _TYPED.fullmatch(typed)
    if found is None:
        return None
    hour = int(found[1] or found[3] or found[5])
    minute = int(found[2] or found[4] or 0)
    half = found[6]
    if half is not None:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
