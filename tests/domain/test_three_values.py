"""Kleene's logic and comparisons of bounded values."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.comparison import OPERATORS, compare, compare_pair
from app.domain.truth import FALSE, TRUE, UNKNOWN, all_of, any_of, at_least, known, negation

VALUES = (TRUE, FALSE, UNKNOWN)
numbers = st.integers(0, 60).map(lambda number: Decimal(number) / 2)
bounds = st.sampled_from(["", "<", ">"])
operators = st.sampled_from(sorted(OPERATORS))


@pytest.mark.parametrize("answers", list(itertools.product(VALUES, repeat=3)))
def test_groups_are_what_every_completion_agrees_on(answers):
    """A three-valued group answers only what holds however the unknowns turn out."""
    options = [(TRUE, FALSE) if one is UNKNOWN else (one,) for one in answers]
    for group in (all_of, any_of, lambda values: at_least(2, values)):
        outcomes = {group(list(complete)) for complete in itertools.product(*options)}
        assert group(answers) is (outcomes.pop() if len(outcomes) == 1 else UNKNOWN)


def test_a_truth_has_no_boolean():
    with pytest.raises(TypeError):
        bool(UNKNOWN)


@pytest.mark.parametrize("answer", VALUES)
def test_negation_twice_is_the_same(answer):
    assert negation(negation(answer)) is answer


def _possible(value: Decimal, bound: str) -> list[Decimal]:
    """Sample values that a bounded number can have."""
    if bound == "<":
        return [step for step in (Decimal(number) / 8 for number in range(8 * 31)) if step < value]
    if bound == ">":
        return [value + Decimal(step) / 8 for step in range(1, 300)]
    return [value]


@given(value=numbers, bound=bounds, op=operators, limit=numbers)
def test_a_comparison_is_decided_exactly_when_every_possible_value_agrees(value, bound, op, limit):
    possible = _possible(value, bound)
    if not possible:
        return
    outcomes = {known(OPERATORS[op](one, limit)) for one in possible}
    expected = outcomes.pop() if len(outcomes) == 1 else UNKNOWN
    assert compare(value, bound, op, limit) is expected


@given(left=st.tuples(numbers, bounds), op=operators, right=st.tuples(numbers, bounds), plus=numbers)
def test_a_decided_comparison_of_two_bounds_holds_for_every_pair(left, op, right, plus):
    answer = compare_pair(left, op, right, plus=plus)
    if answer is UNKNOWN:
        return
    for one in _possible(*left)[:40]:
        for other in _possible(*right)[:40]:
            assert known(OPERATORS[op](one, other + plus)) is answer
