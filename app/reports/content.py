"""What a document says, finished: no session, no service, no clock. The data hash covers exactly this."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from app.domain.values import dataclass

if TYPE_CHECKING:
    from app.domain.chart.course import Course


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in one weight: regular, semibold, bold or mono; "" as the place has it."""

    text: str
    weight: str = ""
    colour: str = ""


Words = str | tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class MetaCell:
    """One cell of the row under the title: what it is, its value, and a line about it."""

    label: str
    value: str
    detail: str


@dataclass(frozen=True, slots=True)
class StatusBox:
    """The answer: code, its words, why in one sentence, and what must stand beside it.

    `flags` are the qualifiers in words; `remarks` the lines under the reason.
    """

    code: str
    words: str
    reason: str
    flags: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountLine:
    """One analyte. `value` "" goes with `absent`, the reason in words; `notes` are raised figures.

    `course` is the (study day, value) run up to this visit, `limit` the line drawn into it.
    """

    analyte: str
    value: str
    unit: str
    flag: str = ""
    reference: str = ""
    grade: str = ""
    grade_before: str = ""
    since_last: str = ""
    since_baseline: str = ""
    absent: str = ""
    notes: str = ""
    course: tuple[tuple[int, Decimal], ...] = ()
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """The table of values. `heads`: analyte, value, unit, reference, grade, two changes, course."""

    heads: tuple[str, ...]
    lines: tuple[CountLine, ...]
    remark: str = ""
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a two-column list."""

    label: str
    words: Words


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion. `level` 0 heads a group; `verdict` met, not_met, unknown or "" for a heading of none."""

    level: int
    criterion: str
    required: str = ""
    observed: str = ""
    source: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """The chart of the course up to `day`."""

    course: Course
    day: int | None
    remark: str = ""
    tall: bool = False  # with higher panels, and a bar of the statuses on top
    marked: tuple[int, ...] = ()  # days with an upright of their own
    panel: float = 0.0  # height of a panel, points; 0: as usual


@dataclass(frozen=True, slots=True)
class Stamp:
    """The electronic signature in a box. `code`: valid (solid frame), none (dashed), void (struck)."""

    code: str
    word: str
    line: str = ""  # by whom, when, and the hash that was signed


@dataclass(frozen=True, slots=True)
class Summary:
    """A visit summary without who printed it and when."""

    document_id: str
    language: str
    title: str
    subtitle: str
    code: str
    meta: tuple[MetaCell, ...]
    status: StatusBox
    counts: Counts
    trend: Trend | None
    treatment_title: str
    treatment: tuple[Entry, ...]
    events_title: str
    events: tuple[Entry, ...]
    criteria: tuple[CriterionLine, ...]
    criteria_remark: str
    next_visit: Words
    signatures: tuple[str, ...]
    rules: str  # template, version and the first figures of its digest
    stamp: Stamp | None = None  # of the last signature's box


@dataclass(frozen=True, slots=True)
class Printing:
    """Who printed a document and when, with the offset; not part of what the hash covers.

    `trail`: where the audit trail ended then, 5124-1583FFB215DEBE40: the paper remembers it. `copy`: how many
    times this document has left, this one counted; `identity`: it says whom it is about.
    """

    by: str
    at: datetime
    program: str
    trail: str = ""
    copy: int = 1
    identity: bool = False


@dataclass(frozen=True, slots=True)
class VisitSummary:
    """A visit summary ready for the page."""

    summary: Summary
    printing: Printing


def digest(content: object) -> str:
    """SHA-256 of the canonical JSON of a content, 64 lower-case hex figures."""
    text = json.dumps(content, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> object:
    """What JSON has no word for. Raises TypeError: a content holds nothing else."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    kind: Any = type(value)
    return {name: getattr(value, name) for name in _names(kind)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(field.name for field in fields(kind))
