"""Counts with their course, two-column lists, and the criteria behind a status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from app.domain.chart.marks import verdict_box
from app.domain.chart.primitives import Picture
from app.domain.chart.spark import sparkline
from app.reports import fonts, ink, look
from app.reports.content import CountLine, Counts, CriterionLine, Entry, Piece
from app.reports.grid import PAD, Cell, Grid, Row
from app.reports.layout import Flowable
from app.reports.look import MM
from app.reports.pictures import Drawn
from app.reports.text import Line, cell, paragraph

SPARK_WIDTH, SPARK_HEIGHT = 21 * MM, 8.6
TALLEST = 236 * MM  # what a later page of any paper holds
CONTENTS = 3  # columns of a list of contents
_BOX_ROOM = 9.0  # from the left edge of a result's box to its word


def _fit(parts: Sequence[float], room: float) -> list[float]:
    whole = sum(parts)
    return [part * room / whole for part in parts]


def counts(content: Counts, *, room: float) -> list[Flowable]:
    """The table of values. Columns: analyte, value, flag, unit, reference, grade, two changes, course."""
    if not content.lines:
        return []
    widths = _fit((38, 15, 6, 19, 19, 22, 25, 22, 25), room)
    aligns = ("left", "right", "left", "left", "center", "center", "right", "right", "center")
    titles = (content.heads[0], content.heads[1], "", *content.heads[2:])
    head = [
        Cell(at, [cell(part, look.HEAD, own - 2 * PAD, align=align) for part in title.split("\n")])
        for at, (title, own, align) in enumerate(zip(titles, widths, aligns, strict=True))
    ]
    rows = [_count_row(line, widths) for line in content.lines]
    return [Grid([Row(head, "band"), *rows], widths, heads=1), *_notes(content.notes)]


def _count_row(line: CountLine, widths: list[float]) -> Row:
    name: tuple[Piece, ...] = (Piece(line.analyte),)
    if line.notes:
        name = (*name, Piece(f"\xa0{_raised(line.notes)}"))
    grey = look.TABLE.shade("secondary")
    first = Cell(0, [cell(name, look.TABLE, widths[0] - 2 * PAD)])
    spark = Cell(8, [_spark(line)])
    if line.absent:
        return Row([first, Cell(1, [cell(line.absent, grey, sum(widths[1:-1]) - 2 * PAD)], 7), spark])
    value = Line(line.value, look.TABLE.weight("semibold"), align="decimal", points_right=12)
    grade = (
        Piece(line.grade, "semibold"),
        Piece(line.grade_before and f" {line.grade_before}", "", "secondary"),
    )
    cells = [
        first,
        Cell(1, [value]),
        Cell(2, [Line(line.flag, look.TABLE.weight("bold"))]),
        Cell(3, [cell(line.unit, grey, widths[3] - 2 * PAD)]),
        Cell(4, [cell(line.reference, look.TABLE, widths[4] - 2 * PAD, align="center")]),
        Cell(5, [Line(grade, look.TABLE, align="center")]),
        Cell(6, [Line(line.since_last, look.TABLE, align="decimal", points_right=24)]),
        Cell(7, [Line(line.since_baseline, look.TABLE, align="decimal", points_right=24)]),
        spark,
    ]
    return Row(cells)


def _spark(line: CountLine) -> Flowable:
    points = [(day, float(value)) for day, value in line.course]
    limit = float(line.limit) if line.limit is not None else None
    return Drawn(sparkline(points, width=SPARK_WIDTH, height=SPARK_HEIGHT, limit=limit), centred=True)


def _raised(figures: str) -> str:
    return figures.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _notes(notes: Sequence[tuple[str, str]]) -> list[Flowable]:
    if not notes:
        return []
    words: list[Piece] = []
    for figure, text in notes:
        if figure:
            words.append(Piece(f"{figure} ", "bold", "ink"))
        words.append(Piece(f"{text}  "))
    note = paragraph(tuple(words), look.NOTE)
    note.spaceBefore = 2
    return [note]


def entries(lines: Sequence[Entry], *, room: float, label: float = 20 * MM) -> Flowable:
    """A list of two columns: what, and what about it."""
    grey = look.TABLE.shade("secondary")
    rows = [
        Row(
            [
                Cell(0, [cell(line.label, grey, label - 2 * PAD)], top=True),
                Cell(1, [cell(line.words, look.TABLE, room - label - 2 * PAD)], top=True),
            ]
        )
        for line in lines
    ]
    return Grid(rows, [label, room - label])


def contents(lines: Sequence[tuple[str, str]], places: Mapping[str, int], *, room: float) -> Flowable:
    """Titles with the pages on which they begin, in columns read downwards."""
    high = -(-len(lines) // CONTENTS)
    page, gutter = 8 * MM, 5 * MM
    own = (room - gutter * (CONTENTS - 1)) / CONTENTS - page
    rows = [
        Row(
            [
                made
                for at, (key, title) in enumerate(lines[row::high])
                for made in (
                    Cell(3 * at, [cell(title, look.TABLE, own - 2 * PAD)]),
                    Cell(3 * at + 1, [_page(places.get(key))]),
                )
            ]
        )
        for row in range(high)
    ]
    return Grid(rows, [own, page, *[gutter, own, page] * (CONTENTS - 1)])


def _page(number: int | None) -> Flowable:
    return Line(str(number or ""), look.TABLE.weight("semibold"), align="right")


class Beside(Flowable):
    """Two short blocks beside each other, their tops level: for lists under half a page.

    Should they be taller than a page after all, they flow one below the other.
    """

    def __init__(
        self, left: list[Flowable], right: list[Flowable], *, widths: tuple[float, float], gutter: float
    ) -> None:
        self._blocks = ((left, 0.0, widths[0]), (right, widths[0] + gutter, widths[1]))

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self.height = max(self._height(block, room) for block, _, room in self._blocks)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        if self.wrap(available_width, available_height)[1] <= TALLEST:
            return []
        return [part for block, _, _ in self._blocks for part in block]

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """Each block from the top down."""
        for block, left, room in self._blocks:
            top = y + self.height
            for part in block:
                top -= part.wrap(room, 10_000)[1]
                part.drawOn(canvas, x + left, top)

    def _height(self, block: list[Flowable], room: float) -> float:
        return float(sum(part.wrap(room, 10_000)[1] for part in block))


def criteria(
    lines: Sequence[CriterionLine],
    *,
    heads: Sequence[str],
    words: dict[str, str],
    room: float,
    snug: bool = False,
) -> Flowable:
    """Each criterion with required, observed, date and source, result. A group keeps its first lines.

    `words` gives the word of each result. `snug`: what is required and observed takes no more than its words
    need, and leaves the rest to the columns whose words break.
    """
    widths = _criteria_widths(words.values(), room)
    if snug:
        widths = _snug(lines, heads, widths)
    aligns = ("left", "left", "right", "left", "left")
    head = [
        Cell(at, [cell(name, look.HEAD, own - 2 * PAD, align=align)])
        for at, (name, own, align) in enumerate(zip(heads, widths, aligns, strict=True))
    ]
    rows = [_criterion_row(line, words, widths) for line in lines]
    return Grid([Row(head, "band"), *rows], widths, heads=1)


def _criteria_widths(results: Iterable[str], room: float) -> list[float]:
    """The five columns; the last is as wide as the longest word of a result in the language."""
    widths = _fit((47, 26, 17, 69, 19), room)
    longest = max(fonts.width(word, "semibold", look.TABLE.size) for word in results)
    more = max(0.0, _BOX_ROOM + longest + 2 * PAD - widths[4])
    return [*widths[:3], widths[3] - more, widths[4] + more]


def _snug(lines: Sequence[CriterionLine], heads: Sequence[str], widths: list[float]) -> list[float]:
    """The same widths with what figures leave given to names and sources: first as much as a name needs."""
    own = [line for line in lines if _columns(line) == 1]

    def longest(head: str, said: Iterable[str], weight: str = "regular") -> float:
        words = max((fonts.width(each, weight, look.TABLE.size) for each in said), default=0.0)
        return max(words, fonts.width(head, "semibold", look.HEAD.size)) + 2 * PAD + 1

    name, required, observed, source, result = widths
    required = min(required, longest(heads[1], (line.required for line in own)))
    observed = min(observed, longest(heads[2], (line.observed for line in own), "semibold"))
    both = name + widths[1] - required + widths[2] - observed + source
    wanted = longest(heads[0], (line.criterion for line in own))
    name = min(wanted, max(name, both - longest(heads[3], (line.source for line in lines))))
    return [name, required, observed, both - name, result]


def _columns(line: CriterionLine) -> int:
    """How many columns a name may run over: its own, and those to its right that stay empty."""
    if line.level == 0 and not line.source:
        return 4
    return 1 if line.required or line.observed else 3


def _criterion_row(line: CriterionLine, words: dict[str, str], widths: list[float]) -> Row:
    head = line.level == 0
    kind = look.TABLE.weight("semibold").shade("accent") if head else look.TABLE
    wide = _columns(line)
    name: tuple[Piece, ...] = (Piece("\xa0" * (3 * max(0, line.level - 1)) + line.criterion),)
    if wide == 4 and line.required:
        name = (*name, Piece(f"  {line.required}", "regular", "secondary"))
    cells = [Cell(0, [cell(name, kind, sum(widths[:wide]) - 2 * PAD)], wide)]
    if wide == 1:
        bold = look.TABLE.weight("semibold")
        cells.append(Cell(1, [cell(line.required, look.TABLE, widths[1] - 2 * PAD)]))
        cells.append(Cell(2, [cell(_figure(line.observed), bold, widths[2] - 2 * PAD, align="right")]))
    if wide < 4:
        cells.append(Cell(3, [cell(line.source, look.TABLE, widths[3] - 2 * PAD)]))
    if line.verdict:
        cells.append(Cell(4, [_Result(line.verdict, words[line.verdict], kind)]))
    return Row(cells, "group" if head else "", keep=2 if head else 0)


def _figure(observed: str) -> tuple[Piece, ...]:
    """A figure apart from its unit: a unit of Chinese has one weight only, the figure keeps its own."""
    figure = (observed.split(maxsplit=1) or [""])[0]
    return (Piece(figure), Piece(observed[len(figure) :])) if figure != observed else (Piece(figure),)


class _Result(Line):
    """The box of a result with its word."""

    def __init__(self, verdict: str, word: str, kind: look.Type) -> None:
        super().__init__(word, kind)
        self._box = _box(verdict)

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """The box, then the word."""
        ink.stamp(canvas, self._box, x, y + 2)
        super().drawOn(canvas, x + _BOX_ROOM, y)


@cache
def _box(verdict: str) -> Picture:
    size = 5.8
    return Picture(size, size, verdict_box(verdict, 0.4, 0.4, size=size - 0.8))
