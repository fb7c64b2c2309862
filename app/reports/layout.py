"""Parts that flow over pages, and how they come onto them.

The protocol is that of reportlab's platypus, whose parts these once were: `wrap` measures, `split` breaks,
`drawOn` draws. Platypus itself is not used. Its import took a tenth of printing from the command line, and
its frames, templates and tables, made for far more than these documents need, half of a warm document.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from app.domain.values import dataclass

_FUZZ = 1e-6


class TooTallError(Exception):
    """A part that cannot be split is taller than an empty page."""


class Flowable(ABC):
    """A part of a page. `width` and `height` hold after `wrap`; sizes are points.

    `spaceBefore` is left above it unless it stands at the top of a page; with `keepWithNext` the part that
    follows stays on its page.
    """

    width: float = 0.0
    height: float = 0.0
    spaceBefore: float = 0.0  # noqa: N815 - the protocol's
    keepWithNext: bool = False  # noqa: N815 - the protocol's

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Measure; the width and height that it will take."""
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> Sequence[Flowable]:
        """What fits, then the rest; nothing where it cannot be split there."""
        return ()

    @abstractmethod
    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """Draw with the lower left corner at (x, y)."""


class Spacer(Flowable):
    """Room without anything in it."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """Nothing."""


class CondPageBreak(Spacer):
    """What follows begins a page where less than `height` is left of this one."""

    def __init__(self, height: float) -> None:
        super().__init__(0, 0)
        self.needed = height


class KeepTogether(Spacer):
    """Parts that stay on one page, as long as they fit on an empty one."""

    def __init__(self, content: Sequence[Flowable]) -> None:
        super().__init__(0, 0)
        self.content = list(content)


@dataclass(frozen=True, slots=True)
class Room:
    """The rectangle of a page that text may fill: its lower left corner, and its size."""

    x: float
    y: float
    width: float
    height: float


class Pages:
    """Puts parts onto pages from the top down. `turn` ends the page and gives the room of the next."""

    def __init__(self, canvas: Any, first: Room, turn: Callable[[], Room]) -> None:
        self._canvas = canvas
        self._turn = turn
        self._waiting: deque[Flowable] = deque()
        self._begin(first)

    def fill(self, story: Sequence[Flowable]) -> None:
        """Place a whole story. Raises TooTallError."""
        self._waiting.extend(story)
        while self._waiting:
            part = self._waiting.popleft()
            if isinstance(part, CondPageBreak):
                if self._left() < part.needed:
                    self._next_page()
            elif isinstance(part, KeepTogether):
                self._together(part.content)
            elif part.keepWithNext and self._waiting:
                self._together([part, *self._kept()])
            else:
                self._place(part)

    def _begin(self, room: Room) -> None:
        self._room = room
        self._y = room.y + room.height
        self._at_top = True

    def _next_page(self) -> None:
        if not self._at_top:
            self._begin(self._turn())

    def _left(self) -> float:
        return self._y - self._room.y

    def _kept(self) -> list[Flowable]:
        """Takes what a part keeps: the next one, and what that keeps in turn."""
        kept: list[Flowable] = []
        while self._waiting:
            kept.append(self._waiting.popleft())
            if not kept[-1].keepWithNext:
                break
        return kept

    def _together(self, parts: Sequence[Flowable]) -> None:
        flat = [inner for part in parts for inner in _inner(part)]
        if self._tall(flat) > self._left() + _FUZZ and not self._begin_here(flat):
            self._next_page()
        for at, part in enumerate(flat):
            rest = self._place_or_rest(part)
            if rest:
                # Taller than a page: from here on it flows like anything else.
                self._waiting.extendleft(reversed([*rest, *flat[at + 1 :]]))
                return

    def _begin_here(self, parts: Sequence[Flowable]) -> bool:
        """Whether a table that no page can hold begins on this one, below the headings that keep it."""
        *heads, last = parts
        if self._tall(parts) <= self._room.height + _FUZZ or not all(part.keepWithNext for part in heads):
            return False
        room = self._left() - self._tall(heads) - last.spaceBefore
        return room > 0 and bool(last.split(self._room.width, room))

    def _tall(self, parts: Sequence[Flowable]) -> float:
        width = self._room.width
        spaces = sum(part.spaceBefore for part in parts[self._at_top :])
        return spaces + sum(part.wrap(width, self._room.height)[1] for part in parts)

    def _place(self, part: Flowable) -> None:
        self._waiting.extendleft(reversed(self._place_or_rest(part)))

    def _place_or_rest(self, part: Flowable) -> Sequence[Flowable]:
        """Draw a part, or what of it fits; what is left for the next page, which has begun then."""
        space = 0.0 if self._at_top else part.spaceBefore
        left = self._left() - space
        height = part.wrap(self._room.width, left)[1]
        if height <= left + _FUZZ:
            self._draw(part, space, height)
            return ()
        pieces = part.split(self._room.width, left) if left > 0 else ()
        if pieces:
            self._draw(pieces[0], space, pieces[0].wrap(self._room.width, left)[1])
            rest = pieces[1:]
        elif self._at_top:
            raise TooTallError(type(part).__name__)
        else:
            rest = (part,)
        if rest:
            self._begin(self._turn())
        return rest

    def _draw(self, part: Flowable, space: float, height: float) -> None:
        self._y -= space + height
        part.drawOn(self._canvas, self._room.x, self._y)
        self._at_top = self._at_top and not space + height


def tall(story: Sequence[Flowable], width: float, height: float) -> float:
    """How high a story is in one column; parts remember what they measured."""
    flat = [inner for part in story for inner in _inner(part)]
    return sum(part.spaceBefore + part.wrap(width, height)[1] for part in flat)


def _inner(part: Flowable) -> list[Flowable]:
    if isinstance(part, KeepTogether):
        return [inner for own in part.content for inner in _inner(own)]
    return [part]
