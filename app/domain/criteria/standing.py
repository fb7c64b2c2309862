"""What the assessments before a day say, kept up one by one (A4 items 7b, 7d and 12)."""

from collections.abc import Callable, Iterable
from datetime import date
from types import MethodType
from typing import NamedTuple

from app.domain.record import PriorAssessment


class Standing(NamedTuple):
    """What the assessments before a day say."""

    response: PriorAssessment | None = None  # the latest CR or PR: the reference of a relapse
    relapse: PriorAssessment | None = None  # the latest of CR, PR and RELAPSE, if it is a RELAPSE
    responding: PriorAssessment | None = None  # the first CR or PR since anything worse than a PR
    complete: PriorAssessment | None = None  # the first CR since anything worse than a CR

    def after(self, prior: PriorAssessment) -> "Standing":
        """What they say with one more, later assessment."""
        if prior.status == "CR":
            return _standing((prior, None, self.responding or prior, self.complete or prior))
        if prior.status == "PR":
            return _standing((prior, None, self.responding or prior, None))
        relapse = prior if prior.status == "RELAPSE" else self.relapse
        return _standing((self.response, relapse, None, None))

    def confirms(self, status: str, day: date, days: int) -> PriorAssessment | None:
        """The assessment that confirms a CR or PR: the same or better, `days` back, none worse since."""
        found = self.complete if status == "CR" else self.responding
        return found if found is not None and (day - found.day).days >= days else None


_Prior = PriorAssessment | None
# Made after each verdict of a course: all fields as one tuple, as the nodes of evidence are.
_standing: Callable[[tuple[_Prior, _Prior, _Prior, _Prior]], Standing] = MethodType(tuple.__new__, Standing)
NOTHING_BEFORE = Standing()


def standing_of(priors: Iterable[PriorAssessment]) -> Standing:
    """What assessments say that stand in date order, one a day."""
    found = NOTHING_BEFORE
    for prior in priors:
        found = found.after(prior)
    return found
