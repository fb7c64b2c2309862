"""Two people changed one visit: what each did since the version that both began with. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.ui.pages.visit_form.texts_of_form import LOGS, FormTexts, ValueText

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = ("day", "sample_time", "laboratory", "deviation", "deviation_note")
TICKS = ("no_transfusion", "no_infusion", "medicines_unchanged", "no_event")
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both changed, each in another way. None: the row is not there."""

    path: str  # values.HB, day, events.12 by the id of the row
    before: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """What both did. `taken`: the fields that only they changed, with what stands there now."""

    theirs: FormTexts
    mine: FormTexts
    conflicts: tuple[Conflict, ...]
    kept: Mapping[str, Any]  # path → content of what only I changed, or both alike
    taken: tuple[str, ...]


def merge(base: FormTexts, theirs: FormTexts, mine: FormTexts) -> Merge:
    """Hold both versions against the one that they began with."""
    was, other, own = _flat(base), _flat(theirs), _flat(mine)
    conflicts, kept, taken = [], {}, []
    for path in dict.fromkeys([*other, *own, *was]):
        before, now, typed = was.get(path), other.get(path), own.get(path)
        if typed == now:
            continue
        if typed == before:
            taken.append(path)
        elif now == before:
            kept[path] = typed
        else:
            conflicts.append(Conflict(path, before, now, typed))
    return Merge(theirs, mine, tuple(conflicts), kept, tuple(taken))


def resolved(merged: Merge, choices: Mapping[str, str]) -> FormTexts:
    """The form with each choice; a conflict without one keeps what was typed here."""
    chosen = dict(merged.kept)
    for conflict in merged.conflicts:
        if choices.get(conflict.path, MINE) == MINE:
            chosen[conflict.path] = conflict.mine
    theirs = merged.theirs
    values = tuple(
        replace(value, **_said(chosen[f"values.{value.analyte}"]))
        if f"values.{value.analyte}" in chosen
        else value
        for value in theirs.values
    )
    plain = {name: chosen[name] for name in (*FIELDS, *TICKS) if name in chosen}
    rows: dict[str, Any] = {log: _rows(log, merged, chosen) for log in LOGS}
    return replace(theirs, values=values, **plain, **rows)


def _rows(log: str, merged: Merge, chosen: Mapping[str, Any]) -> tuple[Any, ...]:
    """Their rows with my changes, rows that I keep though they took them away, then my new ones."""
    found = []
    stored = {row.id for row in getattr(merged.theirs, log)}
    for row in getattr(merged.theirs, log):
        own = chosen.get(f"{log}.{row.id}", row)
        if own is not None:
            found.append(own)
    for path, row in chosen.items():
        area, _, row_id = path.partition(".")
        if area == log and row is not None and int(row_id) not in stored:
            found.append(replace(row, id=None))  # the stored row is void: this becomes a new one
    return (*found, *(row for row in getattr(merged.mine, log) if row.id is None))


def _flat(form: FormTexts) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(form, name) for name in (*FIELDS, *TICKS)}
    for value in form.values:
        found[f"values.{value.analyte}"] = _plain(value)
    for log in LOGS:
        found |= {f"{log}.{row.id}": row for row in getattr(form, log) if row.id is not None}
    return found


def _plain(value: ValueText) -> tuple[str, str, str, str, str]:
    """Text, unit, why there is none, more about it, printed range; empty is the same in every unit."""
    if value.empty:
        return "", "", "", "", ""
    text = value.text.strip()
    if text:
        return text, value.unit, "", "", value.reference.strip()
    return "", "", value.missing, value.note, ""


def _said(plain: tuple[str, str, str, str, str]) -> dict[str, Any]:
    text, unit, missing, note, reference = plain
    said = {"text": text, "missing": missing, "note": note, "reference": reference}
    return said | ({"unit": unit} if unit else {})
