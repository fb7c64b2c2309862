"""The one door for text: letters become fonts here, never mark-up, so that nothing typed can act as a tag."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from reportlab.lib.styles import ParagraphStyle

from app.reports import fonts, ink
from app.reports.content import Words
from app.reports.ink import face_of, pieces, width
from app.reports.layout import Flowable, ParaFrag, Paragraph
from app.reports.look import COLOURS, Type

__all__ = ["Line", "cell", "paragraph", "plain", "width"]

_ALIGN: dict[str, Literal[0, 1, 2]] = {"left": 0, "right": 2, "center": 1, "decimal": 2}


def plain(words: Words) -> str:
    """Words without their weights."""
    return "".join(piece.text for piece in pieces(words))


@cache
def _style(kind: Type, align: str, chinese: bool) -> ParagraphStyle:
    return ParagraphStyle(
        f"{kind}{align}{chinese}",
        fontName=fonts.name(kind.face),
        fontSize=kind.size,
        leading=kind.leading,
        textColor=COLOURS[kind.colour],
        alignment=_ALIGN[align],
        wordWrap="CJK" if chinese else None,
        splitLongWords=1,
    )


def paragraph(words: Words, kind: Type, *, align: str = "left") -> Flowable:
    """Text that wraps. Built from fragments: no parser ever sees it."""
    fragments = [
        _fragment(font, text, kind, piece.colour or kind.colour)
        for piece in pieces(words)
        for font, text in fonts.runs(piece.text, face_of(piece, kind))
    ]
    style = _style(kind, align, fonts.has_chinese(plain(words)))
    return Paragraph("", style, frags=fragments or [_fragment(fonts.name(kind.face), "", kind, kind.colour)])


def _fragment(font: str, text: str, kind: Type, colour: str) -> Any:
    return ParaFrag(
        fontName=font,
        fontSize=kind.size,
        textColor=COLOURS[colour],
        text=text,
        bold=0,
        italic=0,
        rise=0,
        greek=0,
        link=[],
        us_lines=[],
    )


class Line(Flowable):
    """Words in one line, never wrapped: cells of tables, at a fraction of a paragraph's cost.

    `decimal` sets the decimal point `points_right` points left of the right edge.
    """

    def __init__(self, words: Words, kind: Type, *, align: str = "left", points_right: float = 0) -> None:
        super().__init__()
        self._words = pieces(words)
        self._kind = kind
        self._align = align
        self._right = points_right

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        return available_width, self._kind.leading

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's
        """Written straight into the page: a line needs no coordinates of its own."""
        kind = self._kind
        base = kind.leading - fonts.ascent(kind.face, kind.size)
        ink.write(canvas, x + self._start(), y + base, self._words, kind)

    def _start(self) -> float:
        if self._align == "left":
            return 0.0
        own = width(self._words, self._kind)
        if self._align == "center":
            return float((self.width - own) / 2)
        if self._align == "right":
            return float(self.width - own)
        whole = plain(self._words).partition(".")[0]
        return float(self.width - self._right - fonts.width(whole, self._kind.face, self._kind.size))


def cell(words: Words, kind: Type, room: float, *, align: str = "left", points_right: float = 0) -> Flowable:
    """A table cell `room` points wide: one line where it fits, else wrapped."""
    if width(words, kind) <= room:
        return Line(words, kind, align=align, points_right=points_right)
    return paragraph(words, kind, align=align)
