"""What every document shares: its identity, the words of its footer, and the finished bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from app.reports import base
from app.reports.base import Furniture, Sheet
from app.reports.content import MetaCell, Printing, digest

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.reports.layout import Flowable


class Said(Protocol):
    """The part of a content that the hash covers, and that names the document."""

    @property
    def document_id(self) -> str:
        """VS-TJ-014-D90: never anything of the identity."""

    @property
    def language(self) -> str:
        """The language that it is written in."""

    @property
    def title(self) -> str:
        """What kind of document it is, in words."""

    @property
    def code(self) -> str:
        """The subject's code."""

    @property
    def meta(self) -> tuple[MetaCell, ...]:
        """The facts under the title; the second and third head later pages."""


class Document(NamedTuple):
    """A finished document. `data_hash` covers what it says, not when it was printed."""

    pdf: bytes
    pages: int
    data_hash: str


def build(
    story: Sequence[Flowable], sheet: Sheet, *, said: Said, printing: Printing, texts: Texts
) -> Document:
    """The document of a story, with its footer and the head of later pages; same content, same bytes."""
    furniture = _furniture(said, printing, texts)
    pdf, count = base.build(story, sheet, furniture)
    return Document(pdf, count, furniture.data_hash)


def _furniture(said: Said, printing: Printing, texts: Texts) -> Furniture:
    data_hash = digest(said)
    moment = f"{printing.at:%Y-%m-%d %H:%M} {printing.at:%z}"
    moment = f"{moment[:-2]}:{moment[-2:]}"
    return Furniture(
        title=f"{said.title} {said.code}",
        continued=texts("summary.continued", title=said.title),
        about=" · ".join([said.code, *(fact.value for fact in said.meta[1:3])]),
        left=(
            texts("summary.printed_by", by=printing.by, at=moment),
            texts("summary.document", program=printing.program, id=said.document_id),
        ),
        hash_label=texts("summary.data_hash"),
        right=texts("summary.pseudonymised"),
        pages=texts("summary.page"),
        language=said.language,
        keywords=f"sha256:{data_hash}",
        subject=said.document_id,
        program=printing.program,
        data_hash=data_hash,
        trail=texts("summary.trail", head=printing.trail) if printing.trail else "",
    )
