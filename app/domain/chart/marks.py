"""Marks by the name of their shape, taken apart into plain shapes so that a back end need not know them."""

from math import cos, pi, sin

from app.domain.chart.primitives import Disc, Item, Path, Point, Polygon, Segment, Stroke, box
from app.domain.status_marks import Shape

CIRCLE, SQUARE, DIAMOND, HEXAGON = "circle", "square", "diamond", "hexagon"
TRIANGLE, TRIANGLE_DOWN, CROSS = "triangle", "triangle_down", "cross"


def mark(
    shape: str, x: float, y: float, *, size: float, role: str, filled: bool = True, line: float = 0.9
) -> Item:
    """A data mark of `size` across around (x, y); hollow marks stand on the ground colour `paper`."""
    fill = role if filled else "paper"
    stroke = Stroke(role, line)
    half = size / 2
    if shape == CIRCLE:
        return Disc(x, y, half, stroke, fill)
    return Polygon(tuple((x + dx * half, y + dy * half) for dx, dy in _CORNERS[shape]), stroke, fill)


_CORNERS: dict[str, tuple[Point, ...]] = {
    SQUARE: ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
    TRIANGLE: ((0, -1.05), (1.0, 0.8), (-1.0, 0.8)),
    TRIANGLE_DOWN: ((0, 1.05), (1.0, -0.8), (-1.0, -0.8)),
    DIAMOND: ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
    CROSS: (  # two bars across each other, as one outline
        *((-1.05, -0.7), (-0.7, -1.05), (0, -0.35), (0.7, -1.05), (1.05, -0.7), (0.35, 0)),
        *((1.05, 0.7), (0.7, 1.05), (0, 0.35), (-0.7, 1.05), (-1.05, 0.7), (-0.35, 0)),
    ),
    HEXAGON: tuple((cos(pi / 3 * n), sin(pi / 3 * n)) for n in range(6)),
}


def status_shape(what: Shape, x: float, y: float, *, size: float, role: str) -> tuple[Item, ...]:
    """The shape of a status chip, `size` across around (x, y), in the ink of `role`."""
    half = size / 2
    line = max(size / 12, 0.8)
    solid = Stroke(role, line)
    if what is Shape.HALF_DISC:
        arc = tuple((x - half * sin(pi * n / 24), y - half * cos(pi * n / 24)) for n in range(25))
        return Disc(x, y, half, solid, "paper"), Polygon(arc, None, role)
    if what is Shape.DISC:
        return (Disc(x, y, half, solid, role),)
    if what is Shape.DASHED_RING:
        return (Disc(x, y, half, Stroke(role, line, (size / 6, size / 8))),)
    if what is Shape.DOTTED_RING:
        return (Disc(x, y, half, Stroke(role, line, (size / 12, size / 9))),)
    if what is Shape.BARRED_RING:
        reach = half * 0.7
        return Disc(x, y, half, solid), Segment(x - reach, y + reach, x + reach, y - reach, solid)
    if what is Shape.DIAMOND:
        corners = tuple((x + dx * half, y + dy * half) for dx, dy in _CORNERS[DIAMOND])
        return (Polygon(corners, solid),)
    return (mark(_SOLID[what], x, y, size=size, role=role, line=line),)


_SOLID = {Shape.SQUARE: SQUARE, Shape.TRIANGLE_DOWN: TRIANGLE_DOWN, Shape.HEXAGON: HEXAGON}


def verdict_box(verdict: str, x: float, y: float, *, size: float) -> tuple[Item, ...]:
    """The box of a result: met a full box with tick, not_met a frame with cross, unknown dashed with ?.

    (x, y) is the upper left corner.
    """
    line = size / 9
    if verdict == "met":
        tick = (
            (x + 0.2 * size, y + 0.52 * size),
            (x + 0.42 * size, y + 0.74 * size),
            (x + 0.8 * size, y + 0.26 * size),
        )
        ground = box(x, y, size, size, stroke=Stroke("ink", line), fill="ink")
        return ground, Path(tick, Stroke("paper", line * 1.3))
    if verdict == "not_met":
        near, far = 0.27 * size, 0.73 * size
        cross = Stroke("ink", line * 1.2)
        return (
            box(x, y, size, size, stroke=Stroke("ink", line), fill="paper"),
            Segment(x + near, y + near, x + far, y + far, cross),
            Segment(x + near, y + far, x + far, y + near, cross),
        )
    return box(x, y, size, size, stroke=Stroke("ink", line, (size / 5, size / 7)), fill="paper"), *_question(
        x, y, size
    )


def _question(x: float, y: float, size: float) -> tuple[Item, ...]:
    """A question mark drawn, not set: no face is needed for it."""
    pen = Stroke("ink", size / 8)
    hook = ((0.34, 0.38), (0.38, 0.26), (0.5, 0.21), (0.63, 0.27), (0.65, 0.4), (0.52, 0.5), (0.5, 0.63))
    return (
        Path(tuple((x + dx * size, y + dy * size) for dx, dy in hook), pen),
        Disc(x + 0.5 * size, y + 0.78 * size, size / 14, None, "ink"),
    )
