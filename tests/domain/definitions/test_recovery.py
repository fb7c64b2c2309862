"""Dates of recovery: the published series, its boundaries, and what may not be decided."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.criteria.view import DayView, SubjectData
from app.domain.definitions.recovery import recovery
from app.domain.protocol.definition import DateAnswer
from app.domain.protocol.settings import RuleSettings
from app.domain.quantities import quantity
from app.domain.record import Measurement, SubjectRecord, Transfusion
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth
from tests.domain.definitions.common import definitions

# Platelets of 13 to 25 June, last transfusion on the 13th, as the registry's manual prints them.
JUNE = (10, 30, 25, 10, 15, 19, 23, 25, 40, 50, 56, 65, 72)
JANUARY = (10, 35, 30, 25, 10, 15, 19, 23, 25, 40, 50)


def rule(name: str) -> DateAnswer:
    """The rule of a definition of the program."""
    answer = next(one for one in definitions() if one.id == name).answer
    assert isinstance(answer, DateAnswer)
    return answer


def series(start: date, values: tuple[object, ...], *, analyte: str = "PLT", given: tuple[date, ...] = ()):
    """A subject with one value a day, None for a day without."""
    rows = tuple(
        Measurement(start + timedelta(days=at), analyte, quantity(analyte, str(value), "10*9/L"))
        for at, value in enumerate(values)
        if value is not None
    )
    platelets = tuple(Transfusion(when, "PLT") for when in given)
    return SubjectRecord("F", date(1988, 7, 1), start, measurements=rows, transfusions=platelets)


def found(record: SubjectRecord, name: str, on: date, since: date | None = None) -> tuple[date | None, Truth]:
    """Date and truth of a definition on a day."""
    view = DayView(SubjectData(record, RuleSettings()), on)
    when, root = recovery(view, rule(name), source="cibmtr", since=since)
    assert root.children[0].verdict is root.verdict
    return when, root.verdict


def june(until: int = 25) -> tuple[SubjectRecord, date]:
    return series(date(2024, 6, 13), JUNE, given=(date(2024, 6, 13),)), date(2024, 6, until)


def test_the_published_series_reports_20_june_for_20_and_22_june_for_50():
    record, last = june()
    assert found(record, "cibmtr_plt20", last) == (date(2024, 6, 20), TRUE)
    assert found(record, "cibmtr_plt50", last) == (date(2024, 6, 22), TRUE)


def test_a_recovery_is_known_with_its_third_value_and_not_before():
    record, on_the_21st = june(21)
    assert found(record, "cibmtr_plt20", on_the_21st) == (None, FALSE)
    assert found(record, "cibmtr_plt20", date(2024, 6, 22)) == (date(2024, 6, 20), TRUE)
    assert found(record, "cibmtr_plt50", date(2024, 6, 23)) == (None, FALSE)
    assert found(record, "cibmtr_plt50", date(2024, 6, 24)) == (date(2024, 6, 22), TRUE)


def test_day_seven_after_a_transfusion_is_clean_and_day_six_is_not():
    start = date(2024, 6, 1)
    record = series(start, (None,) * 6 + (30, 30, 30, 30), given=(start,))
    assert found(record, "cibmtr_plt20", start + timedelta(days=9)) == (start + timedelta(days=7), TRUE)


def test_a_transfusion_between_the_three_values_sends_the_date_past_it():
    start = date(2024, 6, 1)
    record = series(start, (30,) * 15, given=(start + timedelta(days=1),))
    assert found(record, "cibmtr_plt20", start + timedelta(days=14)) == (start + timedelta(days=8), TRUE)


def test_the_second_published_table_stays_open_where_no_transfusion_log_was_kept():
    start = date(2008, 1, 1)
    unknown = replace(series(start, JANUARY), transfusions_from=date.max)
    assert found(unknown, "cibmtr_plt20", date(2008, 1, 11)) == (None, UNKNOWN)


def test_the_second_published_table_gives_8_january_after_a_transfusion_on_the_1st():
    start = date(2008, 1, 1)
    record = replace(series(start, JANUARY, given=(start,)), transfusions_from=start)
    assert found(record, "cibmtr_plt20", date(2008, 1, 11)) == (date(2008, 1, 8), TRUE)


def test_a_log_that_reaches_seven_days_back_is_enough():
    start = date(2024, 6, 8)
    record = series(start, (30, 31, 32))
    after = replace(record, transfusions_from=date(2024, 6, 3))
    assert found(after, "cibmtr_plt20", date(2024, 6, 10)) == (None, UNKNOWN)
    before = replace(record, transfusions_from=date(2024, 6, 2))
    assert found(before, "cibmtr_plt20", date(2024, 6, 10)) == (start, TRUE)


def test_a_bound_that_does_not_decide_leaves_the_date_open_instead_of_naming_a_later_one():
    start = date(2024, 6, 1)
    record = series(start, (10, 25, "<30", 40, 50, 60, 70))
    assert found(record, "cibmtr_plt20", date(2024, 6, 7)) == (None, UNKNOWN)


def test_values_days_apart_count_as_long_as_none_between_is_low():
    start = date(2024, 6, 1)
    record = series(start, ("0.2", "0.5", None, None, "0.6", None, "0.9"), analyte="ANC")
    assert found(record, "cibmtr_anc", date(2024, 6, 7)) == (date(2024, 6, 2), TRUE)
    broken = series(start, ("0.2", "0.5", None, "0.49", "0.6", None, "0.9"), analyte="ANC")
    assert found(broken, "cibmtr_anc", date(2024, 6, 7)) == (None, FALSE)


def test_neutrophils_never_low_have_no_recovery_to_report():
    start = date(2024, 6, 1)
    record = series(start, ("0.9", "1.1", "1.0"), analyte="ANC")
    view = DayView(SubjectData(record, RuleSettings()), date(2024, 6, 3))
    when, root = recovery(view, rule("cibmtr_anc"), source="cibmtr")
    assert (when, root.children[0].reason) == (None, "never_low")


def test_values_from_before_the_transplant_are_left_out():
    start = date(2024, 6, 1)
    record = series(start, ("0.2", "0.8", "0.9", "1.0", "0.1", "0.1", "0.7", "0.8", "0.9"), analyte="ANC")
    assert found(record, "cibmtr_anc", date(2024, 6, 9)) == (date(2024, 6, 2), TRUE)
    assert found(record, "cibmtr_anc", date(2024, 6, 9), since=date(2024, 6, 5)) == (date(2024, 6, 7), TRUE)


def test_no_value_at_all_is_unknown_and_never_a_failure():
    record = series(date(2024, 6, 1), ())
    assert found(record, "cibmtr_plt20", date(2024, 6, 9)) == (None, UNKNOWN)


def test_the_evidence_names_each_stretch_with_why_it_does_not_count():
    record, last = june()
    _, root = recovery(
        DayView(SubjectData(record, RuleSettings()), last), rule("cibmtr_plt50"), source="cibmtr"
    )
    run, free = root.children
    assert [fact.value for fact in run.observed] == [Decimal(50), Decimal(56), Decimal(65)]
    assert free.observed[0].value == Decimal(9)
    _, root = recovery(
        DayView(SubjectData(record, RuleSettings()), last), rule("cibmtr_plt20"), source="cibmtr"
    )
    first, second = root.children[0].children
    assert (first.reason, first.params["values"]) == ("too_few_values", 2)
    assert second.verdict is TRUE


@pytest.mark.parametrize("name", ["cibmtr_anc", "cibmtr_plt20", "cibmtr_plt50"])
def test_later_rows_never_change_a_date_already_reached(name):
    start = date(2024, 6, 1)
    analyte = "ANC" if name == "cibmtr_anc" else "PLT"
    values = ("0.1", "1", "2", "3", "0.1") if analyte == "ANC" else (5, 60, 70, 80, 5)
    whole, cut = series(start, values, analyte=analyte), series(start, values[:4], analyte=analyte)
    on = start + timedelta(days=3)
    assert found(whole, name, on) == found(cut, name, on) == (start + timedelta(days=1), TRUE)
