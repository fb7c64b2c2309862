"""Planned doses beside given ones: which dose stands for which planned one, and what was given besides."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """A dose of the calendar. `earliest` and `latest` None: the plan names no window."""

    visit_id: int
    product: str
    target: date | None
    earliest: date | None = None
    latest: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies inside the window."""
        return self.earliest is not None and self.latest is not None and self.earliest <= day <= self.latest


@dataclass(frozen=True, slots=True)
class GivenDose:
    """A dose as it was logged, at whichever visit."""

    id: int
    visit_id: int
    product: str
    day: date


@dataclass(frozen=True, slots=True)
class Matched:
    """`given` maps planned doses, by their place, to ids of what was given; `besides` has no planned one."""

    given: dict[int, int]
    besides: tuple[int, ...]


def match(planned: Sequence[PlannedDose], given: Iterable[GivenDose]) -> Matched:
    """Give each planned dose at most one given dose of its product.

    A dose on the planned day comes first, then one logged at the visit, then one inside the window. Several
    days of ATG are often logged at one visit, so that the day says more than the visit.
    """
    free = sorted(given, key=lambda dose: (dose.day, dose.id))
    found: dict[int, int] = {}
    for rule in _RULES:
        for place, plan in enumerate(planned):
            if place in found:
                continue
            fitting = (dose for dose in free if dose.product == plan.product and rule(plan, dose))
            dose = next(fitting, None)
            if dose is not None:
                found[place] = dose.id
                free.remove(dose)
    return Matched(found, tuple(dose.id for dose in free))


_RULES: tuple[Callable[[PlannedDose, GivenDose], bool], ...] = (
    lambda plan, dose: plan.target == dose.day,
    lambda plan, dose: plan.visit_id == dose.visit_id,
    lambda plan, dose: plan.holds(dose.day),
)
