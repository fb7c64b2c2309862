"""Widths of columns: as designed at the text size in use, more where a language needs more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from math import ceil

from PySide6.QtWidgets import QHeaderView, QTableView

from app.domain.values import dataclass
from app.ui import fonts
from app.ui.widgets.cells import PADDING, longest_piece


def head_width(header: QHeaderView, column: int) -> int:
    """What the words over a column need, the larger line of two."""
    words = str(header.model().headerData(column, header.orientation()) or "")
    return max(fonts.advance(line, 9, bold=True) for line in words.split("\n")) + 2 * PADDING + 2


def unbroken_width(text: str) -> int:
    """What a column needs that breaks a text into lines, but none of its words and no date."""
    return longest_piece(text) + 2 * PADDING + 2


def needed(table: QTableView, designed: Sequence[int], samples: Mapping[int, str] | None = None) -> list[int]:
    """The widths of all columns. `samples`: the longest text of a column that is never cut: a date."""
    least = {column: fonts.advance(text, 10) + 2 * PADDING + 2 for column, text in (samples or {}).items()}
    header = table.horizontalHeader()
    return [
        max(fonts.scaled(width), head_width(header, column), least.get(column, 0))
        for column, width in enumerate(designed)
    ]


@dataclass(frozen=True, slots=True)
class Way:
    """What one column does where not all have room. `least`: what it keeps at 100 per cent; 0: it hides."""

    key: str
    least: int = 0
    breaks: bool = False  # its words go on in another line; they are cut otherwise


def gives(key: str, least: int) -> Way:
    """The words of this column are cut, whole as their tooltip."""
    return Way(key, least)


def breaks(key: str, least: int) -> Way:
    """The words of this column go on in another line, and the row is higher."""
    return Way(key, least, breaks=True)


def hides(key: str) -> Way:
    """This column goes; the menu of the header says so."""
    return Way(key)


@dataclass(frozen=True, slots=True)
class Fit:
    """How columns share the room: pixels of each, 0 where it hides, and those whose words break."""

    widths: tuple[int, ...]
    broken: frozenset[str] = frozenset()


def shared(
    wanted: Mapping[str, int], ways: Sequence[Way], room: int, *, heads: Mapping[str, int] | None = None
) -> Fit:
    """The columns in the room that there is: one way after the other is taken until all fit.

    `wanted` holds pixels, 0 for a column that is not shown at all; `heads` what the word over a column needs.
    """
    keys = list(wanted)
    widths, giving, broken = list(wanted.values()), [], set[str]()
    fitted = widths
    for way in ways:
        if sum(fitted) <= room:
            break
        at = keys.index(way.key)
        if not way.least:
            widths[at] = 0
        elif widths[at]:
            giving.append((at, max(fonts.scaled(way.least), heads[way.key] if heads else 0)))
            if way.breaks:
                broken.add(way.key)
        fitted = _cut(widths, giving, room)
    return Fit(tuple(fitted), frozenset(broken))


def _cut(widths: Sequence[int], giving: Iterable[tuple[int, int]], room: int) -> list[int]:
    """`giving`: column and its least in pixels."""
    fitted = list(widths)
    for column, least in giving:
        short = max(0, sum(fitted) - room)
        fitted[column] = max(min(fitted[column], least), fitted[column] - short)
    return fitted


def filled(shown: Mapping[str, int], goals: Mapping[str, int], room: int) -> dict[str, int]:
    """Raise the columns that are shown towards their goals with the room that is left.

    Those that lack the least come first, so that as many as possible are whole.
    """
    raised, left = dict(shown), room - sum(shown.values())
    lacks = {key: goals.get(key, 0) - width for key, width in shown.items() if width}
    lacking = sorted((key for key, lack in lacks.items() if lack > 0), key=lambda key: lacks[key])
    for turn, key in enumerate(lacking):
        more = min(lacks[key], max(left, 0) // (len(lacking) - turn))
        raised[key], left = raised[key] + more, left - more
    return raised


def balanced(
    shown: Mapping[str, int], needs: Mapping[str, int], least: Mapping[str, int], *, lines: float
) -> dict[str, int]:
    """Share anew what the columns of `least` have, where the words of one go over more than so many lines.

    Those that lack room go over about as many each then; none goes below its least.
    """
    fair = dict(shown)
    sharing = {key: min(least[key], fair[key]) for key in least if 0 < fair[key] < needs.get(key, 0)}
    if not any(needs[key] > lines * fair[key] for key in sharing):
        return fair
    room = sum(fair[key] for key in sharing)
    while sharing:
        needed = sum(needs[key] for key in sharing)
        low = {key for key, floor in sharing.items() if room * needs[key] < floor * needed}
        fair |= {key: sharing[key] if low else room * needs[key] // needed for key in low or sharing}
        room -= sum(sharing[key] for key in low)
        sharing = {key: floor for key, floor in sharing.items() if low and key not in low}
    return fair


def pressed(shown: Mapping[str, int], least: Mapping[str, int], room: int) -> dict[str, int]:
    """The last resort: columns whose words break lose, each its share, down to `least`."""
    over = sum(shown.values()) - room
    spare = {key: shown[key] - least[key] for key in least if shown[key] > least[key]}
    if over <= 0 or not spare:
        return dict(shown)
    share = min(1.0, over / sum(spare.values()))
    return {key: width - ceil(spare.get(key, 0) * share) for key, width in shown.items()}


LONGEST = datetime(2028, 11, 30, 20, 58, tzinfo=UTC)


def fit(table: QTableView, designed: Sequence[int], samples: Mapping[int, str] | None = None) -> None:
    """Give a table the widths of its columns."""
    for column, width in enumerate(needed(table, designed, samples)):
        table.setColumnWidth(column, width)
