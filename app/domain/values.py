"""Frozen dataclasses whose methods are made when they are first used.

`dataclasses` writes and compiles six functions for each class when its module is imported: 0.8 ms a class,
and a start brings in some 150 classes of which half are never made. Here a class costs a tenth of that, and
its `__init__`, once wanted, is quicker. To people, type checkers, `replace`, `fields` and patterns the
classes are what they always were.

Use it as the one of the standard library: `from app.domain.values import dataclass`.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, order: bool = False):
        """As `dataclasses.dataclass`; frozen ones with slots are made the light way."""
        if frozen and slots and not order:
            return _light
        return dataclasses.dataclass(frozen=frozen, slots=slots, order=order)


_MISSING: Any = dataclasses.MISSING


def _light(kind: type[Any]) -> type[Any]:
    own = set(vars(kind))
    if kind.__doc__ is None:
        kind.__doc__ = (
            kind.__name__
        )  # else one is written from the signature, which costs as much as the rest
    made: type[Any] = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(kind)
    fields = dataclasses.fields(made)
    methods = {
        "__init__": _first_init(made),
        "__repr__": _repr,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__getstate__": _getstate,
        "__setstate__": _setstate,
    }
    if "__eq__" not in own:
        compared = _getter([field.name for field in fields if field.compare])
        hashed = [field.name for field in fields if (field.compare if field.hash is None else field.hash)]
        methods |= {"__eq__": _eq(compared), "__hash__": _hash(_getter(hashed))}
    for name, method in methods.items():
        if name == "__init__" or name not in own:
            setattr(made, name, method)
    return made


def _getter(names: list[str]) -> Callable[[object], object]:
    if not names:
        return lambda _self: ()
    return attrgetter(*names)


def _eq(compared: Callable[[object], object]) -> Callable[[object, object], Any]:
    def same(self: object, other: object) -> Any:  # NotImplemented is none
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    return same


def _hash(hashed: Callable[[object], object]) -> Callable[[object], int]:
    def number(self: object) -> int:
        return hash(hashed(self))

    return number


def _first_init(made: Any) -> Callable[..., None]:
    """Stands in for `__init__` until the first value is made."""

    def first(self: Any, /, *given: Any, **named: Any) -> None:
        made.__init__ = _init(made)
        made.__init__(self, *given, **named)

    return first


def _init(made: Any) -> Callable[..., None]:
    """The `__init__` of a class, written out as `dataclasses` would: each field is put into its own slot."""
    names: dict[str, Any] = {"_missing": _MISSING}
    given: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    for field in dataclasses.fields(made):
        name = field.name
        names[f"_set_{name}"] = _setter(made, name)
        value = name
        default = ""
        if field.default_factory is not _MISSING:
            names[f"_make_{name}"] = field.default_factory
            default = "=_missing"
            value = f"_make_{name}() if {name} is _missing else {name}" if field.init else f"_make_{name}()"
        elif field.default is not _MISSING:
            names[f"_default_{name}"] = field.default
            default = f"=_default_{name}"
            value = name if field.init else f"_default_{name}"
        if field.init:
            (named if field.kw_only else given).append(name + default)
        lines.append(f"_set_{name}(self, {value})")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = ["self", *given, *(["*", *named] if named else [])]
    text = f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"])
    exec(text, names)  # as `dataclasses` does it: the text is made of the names in the class, of nothing else
    init: Callable[..., None] = names["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _setter(made: Any, name: str) -> Callable[[object, object], None]:
    slot = getattr(made, name, None)
    if isinstance(slot, MemberDescriptorType):
        setter: Callable[[object, object], None] = slot.__set__
        return setter
    return lambda self, value: object.__setattr__(self, name, value)


def _repr(self: Any) -> str:
    shown = (
        f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr
    )
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: Any) -> list[object]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _setstate(self: Any, state: list[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
