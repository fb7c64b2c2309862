"""The rows and columns of the grid, from what is stored of a subject. No Qt in it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES
from app.domain.timeline import study_day
from app.domain.values import dataclass
from app.ui.pages.visit_list import rows as said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from app.i18n import Texts
    from app.services.contracts.subjects import CountRow, TransfusionRow
    from app.ui.subject_view import SubjectView

FIXED = ("date", "day", "visit")
GIVEN = "given"  # transfusions since the row before
GROUPS: Mapping[str, tuple[str, ...]] = {
    "blood": (*("WBC", "ANC", "LYM", "HB", "PLT", "RETIC_ABS"), "RETIC_PCT", "NEUT_PCT", "RBC", "HCT", "MCV"),
    "chemistry": ("CREA", "ALT", "AST", "BILT", "LDH", "FERR", "CSA"),
    "cells": ("CD3", "CD4", "CD8", "PNH_GRAN", "PNH_RBC", "CHIM_DONOR", "CMV", "EBV"),
    "body": ("WEIGHT", "HEIGHT", "KPS", "LANSKY", "TEMP"),
}
CORE = {"blood": 6, "chemistry": 5, "cells": 5, "body": 2}  # shown though nothing is stored of them


@dataclass(frozen=True, slots=True)
class GridRow:
    """One visit that took place, or a new day (`visit_id` None). `values`: stored ones by analyte."""

    visit_id: int | None
    day: date
    study_day: int | None
    title: str
    values: Mapping[str, CountRow]
    given: tuple[tuple[str, Decimal], ...] = ()  # product, units since the row before
    version: int | None = None
    locked: bool = False

    @property
    def key(self) -> str:
        """What drafts and pending cells know it by."""
        return f"new:{self.day.isoformat()}" if self.visit_id is None else str(self.visit_id)


def rows_of(view: SubjectView, added: Iterable[date], *, texts: Texts) -> tuple[GridRow, ...]:
    """Every visit that took place and every added day, oldest first."""
    values: dict[int, dict[str, CountRow]] = {}
    for count in view.course.counts:
        values.setdefault(count.visit_id, {})[count.analyte] = count
    day0 = view.course.subject.day0
    made: list[tuple[date, int, GridRow]] = []
    names: dict[str, str] = {}
    for visit in view.course.visits:
        if visit.actual is None:
            continue
        if visit.title not in names:
            names[visit.title] = said.title(visit, texts)
        control = view.controls.get(visit.id)
        row = GridRow(
            visit.id,
            visit.actual,
            study_day(day0, visit.actual) if day0 is not None else None,
            names[visit.title],
            values.get(visit.id, {}),
            (),
            visit.version,
            control is not None and control.locked,
        )
        made.append((visit.actual, visit.id, row))
    new = texts("counts.new_visit")
    for day in added:
        number = study_day(day0, day) if day0 is not None else None
        made.append((day, 1 << 60, GridRow(None, day, number, new, {})))
    made.sort(key=lambda each: each[:2])
    return _with_transfusions([row for *_, row in made], view.course.transfusions)


def _with_transfusions(rows: list[GridRow], given: tuple[TransfusionRow, ...]) -> tuple[GridRow, ...]:
    """Each transfusion beside the first row on or after its day."""
    from dataclasses import replace

    place = 0
    since: dict[int, dict[str, Decimal]] = {}
    for row in sorted(given, key=lambda row: row.day):
        while place < len(rows) and rows[place].day < row.day:
            place += 1
        if place == len(rows):
            break
        held = since.setdefault(place, {})
        held[row.product] = held.get(row.product, Decimal(0)) + row.units
    for at, products in since.items():
        ordered = sorted(products.items(), key=lambda item: item[0] != "RBC")
        rows[at] = replace(rows[at], given=tuple(ordered))
    return tuple(rows)


def columns_of(view: SubjectView, group: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """The analytes of a group: the usual ones and those that hold a value."""
    held = {count.analyte for count in view.course.counts} | set(more)
    groups = GROUPS if group == "all" else {group: GROUPS[group]}
    return tuple(
        code
        for name, codes in groups.items()
        for place, code in enumerate(codes)
        if code in held or place < CORE[name]
    )


def group_of(code: str) -> str:
    """The group that an analyte is shown in."""
    return next((name for name, codes in GROUPS.items() if code in codes), "all")


def place_of(rows: tuple[GridRow, ...], key: str) -> int:
    """The place of a row by its key, -1 where it is gone."""
    return next((place for place, row in enumerate(rows) if row.key == key), -1)


def short_unit(code: str, texts: Texts) -> str:
    """The stored unit of an analyte as people write it."""
    return texts.unit(ANALYTES[code].unit)
