"""Shapes in abstract coordinates: x to the right, y downwards, one unit a pixel or a point.

A shape names the role of its ink (`ink`, `secondary`, `accent`, `HB` …); the back end knows colours.
"""

from typing import Literal

from app.domain.values import dataclass

Align = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: role of its colour, width, and dash lengths (empty: solid)."""

    role: str
    width: float = 0.5
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Stroke


@dataclass(frozen=True, slots=True)
class Path:
    """An open line through points."""

    points: tuple[Point, ...]
    stroke: Stroke


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed shape; `fill` is a role or "" for none."""

    points: tuple[Point, ...]
    stroke: Stroke | None = None
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle around (x, y)."""

    x: float
    y: float
    radius: float
    stroke: Stroke | None = None
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text on its base line. `size` in units; never wrapped, never shrunk."""

    x: float
    y: float
    text: str
    size: float
    role: str = "ink"
    align: Align = "start"
    bold: bool = False


Item = Segment | Path | Polygon | Disc | Label


@dataclass(frozen=True, slots=True)
class Picture:
    """Finished shapes, in painting order."""

    width: float
    height: float
    items: tuple[Item, ...]


def box(x: float, y: float, width: float, height: float, *, stroke: Stroke | None, fill: str = "") -> Polygon:
    """A rectangle from its upper left corner."""
    return Polygon(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), stroke, fill)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """A careful estimate of a line's width: enough to keep labels apart without asking a font."""
    wide = sum(1 for letter in text if ord(letter) > 0x2E7F)
    narrow = sum(1 for letter in text if letter in " .,:;|ilI'!()")
    capital = sum(1 for letter in text if letter.isupper() and letter != "I")
    usual = len(text) - wide - narrow - capital
    extra = 1.06 if bold else 1.0
    return size * extra * (wide + capital * 0.68 + usual * 0.57 + narrow * 0.32)


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """A text no wider than `room`: what is too long ends with a sign that there is more."""
    if text_width(text, size, bold=bold) <= room:
        return text
    while text and text_width(f"{text}…", size, bold=bold) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """Words in lines no wider than `room`, as far as single words allow."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
