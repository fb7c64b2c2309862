"""A template with one parameter changed: worked cases must notice it, or nothing proves the parameter.

Limits move by the smallest step that is recorded of their analyte, days by one; strict and other comparisons,
switches and modes are exchanged; parts of lists are left out. What cannot show in any verdict, such as a
parameter behind a switch that is off, is left alone.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from app.domain.protocol.faults import Location
from app.domain.protocol.model import Template
from app.domain.protocol.mutants.plan import plan_changes
from app.domain.protocol.mutants.response import response_changes
from app.domain.protocol.mutants.steps import LEFT_OUT, Change
from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """A template with one place changed; `was` and `now` in words, empty where a part is left out."""

    location: Location
    was: str
    now: str
    template: Template


def response_mutants(template: Template) -> Iterator[Mutant]:
    """Every change of the response section and of the limits of doses."""
    yield from _mutants(template, response_changes(template))


def plan_mutants(template: Template) -> Iterator[Mutant]:
    """Every change of a visit's window, and of a rule of eligibility that data answer."""
    yield from _mutants(template, plan_changes(template))


def _mutants(template: Template, changes: Iterator[Change]) -> Iterator[Mutant]:
    for location, value in changes:
        was = _at(template, location)
        yield Mutant(location, _shown(was), _shown(value), _replaced(template, location, value))


def _at(node: Any, location: Location) -> Any:
    for step in location:
        node = getattr(node, str(step)) if isinstance(node, BaseModel) else node[step]
    return node


def _replaced(node: Any, location: Location, value: object) -> Any:
    """The node with one place exchanged; `LEFT_OUT` takes an item out of its list."""
    if not location:
        return value
    step, *rest = location
    if isinstance(node, BaseModel):
        inner = _replaced(getattr(node, str(step)), tuple(rest), value)
        return node.model_copy(update={str(step): inner})
    if isinstance(node, dict):
        return node | {step: _replaced(node[step], tuple(rest), value)}
    index = int(step)
    items = () if value is LEFT_OUT and not rest else (_replaced(node[index], tuple(rest), value),)
    return (*node[:index], *items, *node[index + 1 :])


def _shown(value: object) -> str:
    if value is LEFT_OUT or value is None:
        return ""
    if isinstance(value, BaseModel):
        return str(getattr(value, "kind", None) or getattr(value, "status", None) or type(value).__name__)
    if isinstance(value, tuple):
        return ", ".join(_shown(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
