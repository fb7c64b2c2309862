"""The shape of each response status: one table for list, banner, chart and paper.

A status is told apart by its shape and its word; colour only repeats them (print in grey, colour blindness).
"""

from enum import StrEnum


class Shape(StrEnum):
    """The marks that a chip can carry."""

    DISC = "disc"
    HALF_DISC = "half_disc"  # left half filled
    SQUARE = "square"
    TRIANGLE_DOWN = "triangle_down"
    HEXAGON = "hexagon"
    DIAMOND = "diamond"  # open
    DASHED_RING = "dashed_ring"
    DOTTED_RING = "dotted_ring"
    BARRED_RING = "barred_ring"


SHAPES: dict[str, Shape] = {
    "CR": Shape.DISC,
    "PR": Shape.HALF_DISC,
    "NR": Shape.SQUARE,
    "RELAPSE": Shape.TRIANGLE_DOWN,
    "CLONAL_EVOLUTION": Shape.HEXAGON,
    "NE": Shape.DIAMOND,
    "PENDING": Shape.DASHED_RING,
    "SCREENING": Shape.DOTTED_RING,
    "SCREEN_FAILURE": Shape.BARRED_RING,
}

# The flag of a status that a person signed for: it wears a pen beside its shape and words.
OVERRIDE = "override"

# Statuses that are not an answer yet have a dashed edge.
DASHED_EDGE = frozenset({"PENDING", "SCREENING"})


def shape(status: str) -> Shape:
    """The shape of a status; "" and anything unknown stand as SCREENING."""
    return SHAPES.get(status, Shape.DOTTED_RING)
