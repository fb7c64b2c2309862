"""Documents on order: which one, of whom, how; what came of it; and what a PDF file turned out to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

# What a document is about: one visit, one subject, a protocol, or the study as a whole.
VISIT, SUBJECT, PROTOCOL, STUDY = "visit", "subject", "protocol", "study"
# What a PDF file turned out to be.
SAME, CHANGED, ALTERED, NOT_OURS = "same", "changed", "altered", "not_ours"


@dataclass(frozen=True, slots=True)
class Order:
    """One document. `identity`: with name and hospital number; `detail`: what its kind asks beyond that.

    Details are words of the form name=value, one a line: cells=5.60, viability=93, sheet=L7160.
    """

    kind: str
    subject_id: int = 0
    visit_id: int = 0
    protocol: str = ""
    identity: bool = False
    detail: str = ""

    def asked(self, name: str) -> str:
        """A word of the details, "" where it was not given."""
        words = dict(line.partition("=")[::2] for line in self.detail.splitlines())
        return words.get(name, "")


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document. `name` is a file name without identity; `data_hash` covers the content printed.

    `copy` counts those that left before and this one; `language` and `order` say how to make it again.
    """

    pdf: bytes
    name: str
    data_hash: str
    pages: int
    kind: str = "visit_summary"
    document_id: str = ""
    copy: int = 1
    language: str = "en"
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class EarlierPrint:
    """A document that left the program. `how`: saved or printed; `data_hash`: the full hash."""

    visit_id: int
    how: str
    at: datetime
    who: str
    document_id: str
    data_hash: str
    kind: str = "visit_summary"


@dataclass(frozen=True, slots=True)
class Checked:
    """What one document of a PDF file turned out to be. `state` as above; the rest of one that left here."""

    state: str
    document_id: str = ""
    who: str = ""
    at: datetime | None = None
    copy: int = 0
