"""Labels for specimens on common sheets: code, day, what is in the tube, and a barcode (Code 128)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas

from app.domain.values import dataclass
from app.reports import ink, look
from app.reports.base import PAPERS
from app.reports.content import MetaCell, Printing, digest
from app.reports.document import Document, keywords
from app.reports.kept_font import Packed
from app.reports.look import MM
from app.reports.text import cell

if TYPE_CHECKING:
    from app.i18n import Texts

PAD = 2.2 * MM
CODE = look.Type("bold", 9.5, 11)
WORDS = look.Type("regular", 6.8, 8.2)


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A sheet of labels: paper, columns and rows, and in mm the size of a label, the margins, the pitch."""

    paper: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float

    @property
    def count(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows


# As the makers print them on their packs.
SHEETS = {
    "L7651": LabelSheet("A4", 5, 13, 38.1, 21.2, 4.75, 10.7, 40.6, 21.2),
    "L7159": LabelSheet("A4", 3, 8, 63.5, 33.9, 7.25, 12.9, 66.0, 33.9),
    "L7160": LabelSheet("A4", 3, 7, 63.5, 38.1, 7.25, 15.15, 66.0, 38.1),
    "5160": LabelSheet("Letter", 3, 10, 66.675, 25.4, 4.7625, 12.7, 69.85, 25.4),
}


@dataclass(frozen=True, slots=True)
class SpecimenLabel:
    """One label. `barcode` is read by a scanner; the words are for people."""

    code: str
    day: str
    specimen: str
    line: str
    barcode: str


@dataclass(frozen=True, slots=True)
class Labels:
    """What the labels say. `first`: the place of the first free label, from 0."""

    document_id: str
    language: str
    title: str
    code: str
    meta: tuple[MetaCell, ...]
    sheet: str
    first: int
    labels: tuple[SpecimenLabel, ...]


def pages(said: Labels, printing: Printing, *, texts: Texts, paper: str = "A4") -> Document:
    """The sheets; their paper is that of the labels, whatever is asked."""
    sheet = SHEETS[said.sheet]
    data_hash = digest(said)
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=PAPERS[sheet.paper], invariant=1, lang=said.language, pageCompression=0)
    canvas._doc.defaultStreamFilters = [Packed]  # type: ignore[attr-defined]  # missing in the stubs
    canvas.setTitle(f"{said.title} {said.code}")
    canvas.setSubject(said.document_id)
    canvas.setCreator(printing.program)
    canvas.setKeywords(keywords(said.document_id, data_hash))
    count = 1
    for number, label in enumerate(said.labels, start=said.first):
        place = number % sheet.count
        if place == 0 and number > said.first:
            canvas.showPage()
            count += 1
        row, column = divmod(place, sheet.columns)
        left = (sheet.left + column * sheet.across) * MM
        top = PAPERS[sheet.paper][1] - (sheet.top + row * sheet.down) * MM
        _draw(canvas, label, sheet, left, top)
    canvas.bookmarkHorizontal("top", 0, PAPERS[sheet.paper][1])
    canvas.addOutlineEntry(said.title, "top", level=0, closed=False)
    canvas.showPage()
    canvas.save()
    return Document(sink.getvalue(), count, data_hash)


def _draw(canvas: Any, label: SpecimenLabel, sheet: LabelSheet, left: float, top: float) -> None:
    room = sheet.width * MM - 2 * PAD
    x, y = left + PAD, top - PAD - 7.5
    end = ink.write_on(canvas, x, y, label.code, CODE)
    ink.write(canvas, end + 5, y, label.day, WORDS.weight("semibold"))
    y -= 3.4
    foot = top - sheet.height * MM + PAD
    high = min(10 * MM, max(5 * MM, sheet.height * MM * 0.3))
    for words in (label.specimen, label.line):
        part = cell(words, WORDS, room)
        tall = part.wrap(room, 100)[1]
        if y - tall < foot + high:
            break
        y -= tall
        part.drawOn(canvas, x, y)
    _bars(label.barcode, room, high).drawOn(canvas, x, foot)


def _bars(text: str, room: float, high: float) -> Any:
    """The barcode as wide as the label allows, at most 0.33 mm a bar."""
    from reportlab.graphics.barcode.code128 import Code128

    made = Code128(text, barHeight=high, barWidth=1, quiet=0)
    return Code128(text, barHeight=high, barWidth=min(0.33 * MM, room / made.width), quiet=0)
