"""Subject codes from a site's pattern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import is_pattern, matches, propose


def test_the_first_code_is_number_one():
    assert propose("TJ-###", ()) == "TJ-001"


def test_a_code_follows_the_highest_one_and_a_gap_stays_a_gap():
    assert propose("TJ-###", ["TJ-001", "TJ-021", "TJ-003"]) == "TJ-022"


def test_codes_of_another_pattern_do_not_count():
    assert propose("TJ-###", ["CQ-040", "TJ-0041", "TJ-7", "tj-090"]) == "TJ-001"


def test_the_digits_grow_past_the_last_number_of_the_width():
    assert propose("TJ-###", ["TJ-999"]) == "TJ-1000"
    assert propose("TJ-###", ["TJ-1000"]) == "TJ-1001"


def test_a_pattern_may_have_text_on_both_sides():
    assert propose("SAA.##-X", ["SAA.08-X"]) == "SAA.09-X"


@pytest.mark.parametrize("code", ["TJ-001", "TJ-999", "TJ-1000"])
def test_codes_written_as_the_pattern_asks_match(code):
    assert matches("TJ-###", code)


@pytest.mark.parametrize(
    "code", ["TJ-01", "TJ-0001", "TJ-00a", "TJ001", "tj-001", "TJ-001 ", "TJ-００１", ""]
)
def test_codes_written_otherwise_do_not_match(code):
    assert not matches("TJ-###", code)


@pytest.mark.parametrize("pattern", ["", "TJ-", "#-#", "TJ ###", "TJ-###\n"])
def test_a_pattern_needs_one_run_of_digits_and_plain_letters(pattern):
    assert not is_pattern(pattern)
    with pytest.raises(ValueError, match="not a code pattern"):
        propose(pattern, ())


@given(st.sets(st.integers(1, 5000)))
def test_a_proposed_code_is_always_new_and_always_matches(numbers):
    taken = {f"TJ-{number:03d}" for number in numbers}
    code = propose("TJ-###", taken)
    assert code not in taken
    assert matches("TJ-###", code)
