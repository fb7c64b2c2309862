"""The worst grades since day 0 go by the limits printed beside each value before those of the table."""

from datetime import date
from decimal import Decimal

from app.domain.grading.ctcae import Grade
from app.domain.grading.normal import Normal
from app.domain.grading.shift import shifts

DAY0, LATER = date(2026, 8, 20), date(2026, 9, 20)
VALUES = {"ALT": [(DAY0, Decimal(30)), (LATER, Decimal(55))]}
TABLE = {"ALT": Normal(None, Decimal(60), "laboratory")}


def test_a_value_normal_by_the_table_is_graded_by_its_own_print() -> None:
    printed = {("ALT", LATER): Normal(None, Decimal(40))}

    by_table = shifts("5.0", VALUES, anchor=DAY0, limits=TABLE, lookback=14)
    by_print = shifts("5.0", VALUES, anchor=DAY0, limits=TABLE, lookback=14, printed=printed)

    assert by_table == ()
    (shift,) = by_print
    assert isinstance(shift.worst, Grade)
    assert isinstance(shift.baseline, Grade)
    assert (shift.worst.grade, shift.baseline.grade, shift.emergent) == (1, 0, True)
