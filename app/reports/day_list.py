"""The day list: what is to be done today, on paper, with a box to tick for each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.chart.primitives import Picture, Stroke, box
from app.domain.values import dataclass
from app.reports import document, look
from app.reports.base import Sheet
from app.reports.blocks import head
from app.reports.content import MetaCell, Piece, Printing
from app.reports.document import Document
from app.reports.grid import PAD, Cell, Grid, Row
from app.reports.layout import Flowable, Spacer
from app.reports.look import MM
from app.reports.pictures import Drawn
from app.reports.text import cell, paragraph

if TYPE_CHECKING:
    from app.i18n import Texts

TICK = 2.7 * MM
RAISED = 2.4  # points below a box: it stands level with the letters, which end above the foot of their line
WIDTHS = (7 * MM, 19 * MM, 25 * MM, 0.0, 40 * MM)  # box, subject, status, what and why, when


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line: whose, what in bold, why beside it, when."""

    code: str
    status: str
    what: str
    why: str
    when: str


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Lines of one kind under a heading; `remark` stands at its right."""

    key: str
    title: str
    lines: tuple[DayLine, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DayList:
    """What the list says, without who printed it and when."""

    document_id: str
    language: str
    title: str
    subtitle: str
    code: str
    meta: tuple[MetaCell, ...]
    groups: tuple[DayGroup, ...]
    heads: tuple[str, str, str, str]
    empty: str


def pages(content: DayList, printing: Printing, *, texts: Texts, paper: str = "A4") -> Document:
    """The document as PDF, its number of pages, and the hash of its content."""
    sheet = Sheet(paper)
    story = _story(content, texts, sheet.width)
    return document.build(story, sheet, said=content, printing=printing, texts=texts)


def _story(content: DayList, texts: Texts, room: float) -> list[Flowable]:
    story = [
        *head.header(
            content.title,
            content.subtitle,
            code_label=texts("today.printed_for"),
            code=content.code,
            room=room,
        ),
        head.meta_row(content.meta, room=room),
        Spacer(0, 1.5 * MM),
    ]
    for group in content.groups:
        story += head.section(group.title, room=room, key=group.key, remark=group.remark)
        story.append(_table(group, content.heads, room))
    if not content.groups:
        story += [Spacer(0, 4 * MM), paragraph(content.empty, look.REASON)]
    return story


def _table(group: DayGroup, heads: tuple[str, str, str, str], room: float) -> Flowable:
    words = room - sum(WIDTHS)
    widths = tuple(own or words for own in WIDTHS)
    band = [
        Cell(at, [cell(text, look.HEAD, widths[at] - 2 * PAD)])
        for at, text in enumerate(("", *heads))
        if text
    ]
    rows = [Row(band, "band"), *(_row(line, widths) for line in group.lines)]
    return Grid(rows, widths, heads=1)


def _row(line: DayLine, widths: tuple[float, ...]) -> Row:
    said = (Piece(line.what, "semibold"), Piece(f"  {line.why}" if line.why else "", "", "secondary"))
    tick = Picture(TICK, TICK, (box(0.4, 0.4, TICK - 0.8, TICK - 0.8, stroke=Stroke("axis", 0.7)),))
    return Row(
        [
            Cell(0, [Drawn(tick), Spacer(0, RAISED)]),
            Cell(1, [cell(line.code, look.TABLE.weight("semibold"), widths[1] - 2 * PAD)]),
            Cell(2, [cell(line.status, look.TABLE, widths[2] - 2 * PAD)]),
            Cell(3, [cell(said, look.TABLE, widths[3] - 2 * PAD)]),
            Cell(4, [cell(line.when, look.TABLE, widths[4] - 2 * PAD)]),
        ]
    )
