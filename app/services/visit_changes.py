"""What saving a visit form would change, row by row, told apart into additions and corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.event_course import OPEN
from app.domain.printed_range import NOTHING, PrintedRange, in_unit, usable_range
from app.domain.values import dataclass
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.quantities import Quantity
    from app.services.contracts.visits import ValueEntry, VisitDraft
    from app.storage.courses import Whole
    from app.storage.rows import Row

LOG_FIELDS: Mapping[str, tuple[str, ...]] = {
    "transfusions": ("day", "product", "units", "reason"),
    "medications": ("drug", "start", "stop", "dose", "start_known", "stop_known"),
    "infusions": (
        *("day", "product", "cells_total", "weight_kg", "batch", "passage", "viability_pct"),
        *("dose_mg", "override"),
    ),
    "events": (
        *("day", "type", "note", "grade", "term", "ctcae", "details", "day_known"),
        *("until", "until_known", "outcome", "diagnosed", "diagnosed_known"),
    ),
}
_LIMITS: Mapping[str, object] = {"entered_range": "", "low": None, "high": None}  # of a value without any
VISIT_FIELDS = (
    *("sample_time", "laboratory", "no_transfusion", "no_event", "medicines_unchanged"),
    *("deviation", "deviation_note"),
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What a visit holds before the save: its row, values by analyte, and the log rows that it entered."""

    visit: Row | None = None
    values: Mapping[str, Row] = field(default_factory=dict)
    logs: Mapping[str, Mapping[int, Row]] = field(default_factory=dict)

    @property
    def logged(self) -> bool:
        """Whether the visit was saved before."""
        return self.visit is not None and self.visit.entered_at is not None


@dataclass(frozen=True, slots=True)
class Step:
    """One row to add (`row` None) or to change. `corrects`: something that was stored is replaced."""

    table: str  # visit, count_value, transfusions …
    path: str
    row: Row | None
    values: Mapping[str, object]
    corrects: bool = False

    def days(self) -> Iterator[date]:
        """The days that the step bears on, before and after."""
        for name in ("day", "start", "stop", "actual"):
            if isinstance(given := self.values.get(name), date):
                yield given
            if self.row is not None and isinstance(had := getattr(self.row, name, None), date):
                yield had


def stored(rows: Whole, draft: VisitDraft) -> Stored:
    """What the study holds of the draft's visit, and the courses of drugs of the subject."""
    logs = {}
    for name in LOG_FIELDS:
        # A course of a drug may be stopped, an event followed up, at a later visit than its own.
        ids = {entry.id for entry in getattr(draft, name) if entry.id is not None}
        logs[name] = {
            row.id: row
            for row in rows.logs[name]
            if row.id in ids or (draft.visit_id is not None and row.visit_id == draft.visit_id)
        }
    if draft.visit_id is None:
        return Stored(logs=logs)
    values = {row.analyte: row for row in rows.counts if row.visit_id == draft.visit_id}
    return Stored(rows.visit(draft.visit_id), values, logs)


def with_stored_limits(draft: VisitDraft, before: Stored) -> VisitDraft:
    """The draft with the stored limits of normal beside each value whose entry says nothing of them."""
    return replace(
        draft,
        values=tuple(
            entry if entry.reference is not None else replace(entry, reference=_kept_limits(entry, before))
            for entry in draft.values
        ),
    )


def _kept_limits(entry: ValueEntry, before: Stored) -> str:
    """The stored limits as printed; in the new unit where a value is entered anew in another one."""
    row = before.values.get(entry.analyte)
    if row is None or not row.entered_range or not entry.text.strip():
        return ""
    printed: str = row.entered_range
    unit_was_wrong = entry.text.strip() == row.entered_value
    if entry.unit == row.entered_unit or unit_was_wrong:
        return printed
    return in_unit(entry.analyte, PrintedRange(row.low, row.high), entry.unit)


def steps(before: Stored, draft: VisitDraft, quantities: Mapping[str, Quantity]) -> tuple[Step, ...]:
    """Every row that saving the draft adds or changes; the visit's own row comes first."""
    return (
        _visit_step(before, draft),
        *_value_steps(before, draft, quantities),
        *(step for name in LOG_FIELDS for step in _log_steps(name, before, draft)),
    )


