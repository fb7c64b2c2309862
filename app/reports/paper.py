"""Any document of sections on the one base: each block becomes flowables of the width that it is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from app.domain.chart import paper as paper_chart
from app.domain.values import dataclass
from app.i18n.chart_days import DayNames
from app.reports import document, look
from app.reports.base import Sheet
from app.reports.blocks import forms, head, proof, tables
from app.reports.content import Entry, StatusBox, Trend
from app.reports.evidence_content import PlainTable
from app.reports.layout import CondPageBreak, Flowable, KeepTogether, Spacer
from app.reports.look import MM
from app.reports.paper_content import (
    Answer,
    Block,
    Contents,
    Fields,
    HandTable,
    Listing,
    NewPage,
    Pair,
    Paper,
    Part,
    PrintedPaper,
    Prose,
    Section,
    Signatures,
)
from app.reports.pictures import Drawn
from app.reports.text import paragraph

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.reports.document import Document

GUTTER = 5 * MM
NEEDED = 40 * MM  # a long section begins on the next page when less is left
LONG = 14  # rows; more may break over pages
FEW = 6  # pages; longer documents have air enough
SHORT = 3  # pages; of these one that ends with a few lines is worth the least air
HARDLY_BEGUN = 0.75  # of a page is left: nothing needs to begin another one
TALL_PANEL = 46.0  # points
NOWHERE: Mapping[str, int] = {}
HALF = 130 * MM  # blocks beside each other are never higher


@dataclass(frozen=True, slots=True)
class Air:
    """Room in mm: over a heading, over the signatures, and in a box for one."""

    above: float
    over_signatures: float
    signature: float


AIRS = Air(2.3, 3.2, 15.5), Air(1.1, 2.2, 15.5), Air(0.5, 1.4, 11.5)


def pages(content: PrintedPaper, *, texts: Texts, paper: str = "A4") -> Document:
    """The document as PDF, its number of pages, and the hash of its content."""
    sheet = Sheet(paper)

    def built(air: Air, *, places: Mapping[str, int] = NOWHERE) -> Document:
        story = list(_Story(content.said, texts, sheet, air, places).parts())
        return document.build(story, sheet, said=content.said, printing=content.printing, texts=texts)

    made, air = built(AIRS[0]), AIRS[0]
    if 1 < made.pages <= FEW:
        # Rather less air between the sections than a few lines alone on a page. The type never shrinks.
        for tighter in AIRS[1:] if made.pages <= SHORT else AIRS[1:2]:
            tight = built(tighter)
            if tight.pages < made.pages:
                made, air = tight, tighter
                break
    # Contents take the same room with page numbers and without, so the second time they are right.
    return built(air, places=made.places) if _has_contents(content.said) else made


class _Story:
    def __init__(self, said: Paper, texts: Texts, sheet: Sheet, air: Air, places: Mapping[str, int]) -> None:
        self._air = air
        self._places = places
        self._said = said
        self._texts = texts
        self._sheet = sheet
        self._room = sheet.width

    def parts(self) -> Iterator[Flowable]:
        """Everything in order."""
        said, room = self._said, self._room
        yield from head.header(
            said.title, said.subtitle, code_label=said.code_label, code=said.code, room=room
        )
        if said.meta:
            yield head.meta_row(said.meta, room=room)
        yield Spacer(0, 2 * MM)
        most, ending = self._ending(said.parts)
        for part in most:
            if isinstance(part, NewPage):
                yield CondPageBreak(HARDLY_BEGUN * self._sheet.height)
            elif isinstance(part, Pair):
                yield from self._pair(part)
            else:
                yield from self._section(part, room)
        if ending:
            yield KeepTogether(ending)

    def _ending(self, parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], list[Flowable]]:
        """Signatures never stand alone on a page: what is signed last goes with them, while it is short."""
        if len(parts) < 2 or not _signs(parts[-1]):
            return parts, []
        *most, before, last = parts
        if not isinstance(last, Section):
            return parts, []
        signed = list(self._section(last, self._room))
        if isinstance(before, Pair):
            return tuple(most), [*self._pair(before), *signed]
        if isinstance(before, Section) and not _is_long_section(before):
            return tuple(most), [*self._section(before, self._room), *signed]
        return parts, []

    def _pair(self, pair: Pair) -> Iterator[Flowable]:
        left = (self._room - GUTTER) * pair.share
        right = self._room - GUTTER - left
        blocks = list(self._section(pair.left, left)), list(self._section(pair.right, right))
        beside = tables.Beside(_flat(blocks[0]), _flat(blocks[1]), widths=(left, right), gutter=GUTTER)
        if beside.wrap(self._room, HALF)[1] <= HALF:
            yield beside
            return
        yield from self._section(pair.left, self._room)
        yield from self._section(pair.right, self._room)

    def _section(self, section: Section, room: float) -> Iterator[Flowable]:
        title: list[Flowable] = []
        if section.title:
            title = head.section(
                section.title, room=room, key=section.key, remark=section.remark, above=self._air.above
            )
        body = [part for block in section.blocks for part in self._block(block, room)]
        if section.whole:
            yield KeepTogether([*title, *body])
            return
        if any(_is_long(block) for block in section.blocks):
            yield CondPageBreak(NEEDED)
            for part in title:
                part.keepWithNext = False
        yield from title
        yield from body

    def _block(self, block: Block, room: float) -> list[Flowable]:
        match block:
            case PlainTable():
                return (
                    proof.table(block, room=room)
                    if block.rows
                    else [self._none(room), *proof.notes(block.notes)]
                )
            case Contents():
                listed = block.lines
                return [tables.contents(listed, self._places, room=room) if listed else self._none(room)]
            case Listing():
                lines = block.lines
                return [
                    tables.entries(lines, room=room, label=block.label * MM) if lines else self._none(room)
                ]
            case Prose():
                return [part for line in block.lines for part in (paragraph(line, look.NEXT), Spacer(0, 1.5))]
            case StatusBox():
                return [head.status_box(block, room=room)]
            case Trend():
                return [self._chart(block, room)]
            case Answer():
                return [forms.answer(block, room=room)]
            case HandTable():
                return [forms.hand_table(block, room=room)]
            case Fields():
                return [forms.fields(block, room=room)]
            case Signatures():
                labels = self._texts("summary.sign_name"), self._texts("summary.sign_date")
                air = self._air
                return forms.signatures(
                    block, labels=labels, room=room, above=air.over_signatures, height=air.signature
                )

    def _none(self, room: float) -> Flowable:
        return tables.entries((Entry(self._said.none, ""),), room=room, label=room * 0.8)

    def _chart(self, trend: Trend, room: float) -> Flowable:
        picture = paper_chart.draw(
            trend.course,
            width=room,
            day_text=DayNames(self._texts, trend.course.since),
            selected=trend.day,
            panel=trend.panel or (TALL_PANEL if trend.tall else paper_chart.PANEL),
            with_status=trend.tall,
            marked=trend.marked,
        )
        return Drawn(picture)


def _has_contents(said: Paper) -> bool:
    sections = [part for part in said.parts if isinstance(part, Section)]
    return any(isinstance(block, Contents) for section in sections for block in section.blocks)


def _signs(part: Part) -> bool:
    return isinstance(part, Section) and any(isinstance(block, Signatures) for block in part.blocks)


def _is_long_section(section: Section) -> bool:
    return any(_is_long(block) for block in section.blocks)


def _is_long(block: Block) -> bool:
    if isinstance(block, PlainTable):
        return len(block.rows) > LONG
    return isinstance(block, Listing) and len(block.lines) > LONG


def _flat(parts: list[Flowable]) -> list[Flowable]:
    """Parts that can stand in a column: what keeps them on a page has no meaning there."""
    found: list[Flowable] = []
    for part in parts:
        if isinstance(part, KeepTogether):
            found += _flat(part.content)
        elif not isinstance(part, CondPageBreak):
            if part.spaceBefore:
                found.append(Spacer(0, part.spaceBefore))
            found.append(part)
    return found
