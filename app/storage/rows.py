"""The names by which services speak of a connection and of rows, without knowing the library behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Row as AnyRow

Row = AnyRow[Any]
Rows = Sequence[Row]

__all__ = ["Connection", "Row", "Rows"]
