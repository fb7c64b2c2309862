"""The sentence of a coded problem: analytes by name, units as people write them, numbers, dates."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.i18n.texts import Texts


def problem_text(texts: Texts, code: str, params: Mapping[str, object], *, area: str = "plausibility") -> str:
    """The sentence `area.code`; an analyte that opens it gets a capital. Raises KeyError for an unknown code.

    A parameter is shown by what it is: `analyte` by its name, a key that ends in `unit` or `units` as a unit,
    a Decimal as a number, a date as a date.
    """
    shown = {key: _shown(texts, key, value) for key, value in params.items()}
    sentence = texts(f"{area}.{code}", **shown)
    opens = "analyte" in shown and sentence.startswith(str(shown["analyte"]))
    return sentence[:1].upper() + sentence[1:] if opens else sentence


def analyte_name(texts: Texts, code: str) -> str:
    """An analyte as it reads inside a sentence: platelets, ANC. An unknown code stands for itself."""
    key = f"plausibility.name.{code}"
    return texts(key) if texts.has(key) else code


def analyte_title(texts: Texts, code: str) -> str:
    """The same at the head of a row or a sentence: Platelets, ANC."""
    name = analyte_name(texts, code)
    return name[:1].upper() + name[1:]


def _shown(texts: Texts, key: str, value: object) -> object:
    if key == "analyte":
        return analyte_name(texts, str(value))
    if key.endswith("unit"):
        return texts.unit(str(value))
    if key.endswith("units") and isinstance(value, tuple):
        return _one_of(texts, [texts.unit(str(unit)) for unit in value])
    if isinstance(value, Decimal):
        return texts.number(value)
    return texts.date(value) if isinstance(value, date) else value


def _one_of(texts: Texts, choices: list[str]) -> str:
    """ng/mL or nmol/L; a, b or c."""
    *rest, last = choices
    return texts("plausibility.or", first=texts.listed(rest), last=last) if rest else last
