"""Stored values of the audit trail in words: codes by name, days, moments, numbers as the language writes."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.cause_values import from_json
from app.domain.grading.serious import stated
from app.i18n import trail_codes as codes
from app.i18n.causes import cause_text as verdict_cause
from app.i18n.controls import field_name
from app.i18n.drugs import drug_name
from app.i18n.endings import cause_text
from app.i18n.evidence import dose_number
from app.i18n.grading import gvhd_text
from app.i18n.partial_dates import partial_text
from app.i18n.problems import analyte_name
from app.i18n.self_check import check_name
from app.i18n.texts import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from app.i18n.texts import Texts

    Way = Callable[[str, Texts], str]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def stored_text(table: str, field: str, stored: object, texts: Texts) -> str:
    """A stored value of a field of a table; "" for none. `table` is the action of a line without a row."""
    plain = "" if stored is None else stored if isinstance(stored, str) else _plain(stored)
    if plain == "":
        return ""
    if field in codes.WRITTEN:
        return plain
    if plain in ("true", "false"):
        return texts("trail.yes" if plain == "true" else "trail.no")
    words = codes.word(table, field, plain, texts)
    if words:
        return words
    way = WAYS.get(f"{table}.{field}") or WAYS.get(field)
    if way is not None:
        return way(plain, texts)
    if _DAY.fullmatch(plain):
        return texts.date(date.fromisoformat(plain))
    if _MOMENT.fullmatch(plain):
        return texts.moment(datetime.fromisoformat(plain))
    return texts.figures(plain) if _NUMBER.fullmatch(plain) else plain


def row_text(
    table: str, stored: str, texts: Texts, *, only: tuple[str, ...] | None = None, named: bool = False
) -> str:
    """What a stored row holds: a count as it was typed, then its fields by name; what is open is not told.

    `only`: these fields, in this order; `named`: also what names the row, for a place that does not.
    """
    content = _object(stored)
    if content is None:
        return stored_text(table, "", stored, texts)
    told = [_count(content, texts)] if table in codes.COUNTS else []
    if named:
        told += [_told(table, name, content, texts) for name in codes.ASIDE_OF[table] & content.keys()]
    told += [_told(table, name, content, texts) for name in _order(table, content, only)]
    return texts.clauses(part for part in told if part)


def _count(content: Mapping[str, object], texts: Texts) -> str:
    """A count with its unit as it was typed and what became of it: 10.4 g/dL (104 g/L); why there is none."""
    missing = str(content.get("missing") or "")
    if missing:
        return codes.word("count_value", "missing", missing, texts)
    typed = _measured(content, "entered_value", "entered_unit", texts)
    kept = _measured(content, "value", "unit", texts)
    if kept in ("", typed) or content.get("entered_unit") == content.get("unit"):
        return typed
    return texts("subject_trail.thing_of", thing=typed, item=kept)


def _measured(content: Mapping[str, object], value: str, unit: str, texts: Texts) -> str:
    said = texts.typed(str(content.get(value) or ""))
    return f"{said} {texts.unit(str(content.get(unit) or ''))}".strip()


def _order(table: str, content: Mapping[str, object], only: tuple[str, ...] | None) -> Iterator[str]:
    if only is not None:
        yield from (name for name in only if name in content)
        return
    first = codes.FIRST.get(table, ())
    yield from (name for name in first if name in content)
    rest = content.keys() - set(first) - codes.ASIDE - codes.ASIDE_OF.get(table, frozenset())
    told = (name for name in rest if not (name.endswith("_known") and name.removesuffix("_known") in content))
    yield from sorted(told)


def _told(table: str, name: str, content: Mapping[str, object], texts: Texts) -> str:
    stored = content[name]
    if stored in (None, "", "false", False, [], "[]", "{}"):
        return ""
    if name == "cause":
        cause = from_json(_object(str(stored)) or {})
        return "" if cause is None else verdict_cause(cause, str(content.get("status", "")), texts)
    if name == "why" and content.get("cause"):
        return ""  # the cause says it
    known = str(content.get(f"{name}_known") or "")  # a day of which only the month or the year is known
    said = partial_text(known, texts) if known else stored_text(table, name, stored, texts)
    label = field_text(name, texts, table=table)
    if stored in ("true", True):
        return label
    return said if name in codes.SPEAKS_FOR_ITSELF else texts.named(label, said)


def field_text(field: str, texts: Texts, *, table: str = "") -> str:
    """The name of a field, of a table where that calls it otherwise; one without words stands as it is."""
    keys = (f"fields.{table}.{field}", f"fields.{field}")
    return next((texts(key) for key in keys if texts.has(key)), field.replace("_", " "))


def _plain(stored: object) -> str:
    """A value of a line's JSON as a stored text."""
    return json.dumps(stored, ensure_ascii=False) if isinstance(stored, dict | list | bool) else str(stored)


def _object(stored: str) -> dict[str, object] | None:
    try:
        found = json.loads(stored)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _list(stored: str) -> list[str]:
    try:
        found = json.loads(stored)
    except ValueError:
        return [stored]
    return [str(each) for each in found] if isinstance(found, list) else [stored]


