"""Which backups stay: those of the last day, and the newest of each day, week and month before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

DAYS, WEEKS, MONTHS = 7, 4, 12
LAST_DAY = 10  # backups of the newest day that all stay: the morning's is not lost to the evening's


def kept(moments: Iterable[datetime]) -> frozenset[datetime]:
    """The moments whose backups stay. Counted by days that have a backup, not by the calendar: a study that
    rests for a year, or a clock that jumped ahead, takes no old backup away."""
    newest_first = sorted(moments, reverse=True)
    rules: tuple[tuple[int, Callable[[date], object]], ...] = (
        (DAYS, lambda day: day),
        (WEEKS, lambda day: day.isocalendar()[:2]),
        (MONTHS, lambda day: (day.year, day.month)),
    )
    last = newest_first[0].date() if newest_first else None
    staying = {moment for moment in newest_first[:LAST_DAY] if moment.date() == last}
    for most, span in rules:
        newest: dict[object, datetime] = {}
        for moment in newest_first:
            newest.setdefault(span(moment.date()), moment)
        staying.update(list(newest.values())[:most])
    return frozenset(staying)
