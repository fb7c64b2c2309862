"""What comes next, and the boxes to sign by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.reports import ink, look
from app.reports.content import Stamp, Words
from app.reports.layout import Flowable, Spacer
from app.reports.look import MM
from app.reports.panel import Column, Panel, Rules
from app.reports.text import Line, cell, width

HEIGHT = 15  # of a box, mm
_LABELS = 11.0  # of the line of labels at its foot
_DATE = 25 * MM
_PAD, _ABOVE = 5.0, 2.5
_STATE, _WORD = look.META_DETAIL.weight("bold"), 9.5


def next_visit(title: str, words: Words, *, room: float) -> Flowable:
    """One line under a rule: the visit to come with its window."""
    left = width(title, look.SECTION) + 10
    said = cell(words, look.NEXT, room - left)
    return Panel(
        [
            Column([Line(title, look.SECTION)], left, above=3, below=4),
            Column([said], room - left, above=3, below=4),
        ],
        rules=Rules(above=(0.5, "axis")),
    )


def signatures(
    roles: Sequence[str],
    *,
    labels: tuple[str, str],
    room: float,
    stamp: Stamp | None = None,
    height: float = HEIGHT,
) -> list[Flowable]:
    """A box for each role, to be signed by hand: name, signature, and date. Two in a row.

    `stamp`: the electronic signature, in the last box; `height` of a box in mm at least.
    """
    gutter = 5 * MM
    own = (room - gutter) / 2
    rows = [roles[at : at + 2] for at in range(0, len(roles), 2)]
    boxes: list[Flowable] = [Spacer(0, 1.6 * MM)]
    for pair in rows:
        columns = [
            Column([_Box(role, labels, stamp if role == roles[-1] else None, height * MM)], own, below=2)
            for role in pair
        ]
        boxes.append(Panel([columns[0], Column([], gutter), *columns[1:]]))
    return boxes


class _Box(Flowable):
    """The role on top, and on a line under the room for a hand what is to be written there."""

    def __init__(self, role: str, labels: tuple[str, str], stamp: Stamp | None, least: float) -> None:
        self._role = role
        self._least = least
        self._stamp = stamp
        self._labels = labels
        self._state = width(stamp.word, _STATE) + 4 * _PAD if stamp is not None else 0.0  # its room

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        room = available_width - 2 * _PAD
        role = self._said_role(room).wrap(room - self._state, available_height)[1]
        line = self._said_line(room).wrap(room, available_height)[1] if self._stamp is not None else 0.0
        self.height = max(
            self._least, _ABOVE + role + 2 + line + 1 + _LABELS
        )  # a long name takes a line more
        return self.width, self.height

    def _said_role(self, room: float) -> Flowable:
        """The role beside the state of the signature."""
        return cell(self._role, look.META_DETAIL.shade("secondary"), room - self._state)

    def _said_line(self, room: float) -> Flowable:
        """Who signed, and when."""
        return cell(self._stamp.line if self._stamp is not None else "", look.META_LABEL, room)

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """The frame and what stands in it."""
        room = self.width - 2 * _PAD
        role = self._said_role(room)
        role.drawOn(
            canvas, x + _PAD, y + self.height - _ABOVE - role.wrap(room - self._state, self.height)[1]
        )
        for label, left in ((self._labels[0], x), (self._labels[1], x + self.width - _DATE)):
            line = Line(label, look.META_LABEL)
            line.drawOn(canvas, left + _PAD, y + _LABELS - _ABOVE - line.wrap(_DATE, _LABELS)[1])
        ink.rule(canvas, x, y + _LABELS, x + self.width, y + _LABELS, line=0.6, role="ink")
        ink.frame(canvas, x, y, self.width, self.height, line=0.6, role="axis")
        if self._stamp is not None:
            self._draw_stamp(canvas, x, y, self._stamp)

    def _draw_stamp(self, canvas: Any, x: float, y: float, stamp: Stamp) -> None:
        """The state as a framed word at the right, and who signed when below it."""
        wide = width(stamp.word, _STATE)
        left, top = x + self.width - wide - 3 * _PAD, y + self.height - 2 * _ABOVE
        line = Line(stamp.word, _STATE)
        line.drawOn(canvas, left + _PAD, top - 0.7 - line.wrap(wide + 1, _LABELS)[1])
        dash = "2.4 1.8" if stamp.code == "none" else ""
        ink.frame(canvas, left, top - _WORD, wide + 2 * _PAD, _WORD + 1.5, line=0.8, role="ink", dash=dash)
        if stamp.code == "void":
            ink.rule(canvas, left, top - 4.2, left + wide + 2 * _PAD, top - 4.2, line=0.8, role="ink")
        if stamp.line:
            said = self._said_line(self.width - 2 * _PAD)
            high = said.wrap(self.width - 2 * _PAD, _LABELS)[1]
            said.drawOn(canvas, x + _PAD, y + _LABELS + 1 + max(0.0, 9 - high))
