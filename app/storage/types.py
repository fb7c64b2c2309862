"""Column types that keep what was given exactly: decimals, moments with their offset, lists and mappings."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Dialect


class Exact(TypeDecorator[Decimal]):
    """A decimal as text: 0.20 stays 0.20, which a binary float or NUMERIC on SQLite would not keep."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Text of a decimal."""
        return None if value is None else format(value, "f")

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        """Decimal of a text."""
        return _decimal


class Moment(TypeDecorator[datetime]):
    """A moment with its offset from UTC, as ISO 8601 text. Rows are ordered by id, never by this text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """ISO text; a moment without offset is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs its offset from UTC")
        return value.isoformat(timespec="milliseconds")

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Aware datetime."""
        return _moment


class Json(TypeDecorator[Any]):
    """A list or mapping of plain values as canonical JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        """Canonical JSON."""
        return None if value is None else canonical(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """The value; an empty text counts as none."""
        return _value


# Handed to the library as they are: its own wrapper around each value takes longer than what it wraps, and a
# course has a thousand of them.


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _value(text: str | None) -> Any:
    if text is None:
        return None
    known = _decoded(text)
    return list(known) if isinstance(known, tuple) else json.loads(text)


@lru_cache(maxsize=4096)
def _decoded(text: str) -> tuple[Any, ...] | None:
    """The items of a plain list, kept since the same few lists come with every visit; else None."""
    value = json.loads(text)
    plain = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return tuple(value) if plain else None


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: one value, one text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
