"""The lines of a pasted block that hold limits of normal, and a print of one day as a block with its date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.printed_range import looks_like_range
from app.i18n.written_days import looks_like_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RANGE_NAMES = frozenset(
    {
        *("reference", "ref", "ref range", "reference range", "reference interval", "normal range", "normal"),
        *("range", "limits of normal", "referência", "valores de referência", "valor de referência", "vr"),
        *("intervalo de referência", "参考范围", "参考区间", "参考值", "正常范围", "正常值"),
    }
)
_LOW_NAMES = frozenset({"lln", "low", "lower", "lower limit", "limite inferior", "下限", "参考下限"})
_HIGH_NAMES = frozenset({"uln", "high", "upper", "upper limit", "limite superior", "上限", "参考上限"})
_RESULT_NAMES = frozenset(
    {"result", "results", "value", "resultado", "resultados", "valor", "结果", "测定结果"}
)
_DRAWN = re.compile(r"collect|drawn|sampl|colet|采集|采样|抽血|采血", re.IGNORECASE)
_DATED = re.compile(r"\bdate\b|\bdata\b|日期", re.IGNORECASE)
_OTHER_DATE = re.compile(r"birth|nasc|出生|print|impress|打印|report|报告|laudo|liber|emiss", re.IGNORECASE)
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?|\d{1,2}([-/.])\d{1,2}\1\d{4}")
_NUMBER = re.compile(r"\d[\d.,]*")


def ranges_of(line: Sequence[str]) -> Mapping[int, str] | None:
    """The ranges of a line by their place; None where it holds something else, such as a day's values."""
    told = {at: text for at, text in enumerate(line) if text}
    if not told or any(looks_like_day(text) for text in told.values()):
        return None
    names = {_plain(text) for text in told.values()}
    if names & _LOW_NAMES or names & _HIGH_NAMES:
        sign = "≥" if names & _LOW_NAMES else "≤"
        found = {at: f"{sign}{text}" for at, text in told.items() if _NUMBER.fullmatch(text)}
        return found or None
    found = {at: text for at, text in told.items() if looks_like_range(text)}
    if found and names & _RANGE_NAMES:  # what stands there besides is told as not readable
        return {at: text for at, text in told.items() if _plain(text) not in _RANGE_NAMES}
    return found if found and len(told) - len(found) <= 1 else None


def joined(lines: Sequence[Mapping[int, str]]) -> Mapping[int, str]:
    """Ranges of several lines, one of lower and one of upper limits made one range."""
    found: dict[int, str] = {}
    for line in lines:
        for at, text in line.items():
            sides = sorted((found.get(at, ""), text), key=lambda side: not side.startswith("≥"))
            both = [side[1:] for side in sides if side[:1] in "≥≤"] if sides[0] and sides[1] else []
            found[at] = f"{both[0]}–{both[1]}" if len(both) == 2 else text
    return found


def day_of_print(lines: Sequence[Sequence[str]]) -> tuple[int, int, str] | None:
    """Of a print of one day: line and place of the head "Result", and the day that the print names.

    None where the head of the results is a date already, or where no day, or more than one, may be meant: it
    stands beside a word for the drawing of blood, or else is the only one that is called the date.
    """
    head = next(
        (
            (number, at)
            for number, line in enumerate(lines)
            for at, text in enumerate(line)
            if _plain(text) in _RESULT_NAMES
        ),
        None,
    )
    if head is None:
        return None
    told = [(text, found[0]) for line in lines for text in line for found in _DATE.finditer(text)]
    own = [(text, day) for text, day in told if not _OTHER_DATE.search(text)]
    drawn = {day for text, day in own if _DRAWN.search(text)}
    days = drawn or {day for text, day in own if _DATED.search(text)}
    return (*head, days.pop()) if len(days) == 1 else None


def names_a_day(text: str) -> bool:
    """Whether a day stands in a text, be it with other words."""
    return _DATE.search(text) is not None


def _plain(text: str) -> str:
    return text.casefold().strip(" .:：*").replace(".", "")
