"""The page: size, margins, header of the first and later pages, footer with page x of y, hash, outline."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, A5, LETTER
from reportlab.pdfgen.canvas import Canvas

from app.domain.values import dataclass
from app.reports import qr
from app.reports.ink import frame, rule, squares, width, write, write_on
from app.reports.kept_font import Packed
from app.reports.layout import Flowable, Pages, Room, tall
from app.reports.look import FOOTER, HASH, MM, REMARK, Type

rl_config.useA85 = 0  # streams stay binary: a quarter smaller, and quicker to write

PAPERS = {"A4": A4, "Letter": LETTER, "A5": A5}
LEFT, RIGHT, TOP = 20 * MM, 12 * MM, 8 * MM
A5_LEFT, A5_RIGHT, A5_TOP = 14 * MM, 11 * MM, 11 * MM
MODULE = 0.45 * MM  # of the square code
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
    def left(self) -> float:
        """Left edge of the text: room for holes."""
        return A5_LEFT if self.paper == "A5" else LEFT

    @property
    def top(self) -> float:
        """Room above the text."""
        return A5_TOP if self.paper == "A5" else TOP

    @property
    def width(self) -> float:
        """Width of the text."""
        return float(self.size[0] - self.left - (A5_RIGHT if self.paper == "A5" else RIGHT))

    @property
    def height(self) -> float:
        """Height of the text on a first page."""
        return float(self.size[1] - self.top - BODY_FOOT)

    def holds(self, story: Sequence[Flowable]) -> bool:
        """Whether a story fits on one page."""
        return tall(story, self.width, self.height) <= self.height


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page. `pages` is a sentence with {page} and {pages}.

    `left` and `right` are lines of the footer; `hash_label` "" leaves out the hash, `code` "" the square;
    `mark` stands over each page where it says whom it is about.
    """

    title: str
    continued: str
    about: str
    left: tuple[str, ...]
    hash_label: str
    right: tuple[str, ...]
    pages: str
    language: str
    keywords: str
    subject: str
    program: str
    data_hash: str
    code: str = ""
    mark: str = ""


def short_hash(data_hash: str) -> str:
    """The first 16 figures in groups of four."""
    head = data_hash[:16].upper()
    return " ".join(head[at : at + 4] for at in range(0, 16, 4))


def build(
    story: Sequence[Flowable], sheet: Sheet, furniture: Furniture
) -> tuple[bytes, int, Mapping[str, int]]:
    """The document, its number of pages, and the page of each place. The same input gives the same bytes."""
    book = Book(sheet, furniture)
    pages = book.add(story, furniture)
    return book.finish(), pages, book.places


class Book:
    """Documents behind each other in one file; `first` names it. Each counts its own pages."""

    def __init__(self, sheet: Sheet, first: Furniture) -> None:
        self.sheet = sheet
        self._sink = io.BytesIO()
        self._canvas = _Numbered(self._sink, furniture=first, sheet=sheet)
        self._canvas.setTitle(first.title)
        self._canvas.setAuthor("")
        self._canvas.setSubject(first.subject)
        self._canvas.setCreator(first.program)
        self._keywords: list[str] = []

    @property
    def places(self) -> Mapping[str, int]:
        """The page of each place of the outline, of the document that was added last."""
        return self._canvas.places

    def add(self, story: Sequence[Flowable], furniture: Furniture) -> int:
        """Add a document; its pages. One that fails leaves nothing behind."""
        canvas, sheet = self._canvas, self.sheet
        canvas.begin(furniture)

        def turn() -> Room:
            canvas.showPage()
            _continued(canvas, sheet, furniture)
            return _room(sheet, head=CONTINUED)

        try:
            Pages(canvas, _room(sheet, head=0), turn).fill(story)
        except Exception:
            canvas.drop()
            raise
        canvas.showPage()
        self._keywords.append(furniture.keywords)
        return canvas.finish()

    def finish(self) -> bytes:
        """The file."""
        self._canvas.setKeywords(" ".join(self._keywords))
        self._canvas.save()
        return self._sink.getvalue()


def _room(sheet: Sheet, *, head: float) -> Room:
    """What text may fill, below a head of so many points."""
    return Room(sheet.left, BODY_FOOT, sheet.width, sheet.size[1] - sheet.top - head - BODY_FOOT)


def _continued(canvas: Canvas, sheet: Sheet, furniture: Furniture) -> None:
    """The line that heads later pages."""
    base, left = sheet.size[1] - sheet.top - 4 * MM, sheet.left
    end = write_on(canvas, left, base, furniture.continued, Type("bold", 8.6, 10, "accent"))
    write(canvas, end + 8, base, furniture.about, REMARK)
    rule(canvas, left, base - 5, left + sheet.width, base - 5, line=0.8, role="accent")


