"""Which backups stay: the newest of each of the last days, weeks and months that have one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

DAYS, WEEKS, MONTHS = 7, 4, 12


def kept(moments: Iterable[datetime]) -> frozenset[datetime]:
    """The moments whose backups stay. Counted by days that have a backup, not by the calendar: a study that
    rests for a year, or a clock that jumped ahead, takes no old backup away."""
    newest_first = sorted(moments, reverse=True)
    rules: tuple[tuple[int, Callable[[date], object]], ...] = (
        (DAYS, lambda day: day),
        (WEEKS, lambda day: day.isocalendar()[:2]),
        (MONTHS, lambda day: (day.year, day.month)),
    )
    staying: set[datetime] = set()
    for most, span in rules:
        newest: dict[object, datetime] = {}
        for moment in newest_first:
            newest.setdefault(span(moment.date()), moment)
        staying.update(list(newest.values())[:most])
    return frozenset(staying)
