"""A scratch copy of a subject's record: what is tried in it, and what then follows. Nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from app.domain.evidence import Verdict
    from app.domain.protocol.model import Template
    from app.domain.record import Medication, SubjectRecord, Transfusion


@dataclass(frozen=True, slots=True)
class TriedValue:
    """A count of a day, in place of what is stored of that day; an empty `text` takes it away."""

    day: date
    analyte: str
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What is different in the copy. `no_…` are stored rows that are taken away."""

    values: tuple[TriedValue, ...] = ()
    transfusions: tuple[Transfusion, ...] = ()
    courses: tuple[Medication, ...] = ()
    no_transfusions: tuple[Transfusion, ...] = ()
    no_courses: tuple[Medication, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the copy is as stored."""
        return self == Tried()


@dataclass(frozen=True, slots=True)
class ScratchCopy:
    """A subject's record as it was read, to try values in. `stored`: its verdict of the day.

    `signed`: the days of earlier verdicts that a person gave in place of the automatic one; they stay.
    """

    day: date
    template: Template
    record: SubjectRecord
    stored: Verdict
    signed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class TriedVerdict:
    """What would be said. `refused`: the values that cannot be read, with why; they count as not there."""

    verdict: Verdict
    refused: tuple[tuple[TriedValue, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a missing count decides: the statuses that the day could have with it, the best first."""

    analyte: str
    statuses: tuple[str, ...]
