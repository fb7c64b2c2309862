"""A course in the width of a table cell: the line, its newest point, and at most one limit."""

from collections.abc import Sequence

from app.domain.chart.primitives import Disc, Item, Path, Picture, Segment, Stroke
from app.domain.chart.scales import Scale


def sparkline(
    points: Sequence[tuple[int, float]],
    *,
    width: float,
    height: float,
    limit: float | None = None,
) -> Picture:
    """The (day, value) points, oldest first, over the full width; nothing for less than two points."""
    if not points:
        return Picture(width, height, ())
    values = [value for _, value in points]
    known = values if limit is None or not _near(values, limit) else [*values, limit]
    low, high = min(known), max(known)
    if low == high:
        low, high = low - 1, high + 1
    x = Scale(points[0][0], max(points[-1][0], points[0][0] + 1), 1, width - 2)
    y = Scale(low, high, height - 1.2, 1.2)
    items: list[Item] = []
    if limit is not None and low <= limit <= high:
        items.append(Segment(0, y.at(limit), width, y.at(limit), Stroke("axis", 0.5, (1.5, 1.5))))
    if len(points) > 1:
        items.append(Path(tuple((x.at(day), y.at(value)) for day, value in points), Stroke("ink", 0.9)))
    newest = points[-1]
    items.append(Disc(x.at(newest[0]), y.at(newest[1]), 1.2, None, "ink"))
    return Picture(width, height, tuple(items))


def _near(values: Sequence[float], limit: float) -> bool:
    """A limit far outside would press the course flat, so it is left out."""
    span = max(values) - min(values) or max(abs(values[0]), 1e-9)
    return min(values) - span * 1.5 <= limit <= max(values) + span * 1.5
