"""Words that are to be broken into lines: a date, and a number with its unit, stay in one."""

from __future__ import annotations

import re
from functools import lru_cache

_SPACE, _JOINER = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
# A number that is no year and what it counts or measures; longer words would leave lines half empty.
_UNIT = re.compile(r"(?<=[0-9])(?<!\b20[0-9]{2}) (?=(?:[×%°\u4e00-\u9fff]|[^\W\d_]{1,7}\b|[^\W\d_]{1,6}/))")
_YEAR = re.compile(r"(?<=[0-9][ \xa0])([^\W\d_]{3,4}\.?) (?=[0-9]{4}\b)")  # 18 Nov 2026, 18 nov. 2026
_SIGN = re.compile(r"(?:(?<=[<>≤≥±×=:])|(?<=\b[A-Z]{2})|(?<=[A-Z]{3})) (?=v?[0-9])")  # > 0.5, PLT 8, v5.0
_DOT = re.compile(r"(?<![\u4e00-\u9fff]) (?=· )")  # Chinese would break inside the word before it
_OF = re.compile(r"(?<=[0-9])[ \xa0](of|de) (?=[0-9]{1,3}\b)")  # 2 of 3
_CHINESE_DATE = re.compile(r"(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}(?:–[0-9]{1,2})?日)?")
_PARTS = re.compile(r"(?<=[0-9])(?=[年月日])|(?<=[年月–])(?=[0-9])")


@lru_cache(maxsize=1024)
def unbroken(text: str) -> str:
    """The same words, with no place for a line to end inside a date or between a number and its unit.

    Nor does one begin with the dot that stands between two things.
    """
    bound = _DOT.sub(_SPACE, text)
    if not any(letter.isdigit() for letter in text):
        return bound
    bound = _OF.sub(rf"{_SPACE}\1{_SPACE}", _YEAR.sub(rf"\1{_SPACE}", bound))
    bound = _SIGN.sub(_SPACE, _UNIT.sub(_SPACE, bound))
    return _CHINESE_DATE.sub(lambda date: _PARTS.sub(_JOINER, date[0]), bound)
