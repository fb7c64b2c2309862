"""Values are what dataclasses make of them, only that their methods come late."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, replace
from typing import Any

import pytest

from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """A count."""

    analyte: str
    value: int = 0
    notes: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)
    secret: str = field(default="x", repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Dose(Count):
    """A value on top of another."""

    cells: int = 1


@dataclass(frozen=True, slots=True)
class Sum:
    """Checks itself."""

    parts: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("nothing to add")

    def __repr__(self) -> str:
        return f"Σ{self.parts}"


@dataclass(frozen=True, slots=True)
class Nothing:
    """Has no fields."""


def test_fields_defaults_and_factories_are_those_of_the_class():
    one, other = Count("ANC"), Count(analyte="ANC", value=2, secret="y")
    assert (one.value, one.notes, one.secret) == (0, [], "x")
    assert (other.value, other.secret) == (2, "y")
    assert one.notes is not Count("ANC").notes


def test_equality_and_hash_follow_the_fields_that_compare():
    assert Count("ANC", note="a") == Count("ANC", note="b")
    assert Count("ANC") != Count("ANC", 1)
    assert Count("ANC") != Dose("ANC")
    assert hash(Sum((1, 2))) == hash(Sum((1, 2)))
    assert len({Sum((1,)), Sum((1,)), Nothing(), Nothing()}) == 2
    with pytest.raises(TypeError):
        hash(Count("ANC"))  # as always: one of its fields cannot be hashed


def test_nobody_changes_a_value():
    one = Count("ANC")
    with pytest.raises(FrozenInstanceError):
        one.value = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del one.value
    with pytest.raises(FrozenInstanceError):
        one.colour = "red"  # type: ignore[attr-defined]
    assert not hasattr(one, "__dict__")


@pytest.mark.parametrize("given", [(), ("a", 1, [], "", "y")])
def test_wrong_arguments_are_refused_by_the_first_and_by_every_later_call(given: tuple[object, ...]):
    made: Any = Count
    for _ in range(2):
        with pytest.raises(TypeError, match="Count"):
            made(*given)


def test_a_value_checks_itself():
    with pytest.raises(ValueError, match="nothing to add"):
        Sum(())


def test_a_value_is_told_by_its_fields_unless_it_says_otherwise():
    assert repr(Count("ANC", 1)) == "Count(analyte='ANC', value=1, notes=[], note='')"
    assert repr(Sum((1,))) == "Σ(1,)"


def test_values_are_replaced_copied_pickled_and_matched_as_dataclasses_are():
    one = Dose("ANC", 1, cells=7)
    assert replace(one, value=2) == Dose("ANC", 2, cells=7)
    assert copy.deepcopy(one) == one
    assert pickle.loads(pickle.dumps(one)) == one
    assert [made.name for made in dataclasses.fields(Dose)] == [
        "analyte",
        "value",
        "notes",
        "note",
        "secret",
        "cells",
    ]
    match one:
        case Count(analyte, value):
            assert (analyte, value) == ("ANC", 1)
        case _:
            pytest.fail("no match")


def test_what_is_not_a_frozen_value_with_slots_is_left_to_the_standard_library():
    @dataclass(slots=True)
    class Open:
        """May change."""

        value: int = 0

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        """Has an order."""

        value: int

    opened = Open()
    opened.value = 2
    assert opened == Open(2)
    assert Ordered(1) < Ordered(2)
