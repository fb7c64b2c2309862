"""The prover finds every kind of fault, and finds none in the tables that the program grades by."""

from decimal import Decimal

import pytest

from app.domain.grading.bands import Band, BandFault, grade_in, prove
from app.domain.grading.ctcae_tables import SOURCES, VERSIONS
from app.domain.grading.prover import table_faults


def band(grade: int, low: str | None, high: str | None, **more: bool) -> Band:
    return Band(grade, Decimal(low) if low else None, Decimal(high) if high else None, **more)


def test_no_table_has_a_gap_or_an_overlap_over_its_whole_range():
    assert table_faults() == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_is_proven_alone_and_has_a_source(version):
    assert table_faults(version) == ()
    assert f"v{version}" in SOURCES[version]


def test_an_unknown_version_is_a_fault():
    assert [fault.code for fault in table_faults("7.0")] == ["no_version"]


@pytest.mark.parametrize(
    ("bands", "codes"),
    [
        ((band(1, None, "5"), band(0, "5", None)), []),
        ((band(1, None, "5"), band(0, "6", None)), ["gap"]),
        ((band(1, None, "6"), band(0, "5", None)), ["overlap"]),
        ((band(1, None, "5", high_in=True), band(0, "5", None)), ["overlap"]),
        ((band(1, None, "5"), band(0, "5", None, low_in=False)), ["gap"]),
        ((band(1, "2", "5"), band(0, "5", None)), ["open_start"]),
        ((band(1, None, "5"), band(0, "5", "9")), ["open_end"]),
        ((band(1, None, "5"), band(3, "5", "7"), band(2, "7", None)), ["order"]),
        ((band(1, None, "5"), band(2, "5", "7"), band(2, "7", None)), ["order"]),
        ((), ["gap"]),
    ],
)
def test_every_kind_of_fault_is_found(bands, codes):
    assert [fault.code for fault in prove(bands)] == codes


def test_an_empty_band_is_passed_over():
    bands = (band(2, None, "75"), band(1, "75", "70"), band(0, "75", None))
    assert prove(bands) == ()
    assert grade_in(bands, Decimal(72)) == 2


def test_a_fault_says_where_it_is():
    assert prove((band(1, None, "5"), band(0, "6", None))) == (BandFault("gap", Decimal(5)),)
