"""Why a verdict took another's place, in a sentence: the same for screen, notice and paper."""

from collections.abc import Iterable
from datetime import date

from app.domain.causes import AMENDMENT, DATA, DAY0, EARLIER, Cause, Happening
from app.i18n.drugs import drug_name
from app.i18n.problems import analyte_name
from app.i18n.texts import Texts

_GAP = "\N{NO-BREAK SPACE}"


def cause_text(cause: Cause, status: str, texts: Texts, *, on: date | None = None) -> str:
    """PR → NR because haemoglobin of 12 May was corrected from 92 to 66 g/L.

    Dates of the year of `on` stand without it.
    """
    key = "causes.changed" if cause.before != status else "causes.same"
    return texts(key, before=cause.before, after=status, why=_why(cause, texts, on))


def happening_text(each: Happening, texts: Texts, *, on: date | None = None) -> str:
    """One change: haemoglobin of 12 May was corrected from 92 to 66 g/L."""
    key = f"causes.{each.kind}.{each.code}"
    if not texts.has(key):
        return texts("causes.unknown")
    were = f"causes.were.{each.subject}"
    return texts(
        key,
        name=_name(each, texts),
        day="" if each.day is None else _day(each.day, texts, on),
        were=texts(were if texts.has(were) else "causes.were"),
        old=_side(each, each.old, each.old_unit, texts, on),
        new=_side(each, each.new, each.new_unit, texts, on),
    )


def listed(happenings: Iterable[Happening], texts: Texts, *, on: date | None = None, more: int = 0) -> str:
    """Several changes as one clause."""
    parts = [happening_text(each, texts, on=on) for each in happenings]
    if not parts:
        return texts("causes.unknown")
    if more:
        return texts("causes.more", list=texts.listed(parts), count=more)
    if len(parts) == 1:
        return parts[0]
    return texts("causes.list", first=texts.listed(parts[:-1]), last=parts[-1])


def _why(cause: Cause, texts: Texts, on: date | None) -> str:
    if cause.code == DATA:
        return listed(cause.happenings, texts, on=on, more=cause.more)
    params = dict(cause.params)
    if cause.code == EARLIER:
        day = _day(date.fromisoformat(params["day"]), texts, on)
        key = "causes.earlier" if params["old"] and params["new"] else "causes.earlier_none"
        return texts(key, day=day, old=params["old"], new=params["new"])
    if cause.code == DAY0:
        old, new = (_day(date.fromisoformat(params[key]), texts, on) for key in ("old", "new"))
        return texts("causes.day0", old=old, new=new)
    if cause.code == AMENDMENT:
        return texts("causes.amendment", old=params["old"], new=params["new"])
    return texts("causes.unknown")


def _name(each: Happening, texts: Texts) -> str:
    if each.kind in ("analyte", "limits"):
        return analyte_name(texts, each.subject)
    if each.kind == "drug":
        return drug_name(texts, each.subject)
    for key in (f"causes.{each.kind}.{each.subject}", f"criteria.event.{each.subject}"):
        if each.kind != "visit" and texts.has(key):
            return texts(key)
    return each.subject.replace("_", " ") if each.kind == "event" else texts.written(each.subject)


def _side(each: Happening, said: str, unit: str, texts: Texts, on: date | None) -> str:
    """One side of a change: a value with its unit unless the other side has the same, a date, or a word."""
    if not said:
        return texts("causes.none")
    try:
        return _day(date.fromisoformat(said), texts, on)
    except ValueError:
        pass
    if each.kind not in ("analyte", "limits"):
        key = f"criteria.event.{said}"
        return texts(key) if texts.has(key) else said
    alone = each.code == "corrected" and said == each.old and each.old_unit == each.new_unit
    shown = texts.typed(said)
    return shown if alone or not unit else f"{shown}{_GAP}{texts.unit(unit)}"


def _day(day: date, texts: Texts, on: date | None) -> str:
    shown = texts.date(day) if on is None else texts.date_from(day, on)
    return shown.replace(" ", _GAP)
