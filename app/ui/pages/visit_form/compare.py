"""What stands beside a value: the one before in the same unit, the change, and what a save would correct."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from app.domain.quantities import ANALYTES, QuantityError, analyte, quantity
from app.i18n import trail_codes
from app.i18n.trail_values import row_text, stored_text
from app.ui.pages.visit_form.texts_of_form import LOGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.plausibility import Problem
    from app.domain.quantities import Quantity
    from app.i18n import Texts
    from app.services.visits import ValueEntry, VisitDraft


class _Row(Protocol):
    @property
    def id(self) -> int | None: ...


UNITS = frozenset(unit for spec in ANALYTES.values() for unit in spec.factors)
AS_KEPT = {"viability": "viability_pct", "weight": "weight_kg", "dose": "dose_mg"}
# Of the visit itself, in the order of the form.
OWN = (
    *("sample_time", "laboratory", "deviation", "deviation_note"),
    *("no_transfusion", "no_event", "medicines_unchanged"),
)
# What words elsewhere tell of a row.
UNSAID = frozenset({"id", "details", "findings", "override", "ctcae", "kept"})


@dataclass(frozen=True, slots=True)
class Correction:
    """What a save would change. Both sides as entered, a unit included; "" for none.

    `path`: "HB" of a value, "day", "transfusions.0" of a row of a log.
    """

    path: str
    was: str
    now: str


def places(code: str, unit: str) -> int:
    """Decimals of an analyte in a unit: as fine as in its stored unit, so 1 for haemoglobin in g/dL."""
    spec = analyte(code)
    factor = spec.factors.get(unit, Decimal(1))
    return max(0, spec.places + round(math.log10(factor)))


def in_unit(stored: Quantity, code: str, unit: str, texts: Texts) -> str:
    """A stored quantity in the unit being typed, with its bound: <5, 2.80, 104."""
    factor = analyte(code).factors.get(unit)
    if factor is None:
        return ""
    return stored.bound + texts.number(stored.value / factor, places(code, unit))


def change(before: Quantity, code: str, text: str, unit: str, texts: Texts) -> str:
    """The signed difference to the value before, in the unit being typed; "" where a bound leaves it open."""
    try:
        now = quantity(code, text, unit)
    except QuantityError:
        return ""
    if now.bound or before.bound:
        return ""
    return texts.change((now.value - before.value) / analyte(code).factors[unit], places(code, unit))


def aloud(entered: str, texts: Texts, *, path: str = "") -> str:
    """A side of a correction as a person reads it: numbers and units as they are written, a row of the log of
    `path` by its fields, words for what is missing."""
    if texts.has(f"visit_form.missing.{entered}"):
        return texts(f"visit_form.missing.{entered}")
    table = trail_codes.LOGS.get(path.partition(".")[0])
    if table is not None and entered.startswith("{"):
        return row_text(table, entered, texts, named=True)
    number, _, unit = entered.partition(" ")
    code, _, limits = unit.partition(" ")
    if code not in UNITS:
        return stored_text("visit", path, entered, texts)
    parts = (texts.typed(number), texts.unit(code), stored_text("", "entered_range", limits, texts))
    return " ".join(part for part in parts if part)


def corrections(stored: VisitDraft | None, draft: VisitDraft) -> tuple[Correction, ...]:
    """The stored values and rows that `draft` changes, in the order of the form; a first value is none."""
    if stored is None:
        return ()
    before = {entry.analyte: entry for entry in stored.values}
    now = {entry.analyte: entry for entry in draft.values}
    values = [
        Correction(code, _said(before[code]), _said(now.get(code)))
        for code in before
        if _said(before[code]) and not _same(before[code], now.get(code))
    ]
    day = (
        [Correction("day", stored.day.isoformat(), draft.day.isoformat())] if stored.day != draft.day else []
    )
    own = [
        Correction(name, _own(stored, name), _own(draft, name))
        for name in OWN
        if getattr(stored, name) and getattr(stored, name) != getattr(draft, name)
    ]
    return (*day, *own, *values, *_changed_rows(stored, draft))


def with_additions(
    changed: tuple[Correction, ...], problems: Iterable[Problem], draft: VisitDraft
) -> tuple[Correction, ...]:
    """What a save corrects, and what it adds to a completed visit: that needs its reason too."""
    asked = next((problem.params.get("fields") for problem in problems if problem.path == "reason"), None)
    fields = asked if isinstance(asked, tuple) else ()
    known = {each.path for each in changed}
    now = {f"values.{entry.analyte}": _said(entry) for entry in draft.values}
    for log in LOGS:
        now |= {f"{log}.{number}": row_kept(row) for number, row in enumerate(getattr(draft, log))}
    now |= {name: _own(draft, name) for name in OWN}
    added = (
        Correction(field.removeprefix("values."), "", now[field])
        for field in fields
        if field in now and field.removeprefix("values.") not in known
    )
    return (*changed, *added)


def _own(draft: VisitDraft, name: str) -> str:
    """A field of the visit itself; a tick as the trail would keep it."""
    value = getattr(draft, name)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _changed_rows(stored: VisitDraft, draft: VisitDraft) -> list[Correction]:
    pairs: tuple[tuple[str, Sequence[_Row], Sequence[_Row]], ...] = (
        ("transfusions", stored.transfusions, draft.transfusions),
        ("infusions", stored.infusions, draft.infusions),
        ("events", stored.events, draft.events),
        ("medications", stored.medications, draft.medications),
    )
    found = []
    for log, was, now in pairs:
        kept = {row.id: row for row in was if row.id is not None}
        for number, row in enumerate(now):
            earlier = kept.get(row.id) if row.id is not None else None
            if earlier is not None and earlier != row:
                found.append(Correction(f"{log}.{number}", row_kept(earlier), row_kept(row)))
        still = {row.id for row in now}
        found += [
            Correction(f"{log}.{number}", row_kept(row), "")
            for number, row in enumerate(was)
            if row.id is not None and row.id not in still
        ]
    return found


def row_kept(row: object) -> str:
    """A row of a log as the trail would keep it, without what words elsewhere tell."""
    slots = (name for name in getattr(row, "__slots__", ()) if name not in UNSAID)
    said = {name: getattr(row, name) for name in slots}
    if "cells" in said:  # an infusion as it is typed
        said = {AS_KEPT.get(name, name): value for name, value in said.items()}
    told = {
        name: format(value, "f") if isinstance(value, Decimal) else value if value is True else str(value)
        for name, value in said.items()
        if value not in (None, "", False)
    }
    return json.dumps(told, ensure_ascii=False)


def _same(was: ValueEntry, now: ValueEntry | None) -> bool:
    if now is None:
        return False
    if not was.text or not now.text:
        return (was.text, was.missing, was.missing_note) == (now.text, now.missing, now.missing_note)
    if was.reference and was.reference != now.reference:
        return False  # limits that join a value without any correct nothing
    return (was.text, was.unit) == (now.text, now.unit)


def _said(entry: ValueEntry | None) -> str:
    if entry is None:
        return ""
    if not entry.text:
        return entry.missing
    return f"{entry.text} {entry.unit}" + (f" ({entry.reference})" if entry.reference else "")
