"""The volume of cells to give, step by step. Rounded down, so that a dose never passes its plan."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from app.domain.dosing.cells import MILLION
from app.domain.values import dataclass

STEP = Decimal("0.1")  # mL, what a syringe can be read to


@dataclass(frozen=True, slots=True)
class Cells:
    """What is known of a dose of cells. `counted`: cells in 10⁶ a mL after thaw; `viability` in percent."""

    weight_kg: Decimal | None
    per_kg: Decimal | None  # cells
    counted: Decimal | None
    viability: Decimal | None
    maximum: Decimal  # cells per kg

    @property
    def cells(self) -> Decimal | None:
        """Cells to give."""
        return None if self.weight_kg is None or self.per_kg is None else self.weight_kg * self.per_kg

    @property
    def viable(self) -> Decimal | None:
        """Living cells, 10⁶ a mL, unrounded."""
        if self.counted is None or self.viability is None:
            return None
        return self.counted * self.viability / 100

    @property
    def exact_volume(self) -> Decimal | None:
        """mL, unrounded."""
        return self.cells / MILLION / self.viable if self.cells is not None and self.viable else None

    @property
    def volume(self) -> Decimal | None:
        """mL to give, rounded down to a step; none where the plan itself passes the maximum."""
        exact = self.exact_volume
        if exact is None or self.over:
            return None
        return exact.quantize(STEP, rounding=ROUND_FLOOR)

    @property
    def reached(self) -> Decimal | None:
        """Cells per kg that the rounded volume gives."""
        if self.volume is None or self.viable is None or not self.weight_kg:
            return None
        return self.volume * self.viable * MILLION / self.weight_kg

    @property
    def over(self) -> bool:
        """Whether the plan passes the maximum."""
        return self.per_kg is not None and self.per_kg > self.maximum