def touched_visits(planned: Iterable[Step]) -> frozenset[int]:
    """The stored visits that a save changes: its own, and one whose row it corrects from a later visit."""
    own, *others = planned
    found = {step.row.visit_id for step in others if step.row is not None and step.corrects}
    if own.row is not None and (own.values or any(_belongs(step, own.row.id) for step in others)):
        found.add(own.row.id)
    return frozenset(found)


def _belongs(step: Step, visit_id: int) -> bool:
    return step.row is None or step.row.visit_id == visit_id


def _visit_step(before: Stored, draft: VisitDraft) -> Step:
    values = {"actual": draft.day} | {name: getattr(draft, name) for name in VISIT_FIELDS}
    if before.visit is None or before.visit.kind == "unscheduled":
        values["title"] = draft.title or (before.visit.title if before.visit is not None else "")
    if before.visit is None:
        return Step("visit", "day", None, values)
    different = _different(before.visit, values)
    path = "day" if "actual" in different else next(iter(different), "day")
    return Step("visit", path, before.visit, different, _replaces(before.visit, different))


def _value_steps(before: Stored, draft: VisitDraft, quantities: Mapping[str, Quantity]) -> Iterator[Step]:
    seen = set()
    for entry in draft.values:
        seen.add(entry.analyte)
        row = before.values.get(entry.analyte)
        values = _value(entry, draft.day, quantities.get(entry.analyte))
        path = f"values.{entry.analyte}"
        if row is None:
            if values["value"] is not None or entry.missing:
                yield Step("count_value", path, None, {"analyte": entry.analyte, **values})
            continue
        different = _different(row, values)
        different.pop("confirmed", None)
        if different:
            # The limits printed beside a value that stays are added like any other first entry.
            adds = different.keys() <= _LIMITS.keys() and not row.entered_range
            yield Step("count_value", path, row, different, corrects=not adds)
    for analyte, row in before.values.items():  # a new date of the visit is a new date of its values
        if analyte not in seen and row.day != draft.day:
            yield Step("count_value", f"values.{analyte}", row, {"day": draft.day}, corrects=True)


def _value(entry: ValueEntry, day: date, quantity: Quantity | None) -> dict[str, object]:
    if quantity is None:
        return {
            "day": day,
            "value": None,
            "unit": "",
            "bound": "",
            "entered_value": "",
            "entered_unit": "",
            "missing": entry.missing,
            "missing_note": entry.missing_note.strip(),
            "confirmed": False,
            **_LIMITS,
        }
    limits = usable_range(entry.analyte, entry.reference or "", entry.unit)
    printed = (entry.reference or "").strip() if limits != NOTHING else ""
    return {
        "day": day,
        "value": quantity.value,
        "unit": quantity.unit,
        "bound": quantity.bound,
        "entered_value": quantity.entered_value,
        "entered_unit": quantity.entered_unit,
        "missing": "",
        "missing_note": "",
        "confirmed": entry.confirmed,
        "entered_range": printed,
        "low": limits.low,
        "high": limits.high,
    }


def _log_steps(name: str, before: Stored, draft: VisitDraft) -> Iterator[Step]:
    rows = before.logs[name]
    kept = set()
    for number, entry in enumerate(getattr(draft, name)):
        values = {field: _kept(getattr(entry, field)) for field in LOG_FIELDS[name]}
        path = f"{name}.{number}"
        if entry.id is None:
            yield Step(name, path, None, values)
            continue
        row = rows.get(entry.id)
        if row is None:  # voided in between
            raise ServiceError("stale", visit=draft.title, version=0)
        kept.add(entry.id)
        if different := _different(row, values):
            yield Step(name, path, row, different, _replaces(row, different))
    for row_id, row in rows.items():
        if row_id not in kept and row.visit_id == draft.visit_id:
            yield Step(name, name, row, {"voided": True}, corrects=True)


def _kept(value: object) -> object:
    """A field as it is stored: what was signed as plain values."""
    from app.services.contracts.visits import SignedOverride
    from app.services.doses import plain_override

    return plain_override(value) if isinstance(value, SignedOverride) else value


def _different(row: Row, values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def _replaces(row: Row, values: Mapping[str, object]) -> bool:
    """Whether something that was stored gives way; filling what was empty is no correction.

    Nor is it one to say what became of an event that went on.
    """
    went_on = {"outcome"} if getattr(row, "outcome", "") in OPEN else set()
    held = (getattr(row, name) for name in values.keys() - went_on)
    return any(value is not None and value != "" and value is not False for value in held)
