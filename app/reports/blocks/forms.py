"""Places to fill by hand: figures to give, tables with rules, lines, boxes to tick, and boxes to sign."""

from __future__ import annotations

from typing import Any

from app.domain.chart.marks import verdict_box
from app.domain.chart.primitives import Picture
from app.reports import ink, look
from app.reports.grid import ABOVE, BELOW, PAD, Cell, Grid, Row
from app.reports.layout import Flowable, Spacer
from app.reports.look import MM
from app.reports.panel import Column, Panel, Rules
from app.reports.paper_content import Answer, Field, Fields, HandTable, Signature, Signatures
from app.reports.text import Line, cell, paragraph, width

FIGURE = look.Type("bold", 19, 22, "accent")
LABEL = look.Type("regular", 7.8, 10, "secondary")
BOX = 7.6
FIELD = 13.0  # least height of a field's row, without the room around it
_SIGN_LABELS = 11.0
_STATE = look.Type("semibold", 6.5, 8)


def answer(block: Answer, *, room: float) -> Flowable:
    """The figure on the left; what it means and how it came to be on the right."""
    left = 52 * MM
    said = [cell(block.reason, look.REASON, room - left - 14)]
    said += [paragraph(line, look.REMARK) for line in block.remarks]
    figure = [Line(block.label, LABEL), cell(block.value, FIGURE, left - 12)]
    columns = [
        Column(figure, left, left=8, right=4, role="band"),
        Column(said, room - left, left=8, right=4, before=(0.4, "axis")),
    ]
    for column in columns:
        column.above, column.below, column.middle = 3.5, 4.5, True
    return Panel(columns, rules=Rules(box=(0.9, "accent")))


def hand_table(block: HandTable, *, room: float) -> Flowable:
    """Rows with room for a hand, and a rule between any two cells."""
    whole = sum(block.parts)
    widths = [part * room / whole for part in block.parts]
    aligned = list(zip(widths, block.aligns, strict=True))
    head = [
        Cell(at, [cell(part, look.HEAD, own - 2 * PAD, align=align) for part in text.split("\n")])
        for at, (text, (own, align)) in enumerate(zip(block.heads, aligned, strict=True))
    ]
    rows = [
        Row(
            [
                *(
                    Cell(at, [cell(words, look.TABLE, own - 2 * PAD, align=align)])
                    for at, (words, (own, align)) in enumerate(zip(row, aligned, strict=True))
                    if words
                ),
                Cell(0, [Spacer(0, block.height * MM - ABOVE - BELOW)]),
            ]
        )
        for row in block.rows
    ]
    return Grid([Row(head, "band"), *rows], widths, heads=1, upright=True)


def fields(block: Fields, *, room: float) -> Flowable:
    """Names with their places, read along the rows."""
    gutter = 5 * MM if block.columns > 1 else 0
    own = (room - gutter * (block.columns - 1)) / block.columns
    label = min(block.label * MM, own * 0.55)
    widths: list[float] = []
    for at in range(block.columns):
        widths += ([gutter] if at else []) + [label, own - label]
    rows = []
    for at in range(0, len(block.fields), block.columns):
        cells = []
        for place, field in enumerate(block.fields[at : at + block.columns]):
            column = place * (3 if gutter else 2)
            cells.append(Cell(column, [cell(field.label, LABEL.shade("secondary"), label - 2 * PAD)]))
            cells.append(Cell(column + 1, [_place(field, own - label - 2 * PAD)]))
        rows.append(Row([*cells, Cell(0, [Spacer(0, FIELD)])]))
    return Grid(rows, widths)


def _place(field: Field, room: float) -> Flowable:
    if field.boxes:
        return _Ticks(field)
    if field.value:
        return cell(field.value, look.NEXT.weight("semibold"), room)
    return _Blank(field)


