"""The calendar for the patient: what comes next in large type, boxes to tick, whom to call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.values import dataclass
from app.reports import document, ink, look
from app.reports.base import Sheet
from app.reports.blocks import head
from app.reports.blocks.forms import tick
from app.reports.content import MetaCell, Piece, Printing, Words
from app.reports.document import Document, Foot, moment
from app.reports.grid import PAD, Cell, Grid, Row
from app.reports.layout import Flowable, KeepTogether, Spacer
from app.reports.look import MM
from app.reports.panel import Column, Panel, Rules
from app.reports.text import Line, cell, paragraph, width

if TYPE_CHECKING:
    from app.i18n import Texts

BODY = look.Type("regular", 8.8, 12)
SMALL = look.Type("regular", 7.4, 10, "secondary")
NEXT = look.Type("bold", 13, 16)
HEAD = look.Type("semibold", 7.4, 10)
GUTTER = 6 * MM
FEWEST = 5  # dates, whatever the room


@dataclass(frozen=True, slots=True)
class Date:
    """One visit in plain words. `large`: more than a blood test; `moved`: how far it can be, "" for not."""

    weekday: str
    day: str
    what: Words
    moved: str
    takes: str
    large: bool = False


@dataclass(frozen=True, slots=True)
class PatientCalendar:
    """What the sheet says. `morning` and `call` are a heading and a text each; `phones` are lines to fill."""

    document_id: str
    language: str
    title: str
    subtitle: str
    code_label: str
    code: str
    meta: tuple[MetaCell, ...]
    next_label: str
    next_day: str
    next_what: str
    heads: tuple[str, str, str, str]
    dates: tuple[Date, ...]
    morning: tuple[str, str]
    call: tuple[str, str]
    phones: tuple[str, ...]
    foot: str


def pages(said: PatientCalendar, printing: Printing, *, texts: Texts, paper: str = "A5") -> Document:
    """The sheet, on A5 for a pocket or on A4."""
    sheet = Sheet(paper)
    replaces = "papers.sheet_replaces" if printing.copy > 1 else "papers.sheet_first"
    line = texts(
        replaces,
        at=moment(printing.at)[:10],
        by=printing.by.partition(",")[0],
        id=said.document_id,
        copy=f"{printing.copy:02d}",
        before=f"{printing.copy - 1:02d}",
    )
    foot = Foot((said.foot, line), (), plain=True)
    while True:
        story = _story(said, sheet.width)
        made = document.build(story, sheet, said=said, printing=printing, texts=texts, foot=foot)
        if made.pages == 1 or len(said.dates) <= FEWEST:
            return made
        said = replace(said, dates=said.dates[:-1])  # one page; the next sheet has the next dates


def _story(said: PatientCalendar, room: float) -> list[Flowable]:
    story = head.header(said.title, said.subtitle, code_label=said.code_label, code=said.code, room=room)
    if said.meta:
        story.append(head.meta_row(said.meta, room=room))
    story += [Spacer(0, 3.5 * MM), _next(said, room), Spacer(0, 3.5 * MM), _dates(said, room)]
    return [*story, KeepTogether([Spacer(0, 3.5 * MM), _advice(said, room), *_phones(said, room)])]


def _next(said: PatientCalendar, room: float) -> Flowable:
    words = [
        Line(said.next_label, SMALL),
        cell(said.next_day, NEXT, room - 20),
        cell(said.next_what, BODY, room - 20),
    ]
    column = Column(words, room, left=10, right=10, above=6, below=7, role="band")
    return Panel([column], rules=Rules(box=(0.9, "accent")))


def _dates(said: PatientCalendar, room: float) -> Flowable:
    takes = max([16 * MM, *(width(each.takes, BODY) + 2 * PAD for each in said.dates)])
    when = max(
        [40 * MM, *(width(f"{each.weekday}  {each.day}", BODY.weight("bold")) + 16 for each in said.dates)]
    )
    box = max(11 * MM, width(said.heads[0], HEAD) + 2 * PAD)
    widths = [box, when, room - box - when - takes, takes]
    heads = [Cell(at, [cell(text, HEAD, widths[at] - 2 * PAD)]) for at, text in enumerate(said.heads)]
    rows = [_row(each, widths) for each in said.dates]
    return Grid([Row(heads, "band"), *rows], widths, heads=1)


def _row(each: Date, widths: list[float]) -> Row:
    what: list[Flowable] = [cell(each.what, BODY, widths[2] - 2 * PAD)]
    if each.moved:
        what.append(cell(each.moved, SMALL, widths[2] - 2 * PAD))
    what.insert(0, Spacer(0, 3))
    what.append(Spacer(0, 3))
    when = (Piece(f"{each.weekday}  ", "regular", "secondary"), Piece(each.day, "semibold"))
    cells = [
        Cell(0, [_Box()]),
        Cell(1, [cell(when, BODY, widths[1] - 2 * PAD)]),
        Cell(2, what),
        Cell(3, [cell(each.takes, BODY, widths[3] - 2 * PAD)]),
    ]
    return Row(cells, "band" if each.large else "")


class _Box(Flowable):
    """A box to tick, in the middle of its column."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 10
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """The box."""
        tick(canvas, x + (self.width - 9) / 2, y, ticked=False, size=9)


def _advice(said: PatientCalendar, room: float) -> Flowable:
    title = look.Type("bold", 9, 12, "accent")
    half = (room - GUTTER) / 2 if said.morning[0] else room  # the box alone has the whole width
    right = [cell(said.call[0], title.shade("ink"), half - 12), paragraph(said.call[1], BODY)]
    boxed = Panel([Column(right, half, left=7, right=5, above=5, below=6)], rules=Rules(box=(0.9, "ink")))
    if not said.morning[0]:
        return boxed
    left = [cell(said.morning[0], title, half), paragraph(said.morning[1], BODY)]
    return Panel([Column(left, half), Column([], GUTTER), Column([boxed], half)])


def _phones(said: PatientCalendar, room: float) -> list[Flowable]:
    return [part for text in said.phones for part in (Spacer(0, 6), _Phone(text, room))]


class _Phone(Flowable):
    """What the number is for, and a line to write it on."""

    def __init__(self, text: str, room: float) -> None:
        self._text = text
        self.width, self.height = room, 14.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """The words, then the line."""
        end = ink.write_on(canvas, x, y + 3, self._text, BODY.weight("semibold"))
        start = max(end + 8, x + 34 * MM)
        ink.rule(canvas, start, y + 1, x + self.width, y + 1, line=0.7, role="ink")
