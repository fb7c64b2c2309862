"""CTCAE grades of laboratory values. The version is part of every grade; versions are never mixed.

A grade is an interval between limits. The lower end belongs to the milder grade for terms of decrease, the
upper end for terms of increase. Without the limit of normal, grade 1 and 0 cannot be told apart.
"""

from decimal import Decimal
from itertools import pairwise

from app.domain.grading.bands import Band, grade_in
from app.domain.grading.ctcae_tables import TABLE_5, TABLES, UNVERIFIED, Decrease, Entry, Increase
from app.domain.grading.normal import NONE, Normal
from app.domain.values import dataclass

__all__ = ["TABLE_5", "Decrease", "Grade", "Increase", "Ungraded", "bands", "ctcae", "emergent", "falls"]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade 0 to 4 of a term."""

    version: str
    term: str
    grade: int


@dataclass(frozen=True, slots=True)
class Ungraded:
    """No grade, with the reason: `no_term`, `not_verified`, `no_version`, `no_lln`, `no_uln`, `no_baseline`.

    The grades that the value can still have are `at_least` to `at_most` (None: nothing can be said).
    """

    version: str
    reason: str
    at_most: int | None = None
    at_least: int = 0


def ctcae(
    version: str,
    analyte: str,
    value: Decimal,
    *,
    lln: Decimal | None = None,
    uln: Decimal | None = None,
    baseline: Decimal | None = None,
) -> Grade | Ungraded:
    """The grade of a value in the canonical unit, or why there is none.

    `lln`, `uln` and `baseline` are in the same unit. Source: `ctcae_tables.SOURCES` of `version`.
    """
    if version not in TABLES:
        return Ungraded(version, "no_version")
    entry = TABLES[version].get(analyte)
    if entry is None:
        unverified = analyte in UNVERIFIED.get(version, ())
        return Ungraded(version, "not_verified" if unverified else "no_term")
    normal = Normal(lln, uln)
    if isinstance(entry, Decrease):
        return _decreased(version, entry, value, normal)
    return _increased(version, entry, value, normal, baseline)


def falls(version: str, analyte: str) -> bool:
    """Whether the lower of two values of an analyte is the worse one; of what has no term, the higher is."""
    return isinstance(TABLES.get(version, {}).get(analyte), Decrease)


def emergent(now: Grade | Ungraded, baseline: Grade | Ungraded | None) -> bool | None:
    """Whether a grade of 1 or more exceeds that of the baseline: treatment-emergent. None where not known."""
    low, high = _range(now)
    before_low, before_high = _range(baseline)
    if high is not None and (high == 0 or high <= before_low):
        return False
    return True if before_high is not None and low > before_high else None


def bands(
    entry: Entry, *, normal: Normal = NONE, baseline: Decimal | None = None
) -> tuple[tuple[Band, ...], ...]:
    """The tables that apply together for given limits; the worst grade of them counts."""
    if isinstance(entry, Decrease):
        return (_falling(entry, normal.low),)
    found = []
    of_baseline = baseline is not None and entry.of_baseline
    abnormal = baseline is not None and normal.high is not None and baseline > normal.high
    if normal.high is not None and not (entry.beside == "if_high" and abnormal):
        found.append(_rising(entry.multiples, normal.high))
    low = baseline is not None and normal.low is not None and baseline < normal.low
    applies = {"if_high": abnormal, "either": True, "if_low": low}[entry.beside]
    if of_baseline and applies and baseline is not None:
        found.append(_rising(entry.of_baseline, baseline, reached=entry.reached))
    return tuple(found)


def _decreased(version: str, entry: Decrease, value: Decimal, normal: Normal) -> Grade | Ungraded:
    (table,) = bands(entry, normal=normal)
    grade = grade_in(table, value)
    if grade is None:
        return Ungraded(version, "no_lln", 1)
    return Grade(version, entry.term, grade)


def _increased(
    version: str, entry: Increase, value: Decimal, normal: Normal, baseline: Decimal | None
) -> Grade | Ungraded:
    if normal.high is None:
        return Ungraded(version, "no_uln")
    tables = bands(entry, normal=normal, baseline=baseline)
    grades = [grade_in(table, value) or 0 for table in tables]
    grade = max(grades)
    if entry.beside == "if_low" and baseline is not None and normal.low is None:
        worst = grade_in(_rising(entry.of_baseline, baseline), value) or 0
        if worst > grade:  # whether the baseline lies below LLN decides, and LLN is not known
            return Ungraded(version, "no_lln", worst, grade)
    return Grade(version, entry.term, grade)


def _falling(entry: Decrease, lln: Decimal | None) -> tuple[Band, ...]:
    """From the worst grade up; without LLN the table ends where grade 1 begins."""
    first = 2 if entry.from_normal else 1
    worst = first + len(entry.limits) - 1
    ends = list(reversed(entry.limits))
    made = [Band(worst, None, ends[0])]
    for step, (low, high) in enumerate(pairwise(ends), start=1):
        made.append(Band(worst - step, low, high))
    if not entry.from_normal:
        return (*made, Band(0, ends[-1], None))
    if lln is None:
        return tuple(made)
    return (*made, Band(1, ends[-1], lln), Band(0, max(ends[-1], lln), None))


def _rising(
    multiples: tuple[Decimal | None, ...], unit: Decimal, *, reached: bool = False
) -> tuple[Band, ...]:
    """Grade 0 up to the first multiple, then grade after grade. `reached`: the first one is grade 1."""
    steps = [(grade, factor * unit) for grade, factor in enumerate(multiples, start=1) if factor is not None]
    made = [Band(0, None, steps[0][1], high_in=not reached)]
    for number, (grade, low) in enumerate(steps):
        high = steps[number + 1][1] if number + 1 < len(steps) else None
        made.append(Band(grade, low, high, low_in=reached and number == 0, high_in=high is not None))
    return tuple(made)


def _range(grade: Grade | Ungraded | None) -> tuple[int, int | None]:
    if isinstance(grade, Grade):
        return grade.grade, grade.grade
    return (grade.at_least, grade.at_most) if grade is not None else (0, None)
