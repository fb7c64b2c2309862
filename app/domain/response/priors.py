"""Earlier assessments: which count, which of one day counts, and what they confirm (A4 items 7b and 12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.record import PriorAssessment

WORST_FIRST = ("CLONAL_EVOLUTION", "RELAPSE", "NR", "PENDING", "PR", "CR")
_WORSE_THAN_ANY_RESPONSE = frozenset({"NR", "RELAPSE", "CLONAL_EVOLUTION", "PENDING"})
_RESPONSES = frozenset({"CR", "PR"})
FLAG_CONFIRM_DAYS = 28  # what `unconfirmed` asks for while `confirm_days` is off


@dataclass(frozen=True, slots=True, order=True)
class AssessmentDay:
    """A day to assess; `official` verdicts (visits marked `assessment`) are priors of the later ones."""

    day: date
    official: bool = True


def effective(priors: Iterable[PriorAssessment], *, first: date, before: date) -> tuple[PriorAssessment, ...]:
    """The assessments in [first, before), in order: of one day the worst, NE never."""
    worst: dict[date, PriorAssessment] = {}
    for prior in priors:
        if prior.status not in WORST_FIRST or not first <= prior.day < before:
            continue
        present = worst.get(prior.day)
        if present is None or WORST_FIRST.index(prior.status) < WORST_FIRST.index(present.status):
            worst[prior.day] = prior
    return tuple(worst[day] for day in sorted(worst))


def latest(priors: Sequence[PriorAssessment], statuses: frozenset[str]) -> PriorAssessment | None:
    """The latest of some statuses."""
    return next((prior for prior in reversed(priors) if prior.status in statuses), None)


def latest_response(priors: Sequence[PriorAssessment]) -> PriorAssessment | None:
    """The latest CR or PR: the reference of a relapse."""
    return latest(priors, _RESPONSES)


def after_relapse(priors: Sequence[PriorAssessment]) -> PriorAssessment | None:
    """The relapse that is the latest of CR, PR and RELAPSE, if it is."""
    found = latest(priors, _RESPONSES | {"RELAPSE"})
    return found if found is not None and found.status == "RELAPSE" else None


def confirming(
    priors: Sequence[PriorAssessment], status: str, day: date, days: int
) -> PriorAssessment | None:
    """The assessment that confirms a CR or PR of `day`: the same or better, `days` back, none worse since."""
    same_or_better = {"CR"} if status == "CR" else _RESPONSES
    worse = _WORSE_THAN_ANY_RESPONSE | ({"PR"} if status == "CR" else frozenset())
    found: PriorAssessment | None = None
    for prior in reversed(priors):
        if prior.status in worse:
            break
        if prior.status in same_or_better and (day - prior.day).days >= days:
            found = prior
    return found
