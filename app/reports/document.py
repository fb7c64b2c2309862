"""What every document shares: its identity, the words of its footer, and the finished bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import quote, unquote

from app.reports import base, qr
from app.reports.base import Furniture, Sheet
from app.reports.content import MetaCell, Printing, digest

if TYPE_CHECKING:
    from datetime import datetime

    from app.i18n import Texts
    from app.reports.layout import Flowable

# In the file's own words, which are never packed.
_NAMED = re.compile(rb"sha256:([0-9a-f]{64}) document:([A-Za-z0-9_.~%/\-]+)")


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


class Foot(NamedTuple):
    """The lines of the footer; `plain`: without hash and code, for whom it tells nothing."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    plain: bool = False


class Named(NamedTuple):
    """What a PDF file says it is."""

    document_id: str
    data_hash: str


class Bound:
    """A file of many documents on one paper."""

    def __init__(self) -> None:
        self._book: base.Book | None = None

    def add(self, story: Sequence[Flowable], sheet: Sheet, furniture: Furniture) -> int:
        """Add a document; its pages."""
        if self._book is None:
            self._book = base.Book(sheet, furniture)
        return self._book.add(story, furniture)

    def finish(self) -> bytes:
        """The file, b"" without a document."""
        return b"" if self._book is None else self._book.finish()


class Document(NamedTuple):
    """A finished document. `data_hash` covers what it says, not when it was printed.

    `places`: the page of each place of the outline.
    """

    pdf: bytes
    pages: int
    data_hash: str
    places: Mapping[str, int] = {}


def build(
    story: Sequence[Flowable],
    sheet: Sheet,
    *,
    said: Said,
    printing: Printing,
    texts: Texts,
    foot: Foot | None = None,
    book: Bound | None = None,
) -> Document:
    """The document of a story, with its footer and the head of later pages; same content, same bytes.

    `foot` takes the place of the usual lines of the footer, and then no code is printed. With a `book` the
    document is added to it, and has no bytes of its own.
    """
    data_hash = digest(said)
    furniture = _furniture(
        said, printing, texts, data_hash=data_hash, foot=foot or _foot(said, printing, texts)
    )
    if book is not None:
        return Document(b"", book.add(story, sheet, furniture), data_hash)
    pdf, count, places = base.build(story, sheet, furniture)
    return Document(pdf, count, data_hash, places)


def moment(at: datetime, *, seconds: bool = False) -> str:
    """2026-09-15 16:24 +08:00; with seconds 16:24:05."""
    shown = f"{at:%Y-%m-%d %H:%M:%S} {at:%z}" if seconds else f"{at:%Y-%m-%d %H:%M} {at:%z}"
    return f"{shown[:-2]}:{shown[-2:]}"


def code_text(document_id: str, data_hash: str) -> str:
    """What the square code at the foot says: MT1:<document id>:<16 hex>."""
    room = qr.LONGEST - len("MT1::") - 16
    return qr.readable(f"MT1:{document_id[:room]}:{data_hash[:16]}")


def keywords(document_id: str, data_hash: str) -> str:
    """What the PDF itself carries, to be found again by `named_in`."""
    return f"sha256:{data_hash} document:{quote(document_id)}"


def named_in(pdf: bytes) -> tuple[Named, ...]:
    """The documents that a PDF file says it is, in order; none where it is not one of ours."""
    found = _NAMED.findall(pdf)
    return tuple(Named(unquote(ident.decode("ascii")), hash_.decode("ascii")) for hash_, ident in found)


def _about(fact: MetaCell) -> str:
    """A fact in the line that heads later pages: a bare figure or date says nothing without its label."""
    return fact.value if any(map(str.isalpha, fact.value)) else f"{fact.label} {fact.value}"


def _foot(said: Said, printing: Printing, texts: Texts) -> Foot:
    by = texts("summary.printed_copy", by=printing.by, at=moment(printing.at), copy=printing.copy)
    check = texts("summary.check")
    trail = texts("summary.trail", head=printing.trail) if printing.trail else ""
    return Foot(
        left=(by, texts("summary.document", program=printing.program, id=said.document_id)),
        right=(
            texts("summary.with_identity" if printing.identity else "summary.pseudonymised"),
            f"{trail} · {check}" if trail else check,
        ),
    )


def _furniture(said: Said, printing: Printing, texts: Texts, *, data_hash: str, foot: Foot) -> Furniture:
    return Furniture(
        title=f"{said.title} {said.code}".strip(),
        continued=texts("summary.continued", title=said.title),
        about=" · ".join(part for part in (said.code, *map(_about, said.meta[1:3])) if part),
        left=foot.left,
        hash_label="" if foot.plain else texts("summary.data_hash"),
        right=foot.right,
        pages=texts("summary.page"),
        language=said.language,
        keywords=keywords(said.document_id, data_hash),
        subject=said.document_id,
        program=printing.program,
        data_hash=data_hash,
        code="" if foot.plain else code_text(said.document_id, data_hash),
        mark=texts("summary.identity_mark") if printing.identity else "",
    )
