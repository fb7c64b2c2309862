"""Counts with their course, two-column lists, and the criteria behind a status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable, LongTable, Table

from app.domain.chart.marks import verdict_box
from app.domain.chart.primitives import Picture
from app.domain.chart.spark import sparkline
from app.reports import look
from app.reports.content import CountLine, Counts, CriterionLine, Entry, Piece
from app.reports.look import COLOURS, MM
from app.reports.pictures import Drawn
from app.reports.text import Line, cell, paragraph

_PAD = 3.5
SPARK_WIDTH, SPARK_HEIGHT = 21 * MM, 8.6

GRID: list[tuple[Any, ...]] = [
    ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
    ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
    ("TOPPADDING", (0, 0), (-1, -1), 1.8),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0.9),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LINEABOVE", (0, 0), (-1, 0), 0.8, COLOURS["ink"]),
    ("LINEBELOW", (0, -1), (-1, -1), 0.8, COLOURS["ink"]),
]
HEADED: list[tuple[Any, ...]] = [
    ("BACKGROUND", (0, 0), (-1, 0), COLOURS["band"]),
    ("LINEBELOW", (0, 0), (-1, 0), 0.5, COLOURS["ink"]),
    ("LINEBELOW", (0, 1), (-1, -2), 0.35, COLOURS["hair"]),
]


def _fit(parts: Sequence[float], room: float) -> list[float]:
    whole = sum(parts)
    return [part * room / whole for part in parts]


def counts(content: Counts, *, room: float) -> list[Flowable]:
    """The table of values. Columns: analyte, value, flag, unit, reference, grade, two changes, course."""
    widths = _fit((38, 15, 6, 19, 19, 22, 25, 22, 25), room)
    heads = content.heads
    aligns = ("left", "right", "left", "left", "center", "center", "right", "right", "center")
    titles = (heads[0], heads[1], "", *heads[2:])
    rows: list[list[Any]] = [[
        [cell(part, look.HEAD, own - 2 * _PAD, align=align) for part in title.split("\n")]
        for title, own, align in zip(titles, widths, aligns, strict=True)
    ]]  # fmt: skip
    spans: list[tuple[Any, ...]] = []
    for index, line in enumerate(content.lines, start=1):
        rows.append(_count_row(line, widths))
        if line.absent:
            spans.append(("SPAN", (1, index), (-2, index)))
    if len(rows) == 1:
        return []
    table = LongTable(
        rows,
        colWidths=widths,
        repeatRows=1,
        style=[*GRID, *HEADED, *spans, ("RIGHTPADDING", (2, 1), (2, -1), 0)],
    )
    return [table, *_notes(content.notes)]


def _count_row(line: CountLine, widths: list[float]) -> list[Any]:
    name: tuple[Piece, ...] = (Piece(line.analyte),)
    if line.notes:
        name = (*name, Piece(f"\xa0{_raised(line.notes)}"))
    grey = look.TABLE.shade("secondary")
    points = [(day, float(value)) for day, value in line.course]
    limit = float(line.limit) if line.limit is not None else None
    spark = Drawn(sparkline(points, width=SPARK_WIDTH, height=SPARK_HEIGHT, limit=limit), align="CENTER")
    first = cell(name, look.TABLE, widths[0] - 2 * _PAD)
    if line.absent:
        room = sum(widths[1:-1]) - 2 * _PAD
        return [first, cell(line.absent, grey, room), *[""] * 6, spark]
    grade = (
        Piece(line.grade, "semibold"),
        Piece(line.grade_before and f" {line.grade_before}", "", "secondary"),
    )
    return [
        first,
        Line(line.value, look.TABLE.weight("semibold"), align="decimal", points_right=12),
        Line(line.flag, look.TABLE.weight("bold")),
        cell(line.unit, grey, widths[3] - 2 * _PAD),
        cell(line.reference, look.TABLE, widths[4] - 2 * _PAD, align="center"),
        Line(grade, look.TABLE, align="center"),
        Line(line.since_last, look.TABLE, align="decimal", points_right=24),
        Line(line.since_baseline, look.TABLE, align="decimal", points_right=24),
        spark,
    ]


def _raised(figures: str) -> str:
    return figures.translate(str.maketrans("123456789", "¹²³⁴⁵⁶⁷⁸⁹"))


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
    rows = [
        [
            cell(line.label, look.TABLE.shade("secondary"), label - 2 * _PAD),
            cell(line.words, look.TABLE, room - label - 2 * _PAD),
        ]
        for line in lines
    ]
    style = [
        *GRID,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -2), 0.35, COLOURS["hair"]),
    ]
    return Table(rows, colWidths=[label, room - label], style=style)


def side_by_side(
    left: list[Flowable], right: list[Flowable], *, widths: tuple[float, float], gutter: float
) -> Flowable:
    """Two short blocks beside each other."""
    return Table([[left, "", right]], colWidths=[widths[0], gutter, widths[1]], style=[
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ])  # fmt: skip


def criteria(
    lines: Sequence[CriterionLine], *, heads: Sequence[str], words: dict[str, str], room: float
) -> Flowable:
    """Each criterion with required, observed, date and source, result. A group keeps its first line.

    `words` gives the word of each result.
    """
    widths = _fit((54, 30, 20, 55, 19), room)
    aligns = ("left", "left", "right", "left", "left")
    rows: list[list[Any]] = [
        [
            cell(head, look.HEAD, own, align=align)
            for head, own, align in zip(heads, widths, aligns, strict=True)
        ]
    ]
    style = [*GRID, *HEADED]
    for index, line in enumerate(lines, start=1):
        rows.append(_criterion_row(line, words, widths))
        if _spread(line):
            style.append(("SPAN", (0, index), (_spread(line), index)))
        if line.level == 0:
            style.append(("BACKGROUND", (0, index), (-1, index), COLOURS["group"]))
            style.append(("NOSPLIT", (0, index), (-1, min(index + 2, len(lines)))))
    return LongTable(rows, colWidths=widths, repeatRows=1, style=style)


def _spread(line: CriterionLine) -> int:
    """The last column that a name may run into: those to its right that stay empty."""
    if line.level == 0 and not line.source:
        return 3
    return 0 if line.required or line.observed else 2


def _criterion_row(line: CriterionLine, words: dict[str, str], widths: list[float]) -> list[Any]:
    head = line.level == 0
    kind = look.TABLE.weight("semibold").shade("accent") if head else look.TABLE
    result: Any = Line("", kind)
    if line.verdict:
        result = _Result(line.verdict, words[line.verdict], kind.shade("accent") if head else look.TABLE)
    room = sum(widths[: _spread(line) + 1]) - 2 * _PAD
    name: tuple[Piece, ...] = (Piece("\xa0" * (3 * max(0, line.level - 1)) + line.criterion),)
    if _spread(line) == 3 and line.required:
        name = (*name, Piece(f"  {line.required}", "regular", "secondary"))
    return [
        cell(name, kind, room),
        cell(line.required, look.TABLE, widths[1] - 2 * _PAD),
        cell(line.observed, look.TABLE.weight("semibold"), widths[2] - 2 * _PAD, align="right"),
        cell(line.source, look.TABLE, widths[3] - 2 * _PAD),
        result,
    ]


class _Result(Line):
    """The box of a result with its word."""

    def __init__(self, verdict: str, word: str, kind: look.Type) -> None:
        super().__init__(word, kind)
        size = 5.8
        self._box = Picture(size, size, verdict_box(verdict, 0.4, 0.4, size=size - 0.8))

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.translate(0, 2.0)
        Drawn(self._box).drawOn(self.canv, 0, 0)
        self.canv.restoreState()
        self.canv.saveState()
        self.canv.translate(9, 0)
        super().draw()
        self.canv.restoreState()
