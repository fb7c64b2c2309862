"""What any document says, finished: sections of tables, lists, charts, prose, and places to fill by hand."""

from __future__ import annotations

from app.domain.values import dataclass
from app.reports.content import Entry, MetaCell, Printing, StatusBox, Trend, Words
from app.reports.evidence_content import PlainTable


@dataclass(frozen=True, slots=True)
class Listing:
    """Two columns: what, and what about it. `label`: width of the first, mm."""

    lines: tuple[Entry, ...]
    label: int = 30


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs."""

    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A figure in the place of the status: what it is, the figure, one sentence, and remarks."""

    label: str
    value: str
    reason: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandTable:
    """A table to be written into: rules between all cells, rows `height` mm high at least."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    parts: tuple[float, ...]
    aligns: tuple[str, ...]
    height: float = 7.2


@dataclass(frozen=True, slots=True)
class Field:
    """A place of a form. `value` is printed; without one there are boxes to tick, or a line to write on.

    `ticked` are the numbers of the boxes that are ticked; `after` stands behind the line.
    """

    label: str
    value: str = ""
    boxes: tuple[str, ...] = ()
    ticked: tuple[int, ...] = ()
    after: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Fields:
    """Places below each other, `columns` of them side by side. `label`: width of the names, mm."""

    fields: tuple[Field, ...]
    columns: int = 1
    label: int = 36


@dataclass(frozen=True, slots=True)
class Signature:
    """A box to sign. `state` "" for a hand; else in words, `frame` solid or dashed, `lines` who and when."""

    role: str
    state: str = ""
    frame: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signatures:
    """Boxes to sign, `columns` in a row."""

    boxes: tuple[Signature, ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Contents:
    """The sections that follow, each by its key and title, with the page on which it begins."""

    lines: tuple[tuple[str, str], ...]


Block = Contents | Listing | Prose | Answer | HandTable | Fields | Signatures | PlainTable | StatusBox | Trend


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; without a title only that. `whole`: on one page."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    remark: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sections beside each other while they are short; `share` of the width is the left one's."""

    left: Section
    right: Section
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page, unless the one that it would leave has hardly begun."""


Part = Section | Pair | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A document without who printed it and when. `none` says that there is nothing to list."""

    document_id: str
    language: str
    title: str
    subtitle: str
    code_label: str
    code: str
    meta: tuple[MetaCell, ...]
    parts: tuple[Part, ...]
    none: str


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A document ready for the page."""

    said: Paper
    printing: Printing
