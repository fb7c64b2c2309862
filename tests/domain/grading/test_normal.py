"""Limits of normal: the laboratory's narrowest line, else the template's table of haemoglobin, else none."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.grading.normal import NONE, Normal, ReferenceRow, normal
from app.domain.protocol.settings import RuleSettings

ON = date(2026, 11, 18)
ROWS = (
    ReferenceRow("WBC", "", 0, None, Decimal(4), Decimal(10)),
    ReferenceRow("WBC", "", 0, 71, Decimal(5), Decimal(14)),
    ReferenceRow("WBC", "F", 0, None, Decimal("3.8"), Decimal(10)),
)


def limits(analyte: str, *, sex: str | None = "M", birth: date | None = date(2020, 12, 1)) -> Normal:
    return normal(analyte, rows=ROWS, settings=RuleSettings(), sex=sex, birth=birth, on=ON)


@pytest.mark.parametrize(
    ("sex", "birth", "low"),
    [
        ("M", date(2020, 11, 19), "5"),  # 71 months completed
        ("M", date(2020, 11, 18), "4"),  # 72 months
        ("F", date(2020, 11, 19), "3.8"),  # a line for the sex goes before one for the age
        (None, None, "4"),
    ],
)
def test_the_narrowest_line_that_fits_counts(sex, birth, low):
    assert limits("WBC", sex=sex, birth=birth) == Normal(
        Decimal(low), Decimal(14) if low == "5" else Decimal(10), "laboratory"
    )


def test_haemoglobin_falls_back_on_the_table_of_the_template():
    assert limits("HB") == Normal(Decimal(115), None, "WHO2024")
    assert limits("HB", birth=None) == NONE


def test_an_analyte_without_a_line_has_no_limits():
    assert limits("PLT") == NONE
