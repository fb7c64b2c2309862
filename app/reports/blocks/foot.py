"""What comes next, and the boxes to sign by hand."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports import look
from app.reports.content import Words
from app.reports.layout import Flowable, Spacer, Table
from app.reports.look import COLOURS, MM
from app.reports.text import Line, cell, width

_HEIGHT = 15 * MM


def next_visit(title: str, words: Words, *, room: float) -> Flowable:
    """One line between two rules: the visit to come with its window."""
    left = width(title, look.SECTION) + 10
    row = [Line(title, look.SECTION), cell(words, look.NEXT, room - left)]
    return Table([row], colWidths=[left, room - left], style=[
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, COLOURS["axis"]),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ])  # fmt: skip


def signatures(roles: Sequence[str], *, labels: tuple[str, str], room: float) -> list[Flowable]:
    """A box for each role, to be signed by hand: name, signature, and date. Two in a row."""
    gutter = 5 * MM
    own = (room - gutter) / 2
    rows = [roles[at : at + 2] for at in range(0, len(roles), 2)]
    boxes: list[Flowable] = [Spacer(0, 1.6 * MM)]
    for pair in rows:
        cells = [_box(role, labels, own) for role in pair] + [""] * (2 - len(pair))
        boxes.append(Table([[cells[0], "", cells[1]]], colWidths=[own, gutter, own], style=[
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]))  # fmt: skip
    return boxes


def _box(role: str, labels: tuple[str, str], own: float) -> Flowable:
    date_room = 25 * MM
    pad = 5
    rows: list[list[Flowable | str]] = [
        [cell(role, look.META_DETAIL.shade("secondary"), own - 2 * pad), ""],
        [Line(labels[0], look.META_LABEL), Line(labels[1], look.META_LABEL)],
    ]
    return Table(rows, colWidths=[own - date_room, date_room], rowHeights=[_HEIGHT - 11, 11], style=[
        ("BOX", (0, 0), (-1, -1), 0.6, COLOURS["axis"]),
        ("SPAN", (0, 0), (1, 0)),
        ("LEFTPADDING", (0, 0), (-1, -1), pad),
        ("RIGHTPADDING", (0, 0), (-1, -1), pad),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEABOVE", (0, 1), (-1, 1), 0.6, COLOURS["ink"]),
    ])  # fmt: skip
