"""What a check of the audit trail finds, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from app.domain.values import dataclass

HEAD_FIGURES = 16


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is not as it was written. `kind` is a code, `first` and `last` the rows of the trail
    that it concerns; `about` names table, row_id and field of data that differ from the trail."""

    kind: str
    first: int = 0
    last: int = 0
    about: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sought:
    """A word that lines are looked for by. Of what it may name: actions, tables, fields, what names a row,
    reasons, people and visits by their codes; `codes` that stand in values, `number` and `day` (ISO) as they
    are stored there; `text` what may stand in anything that was written."""

    text: str = ""
    actions: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    number: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class KnownHead:
    """A head of the trail that is known from elsewhere. `source` names the backup or paper; `hash` may be its
    first figures only. `verdict`: same, shorter (the trail has fewer rows now), differs, unreached (behind
    a fault of the trail itself), or left_behind (set aside by a restore that the trail tells of)."""

    source: str
    rows: int
    hash: str
    verdict: str = ""

    @property
    def explained(self) -> bool:
        """Whether the trail agrees with it, or tells why not."""
        return self.verdict in {"same", "left_behind"}


@dataclass(frozen=True, slots=True)
class TrailReport:
    """What a check found. `vouched`: whether the head that administrators vouched for carries their mark,
    None for who cannot tell; `vouched_rows` its rows, 0 without one."""

    found: tuple[Found, ...]
    pages: tuple[str, ...]  # what SQLCipher and SQLite report of the file itself
    rows: int
    head: str
    seals: int
    vouched: bool | None
    vouched_rows: int
    heads: tuple[KnownHead, ...]

    @property
    def faults(self) -> int:
        """How many things are not as they were written."""
        return len(self.found) + len(self.pages) + sum(not head.explained for head in self.heads)

    @property
    def whole(self) -> bool:
        """Whether nothing was found, anywhere."""
        return self.faults == 0

    @property
    def short_head(self) -> str:
        """The end of the trail as documents print it: 12345-0C3F9A2177B0D4E1."""
        return shown_head(self.rows, self.head)


def shown_head(rows: int, digest: str) -> str:
    """A head as documents print it: the number of rows and the first figures of the last row's hash."""
    return f"{rows}-{digest[:HEAD_FIGURES].upper()}"
