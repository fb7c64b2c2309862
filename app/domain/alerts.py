"""What must be seen on every page of a subject: known allergies, and reactions to what was infused."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from app.domain.values import dataclass

ALLERGY = "allergy"  # the kind of an event whose note names what the subject is allergic to
_AT_ONCE = frozenset({"infusion_related_reaction", "anaphylaxis"})
REACTIONS = _AT_ONCE | {"serum_sickness"}


class Happened(Protocol):
    """A recorded event."""

    @property
    def type(self) -> str:
        """As in `app.domain.record`, or ALLERGY."""

    @property
    def term(self) -> str:
        """The clinical term, "" for none."""

    @property
    def grade(self) -> int | None:
        """The CTCAE grade, where one was given."""

    @property
    def day(self) -> date:
        """The day, or the first that it may have been."""

    @property
    def note(self) -> str:
        """What was written beside it."""


class Given(Protocol):
    """A dose that was infused."""

    @property
    def day(self) -> date:
        """The day of the infusion."""

    @property
    def product(self) -> str:
        """ATG or MSC."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An allergy to `what`, or a reaction (`kind`: its term) to a product, "" where several or none was given
    that day; `grade` is the worst.
    """

    kind: str
    what: str
    grade: int | None = None


def alerts(events: Iterable[Happened], given: Iterable[Given]) -> tuple[Alert, ...]:
    """Allergies in the order of their days, then reactions, the gravest first; each once."""
    products: dict[date, set[str]] = {}
    for dose in given:
        products.setdefault(dose.day, set()).add(dose.product)
    allergies: dict[str, Alert] = {}
    worst: dict[tuple[str, str], int] = {}
    for event in sorted(events, key=lambda each: each.day):
        if event.type == ALLERGY:
            allergies.setdefault(event.note.strip().casefold(), Alert(ALLERGY, event.note.strip()))
        elif event.term in REACTIONS:
            there = products.get(event.day, set()) if event.term in _AT_ONCE else set()
            about = event.term, next(iter(there)) if len(there) == 1 else ""
            worst[about] = max(worst.get(about, 0), event.grade or 0)
    reactions = [Alert(kind, what, grade or None) for (kind, what), grade in worst.items()]
    reactions.sort(key=lambda each: -(each.grade or 0))
    return (*allergies.values(), *reactions)
