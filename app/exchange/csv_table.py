"""A table as CSV that a spreadsheet opens as it is meant: the signs of its language, no formula in a cell."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for the beginning of a formula
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, point: str) -> bytes:
    """The bytes of a file, in UTF-8 with the mark by which Excel knows it; `point`: of the decimals.

    Where that is a comma, a semicolon stands between the cells, as spreadsheets of such a language read them.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";" if point == "," else ",", lineterminator="\r\n")
    for row in (heads, *rows):
        writer.writerow([_harmless(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """The cell as text where it would be calculated (OWASP, CSV injection); numbers stay numbers."""
    return f"'{cell}" if cell.startswith(_RISKY) and not _NUMBER.fullmatch(cell) else cell
