"""Cells per kilogram against maximum and range (A4 item 11)."""

import pytest

from app.domain.dosing import check
from app.domain.truth import FALSE, TRUE
from tests.domain.builders import day, record, template


@pytest.mark.parametrize(
    ("name", "cells", "status", "flags"),
    [
        ("saa_atg", ["2e8"], "OK", ("dose_out_of_range",)),  # exactly 1e7 is not above
        ("saa_atg", ["200000020"], "DOSE_ERROR", ("dose_above_mtd",)),
        ("saa_atg", ["2.2e7"], "OK", ()),  # 1.1e6: exactly a tenth over
        ("saa_atg", ["2.21e7"], "OK", ("dose_out_of_range",)),
        ("saa_atg", ["9e6"], "OK", ()),  # 0.45e6: exactly a tenth under
        ("saa_atg", ["8.9e6"], "OK", ("dose_out_of_range",)),
        ("saa_atg", ["4e7", "3e8"], "DOSE_ERROR", ("dose_above_mtd", "dose_out_of_range")),
        ("pgf_msc", ["2.2e7"], "OK", ()),
        ("pgf_msc", ["1.7e7"], "OK", ("dose_out_of_range",)),
        ("raa_msc", ["4.4e7"], "OK", ()),
        ("raa_msc", ["1.8e7"], "OK", ()),
        ("rsaa_atg_msc", ["1e5"], "OK", ()),  # no planned range
        ("rsaa_atg_msc", ["3e8"], "DOSE_ERROR", ("dose_above_mtd",)),
        ("pgf_msc", [], "OK", ()),
    ],
)
def test_each_infusion_is_judged_alone(name, cells, status, flags):
    rec = record(infusions=[(7 * number, text) for number, text in enumerate(cells)])
    verdict = check(template(name), rec, day(30))
    assert (verdict.status, verdict.flags, verdict.missing) == (status, flags, ())


def test_out_of_range_is_pointed_out_but_no_fault():
    verdict = check(template("pgf_msc"), record(infusions=[(0, "1.7e7")]), day(1))
    (infusion,) = verdict.evidence.children
    assert (verdict.status, verdict.evidence.verdict) == ("OK", TRUE)
    assert (infusion.verdict, infusion.reason) == (FALSE, "dose_out_of_range")


def test_infusions_after_the_day_are_ignored():
    rec = record(infusions=[(14, "1e7"), (21, "9e8")])
    assert check(template("saa_atg"), rec, day(20)).status == "OK"
    assert check(template("saa_atg"), rec, day(21)).status == "DOSE_ERROR"
