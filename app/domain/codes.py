"""Subject codes from a site's pattern. A code is a running number: it never derives from a name or a date."""

import re
from collections.abc import Collection


def is_pattern(pattern: str) -> bool:
    """Whether a pattern can be used: plain letters, digits, "-", "_" or "." and one unbroken run of "#"."""
    return re.fullmatch(r"[A-Za-z0-9_.\-]*#+[A-Za-z0-9_.\-]*", pattern) is not None


def _split(pattern: str) -> tuple[str, int, str]:
    """Text before the number, its least width, text after it. Raises ValueError for an unusable pattern."""
    if not is_pattern(pattern):
        raise ValueError(f"not a code pattern: {pattern!r}")
    prefix, suffix = pattern[: pattern.index("#")], pattern[pattern.rindex("#") + 1 :]
    return prefix, pattern.count("#"), suffix


def _number(pattern: str, code: str) -> int | None:
    prefix, width, suffix = _split(pattern)
    # Past the last number of the width the digits grow: TJ-999 is followed by TJ-1000, never by TJ-0001.
    digits = rf"([0-9]{{{width}}}|[1-9][0-9]{{{width},}})"
    found = re.fullmatch(re.escape(prefix) + digits + re.escape(suffix), code)
    return int(found[1]) if found else None


def matches(pattern: str, code: str) -> bool:
    """Whether a code is written as the pattern asks. Raises ValueError for an unusable pattern."""
    return _number(pattern, code) is not None


def propose(pattern: str, taken: Collection[str]) -> str:
    """The code after the highest one in use; a gap is never filled, since its code was given once.

    `taken` holds every code ever given, screen failures too. Raises ValueError for an unusable pattern.
    """
    prefix, width, suffix = _split(pattern)
    used = [number for code in taken if (number := _number(pattern, code)) is not None]
    return f"{prefix}{max(used, default=0) + 1:0{width}d}{suffix}"
