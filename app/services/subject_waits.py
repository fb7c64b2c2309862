"""What waits for somebody, by subject: the findings of the home page, for the lines of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services import today_groups
from app.services.contracts.consents import Due
from app.services.contracts.today import (
    CONSENT,
    CRITICAL,
    EVERY_LINE,
    GAP,
    MISSING,
    TO_SIGN,
    TO_VERIFY,
    VALUE,
    VERIFY,
    TodayQuery,
)
from app.services.contracts.waits import Lack, Waits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from app.services.contracts.today import Line
    from app.storage.rows import Connection

_NAMED = 1000  # of more subjects all are looked at, not those that are named


def found(connection: Connection, subject_ids: tuple[int, ...], *, day: date) -> dict[int, Waits]:
    """What the home page says of these subjects on a day; a subject of which it says nothing is left out."""
    if not subject_ids:
        return {}
    named = subject_ids if len(subject_ids) <= _NAMED else ()
    query = TodayQuery(subjects=named, limit=EVERY_LINE)
    lines: dict[int, list[Line]] = {}
    for group in today_groups.groups(connection, (CRITICAL, MISSING, CONSENT, VERIFY), day=day, query=query):
        for line in group.lines:
            lines.setdefault(line.subject_id, []).append(line)
    return {subject_id: _waits(those) for subject_id, those in lines.items()}


def _waits(lines: list[Line]) -> Waits:
    kinds = [line.kind for line in lines]
    gap = next((line for line in lines if line.kind == GAP), None)
    asked = next((line for line in lines if line.kind == CONSENT), None)
    return Waits(
        kinds.count(TO_VERIFY),
        kinds.count(TO_SIGN),
        _lack(gap) if gap is not None else None,
        _due(asked) if asked is not None else None,
        tuple(_value(line) for line in lines if line.kind == VALUE),
    )


def _value(line: Line) -> tuple[str, Decimal]:
    about: Mapping[str, Any] = line.about
    return about["analyte"], about["value"]


def _due(line: Line) -> Due:
    about: Mapping[str, Any] = line.about
    return Due(about["form"], about["since"], about["signed"], about["signed_on"])


def _lack(gap: Line) -> Lack:
    about: Mapping[str, Any] = gap.about
    made = bool(about.get("made"))
    return Lack(gap.title, gap.day, gap.last, about["names"], about["rule"], made)
