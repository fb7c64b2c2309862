"""Days between two dates as a query counts them: each kind of database has its own words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler


class days_between(FunctionElement[int]):  # noqa: N801 - stands in a query as func.coalesce does
    """How many days the second of two dates lies behind the first."""

    type = Integer()
    name = "days_between"
    inherit_cache = True


@compiles(days_between)
def _subtracted(element: days_between, compiler: SQLCompiler, **how: Any) -> str:
    first, last = element.clauses
    return f"({compiler.process(last, **how)} - {compiler.process(first, **how)})"


@compiles(days_between, "sqlite")
def _by_julian_days(element: days_between, compiler: SQLCompiler, **how: Any) -> str:
    first, last = (f"julianday({compiler.process(each, **how)})" for each in element.clauses)
    return f"CAST(round({last} - {first}) AS INTEGER)"
