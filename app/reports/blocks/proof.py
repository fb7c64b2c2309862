"""Blocks of the evidence report: rules in two columns, plain tables, and every value with its mark."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports import look
from app.reports.blocks.tables import Beside
from app.reports.content import Piece, Words
from app.reports.evidence_content import PlainTable, RuleText, ValueRow, Values, WorkedStep
from app.reports.grid import PAD, Cell, Grid, Row
from app.reports.layout import Flowable
from app.reports.look import MM
from app.reports.text import Line, cell, paragraph, width

TOPIC = 15 * MM
_LINES, _PAIRED = 12, 3  # of a step in one row; fewer than this stand below each other
_GUTTER = 3 * MM
ONE_COLUMN = 34  # more days than this stand in two columns


def rules(texts_of_rules: Sequence[RuleText], *, heads: tuple[str, str], room: float) -> Flowable:
    """Each topic as registered beside as interpreted."""
    half = (room - TOPIC) / 2
    widths = [TOPIC, half, half]
    head = [
        Cell(at, [cell(text, look.HEAD, widths[at] - 2 * PAD)]) for at, text in ((1, heads[0]), (2, heads[1]))
    ]
    rows = [
        Row(
            [
                Cell(0, [cell(rule.topic, look.TABLE.weight("semibold"), TOPIC - 2 * PAD)], top=True),
                Cell(1, [cell(rule.registered, look.TABLE, half - 2 * PAD)], top=True),
                Cell(2, [cell(rule.interpreted, look.TABLE, half - 2 * PAD)], top=True),
            ]
        )
        for rule in texts_of_rules
    ]
    return Grid([Row(head, "band"), *rows], widths, heads=1)


def table(content: PlainTable, *, room: float) -> list[Flowable]:
    """Words in columns, with the notes under them."""
    whole = sum(content.parts)
    widths = [part * room / whole for part in content.parts]
    head = [
        Cell(at, [cell(text, look.HEAD, own - 2 * PAD, align=align)])
        for at, (text, own, align) in enumerate(zip(content.heads, widths, content.aligns, strict=True))
    ]
    rows = [
        Row(
            [
                Cell(at, [cell(words, look.TABLE, own - 2 * PAD, align=align)], top=True)
                for at, (words, own, align) in enumerate(zip(row, widths, content.aligns, strict=True))
            ]
        )
        for row in content.rows
    ]
    return [Grid([Row(head, "band"), *rows], widths, heads=1), *notes(content.notes)]


def steps(worked: Sequence[WorkedStep], *, room: float) -> Flowable:
    """Numbered steps. Short lines stand in two columns; a long step may break over pages between its rows."""
    widths = [6 * MM, 34 * MM, room - 40 * MM]
    rows: list[Row] = []
    for number, step in enumerate(worked, start=1):
        head = [
            Cell(0, [cell(str(number), look.TABLE.shade("secondary"), widths[0] - 2 * PAD)], top=True),
            Cell(1, [cell(step.title, look.TABLE.weight("bold"), widths[1] - 2 * PAD)], top=True),
        ]
        for content in _step_rows(step, widths[2] - 2 * PAD):
            rows.append(Row([*head, Cell(2, content, top=True)]))
            head = []
    return Grid(rows, widths)


def _step_rows(step: WorkedStep, room: float) -> list[list[Flowable]]:
    """The first lines in two columns that read downwards while they are short, the others below them."""
    half = (room - _GUTTER) / 2
    short = 0
    while short < len(step.lines) and width(step.lines[short], look.TABLE) <= half:
        short += 1
    made = [cell(words, look.TABLE, room) for words in step.lines]
    short = min(short, len(made) - 1)  # the last line tells what comes of the others
    if not _PAIRED <= short <= _LINES:
        short = 0
    rows = [made[at : at + _LINES] for at in range(short, len(made), _LINES)]
    if short:
        left = (short + 1) // 2
        columns = list(made[:left]), list(made[left:short])
        rows[0] = [Beside(*columns, widths=(half, half), gutter=_GUTTER), *rows[0]]
    return rows


def notes(lines: Sequence[str]) -> list[Flowable]:
    """Small print under a table."""
    if not lines:
        return []
    made = paragraph(" ".join(lines), look.NOTE)
    made.spaceBefore = 2
    return [made]


def is_long(content: Values) -> bool:
    """Whether the values need the whole width, in two columns of days."""
    return len(content.rows) > ONE_COLUMN


def values(content: Values, *, room: float) -> list[Flowable]:
    """One row a day; a long list as two columns that read downwards, page by page."""
    if not is_long(content):
        widths = _widths(content, room)
        rows = [Row(_cells(row, widths, 0)) for row in content.rows]
        grid = Grid([Row(_heads(content, widths, 0), "band"), *rows], widths, heads=1)
        return [grid, *notes(content.notes)]
    gap = 4 * MM
    own = _widths(content, (room - gap) / 2)
    widths = [*own, gap, *own]
    shift = len(own) + 1
    half = (len(content.rows) + 1) // 2
    pairs = [
        [*_cells(left, own, 0), *(_cells(right[0], own, shift) if right else ())]
        for at, left in enumerate(content.rows[:half])
        for right in [content.rows[half + at : half + at + 1]]
    ]
    head = [*_heads(content, own, 0), *_heads(content, own, shift)]
    return [Grid([Row(head, "band"), *map(Row, pairs)], widths, heads=1), *notes(content.notes)]


def _widths(content: Values, room: float) -> list[float]:
    """Date, day, then value and mark of each analyte."""
    count = len(content.heads) - 2
    parts = [19.0, 11.0] + [part for _ in range(count) for part in (10.0, 13.0)]
    return [part * room / sum(parts) for part in parts]


def _heads(content: Values, widths: list[float], shift: int) -> list[Cell]:
    cells = [
        Cell(shift, [cell(content.heads[0], look.HEAD, widths[0] - 2 * PAD)]),
        Cell(shift + 1, [cell(content.heads[1], look.HEAD, widths[1] - 2 * PAD, align="right")]),
    ]
    for at, head in enumerate(content.heads[2:]):
        name, _, unit = head.partition("\n")
        column = 2 + 2 * at
        words: Words = (Piece(name), Piece(f" {unit}", "regular", "secondary"))
        cells.append(Cell(shift + column, [Line(words, look.HEAD)], 2))
    return cells


def _cells(row: ValueRow, widths: list[float], shift: int) -> list[Cell]:
    grey = look.NOTE
    cells = [
        Cell(shift, [Line(row.date, look.TABLE)]),
        Cell(shift + 1, [Line(row.day, look.TABLE, align="right")]),
    ]
    for at, (value, mark, used) in enumerate(zip(row.values, row.marks, row.used, strict=True)):
        column = 2 + 2 * at
        kind = look.TABLE.weight("bold") if used else look.TABLE
        cells.append(Cell(shift + column, [Line(value, kind, align="right")]))
        cells.append(Cell(shift + column + 1, [Line(mark, grey)]))
    return cells