class _Numbered(Canvas):
    """Keeps each page until the number of pages is known, then draws its footer before it is shown.

    Places of the outline are kept with their page: only when it is shown does the file know which one it is.
    """

    def __init__(self, sink: io.BytesIO, *, furniture: Furniture, sheet: Sheet) -> None:
        # Pages are not packed by reportlab's own filter but by ours, which every stream without one gets.
        super().__init__(sink, pagesize=sheet.size, invariant=1, lang=furniture.language, pageCompression=0)
        self._doc.defaultStreamFilters = [Packed]  # type: ignore[attr-defined]  # missing in the stubs
        self._furniture = furniture
        self._sheet = sheet
        self._kept: list[dict[str, Any]] = []
        self.places: dict[str, int] = {}
        self._places: list[tuple[str, float]] = []
        self._entries: list[tuple[str, str, int]] = []
        self._documents = 0
        self._before: dict[str, Any] = {}

    def begin(self, furniture: Furniture) -> None:
        """The next document."""
        self._furniture = furniture
        self._documents += 1
        code: list[str] = list(self.__dict__["_code"])  # what is drawn before the first page
        self._before = {**self.__dict__, "_code": code}

    def drop(self) -> None:
        """Forget the document that has begun."""
        self.__dict__.update(self._before)
        self._kept, self._places, self._entries = [], [], []

    def finish(self) -> int:
        """Show the pages of the document; how many they are."""
        kept, entries = self._kept, self._entries
        places: dict[str, int] = {}
        for number, state in enumerate(kept, start=1):
            self.__dict__.update(state)
            for key, top in self._places:
                super().bookmarkHorizontal(key, 0, top)
                places[key.partition(".")[2]] = number
            self._footer(number, len(kept))
            self._places = []
            super().showPage()
        for title, key, level in entries:
            super().addOutlineEntry(title, key, level=level, closed=False)
        self._kept, self._places, self._entries, self.places = [], [], [], places
        return len(kept)

    def bookmarkHorizontal(self, key: str, relativeX: float, relativeY: float, **_options: Any) -> None:  # noqa: N802, N803 - reportlab's names
        self._places.append((f"{self._documents}.{key}", relativeY))

    def addOutlineEntry(self, title: str, key: str, level: int = 0, closed: Any = None) -> None:  # noqa: N802 - reportlab's name
        self._entries.append((title, f"{self._documents}.{key}", level))

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._kept.append(dict(self.__dict__))
        self._places = []
        self._startPage()  # type: ignore[attr-defined]  # missing in the stubs

    def _footer(self, page: int, pages: int) -> None:
        furniture, left = self._furniture, self._sheet.left
        edge = left + self._sheet.width
        if furniture.code:
            edge = self._square(edge)
        rule(self, left, FOOTER_TOP, edge, FOOTER_TOP, line=0.5, role="axis")
        line = FOOTER_TOP - 9
        for text in furniture.left:
            write(self, left, line, text, FOOTER)
            line -= FOOTER.leading
        if furniture.hash_label:
            end = write_on(self, left, line, furniture.hash_label + " ", FOOTER)
            write(self, end, line, short_hash(furniture.data_hash), HASH)
        number = furniture.pages.format(page=page, pages=pages)
        bold = Type("bold", 7.2, 9)
        line = FOOTER_TOP - (9 if furniture.code else 18)
        write(self, edge - width(number, bold), line, number, bold)
        for text in furniture.right:
            line -= FOOTER.leading
            write(self, edge - width(text, FOOTER), line, text, FOOTER)
        if furniture.mark:
            self._mark(furniture.mark)

    def _square(self, edge: float) -> float:
        """The code in the lower right corner, with room around it; where the lines beside it end."""
        matrix = qr.matrix(self._furniture.code)
        side = len(matrix) * MODULE
        squares(self, edge - side, FOOTER_FOOT, matrix, MODULE)
        return edge - side - 5 * MODULE

    def _mark(self, text: str) -> None:
        """In the upper margin of the page, where no text stands."""
        kind = Type("bold", 8.6, 10)
        own = width(text, kind) + 12
        left, base = (self._sheet.size[0] - own) / 2, self._sheet.size[1] - 5.6 * MM
        write(self, left + 6, base, text, kind)
        frame(self, left, base - 3.4, own, 12.4, line=0.9, role="ink")
