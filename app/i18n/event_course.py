"""How an event goes on, in words for screen and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.domain.event_course import LASTING, OPEN
from app.i18n.partial_dates import day_text, iso_text

if TYPE_CHECKING:
    from datetime import date

    from app.i18n.texts import Texts


class Lasting(Protocol):
    """An event as it is stored."""

    @property
    def type(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def until(self) -> date | None: ...
    @property
    def until_known(self) -> str: ...
    @property
    def diagnosed(self) -> date | None: ...
    @property
    def diagnosed_known(self) -> str: ...


def outcome_text(outcome: str, texts: Texts) -> str:
    """Recovered; "" where nothing was stated."""
    return texts(f"events.outcome_{outcome}") if outcome else ""


def end_text(row: Lasting, texts: Texts, *, iso: bool = False) -> str:
    """Its last day, "ongoing" where its outcome says so; "" where nothing is known of its end."""
    if row.until is not None or row.until_known:
        return _day(row.until, row.until_known, texts, iso=iso)
    return texts("events.ongoing") if row.type in LASTING and row.outcome in OPEN else ""


def diagnosed_text(row: Lasting, texts: Texts, *, iso: bool = False) -> str:
    """Diagnosed 12 Oct 2026; "" where no such day is stated."""
    if row.diagnosed is None:
        return ""
    return texts("events.diagnosed", day=_day(row.diagnosed, row.diagnosed_known, texts, iso=iso))


def course_text(row: Lasting, texts: Texts, *, iso: bool = False) -> str:
    """Diagnosed 12 Oct 2026; ended 18 Nov 2026; recovered. "" where nothing of it is stated."""
    ended = row.until is not None or row.until_known
    end = texts("events.ended", day=_day(row.until, row.until_known, texts, iso=iso)) if ended else ""
    parts = (diagnosed_text(row, texts, iso=iso), end, outcome_text(row.outcome, texts))
    return texts.clauses(part for part in parts if part)


def until_words(row: Lasting, texts: Texts) -> str:
    """A cell of a paper: 2026-11-18, recovered; ongoing; – where nothing is stated."""
    end = end_text(row, texts, iso=True)
    said = outcome_text(row.outcome, texts)
    if row.outcome in OPEN:  # its words say that it goes on
        end = ""
    return texts.spoken(part for part in (end, said) if part) or "–"


def _day(day: date | None, known: str, texts: Texts, *, iso: bool) -> str:
    if iso:
        return known if day is None else iso_text(day, known)
    return texts("common.day_unknown") if day is None else day_text(day, known, texts)
