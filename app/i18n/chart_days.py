"""How the axis of a course chart names its days: as study days, or as dates where there is no day 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.timeline import date_of
from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from app.i18n import Texts


@dataclass(frozen=True, slots=True)
class DayNames:
    """`since`: the date of the axis' day 0 in the chart of a subject without day 0, else None."""

    texts: Texts
    since: date | None = None

    def __call__(self, day: int) -> str:
        """D90, or 18 Nov."""
        return self.texts.study_day(day) if self.since is None else self.texts.short_date(self._date(day))

    def span(self, start: int, stop: int) -> str:
        """D5–9, or 15–18 Nov 2026."""
        first = self(start)
        if start == stop:
            return first
        if self.since is not None:
            return self.texts.span(self._date(start), self._date(stop))
        return self.texts("chart.days", start=first, stop=stop if start >= 0 else self(stop))

    def _date(self, day: int) -> date:
        assert self.since is not None
        return date_of(self.since, day)
