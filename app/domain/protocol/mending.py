"""A part of a template with a fault, mended for as long as the other parts are held against it.

Otherwise one slip would hide all that is wrong between the parts until it is put right.
"""

import copy
import json
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.domain.protocol.faults import Location, Problem
from app.domain.protocol.tree import real_location

_M = TypeVar("_M", bound=BaseModel)
_STAND_IN = "x"
_STAND_INS: Mapping[object, object] = MappingProxyType({"nr_from_day": 0})
_MOST_ROUNDS = 20
_BETWEEN_STATUSES = frozenset({"status_gap", "status_overlap", "relapse_overlaps"})
_STATUSES = frozenset(("response", key) for key in ("cr", "pr", "relapse"))
# Keys whose words decide nothing: no window, arm or rule hangs on them.
WORDS = frozenset({"title", "text", "source", "citation", "dose", "route", "product", "interpreted"})


def read_words_aside(raw: object, read: Callable[[str], _M]) -> _M | None:
    """The model of an item that lacks words only; None where anything else is wrong with it."""

    def stand_in(content: Any, location: Location) -> bool:
        return bool(location) and location[-1] in WORDS and _put(content, location)

    return _mended(raw, read, stand_in)


def read_rules_aside(raw: object, read: Callable[[str], _M]) -> _M | None:
    """The response rules without what is wrong in them; None where that leaves none.

    A parameter that cannot be is left to its default. A criterion that cannot be read stands as one that a
    person has to judge: it can be met and not met, whatever the counts.
    """

    def stand_in(content: Any, location: Location) -> bool:
        holder = _at(content, location[:-1]) if location else None
        if isinstance(holder, dict) and location[-1] in holder and not _is_criterion(holder[location[-1]]):
            del holder[location[-1]]
            return True
        return _judged(content, location) or _put(content, location)

    return _mended(raw, read, stand_in)


def stands(found: Problem, faulty: Collection[Location]) -> bool:
    """Whether a problem between the parts would be there without the faulty places, too.

    What lies in one of them has been told. Where a criterion of CR, PR or the relapse is only stood in for,
    nothing can be said of gaps between them.
    """
    if found.code in _BETWEEN_STATUSES and any(fault[:2] in _STATUSES for fault in faulty):
        return False
    return not any(found.location[: len(fault)] == fault for fault in faulty)


def _mended(raw: object, read: Callable[[str], _M], stand_in: Callable[[Any, Location], bool]) -> _M | None:
    content = copy.deepcopy(raw)
    for _ in range(_MOST_ROUNDS):
        try:
            return read(json.dumps(content))
        except ValidationError as problem:
            places = {real_location(content, detail["loc"]) for detail in problem.errors(include_url=False)}
        # The innermost first: what stands in for an outer part takes the place of all that is in it.
        if not all(stand_in(content, place) for place in sorted(places, key=len, reverse=True)):
            return None
    return None


def _at(content: Any, location: Location) -> Any:
    for step in location:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            return None
    return content


def _put(content: Any, location: Location) -> bool:
    """Put a stand-in at a place; whether that could be done, and was not yet."""
    holder = _at(content, location[:-1]) if location else None
    if not isinstance(holder, dict):
        return False
    value = _STAND_INS.get(location[-1], _STAND_IN)
    if holder.get(location[-1]) == value:
        return False
    holder[location[-1]] = value
    return True


def _judged(content: Any, location: Location) -> bool:
    """Let the innermost criterion around a place be one for a person; whether there is one."""
    for length in range(len(location), 0, -1):
        found = _at(content, location[:length])
        if _is_criterion(found):
            source = found.get("source")
            found.clear()
            found |= {"kind": "judgement", "text": _STAND_IN}
            found |= {"source": source} if isinstance(source, str) else {}
            return True
    return False


def _is_criterion(node: object) -> bool:
    return isinstance(node, Mapping) and "kind" in node
