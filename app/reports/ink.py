"""Writes text and shapes into a page's stream in one step each: the cells of a table cost little that way.

reportlab's own drawing calls check and format far more than these documents need; fonts and their subsets
stay reportlab's.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from app.domain.chart.primitives import Disc, Item, Label, Path, Picture, Point, Polygon, Segment, Stroke
from app.reports import fonts
from app.reports.content import Piece, Words
from app.reports.look import COLOURS, Type

_CURVE = 0.5523  # how far the handles of a quarter circle reach


def pieces(words: Words) -> tuple[Piece, ...]:
    """Words as pieces."""
    return (Piece(words),) if isinstance(words, str) else words


def face_of(piece: Piece, kind: Type) -> str:
    """The face of a piece in text of a kind."""
    return piece.weight or kind.face


def width(words: Words, kind: Type) -> float:
    """Width of words set in one line, in points."""
    if isinstance(words, str):
        return fonts.width(words, kind.face, kind.size)
    return sum(fonts.width(piece.text, piece.weight or kind.face, kind.size) for piece in words)


def write(canvas: Any, x: float, y: float, words: Words, kind: Type, *, upside_down: bool = False) -> None:
    """Words on a base line. `upside_down`: y runs downwards where they are written."""
    parts = [f"BT 1 0 0 {-1 if upside_down else 1} {x:.2f} {y:.2f} Tm"]
    document = canvas._doc  # the subsets of a font belong to a document
    for piece in pieces(words):
        parts.append(_ink(piece.colour or kind.colour, fill=True))
        for font, text in fonts.set_in(piece.text, piece.weight or kind.face):
            parts.append(font.shown(text, kind.size, document))
    parts.append("ET")
    canvas.addLiteral(" ".join(parts))


def write_on(canvas: Any, x: float, y: float, words: Words, kind: Type) -> float:
    """The same; where they end."""
    write(canvas, x, y, words, kind)
    return x + width(words, kind)


def rule(canvas: Any, x1: float, y1: float, x2: float, y2: float, *, line: float, role: str) -> None:
    """A straight solid line."""
    canvas.addLiteral(f"[] 0 d {_ink(role, fill=False)} {line:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")


def ground(canvas: Any, x: float, y: float, wide: float, high: float, *, role: str) -> None:
    """A filled rectangle from its lower left corner."""
    canvas.addLiteral(f"{_ink(role, fill=True)} {x:.2f} {y:.2f} {wide:.2f} {high:.2f} re f")


def frame(
    canvas: Any, x: float, y: float, wide: float, high: float, *, line: float, role: str, dash: str = ""
) -> None:
    """The outline of a rectangle from its lower left corner; `dash` such as "3 2"."""
    canvas.addLiteral(
        f"[{dash}] 0 d {_ink(role, fill=False)} {line:g} w {x:.2f} {y:.2f} {wide:.2f} {high:.2f} re S"
    )


def squares(canvas: Any, x: float, y: float, rows: tuple[tuple[bool, ...], ...], side: float) -> None:
    """Dark squares of a matrix from its lower left corner, runs of them as one."""
    canvas.addLiteral(f"q 1 0 0 1 {x:.2f} {y:.2f} cm {_ink('ink', fill=True)} {_runs(rows, side)} f Q")


@lru_cache(maxsize=8)
def _runs(rows: tuple[tuple[bool, ...], ...], side: float) -> str:
    parts = []
    for at, row in enumerate(reversed(rows)):
        start = 0
        while start < len(row):
            stop = start
            while stop < len(row) and row[stop]:
                stop += 1
            if stop > start:
                width = (stop - start) * side
                parts.append(f"{start * side:.3f} {at * side:.3f} {width:.3f} {side:.3f} re")
            start = stop + 1
    return " ".join(parts)


def paint(canvas: Any, picture: Picture, x: float, y: float) -> None:
    """A picture with its lower left corner at (x, y). Inside, y runs downwards as in the picture."""
    canvas.addLiteral(_corner(picture, x, y))
    for item in picture.items:
        if isinstance(item, Label):
            _label(canvas, item)
        else:
            canvas.addLiteral(shape(item))
    canvas.addLiteral("Q")


def stamp(canvas: Any, picture: Picture, x: float, y: float) -> None:
    """The same for a picture without words that comes again and again: its shapes are written once."""
    canvas.addLiteral(f"{_corner(picture, x, y)} {_shapes(picture)} Q")


def _corner(picture: Picture, x: float, y: float) -> str:
    return f"q 1 0 0 -1 {x:.2f} {y + picture.height:.2f} cm 1 j"


@lru_cache(maxsize=64)
def _shapes(picture: Picture) -> str:
    return " ".join(map(shape, picture.items))


def _label(canvas: Any, label: Label) -> None:
    kind = Type("bold" if label.bold else "regular", label.size, label.size, label.role)
    own = 0.0 if label.align == "start" else width(label.text, kind)
    shift = {"start": 0.0, "middle": own / 2, "end": own}[label.align]
    write(canvas, label.x - shift, label.y, label.text, kind, upside_down=True)


def shape(item: Item) -> str:
    """The operators of a shape that is no text."""
    match item:
        case Segment(x1, y1, x2, y2, stroke):
            return f"{_pen(stroke)} {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S"
        case Path(points, stroke):
            return f"{_pen(stroke)} {_through(points)} S"
        case Polygon(points, stroke, fill):
            return f"{_pen(stroke)} {_brush(fill)} {_through(points)} {_done(stroke, fill)}"
        case Disc():
            return f"{_pen(item.stroke)} {_brush(item.fill)} {_circle(item)} {_done(item.stroke, item.fill)}"
        case _:
            raise TypeError(f"no shape: {item!r}")


def _through(points: tuple[Point, ...]) -> str:
    first, *rest = [f"{x:.2f} {y:.2f}" for x, y in points]
    return " ".join([f"{first} m", *[f"{place} l" for place in rest]])


def _circle(disc: Disc) -> str:
    x, y, r = disc.x, disc.y, disc.radius
    k = r * _CURVE
    return (
        f"{x + r:.2f} {y:.2f} m "
        f"{x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
        f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
        f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
        f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c"
    )


def _done(stroke: Stroke | None, fill: str) -> str:
    """Close, then fill, stroke or both."""
    if stroke is None:
        return "h f" if fill else "n"
    return "b" if fill else "s"


@cache
def _pen(stroke: Stroke | None) -> str:
    if stroke is None:
        return ""
    dash = " ".join(f"{part:.2f}" for part in stroke.dash)
    return f"[{dash}] 0 d {_ink(stroke.role, fill=False)} {stroke.width:g} w"


def _brush(fill: str) -> str:
    return _ink(fill, fill=True) if fill else ""


@cache
def _ink(role: str, *, fill: bool) -> str:
    red, green, blue = COLOURS[role].rgb()
    return f"{red:.3f} {green:.3f} {blue:.3f} {'rg' if fill else 'RG'}"
