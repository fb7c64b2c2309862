"""The step by which a parameter is changed: the smallest recorded, one day, one item, the other choice."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import get_args

from pydantic import BaseModel

from app.domain.protocol.faults import Location
from app.domain.quantities import ANALYTES

Change = tuple[Location, object]
STRICT = {">": ">=", ">=": ">", "<": "<=", "<=": "<"}


class LeftOut:
    """Stands for nothing at the place of an item."""


LEFT_OUT = LeftOut()


def days(location: Location, number: int, *, least: int = 0) -> Iterator[Change]:
    """One day less and one more, none below `least`."""
    yield from ((location, changed) for changed in (number - 1, number + 1) if changed >= least)


def limit(location: Location, value: object, analyte: str) -> Iterator[Change]:
    """A number one recorded step down and up; a named limit has its own place."""
    if isinstance(value, Decimal):
        spec = ANALYTES.get(analyte)
        step = Decimal(1).scaleb(-spec.places) if spec is not None else Decimal(1)
        yield from ((location, changed) for changed in (value - step, value + step) if changed >= 0)


def tenth(location: Location, value: Decimal | None) -> Iterator[Change]:
    """A large number a tenth of its leading digit down and up."""
    if value is not None and value > 0:
        step = Decimal(1).scaleb(value.adjusted() - 1)
        yield from ((location, value + sign * step) for sign in (-1, 1))


def others(location: Location, value: object, choices: tuple[object, ...]) -> Iterator[Change]:
    """Every other choice."""
    yield from ((location, other) for other in choices if other != value)


def each_out(location: Location, items: tuple[object, ...], *, least: int = 0) -> Iterator[Change]:
    """Each item left out, where more than `least` stand there."""
    if len(items) > least:
        yield from (((*location, index), LEFT_OUT) for index in range(len(items)))


def allowed(model: BaseModel, field: str) -> tuple[object, ...]:
    """The choices of a field."""
    return get_args(type(model).model_fields[field].annotation)


def any_part(node: object, wanted: Callable[[BaseModel], bool]) -> bool:
    """Whether any part below a model is wanted."""
    if isinstance(node, BaseModel):
        inner = (getattr(node, key) for key in type(node).model_fields)
        return wanted(node) or any(any_part(value, wanted) for value in inner)
    return isinstance(node, tuple) and any(any_part(item, wanted) for item in node)
