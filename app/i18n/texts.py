"""Sentences by code: `texts("visit_form.save")` reads `save` of `translations/<language>/visit_form.json`.

A file is read when a code of it is first asked for, so that the first window waits for nothing else.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

LANGUAGES = ("en", "zh", "pt")
NAMES = {"en": "English", "zh": "简体中文", "pt": "Português (Brasil)"}  # each in its own words
Day = date  # inside the class `date` is a method
_TRANSLATIONS = (
    Path(__file__).resolve().parents[2] / "resources" / "translations"
)  # a leaf asks no other room
_PROTOCOLS = Path(__file__).resolve().parents[2] / "protocols" / "translations"
_NUMBER = re.compile(r"\d+")
_DECIMALS = re.compile(r"(?<![\d.,])(\d+)[.,](\d+)(?![.,]?\d)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "pt": ("jan.", "fev.", "mar.", "abr.", "maio", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."),
}
_POINT = {"pt": ","}  # how decimals are set off where it is no point
_LISTED = {"zh": "、"}
_CLAUSES = {"zh": "；"}
_SPOKEN = {"zh": "，"}
_NAMED = {"zh": "："}
MINUS = "\N{MINUS SIGN}"


@cache
def _area(language: str, area: str) -> Mapping[str, str]:
    path = _TRANSLATIONS / language / f"{area}.json"
    try:
        content: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return content


@cache
def _protocols(language: str) -> Mapping[str, str]:
    """Sentences of the protocol templates; a key with `#` holds for any numbers in its place."""
    path = _PROTOCOLS / f"{language}.json"
    if language == "en":
        return {}
    content: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _filled(sentence: str, params: Mapping[str, object]) -> str:
    """A Chinese sentence with its parameters: a blank between Han and Latin, none between Han.

    A sentence cannot know whether a name, a date (…日) or a code will stand in a place.
    """
    made = ""
    for literal, field, spec, _conversion in _parsed(sentence):
        made = _beside(made, literal)
        if field is not None:
            made = _beside(made, format(params[field], spec or ""))
    return made


@lru_cache(maxsize=2000)
def _parsed(sentence: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    from string import Formatter  # only for Chinese: nobody else waits for it

    return tuple(Formatter().parse(sentence))


def _beside(before: str, after: str) -> str:
    """Two parts of a Chinese sentence side by side."""
    if not before or not after:
        return before + after
    if _HAN.match(before[-1]) and after[0] == " " and _HAN.match(after[1:2]):
        return before + after[1:]
    if before[-1] == " " and _HAN.match(before[-2:-1]) and _HAN.match(after[0]):
        return before[:-1] + after
    mixed = (_HAN.match(before[-1]) and _LATIN.match(after[0])) or (
        _LATIN.match(before[-1]) and _HAN.match(after[0])
    )
    return f"{before} {after}" if mixed else before + after


_SINGULAR = (1, "1")


class Texts:
    """The texts of one language. Passed to whatever speaks to a person; never a global."""

    def __init__(self, language: str = "en") -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no texts in language {language!r}")
        self.language = language
        # Whether 5/11/2026 is 5 November where nothing beside it tells; None: it may be May as well.
        self.day_first: bool | None = True if language == "pt" else None

    def __call__(self, code: str, /, **params: object) -> str:
        """The sentence of `code` with its parameters filled in. Raises KeyError for an unknown code.

        Where `count` or `n` is 1, that of `code_one` takes its place if there is one.
        """
        area, _, key = code.partition(".")
        known = _area(self.language, area)
        sentence = known.get(key)
        if sentence is None:
            raise KeyError(f"no text for {code!r} in language {self.language!r}")
        if not params:
            return sentence
        if params.get("count", params.get("n")) in _SINGULAR:
            sentence = known.get(f"{key}_one", sentence)
        return _filled(sentence, params) if self.language == "zh" else sentence.format(**params)

    def has(self, code: str) -> bool:
        """Whether a sentence exists for `code`."""
        area, _, key = code.partition(".")
        return key in _area(self.language, area)

    def codes(self, place: str, said: str) -> list[str]:
        """The codes behind `place` (trail.action_) whose words, or which themselves, hold a text."""
        area, _, start = place.partition(".")
        wanted = said.casefold()
        return [
            key.removeprefix(start)
            for key, sentence in _area(self.language, area).items()
            if key.startswith(start) and wanted in f"{sentence} {key.removeprefix(start)}".casefold()
        ]

    def written(self, text: str) -> str:
        """A sentence of a protocol (a visit's title, a criterion) in this language.

        It stands as it was written where no translation is known: a site's own template, a registered quote.
        """
        known = _protocols(self.language)
        if text in known:
            return known[text]
        pattern = known.get(_NUMBER.sub("#", text))
        return text if pattern is None else pattern.format("", *_NUMBER.findall(text))

    def date(self, day: Day) -> str:
        """18 Nov 2026; 2026年11月18日; 18 nov. 2026."""
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{self.short_date(day)} {day.year}"

    def short_date(self, day: Day) -> str:
        """18 Nov, for a place where the year is clear; 11月18日; 18 nov."""
        if self.language == "zh":
            return f"{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[self.language][day.month - 1]}"

    def date_from(self, day: Day, on: Day) -> str:
        """A date as it is told on another day: 18 Nov, with the year where it is not the same."""
        return self.short_date(day) if day.year == on.year else self.date(day)

    def month(self, day: Day) -> str:
        """Nov 2026; 2026年11月; nov. 2026."""
        if self.language == "zh":
            return f"{day.year}年{day.month}月"
        return f"{_MONTHS[self.language][day.month - 1]} {day.year}"

    def span(self, first: Day, last: Day) -> str:
        """11–25 Nov 2026, 26 Oct – 1 Nov 2026, 20 Dec 2026 – 5 Jan 2027; 2026年11月11–25日; or one day."""
        if first == last:
            return self.date(first)
        if first.year != last.year:
            return f"{self.date(first)} – {self.date(last)}"
        if first.month != last.month and self.language == "zh":
            return f"{self.date(first)} – {self.short_date(last)}"
        if first.month != last.month:
            return f"{self.short_date(first)} – {self.date(last)}"
        if self.language == "zh":
            return f"{self.date(first).removesuffix('日')}–{last.day}日"
        return f"{first.day}–{self.date(last)}"

    def short_span(self, first: Day, last: Day) -> str:
        """11–25 Nov, 26 Oct – 1 Nov; 11月11–25日: for a place where the year is clear."""
        if (first.year, first.month) != (last.year, last.month):
            return f"{self.short_date(first)} – {self.short_date(last)}"
        if self.language == "zh":
            return f"{self.short_date(first).removesuffix('日')}–{last.day}日"
        return f"{first.day}–{self.short_date(last)}"

    def moment(self, when: datetime) -> str:
        """18 Nov 2026 09:41, in the time zone that the value carries."""
        return f"{self.date(when.date())} {when:%H:%M}"

    def study_day(self, day: int) -> str:
        """D90, D−1 with a true minus."""
        return f"D{day}" if day >= 0 else f"D{MINUS}{-day}"

    def number(self, value: Decimal | int, places: int | None = None) -> str:
        """A number with fixed decimals where `places` is given, and a true minus."""
        shown = f"{value:.{places}f}" if places is not None else f"{Decimal(value).normalize():f}"
        return self.figures(shown)

    def change(self, value: Decimal, places: int) -> str:
        """A difference with its sign always shown: +0.14, −3, 0."""
        shown = f"{value:+.{places}f}"
        return self.figures(shown.lstrip("+-") if Decimal(shown) == 0 else shown)

    @property
    def point(self) -> str:
        """What stands before the decimals."""
        return _POINT.get(self.language, ".")

    def figures(self, plain: str) -> str:
        """A number that was written with a point, as this language writes it: 10,4 in Portuguese."""
        return plain.replace("-", MINUS).replace(".", self.point)

    def typed(self, text: str) -> str:
        """A number as somebody typed it, bound and limits and all, with the decimal sign of this language.

        What may be a thousand (1.500) stays as it was typed.
        """
        return _DECIMALS.sub(self._decimals, text)

    def _decimals(self, found: re.Match[str]) -> str:
        return found[0] if _THOUSANDS.fullmatch(found[0]) else f"{found[1]}{self.point}{found[2]}"

    def unit(self, code: str) -> str:
        """The unit of a UCUM code as people write it: ×10⁹/L."""
        own = _WORDS.get(code)
        return own[self.language] if own is not None else _UNITS.get(code, code)

    def listed(self, parts: Iterable[str]) -> str:
        """Things side by side: Hb, ANC, platelets."""
        return _LISTED.get(self.language, ", ").join(parts)

    def clauses(self, parts: Iterable[str]) -> str:
        """Remarks side by side: transfused 14 Nov; entered 9.2 g/dL."""
        return _CLAUSES.get(self.language, "; ").join(parts)

    def sentences(self, parts: Iterable[str]) -> str:
        """Whole sentences one after the other; Chinese has no blank between them."""
        return ("" if self.language == "zh" else " ").join(parts)

    def named(self, name: str, said: str) -> str:
        """What something is, behind its name: "Reason: typing mistake"."""
        return f"{name}{_NAMED.get(self.language, ': ')}{said}"

    def spoken(self, parts: Iterable[str]) -> str:
        """What a screen reader says of one thing, with a breath between the parts."""
        return _SPOKEN.get(self.language, ", ").join(parts)


_WORDS = {
    "1": {"en": "fraction", "zh": "比值", "pt": "fração"},
    "d": {"en": "d", "zh": "天", "pt": "d"},
}
_UNITS = {
    "10*9/L": "×10⁹/L",
    "10*12/L": "×10¹²/L",
    "10*3/uL": "×10³/µL",
    "10*4/uL": "×10⁴/µL",
    "10*6/uL": "×10⁶/µL",
    "/uL": "/µL",
    "umol/L": "µmol/L",
    "ug/L": "µg/L",
    "ukat/L": "µkat/L",
    "[ppth]": "‰",
    "[IU]/mL": "IU/mL",
    "[lb_av]": "lb",
    "[in_i]": "in",
    "Cel": "°C",
    "[degF]": "°F",
}
