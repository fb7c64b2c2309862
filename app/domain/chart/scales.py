"""From value to position, and the ticks that people expect."""

from math import ceil, floor, log10

from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps [low, high] to [start, stop]; `log` needs a positive low. What lies outside stands on the edge."""

    low: float
    high: float
    start: float
    stop: float
    log: bool = False

    def at(self, value: float) -> float:
        """Position of a value, kept inside the lane."""
        kept = self.low if value < self.low else self.high if value > self.high else value
        if self.log:
            part = (log10(kept) - log10(self.low)) / (log10(self.high) - log10(self.low))
        else:
            part = (kept - self.low) / (self.high - self.low)
        return round(self.start + part * (self.stop - self.start), 3)

    def ticks(self) -> tuple[float, ...]:
        """At most four round values inside the scale."""
        if not self.log:
            return linear_ticks(self.low, self.high)
        decades = range(ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9) + 1)
        values = tuple(10.0**n for n in decades)
        if len(values) < 2:  # less than a decade or so: powers of ten alone would leave the axis bare
            return linear_ticks(self.low, self.high)
        return values[:: max(1, ceil(len(values) / 4))]


def linear_ticks(low: float, high: float, *, most: int = 4) -> tuple[float, ...]:
    """Round values inside [low, high], at most `most` of them."""
    span = high - low
    rough = span / most
    power = 10.0 ** floor(log10(rough))
    for factor in (1, 2, 2.5, 3, 5, 10, 20):
        step = factor * power
        first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return tuple(round(n * step, 10) for n in range(first, last + 1))
    return (low, high)


def plain(value: float, point: str = ".") -> str:
    """A tick without trailing zeros: 0.1, 1, 100."""
    return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", point)
