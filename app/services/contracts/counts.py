"""Counts saved as rows of a grid: what is typed or pasted, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from app.services.context import Changes, ServiceError
    from app.services.contracts.visits import ValueEntry


@dataclass(frozen=True, slots=True)
class CountsEntry:
    """Values of one visit. `visit_id` None: an unscheduled visit of that day; `version` as it was read.

    Only the values that are given change; everything else of the visit stays as it is.
    """

    visit_id: int | None
    day: date
    values: tuple[ValueEntry, ...]
    version: int | None = None


@dataclass(frozen=True, slots=True)
class CountsResult:
    """What became of an entry: its visit, or why it was refused.

    `was` and `status`: the response status before and with the entry, "" where there is none.
    """

    entry: CountsEntry
    visit_id: int | None
    error: ServiceError | None = None
    was: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A visit that is no entry but whose status changes with them."""

    day: date
    was: str
    status: str


@dataclass(frozen=True, slots=True)
class CountsSaved:
    """The results in the order of the entries, other visits with another status, and what was written."""

    results: tuple[CountsResult, ...]
    others: tuple[StatusChange, ...]
    changes: Changes