def _exams(stored: str, texts: Texts) -> str:
    """What is due at a visit: counts and examinations."""
    keys = {code: f"schedule.exam.{code}" for code in _list(stored)}
    return texts.listed(
        texts(key) if texts.has(key) else analyte_name(texts, code) for code, key in keys.items()
    )


def _flags(stored: str, texts: Texts) -> str:
    return texts.listed(codes.word("", "flags", flag, texts) or flag for flag in _list(stored))


def _lineages(stored: str, texts: Texts) -> str:
    """Each cell line with what it reached."""
    return texts.listed(
        f"{analyte_name(texts, code)} {codes.word('', 'lineage', str(said), texts) or said}"
        for code, said in (_object(stored) or {}).items()
    )


def _answer(stored: str, texts: Texts) -> str:
    """An answer to a criterion: absent; or that the data answer it."""
    content = _object(stored)
    if content is None:
        return stored
    value, reason = str(content.get("value") or ""), str(content.get("reason") or "")
    said = codes.word("eligibility_answer", "value", value, texts)
    if content.get("by") == "data":
        said = texts("eligibility.by_data")
    why = codes.word("eligibility_answer", "reason", reason, texts)
    return texts.clauses(part for part in (said, why, str(content.get("note") or "")) if part)


def _details(stored: str, texts: Texts) -> str:
    """How a GVHD was staged, why an event is serious, what a death was caused by."""
    found = _object(stored)
    if found is None:
        return stored
    why = stated(found)
    said = texts("events.serious_said", said=texts(f"events.serious_{why}")) if why else ""
    return texts.clauses(part for part in (gvhd_text(found, texts), cause_text(found, texts), said) if part)


def _signed_dose(stored: str, texts: Texts) -> str:
    """Who signed for a dose above the maximum, when and why, for which cells and weight."""
    found = _object(stored)
    if found is None:
        return stored
    parts = [str(found.get("reason", "")), str(found.get("user_name", ""))]
    parts.append(stored_text("", "at", found.get("at"), texts))
    parts += [
        texts.named(field_text(name, texts), stored_text("infusion", name, found.get(name), texts))
        for name in ("cells_total", "weight_kg")
        if found.get(name)
    ]
    return texts.clauses(part for part in parts if part)


def _declined(stored: str, texts: Texts) -> str:
    """Who decided against further infusions, when and why."""
    found = _object(stored)
    if found is None:
        return stored
    parts = [
        codes.word("subject", "decline", str(found.get("reason", "")), texts),
        str(found.get("note", "")),
    ]
    parts += [stored_text("", name, found.get(name), texts) for name in ("day", "user_name", "at")]
    return texts.clauses(part for part in parts if part)


def _first_entry(stored: str, texts: Texts) -> str:
    """A first entry as it read when it was kept: 88 g/L; not done."""
    number, _, unit = stored.partition(" ")
    if unit:
        return f"{texts.typed(number)} {texts.unit(unit)}"
    return codes.word("count_value", "missing", stored, texts) or texts.typed(stored)


def _cells(stored: str, texts: Texts) -> str:
    return dose_number(Decimal(stored), texts) if _NUMBER.fullmatch(stored) else stored


def _checks(stored: str, texts: Texts) -> str:
    """Checks that a self-check failed, by name."""
    parts = (each.partition(".") for each in _list(stored))
    return texts.listed(check_name(area, code, texts) for area, _, code in parts)


def _tables(stored: str, texts: Texts) -> str:
    """How many rows a file held, of all tables."""
    found = _object(stored)
    return stored if found is None else texts.number(sum(int(str(each)) for each in found.values()))


# How what a field holds is told, where it is neither written by a person nor a code, a day or a number.
WAYS: dict[str, Way] = {
    "entered_value": lambda stored, texts: texts.typed(stored),
    "entered_range": lambda stored, texts: texts.typed(stored).replace("-", "–"),
    "kept": _first_entry,
    "entered_unit": lambda stored, texts: texts.unit(stored),
    "unit": lambda stored, texts: texts.unit(stored),
    "analyte": lambda stored, texts: analyte_name(texts, stored),
    "drug": lambda stored, texts: drug_name(texts, stored),
    "title": lambda stored, texts: texts.written(stored),
    "field": lambda stored, texts: field_name(texts, stored),
    "infusion": lambda stored, _texts: stored.upper(),
    "cells_total": _cells,
    "assessments": _exams,
    "assessment.missing": _exams,
    "flags": _flags,
    "lineage": _lineages,
    "answer": _answer,
    "details": _details,
    "override": _signed_dose,
    "declined_infusions": _declined,
    "study_day": lambda stored, texts: texts.study_day(int(stored)),
    "visit.day": lambda stored, texts: texts.study_day(int(stored)),
    "body": lambda stored, texts: texts("trail.letters", count=texts.number(len(stored))),
    "language": lambda stored, _texts: NAMES.get(stored, stored),
    "upgraded.rows": _tables,
    "failed": _checks,
    **dict.fromkeys(
        ("start_known", "stop_known", "day_known", "until_known", "diagnosed_known"),
        partial_text,
    ),
}
