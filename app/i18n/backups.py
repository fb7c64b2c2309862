"""Backups in words: a line of the list, what a restore would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.domain.trail import shown_head

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from app.i18n.texts import Texts

_MEGABYTE = 1_000_000
KINDS = ("subjects", "visits", "values", "changed", "audit")


def why_none(texts: Texts, code: str, **params: object) -> str:
    """Why no backup was made, by the code alone where nothing more was kept (told at the next start)."""
    codes = [f"backups.why_{code}", f"errors.{code}"]
    if params:
        codes.reverse()
    return next((texts(each, **params) for each in codes if texts.has(each)), code.replace("_", " "))


class Shown(Protocol):
    """What is said of a backup."""

    @property
    def path(self) -> Path: ...
    @property
    def place(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def why(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def rows(self) -> int: ...
    @property
    def head(self) -> str: ...
    @property
    def whole(self) -> bool: ...


class Differing(Protocol):
    """What a restore would change, by kind."""

    @property
    def lost(self) -> Mapping[str, int]: ...
    @property
    def gained(self) -> Mapping[str, int]: ...
    @property
    def readable(self) -> bool: ...


class Lost(Protocol):
    """A line of the trail that would be lost."""

    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def table(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def field(self) -> str: ...


def size(texts: Texts, number: int) -> str:
    """1.4 MB, 320 KB."""
    if number >= _MEGABYTE:
        return texts("backups.megabytes", n=texts.figures(f"{number / _MEGABYTE:.1f}"))
    return texts("backups.kilobytes", n=max(1, round(number / 1000)))


def checked(texts: Texts, row: Shown) -> str:
    """Whether the copy is what was checked after writing."""
    return texts("backups.checked_whole" if row.whole else "backups.checked_changed")


def line(texts: Texts, row: Shown) -> str:
    """A backup on one line, for the terminal."""
    parts = (
        texts.moment(row.made_at.astimezone()),
        texts(f"backups.why_{row.why}"),
        size(texts, row.size),
        texts(f"backups.place_{row.place}"),
        checked(texts, row),
        shown_head(row.rows, row.head),
        str(row.path),
    )
    return "\t".join(parts)


def counts(texts: Texts, found: Differing) -> str:
    """What would be lost and what would come back, by counts."""
    if not found.readable:
        return texts("backups.not_comparable")
    said = [texts("backups.would_lose", what=_list(texts, found.lost)) if any(found.lost.values()) else ""]
    if any(found.gained.values()):
        said.append(texts("backups.would_gain", what=_list(texts, found.gained)))
    return " ".join(part for part in said if part) or texts("backups.same")


def lost_line(texts: Texts, lost: Lost) -> str:
    """18 Nov 2026 09:41 · mei · TJ-002 · added: visit."""
    what = texts(f"backups.table_{lost.table}") if texts.has(f"backups.table_{lost.table}") else lost.table
    did = texts(f"backups.did_{lost.action}", what=what)
    parts = (texts.moment(lost.at.astimezone()), lost.who, lost.subject, did)
    return " · ".join(part for part in parts if part)


def _list(texts: Texts, numbers: Mapping[str, int]) -> str:
    return texts.listed(
        texts(f"backups.n_{kind}_one" if numbers[kind] == 1 else f"backups.n_{kind}", n=numbers[kind])
        for kind in KINDS
        if numbers.get(kind)
    )
