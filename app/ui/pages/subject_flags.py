"""The flags of a line of the list in words, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.critical import is_critical
from app.services.contracts.subjects import days_late
from app.ui import words

if TYPE_CHECKING:
    from datetime import date

    from app.i18n import Texts
    from app.services.subjects import SubjectRow, Waits


def critical(row: SubjectRow) -> bool:
    """Whether the newest platelets of who takes part still are so low that somebody should know."""
    return row.state == "enrolled" and row.plt is not None and is_critical("PLT", row.plt)


def flags_text(
    row: SubjectRow, texts: Texts, *, day: date, waits: Waits | None = None, short: bool = True
) -> str:
    """All flags on a day; `short` for the cell, else whole for who asks."""
    said = list(words.flags(texts, row.flags, short=short))
    if row.ended and row.ended_on is not None:
        from app.i18n.endings import said_text, short_text  # of few rows, so not for the start

        said.insert(0, short_text(row.ended, texts) if short else said_text(row.ended, row.ended_on, texts))
    if critical(row) and row.plt is not None:
        said.insert(0, texts("subjects.critical", value=texts.number(row.plt, 0)))
    if (days := days_late(row, on=day)) > 0:
        said.append(texts("subjects.days_late", days=days))
    if row.next_agreed is not None:
        said.append(words.rescheduled(texts, row))
    if row.queries:
        said.append(texts("control.queries", count=row.queries))
    if waits is None:
        return texts.listed(said)
    from app.i18n.waits import waiting_text  # behind the first paint

    waiting = waiting_text(waits, texts, today=day, short=short)
    if short:
        return texts.listed((*said, *waiting))
    return texts.clauses((*((texts.listed(said),) if said else ()), *waiting))
