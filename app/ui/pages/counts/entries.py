"""From pending cells to what a save is given, what it would correct, and what a draft keeps. No Qt in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.i18n.problems import analyte_name
from app.services.counts import CountsEntry
from app.ui import words
from app.ui.pages.counts import typed as typing_in
from app.ui.pages.counts.grid import key_of
from app.ui.pages.visit_form.compare import Correction
from app.ui.pages.visit_form.problem_strip import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.plausibility import Problem
    from app.i18n import Texts
    from app.services.context import ServiceError
    from app.services.visits import ValueEntry
    from app.ui.pages.counts.model import CountGrid, Key
    from app.ui.pages.counts.typed import Typed


def entries_of(grid: CountGrid) -> tuple[CountsEntry, ...]:
    """One entry a row with pending values that nothing stands against."""
    typed: dict[int, list[ValueEntry]] = {}
    for (key, _), over in grid.pending.items():
        place = grid.rows.place_of(key)
        if place >= 0 and over.problem is None:
            typed.setdefault(place, []).append(over.entry())
    rows = [(grid.rows[place], values) for place, values in sorted(typed.items())]
    return tuple(CountsEntry(row.visit_id, row.day, tuple(values), row.version) for row, values in rows)


def row_of(entry: CountsEntry) -> str:
    """The key of the row that an entry was made from."""
    return key_of(entry.visit_id, entry.day)


def corrections_of(grid: CountGrid) -> tuple[Correction, ...]:
    """The stored values that pending ones would replace."""
    found = []
    for (key, code), over in grid.pending.items():
        row = grid.rows[place] if (place := grid.rows.place_of(key)) >= 0 else None
        if row is None or over.problem is not None or code not in row.values:
            continue
        was, now = grid.words.shown(row, code, None), grid.words.typed(over)
        found.append(Correction(code, was, now))
    return tuple(found)


def refusal(error: ServiceError, texts: Texts) -> str:
    """Why an entry was not saved, in words."""
    problems = error.params.get("problems")
    if error.code == "refused" and isinstance(problems, tuple):
        return texts.sentences(dict.fromkeys(_in_column(texts, problem) for problem in problems))
    return words.refusal(texts, error)


def _in_column(texts: Texts, problem: Problem) -> str:
    """What stands against a value, with the name of its column where the sentence does not say it."""
    said, (area, _, code) = sentence(texts, problem), problem.path.partition(".")
    name = analyte_name(texts, code) if area == "values" else ""
    if not name or name.casefold() in said.casefold() or code in said:
        return said
    return texts("counts.in_column", column=name[:1].upper() + name[1:], why=said)


def to_draft(grid: CountGrid) -> dict[str, object]:
    """What is not stored, as JSON values."""
    cells = [{"row": key, **over.plain()} for (key, _), over in grid.pending.items()]
    return {"added": [day.isoformat() for day in sorted(grid.added)], "cells": cells}


def from_draft(fields: Mapping[str, object]) -> tuple[set[date], dict[Key, Typed]]:
    """What a draft kept; what this version cannot read is left out."""
    days: set[date] = set()
    added = fields.get("added")
    for text in added if isinstance(added, list) else []:
        try:
            days.add(date.fromisoformat(str(text)))
        except ValueError:
            continue
    cells: dict[Key, Typed] = {}
    kept = fields.get("cells")
    for cell in kept if isinstance(kept, list) else []:
        over = typing_in.from_plain(cell) if isinstance(cell, dict) else None
        if over is not None:
            cells[str(cell.get("row", "")), over.analyte] = over
    return days, cells
