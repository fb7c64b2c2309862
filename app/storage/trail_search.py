"""Lines of the audit trail that hold what somebody looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, or_, type_coerce
from sqlalchemy import String as Text

from app.storage import trail_names
from app.storage.schema import audit, metadata, subject, visit
from app.storage.types import Exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.trail import Sought

_NAMES = frozenset(column.name for table in metadata.tables.values() for column in table.columns)
_MEASURED = tuple(
    sorted(
        {column.name for table in metadata.tables.values() for column in table.columns
         if isinstance(column.type, Exact)}
        | {"entered_value", "study_day", "grade"}
    )
)  # fmt: skip
_ESCAPE = "\\"


def matching(words: Iterable[Sought], *, closed: frozenset[str] = frozenset()) -> ColumnElement[bool]:
    """Whether a line, with what it is about, holds every one of some words. What rows of `closed` tables hold
    is not looked at: to find it would be to read it."""
    return and_(True, *(_holds(word, closed) for word in words))


def _holds(word: Sought, closed: frozenset[str]) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = []
    for column, codes in (
        (audit.c.action, word.actions),
        (audit.c.table_name, word.tables),
        (audit.c.field, word.fields),
        (audit.c.reason_code, word.reasons),
        (audit.c.user_name, word.people),
        (visit.c.title, word.visits),
    ):
        if codes:
            found.append(column.in_(codes))
    if word.items:
        found.append(trail_names.item_is(word.items))
    if word.day:
        found.append(type_coerce(audit.c.at, Text).like(f"{word.day}%"))
    if word.text:
        found += [_written(column, word.text) for column in (audit.c.reason_text, subject.c.code)]
    stored = or_(False, *_in_values(word))
    return or_(*found, and_(audit.c.table_name.not_in(closed), stored) if closed else stored)


def _in_values(word: Sought) -> Iterator[ColumnElement[bool]]:
    """Whether what was or is holds a word."""
    for code in word.codes:
        yield from (audit.c.old == code, audit.c.new == code, _new(f':"{code}"'), _new(f':\\"{code}\\"'))
    for plain in filter(None, (word.day, word.number)):
        yield from (audit.c.old == plain, audit.c.new == plain)
    if word.day:
        yield _new(word.day)
    if word.number:
        yield from (_new(f'"{name}":"{word.number}"') for name in _MEASURED)
    elif word.text and not any(word.text.casefold() in name for name in _NAMES):
        # Else every new row would hold the name of its field.
        yield from (_written(column, word.text) for column in (audit.c.old, audit.c.new))


def _new(part: str) -> ColumnElement[bool]:
    return audit.c.new.like(f"%{_plain(part)}%", escape=_ESCAPE)


def _written(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return column.ilike(f"%{_plain(text)}%", escape=_ESCAPE)


def _plain(text: str) -> str:
    """A text in which nothing stands for anything else."""
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text
