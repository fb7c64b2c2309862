"""Grades against the baseline: what was there before day 0, and what came or grew worse under treatment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from app.domain.grading.ctcae import Grade, Ungraded, ctcae, emergent, falls
from app.domain.grading.normal import NONE, Limits, Normal, beside
from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Occurred:
    """An event for the comparison. `name` tells which events are the same: kind with term or note."""

    name: str
    day: date
    grade: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """`baseline`: the worst grade of the same event before day 0, None where there was none before.

    `emergent`: it came, or grew worse, from day 0 on; None where a grade is not known.
    """

    baseline: int | None
    emergent: bool | None


@dataclass(frozen=True, slots=True)
class Shift:
    """The worst grade of an analyte from day 0 on, with its worst value, beside that of the baseline."""

    analyte: str
    baseline: Grade | Ungraded | None
    worst: Grade | Ungraded
    worst_day: date
    worst_value: Decimal
    emergent: bool | None


def standing(event: Occurred, others: Iterable[Occurred], *, anchor: date) -> Standing:
    """How an event stands against the same event before day 0."""
    before = [each for each in others if each.name == event.name and each.day < anchor]
    grades = [each.grade for each in before if each.grade is not None]
    baseline = max(grades, default=None)
    if event.day < anchor:
        return Standing(baseline, False)
    if not before:
        return Standing(None, True)
    if event.grade is None or baseline is None:
        return Standing(baseline, None)
    return Standing(baseline, event.grade > baseline)


def shifts(
    version: str,
    values: Mapping[str, Sequence[tuple[date, Decimal]]],
    *,
    anchor: date,
    limits: Mapping[str, Normal],
    lookback: int,
    printed: Mapping[tuple[str, date], Limits] = MappingProxyType({}),
) -> tuple[Shift, ...]:
    """The worst grade of each analyte since day 0 with that of the baseline, worst first.

    `values` in canonical units, bounds left out; the baseline is the newest one of the `lookback` days up to
    day 0. `printed`: limits of normal that stand beside single values, by analyte and day; they go before
    `limits`. An analyte that CTCAE has no term for, or whose values were all normal, is left out.
    """
    found = []
    for analyte, rows in values.items():
        start = max((row for row in rows if 0 <= (anchor - row[0]).days <= lookback), default=None)
        table = limits.get(analyte, NONE)
        normals = {day: beside(printed.get((analyte, day)), table) for day, _ in rows}
        shift = _shift(version, analyte, rows, start=start, anchor=anchor, normals=normals)
        if shift is not None:
            found.append(shift)
    return tuple(sorted(found, key=lambda each: (-_least(each.worst), each.analyte)))


def _shift(
    version: str,
    analyte: str,
    rows: Sequence[tuple[date, Decimal]],
    *,
    start: tuple[date, Decimal] | None,
    anchor: date,
    normals: Mapping[date, Normal],
) -> Shift | None:
    def grade(day: date, value: Decimal) -> Grade | Ungraded:
        normal = normals[day]
        before = start[1] if start is not None else None
        return ctcae(version, analyte, value, lln=normal.low, uln=normal.high, baseline=before)

    graded = [(grade(day, value), day, value) for day, value in rows if day > anchor]
    known = [each for each in graded if _most(each[0]) > 0]
    if not known:
        return None
    sign = -1 if falls(version, analyte) else 1

    def how_bad(each: tuple[Grade | Ungraded, date, Decimal]) -> tuple[int, int, Decimal, int]:
        """By grade, within a grade by value: a reader takes what stands beside it for the worst one."""
        return _least(each[0]), _most(each[0]), sign * each[2], -each[1].toordinal()

    worst, day, value = max(known, key=how_bad)
    baseline = grade(*start) if start is not None else None
    came = emergent(worst, baseline) if baseline is not None else None
    return Shift(analyte, baseline, worst, day, value, came)


def _least(grade: Grade | Ungraded) -> int:
    return grade.grade if isinstance(grade, Grade) else grade.at_least


def _most(grade: Grade | Ungraded) -> int:
    return grade.grade if isinstance(grade, Grade) else grade.at_most or 0
