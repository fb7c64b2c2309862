"""The verdicts that a subject has had, as lines of words. No Qt."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.i18n.causes import cause_text
from app.i18n.headlines import turned_headline
from app.services import overrides
from app.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from app.i18n import Texts
    from app.services.assessments import AssessmentRow
    from app.services.contracts.assessments import Override
    from app.services.turning import Turn


@dataclass(frozen=True, slots=True)
class PastLine:
    """One stored verdict. `struck`: another one took its place; the line stays.

    `telling`: it tells more than that nothing changed.
    """

    day: date
    when: str
    status: str
    why: str
    struck: bool
    signed: bool = False  # by a person in place of the automatic one
    telling: bool = True


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A day that can be chosen: an assessed one."""

    day: date
    text: str
    visit_id: int | None


def lines(
    history: Iterable[AssessmentRow], texts: Texts, *, turns: Mapping[date, Turn] | None = None
) -> tuple[PastLine, ...]:
    """Newest day first; on one day the standing verdict before the superseded ones.

    `turns`: the verdicts that changed the status, each with the one before, from which is said why.
    """
    ordered = sorted(
        history, key=lambda row: (row.day, row.superseded_at is None, row.computed_at), reverse=True
    )
    standing = [row for row in ordered if row.superseded_at is None]
    same = {row.id for row, before in pairwise(standing) if row.status == before.status}
    return tuple(
        line
        for row in ordered
        for line in (
            *_signed(row, texts),
            _line(row, texts, turn=(turns or {}).get(row.day), same=row.id in same),
        )
    )


def days(history: Iterable[AssessmentRow], texts: Texts) -> tuple[DayChoice, ...]:
    """The assessed days, newest first, one line a day."""
    seen: dict[date, DayChoice] = {}
    for row in sorted(history, key=lambda row: (row.day, row.id), reverse=True):
        if row.superseded_at is None and row.day not in seen:
            text = texts("response.day", date=texts.date(row.day), study_day=texts.study_day(row.study_day))
            seen[row.day] = DayChoice(row.day, text, row.visit_id)
    return tuple(seen.values())


def _line(row: AssessmentRow, texts: Texts, *, turn: Turn | None, same: bool) -> PastLine:
    parts = list(words.flags(texts, row.flags))
    if row.cause is not None:
        parts.insert(0, cause_text(row.cause, row.status, texts, on=row.day))
    elif turn is not None and row.superseded_at is None and turn[1].status == row.status:
        parts.insert(0, turned_headline(turn[1], texts, before=turn[0]).rstrip(".。"))
    elif row.why != "first":
        parts.append(texts(f"response.why.{row.why}") if texts.has(f"response.why.{row.why}") else row.why)
    if row.superseded_at is not None:
        parts.append(texts("response.superseded", moment=texts.moment(row.superseded_at.astimezone())))
    if not row.official:
        parts.append(texts("response.unofficial"))
    return PastLine(
        day=row.day,
        when=texts("response.day", date=texts.short_date(row.day), study_day=texts.study_day(row.study_day)),
        status=row.status,
        why=texts.clauses(parts),
        struck=row.superseded_at is not None or row.override is not None,
        telling=not same or row.cause is not None or row.override is not None,
    )


def _signed(row: AssessmentRow, texts: Texts) -> tuple[PastLine, ...]:
    """What was signed for in place of a standing verdict, newest first; undone ones struck through."""
    when = texts("response.day", date=texts.short_date(row.day), study_day=texts.study_day(row.study_day))
    return tuple(
        PastLine(
            row.day, when, each.status, override_words(each, row, texts), each.undone_at is not None, True
        )
        for each in reversed(row.overrides)
    )


def override_words(signed: Override, row: AssessmentRow, texts: Texts) -> str:
    """By whom, when and why; whether it was made on other data, or undone."""
    if signed.undone_at is not None:
        return texts(
            "response.override.undone",
            name=signed.name,
            date=texts.date(signed.at.astimezone().date()),
            status=signed.status,
            who=signed.undone_by,
            reason=signed.undo_text.rstrip("."),
        )
    said = overrides.words(signed, texts)
    if not signed.other_data:
        return said
    return texts.sentences((said, texts("response.override.on_other_data", now=row.status)))
