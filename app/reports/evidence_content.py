"""What an evidence report says, finished: one verdict with all that it takes to work it out by hand."""

from __future__ import annotations

from app.domain.values import dataclass
from app.reports.content import CriterionLine, Entry, MetaCell, Printing, StatusBox, Trend, Words


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as registered beside as interpreted."""

    topic: str
    registered: str
    interpreted: str


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Heads and rows of words; `notes` stand under it. `aligns` of the columns, `parts` their widths."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    parts: tuple[float, ...]
    aligns: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueRow:
    """The values of one day; `marks` say beside each whether it was used and how."""

    date: str
    day: str
    values: tuple[str, ...]
    marks: tuple[str, ...]
    used: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """Every value up to the day, by analyte."""

    heads: tuple[str, ...]  # date, day, then each analyte
    rows: tuple[ValueRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkedStep:
    """A step of the verdict: its name, and its lines with the sums in figures."""

    title: str
    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """An evidence report without who printed it and when. Tables are None where they do not apply."""

    document_id: str
    language: str
    title: str
    subtitle: str
    code: str
    meta: tuple[MetaCell, ...]
    status: StatusBox
    rules: tuple[RuleText, ...]
    rules_remark: str
    criteria: tuple[CriterionLine, ...]
    criteria_remark: str
    course: Trend | None
    rejected: PlainTable | None
    others: PlainTable | None
    values: Values
    given: tuple[Entry, ...]
    context: tuple[Entry, ...]
    worked: tuple[WorkedStep, ...]
    verdicts: PlainTable
    provenance: tuple[Entry, ...]
    signatures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """An evidence report ready for the page."""

    evidence: Evidence
    printing: Printing
