"""The rows and columns of the grid, from what is stored of a subject. No Qt in it."""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES
from app.domain.timeline import study_day
from app.domain.values import dataclass
from app.ui.pages.visit_list import rows as said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from app.i18n import Texts
    from app.services.contracts.subjects import CountRow, TransfusionRow, VisitRow
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
        return key_of(self.visit_id, self.day)


def key_of(visit_id: int | None, day: date) -> str:
    """What a row is known by: the id of its visit, or its day where it has none yet."""
    return f"new:{day.isoformat()}" if visit_id is None else str(visit_id)


class GridRows:
    """The rows, oldest first. Each is made when it is first looked at: ten years of days have thousands."""

    def __init__(
        self,
        held: Sequence[tuple[date, VisitRow | None]] = (),
        make: Callable[[int, date, VisitRow | None], GridRow] | None = None,
    ) -> None:
        self._held, self._make = held, make
        self._made: dict[int, GridRow] = {}

    def place_of(self, key: str) -> int:
        """The place of a row by its key, -1 where it is gone."""
        return self._places.get(key, -1)

    def place_on(self, day: date) -> int:
        """The place of the first row of a day, -1 where it has none."""
        return next((place for place, (held, _) in enumerate(self._held) if held == day), -1)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {
            key_of(visit.id if visit is not None else None, day): place
            for place, (day, visit) in enumerate(self._held)
        }

    def __len__(self) -> int:
        return len(self._held)

    def __getitem__(self, place: int) -> GridRow:
        place = range(len(self._held))[place]  # raises IndexError as a tuple does
        made = self._made.get(place)
        if made is None:
            assert self._make is not None
            made = self._made[place] = self._make(place, *self._held[place])
        return made

    def __iter__(self) -> Iterator[GridRow]:
        return map(self.__getitem__, range(len(self._held)))


def rows_of(view: SubjectView, added: Iterable[date], *, texts: Texts) -> GridRows:
    """Every visit that took place and every added day, oldest first."""
    taken = ((visit.actual, visit) for visit in view.course.visits if visit.actual is not None)
    # Visits come by day and id; an added day comes behind those of its day.
    held = sorted([*taken, *((day, None) for day in added)], key=itemgetter(0))
    values: dict[int, list[CountRow]] = {}
    for visit_id, run in groupby(view.course.counts, attrgetter("visit_id")):
        values.setdefault(visit_id, []).extend(run)
    given = _given([day for day, _ in held], view.course.transfusions)
    day0 = view.course.subject.day0

    def make(place: int, day: date, visit: VisitRow | None) -> GridRow:
        number = study_day(day0, day) if day0 is not None else None
        if visit is None:
            return GridRow(None, day, number, texts("counts.new_visit"), {}, given.get(place, ()))
        control = view.controls.get(visit.id)
        return GridRow(
            visit.id,
            day,
            number,
            said.title(visit, texts),
            {count.analyte: count for count in values.get(visit.id, ())},
            given.get(place, ()),
            visit.version,
            control is not None and control.locked,
        )

    return GridRows(held, make)


def _given(
    days: Sequence[date], transfusions: Iterable[TransfusionRow]
) -> Mapping[int, tuple[tuple[str, Decimal], ...]]:
    """Products and units by the place of the first row on or after their day."""
    since: dict[int, dict[str, Decimal]] = {}
    for row in transfusions:
        products = since.setdefault(bisect_left(days, row.day), {})
        products[row.product] = products.get(row.product, Decimal(0)) + row.units
    return {
        place: tuple(sorted(products.items(), key=lambda item: item[0] != "RBC"))
        for place, products in since.items()
    }


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


def short_unit(code: str, texts: Texts) -> str:
    """The stored unit of an analyte as people write it."""
    return texts.unit(ANALYTES[code].unit)
