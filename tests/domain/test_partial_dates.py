"""Dates of which only the month, the year or nothing is known, and rules that need a day."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.criteria.days import on_day
from app.domain.criteria.given import compile_given
from app.domain.criteria.view import NOT_EXACT, DayView, SubjectData
from app.domain.partial_dates import EARLIEST, UNKNOWN, TypedDay, kept, read_partial
from app.domain.protocol.response import Given
from app.domain.record import Medication
from app.domain.response import assess
from app.domain.truth import FALSE, TRUE
from app.domain.truth import UNKNOWN as OPEN
from tests.domain.builders import day, panel, record, template


@pytest.mark.parametrize(
    ("text", "first", "last", "known"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (" 2024年 ", date(2024, 1, 1), date(2024, 12, 31), "2024"),
        ("05.2024", date(2024, 5, 1), date(2024, 5, 31), "2024-05"),
        ("5/2024", date(2024, 5, 1), date(2024, 5, 31), "2024-05"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        ("2024年5月", date(2024, 5, 1), date(2024, 5, 31), "2024-05"),
        ("unk", EARLIEST, None, UNKNOWN),
        ("不详", EARLIEST, None, UNKNOWN),
    ],
)
def test_what_is_known_is_kept_with_the_days_between_which_it_lies(text, first, last, known):
    assert read_partial(text) == TypedDay(first, last, known)
    assert kept(first, known) == TypedDay(first, last, known)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "00.2024", "2024-05-12", "0999", "May", "2024-", "20245"]
)
def test_a_text_that_is_no_part_of_a_date_means_nothing(text):
    assert read_partial(text) is None


def test_an_exact_day_is_known_by_an_empty_text():
    told = kept(date(2024, 5, 12), "")
    assert told.exact and told.first == told.last
    assert not kept(date(2024, 1, 1), "2024").exact


GIVEN = Given(kind="given", product="GCSF", days=14)


def on_gcsf(start: int, stop: int | None, *, exact: bool = True):
    """A girl with counts that make a CR on day 90 and a course of G-CSF."""
    counts = {"ANC": "2.4", "HB": "135", "PLT": "180", "RETIC_ABS": "80"}
    subject = record(panel(0, ANC="0.2", HB="60", PLT="8", RETIC_ABS="9"), panel(90, **counts))
    course = Medication("filgrastim", day(start), None if stop is None else day(stop), exact=exact)
    return replace(subject, medications=(course,))


def given(subject):
    data = SubjectData(subject, template("saa_atg").response)
    return on_day(compile_given(GIVEN, scope="x", source=""), DayView(data, day(90)))


def test_a_growth_factor_without_its_days_leaves_open_whether_it_was_given():
    assert given(on_gcsf(80, 88)).verdict is TRUE
    assert given(on_gcsf(20, 40)).verdict is FALSE
    answer = given(on_gcsf(60, 88, exact=False))
    assert (answer.verdict, answer.reason) == (OPEN, NOT_EXACT)
    assert given(on_gcsf(20, 60, exact=False)).verdict is FALSE
    assert [(fact.day, fact.value, fact.note) for fact in answer.observed] == [(None, None, NOT_EXACT)]


def test_an_anc_that_a_growth_factor_may_have_raised_decides_nothing_and_says_why():
    exact = assess(template("saa_atg"), on_gcsf(20, 40), day(90))
    assert exact.status == "CR"
    unclear = assess(template("saa_atg"), on_gcsf(20, None, exact=False), day(90))
    assert unclear.status == "NE"
    node = next(node for node in unclear.evidence.walk() if node.criterion == "off_gcsf")
    assert (node.verdict, node.reason) == (OPEN, NOT_EXACT)


def test_a_growth_factor_whose_last_possible_day_is_long_ago_disturbs_nothing():
    assert assess(template("saa_atg"), on_gcsf(20, 50, exact=False), day(90)).status == "CR"
