"""The page: size, margins, header of the first and later pages, footer with page x of y, hash, outline."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfgen.canvas import Canvas

from app.reports.ink import width, write
from app.reports.layout import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate
from app.reports.look import COLOURS, FOOTER, HASH, MM, REMARK, Type

rl_config.useA85 = 0  # streams stay binary: a quarter smaller, and quicker to write

PAPERS = {"A4": A4, "Letter": LETTER}
LEFT, RIGHT, TOP = 20 * MM, 12 * MM, 8 * MM
FOOTER_TOP, FOOTER_FOOT = 18.5 * MM, 6 * MM
BODY_FOOT = 20.5 * MM
CONTINUED = 9 * MM  # height of the line that heads later pages


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper and the room on it, in points."""

    paper: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return PAPERS[self.paper]

    @property
    def width(self) -> float:
        """Width of the text."""
        return float(self.size[0] - LEFT - RIGHT)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page. `pages` is a sentence with {page} and {pages}."""

    title: str
    continued: str
    about: str
    left: tuple[str, str]
    hash_label: str
    right: str
    pages: str
    language: str
    keywords: str
    subject: str
    program: str
    data_hash: str


def short_hash(data_hash: str) -> str:
    """The first 16 figures in groups of four."""
    head = data_hash[:16].upper()
    return " ".join(head[at : at + 4] for at in range(0, 16, 4))


def build(story: Sequence[Flowable], sheet: Sheet, furniture: Furniture) -> tuple[bytes, int]:
    """The document and its number of pages. The same input gives the same bytes."""
    sink = io.BytesIO()
    document = BaseDocTemplate(
        sink,
        pagesize=sheet.size,
        invariant=1,
        title=furniture.title,
        author="",
        subject=furniture.subject,
        creator=furniture.program,
        keywords=[furniture.keywords],
        lang=furniture.language,
        pageTemplates=_templates(sheet, furniture),
    )
    counted: list[int] = []

    def canvas(*args: Any, **options: Any) -> Canvas:
        return _Numbered(*args, furniture=furniture, sheet=sheet, counted=counted, **options)

    document.build([NextPageTemplate("later"), *story], canvasmaker=canvas)
    return sink.getvalue(), counted[0]


def _templates(sheet: Sheet, furniture: Furniture) -> list[PageTemplate]:
    page_height = sheet.size[1]

    def frame(head: float) -> Frame:
        height = page_height - TOP - head - BODY_FOOT
        return Frame(LEFT, BODY_FOOT, sheet.width, height, 0, 0, 0, 0)

    def continued(canvas: Any, _document: object) -> None:
        base = page_height - TOP - 4 * MM
        canvas.saveState()
        kind = Type("bold", 8.6, 10, "accent")
        end = write(canvas, LEFT, base, furniture.continued, kind)
        write(canvas, end + 8, base, furniture.about, REMARK)
        canvas.setStrokeColor(COLOURS["accent"])
        canvas.setLineWidth(0.8)
        canvas.line(LEFT, base - 5, LEFT + sheet.width, base - 5)
        canvas.restoreState()

    first = PageTemplate("first", [frame(0)], pagesize=sheet.size)
    later = PageTemplate("later", [frame(CONTINUED)], onPage=continued, pagesize=sheet.size)
    return [first, later]


class _Numbered(Canvas):
    """Keeps each page until the number of pages is known, then draws its footer before it is shown."""

    def __init__(
        self, *args: Any, furniture: Furniture, sheet: Sheet, counted: list[int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._furniture = furniture
        self._sheet = sheet
        self._kept: list[dict[str, Any]] = []
        self._counted = counted

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # missing in the stubs

    def save(self) -> None:
        self._counted.append(len(self._kept))
        for state in self._kept:
            self.__dict__.update(state)
            self._footer(len(self._kept))
            super().showPage()
        super().save()

    def _footer(self, pages: int) -> None:
        furniture, room = self._furniture, self._sheet.width
        self.setStrokeColor(COLOURS["axis"])
        self.setLineWidth(0.5)
        self.setDash()
        self.line(LEFT, FOOTER_TOP, LEFT + room, FOOTER_TOP)
        line = FOOTER_TOP - 9
        for text in furniture.left:
            write(self, LEFT, line, text, FOOTER)
            line -= FOOTER.leading
        end = write(self, LEFT, line, furniture.hash_label + " ", FOOTER)
        write(self, end, line, short_hash(furniture.data_hash), HASH)
        number = furniture.pages.format(page=self.getPageNumber(), pages=pages)
        bold = Type("bold", 7.2, 9)
        edge = LEFT + room
        write(self, edge - width(number, bold), FOOTER_TOP - 9, number, bold)
        write(self, edge - width(furniture.right, FOOTER), FOOTER_TOP - 18, furniture.right, FOOTER)