class _Ticks(Flowable):
    """Boxes with their words side by side; on a new line where they don't fit."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._rows: list[list[tuple[float, int]]] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self._rows, at = [[]], 0.0
        for number, word in enumerate(self._field.boxes):
            own = BOX + 4 + width(word, look.NEXT)
            if at and at + own > available_width:
                self._rows.append([])
                at = 0.0
            self._rows[-1].append((at, number))
            at += own + 12
        self.width, self.height = available_width, 13 * len(self._rows)
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """Row by row."""
        base = y + self.height - 9.6
        for row in self._rows:
            for left, number in row:
                ticked = "met" if number in self._field.ticked else ""
                tick(canvas, x + left, base - 1.2, ticked=bool(ticked))
                ink.write(canvas, x + left + BOX + 4, base, self._field.boxes[number], look.NEXT)
            base -= 13


def tick(canvas: Any, x: float, y: float, *, ticked: bool, size: float = BOX) -> None:
    """A box to tick, or one that is."""
    if ticked:
        ink.paint(canvas, Picture(size, size, verdict_box("met", 0.4, 0.4, size=size - 0.8)), x, y)
    else:
        ink.frame(canvas, x, y, size, size, line=0.8, role="ink")


class _Blank(Flowable):
    """Lines to write on, with what stands behind the last."""

    def __init__(self, field: Field) -> None:
        self._field = field

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 15.5 * max(1, self._field.lines)
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """The lines from the foot up."""
        after = width(self._field.after, look.NEXT) + 4 if self._field.after else 0
        for number in range(max(1, self._field.lines)):
            base = y + 3 + number * 15.5
            stop = x + self.width - (after if number == 0 else 0)
            if after and self._field.lines == 1:
                stop = min(stop, x + 60 * MM)
            ink.rule(canvas, x, base, stop, base, line=0.6, role="ink")
            if number == 0 and after:
                ink.write(canvas, stop + 4, base, self._field.after, look.NEXT)


def signatures(
    block: Signatures, *, labels: tuple[str, str], room: float, above: float, height: float
) -> list[Flowable]:
    """A box for each role, `height` mm high; as many in a row as were asked for. `above`: mm over them."""
    gutter = 5 * MM
    own = (room - gutter * (block.columns - 1)) / block.columns
    made: list[Flowable] = [Spacer(0, above * MM)]
    for at in range(0, len(block.boxes), block.columns):
        columns: list[Column] = []
        for box in block.boxes[at : at + block.columns]:
            columns += [Column([], gutter)] if columns else []
            columns.append(Column([SignBox(box, labels, height * MM)], own, below=3))
        made.append(Panel(columns))
    return made


class SignBox(Flowable):
    """The role, the state of its signature, and either who signed or the room for a hand."""

    def __init__(self, box: Signature, labels: tuple[str, str], height: float) -> None:
        self._box = box
        self.height = height
        self._labels = labels

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """The frame and what stands in it."""
        box, pad = self._box, 5.0
        top = y + self.height
        badge = _badge(canvas, box, right=x + self.width - pad, top=top - 3) if box.state else 0.0
        room = self.width - 2 * pad - (badge + 4 if badge else 0)
        role = cell(box.role, look.META_DETAIL.shade("secondary"), room)
        used = role.wrap(room, self.height)[1]
        role.drawOn(canvas, x + pad, top - 2.5 - used)
        ink.frame(canvas, x, y, self.width, self.height, line=0.6, role="axis")
        if box.lines:
            self._signed(canvas, x + pad, top - 4 - used)
            return
        ink.rule(
            canvas, x + pad, y + _SIGN_LABELS, x + self.width - pad, y + _SIGN_LABELS, line=0.6, role="ink"
        )
        ink.write(canvas, x + pad, y + 3.5, self._labels[0], look.META_LABEL)
        right = x + self.width - pad - width(self._labels[1], look.META_LABEL)
        ink.write(canvas, right, y + 3.5, self._labels[1], look.META_LABEL)

    def _signed(self, canvas: Any, x: float, top: float) -> None:
        kinds = (look.Type("semibold", 7.8, 9.4), look.META_DETAIL, look.HASH)
        for text, kind in zip(self._box.lines, kinds, strict=False):
            top -= kind.leading
            ink.write(canvas, x, top + 2, text, kind)


def _badge(canvas: Any, box: Signature, *, right: float, top: float) -> float:
    """The state in its frame: solid, dashed, or struck through."""
    own = width(box.state, _STATE) + 8
    dash = "3 2" if box.frame == "dashed" else ""
    ink.frame(canvas, right - own, top - 10.5, own, 10.5, line=0.9, role="ink", dash=dash)
    ink.write(canvas, right - own + 4, top - 7.8, box.state, _STATE)
    if box.frame == "struck":
        ink.rule(canvas, right - own, top - 5.25, right, top - 5.25, line=0.7, role="ink")
    return own
