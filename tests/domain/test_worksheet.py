"""The volume of cells to give, worked out by hand beside each case."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.domain.dosing.worksheet import Cells

TEN_MILLION = Decimal(10_000_000)


def cells(**changes: Decimal | None) -> Cells:
    values: dict[str, Decimal | None] = {
        "weight_kg": Decimal("26.4"),
        "per_kg": Decimal(1_000_000),
        "counted": Decimal("5.60"),
        "viability": Decimal(93),
    }
    values.update(changes)
    return Cells(**values, maximum=TEN_MILLION)


def test_the_example_of_the_worksheet():
    made = cells()
    assert made.cells == Decimal("26400000")
    assert made.viable == Decimal("5.208")
    assert made.exact_volume is not None
    assert round(made.exact_volume, 2) == Decimal("5.07")
    assert made.volume == Decimal("5.0")
    assert made.reached is not None
    assert round(made.reached) == 986364


def test_what_is_missing_leaves_the_volume_open():
    for name in ("weight_kg", "per_kg", "counted", "viability"):
        assert cells(**{name: None}).volume is None


def test_above_the_maximum_no_volume_is_given():
    made = cells(per_kg=TEN_MILLION + 1)
    assert made.over
    assert made.volume is None


@given(
    st.decimals(1, 150, places=1),
    st.decimals("0.01", 50, places=2),
    st.decimals(1, 100, places=0),
)
def test_rounding_never_passes_the_plan(weight, counted, viability):
    made = cells(weight_kg=weight, counted=counted, viability=viability)
    assert made.reached is not None
    assert made.per_kg is not None
    assert made.reached <= made.per_kg
