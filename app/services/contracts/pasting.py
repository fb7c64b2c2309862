"""A pasted block of counts, compared with what is stored: what each row would do."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from app.services.contracts.counts import CountsEntry, StatusChange
    from app.services.contracts.visits import ValueEntry

ADD, UNCHANGED, DECIDE, REFUSED = "add", "unchanged", "decide", "refused"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say: a code of the texts `counts_paste.<code>`, or of `plausibility` for a problem."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    area: str = "counts_paste"


@dataclass(frozen=True, slots=True)
class PasteColumn:
    """An analyte of the block. `unit` in UCUM; `assumed`: the block names none, so it is the stored one.

    `reference`: the limits of normal that the block prints for it and that can be used.
    """

    analyte: str
    name: str
    unit: str
    assumed: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PasteCell:
    """A value of the block: as it stands, and in the stored unit.

    `state`: add, same, differs, asked, bad; limits: the value is stored, the limits of normal join it.
    """

    entry: ValueEntry
    state: str
    value: Decimal | None = None
    bound: str = ""
    stored: str = ""  # what is stored now, in its stored unit
    limits: bool = False  # the value is the stored one, only its printed limits are not


@dataclass(frozen=True, slots=True)
class PasteRow:
    """What one day of the block would do. `kind`: add, unchanged, decide or refused.

    `adds` goes in whenever the row does; `whole` also replaces what is stored and answers open questions.
    """

    place: int
    day: date | None
    day_text: str
    kind: str
    cells: Mapping[str, PasteCell]
    notes: tuple[Note, ...] = ()
    adds: CountsEntry | None = None
    whole: CountsEntry | None = None
    new: bool = False  # no visit of that day is stored yet
    was: str = ""
    status: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class PastePlan:
    """The rows in their order, columns, what is wrong with the block itself, other days that change.

    `block` False: there is no head with analytes and dates, so it is no laboratory's table.
    """

    columns: tuple[PasteColumn, ...] = ()
    rows: tuple[PasteRow, ...] = ()
    notes: tuple[Note, ...] = ()
    others: tuple[StatusChange, ...] = ()
    needs_reason: bool = False
    block: bool = True
