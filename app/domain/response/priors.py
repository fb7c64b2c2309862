"""Earlier assessments: which count, which of one day counts, and what they confirm (A4 items 7b and 12)."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from app.domain.criteria.standing import NOTHING_BEFORE, Standing
from app.domain.record import PriorAssessment

__all__ = ["FLAG_CONFIRM_DAYS", "WORST_FIRST", "AssessmentDay", "History", "effective"]

WORST_FIRST = ("CLONAL_EVOLUTION", "RELAPSE", "NR", "PENDING", "PR", "CR")
_RANK = {status: rank for rank, status in enumerate(WORST_FIRST)}
FLAG_CONFIRM_DAYS = 28  # what `unconfirmed` asks for while `confirm_days` is off


@dataclass(frozen=True, slots=True, order=True)
class AssessmentDay:
    """A day to assess; `official` verdicts (visits marked `assessment`) are priors of the later ones."""

    day: date
    official: bool = True


def effective(priors: Iterable[PriorAssessment], *, first: date, before: date) -> tuple[PriorAssessment, ...]:
    """The assessments in [first, before), in order: of one day the worst, NE never."""
    return tuple(History(first, (prior for prior in priors if prior.day < before)).counted)


class History:
    """Assessments from `first` on, in date order: of one day the worst, NE never. Grows at its end only."""

    def __init__(self, first: date, priors: Iterable[PriorAssessment] = ()) -> None:
        self._first = first
        self._days: list[date] = []
        self.counted: list[PriorAssessment] = []
        self._standings = [NOTHING_BEFORE]  # before the first day, then after each
        for prior in sorted(priors, key=attrgetter("day")):
            self.add(prior)

    def add(self, prior: PriorAssessment) -> None:
        """Add an assessment that is not before a day that is already there."""
        if prior.status not in _RANK or prior.day < self._first:
            return
        if self._days and self._days[-1] == prior.day:
            if _RANK[prior.status] >= _RANK[self.counted[-1].status]:
                return
            for parts in (self._days, self.counted, self._standings):
                parts.pop()  # the worse of one day takes its place
        self._days.append(prior.day)
        self.counted.append(prior)
        self._standings.append(self._standings[-1].after(prior))

    def before(self, day: date) -> Standing:
        """What the assessments before a day say."""
        return self._standings[bisect_left(self._days, day)]
