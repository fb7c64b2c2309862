"""The flags of a line of the list in words, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.critical import is_critical
from app.services.contracts.subjects import days_late
from app.ui import fonts, words
from app.ui.pages.subjects.pages import PAGE
from app.ui.widgets.cells import ICON, ICON_GAP, PADDING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.i18n import Texts
    from app.services.subjects import SubjectRow, Waits

_CRITICAL = {"PLT": "subjects.critical", "HB": "subjects.critical_hb"}
MOST_KEPT = 10 * PAGE  # texts that are kept from rows to rows


def critical(row: SubjectRow, waits: Waits | None = None) -> bool:
    """Whether somebody should know of a value: the newest platelets of who takes part still, or what the
    home page names of anybody."""
    return bool(_critical_values(row, waits))


def _critical_values(row: SubjectRow, waits: Waits | None) -> dict[str, Decimal]:
    named = dict(waits.critical) if waits is not None else {}
    if row.state == "enrolled" and row.plt is not None and is_critical("PLT", row.plt):
        named["PLT"] = row.plt
    return named


def flags_said(
    row: SubjectRow, texts: Texts, *, day: date, waits: Waits | None = None, short: bool = True
) -> tuple[str, ...]:
    """All flags on a day: what is critical, what is late, then the others; `short` for the cell."""
    said = []
    for code, value in sorted(_critical_values(row, waits).items(), reverse=True):
        said.append(texts(_CRITICAL[code], value=texts.number(value, 0)))
    if (days := days_late(row, on=day)) > 0:
        said.append(texts("subjects.days_late", days=days))
    if row.ended and row.ended_on is not None:
        from app.i18n.endings import said_text, short_text  # of few rows, so not for the start

        said.append(short_text(row.ended, texts) if short else said_text(row.ended, row.ended_on, texts))
    said.extend(words.flags(texts, row.flags, short=short))
    if row.next_agreed is not None:
        said.append(words.rescheduled(texts, row))
    if row.queries:
        said.append(texts("control.queries", count=row.queries))
    if waits is None or not short:
        return tuple(said)
    from app.i18n.waits import waiting_text  # behind the first paint

    return (*said, *waiting_text(waits, texts, today=day, short=True))


def flags_whole(row: SubjectRow, texts: Texts, *, day: date, waits: Waits | None = None) -> str:
    """All flags on a day, whole for who asks."""
    said = flags_said(row, texts, day=day, waits=waits, short=False)
    if waits is None:
        return texts.listed(said)
    from app.i18n.waits import waiting_text

    waiting = waiting_text(waits, texts, today=day, short=False)
    return texts.clauses((*((texts.listed(said),) if said else ()), *waiting))


class Flags:
    """The flags of the lines in few words, and of those what one line of the cell has room for.

    Kept from rows to rows: each key that is typed into the search brings the same rows again, and all of
    them are measured.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._said: dict[int, tuple[tuple[SubjectRow, Waits | None, date], tuple[str, ...]]] = {}
        self._lines: dict[tuple[tuple[str, ...], bool], str] = {}
        self._room: tuple[int, float] = (0, 0.0)

    def trim(self) -> None:
        """Forget the texts where there are many."""
        if len(self._said) > MOST_KEPT:
            self._said.clear()
        if len(self._lines) > MOST_KEPT:
            self._lines.clear()

    def fit(self, width: int) -> bool:
        """Take the width of the column; whether other lines fit it than before."""
        room = (width, fonts.in_use())
        if room == self._room:
            return False
        self._room = room
        self._lines.clear()
        return True

    def said(self, row: SubjectRow, waits: Waits | None, day: date) -> tuple[str, ...]:
        """All of them, the most urgent first."""
        known, shown = self._said.get(row.id), (row, waits, day)
        if known is None or known[0] != shown:
            said = flags_said(row, self._texts, day=day, waits=waits)
            self._said[row.id] = known = shown, said
        return known[1]

    def line(self, said: tuple[str, ...], *, marked: bool) -> str:
        """As many as one line holds, each whole, and how many more there are; `marked` behind the sign."""
        if len(said) < 2 or not self._room[0]:
            return self._texts.listed(said)
        key = (said, marked)
        if key not in self._lines:
            self._lines[key] = self._fitted(said, marked=marked)
        return self._lines[key]

    def _fitted(self, said: tuple[str, ...], *, marked: bool) -> str:
        room = self._room[0] - 2 * PADDING - (fonts.scaled(ICON) + ICON_GAP if marked else 0)
        lines = (
            self._texts.listed(said[:count]) + (f" +{len(said) - count}" if count < len(said) else "")
            for count in range(len(said), 0, -1)
        )
        line = next(lines)
        while fonts.advance(line, 10, bold=marked) > room and (fewer := next(lines, "")):
            line = fewer
        return line
