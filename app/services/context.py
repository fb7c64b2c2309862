"""What every action needs: the open study, who acts, the time, and the protocol templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.services.errors import ServiceError
from app.services.last_read import LastRead

if TYPE_CHECKING:
    from app.services.protocols import Library
    from app.storage.database import Database
    from app.storage.unlocked import Unlocked

__all__ = ["Changes", "Context", "News", "ServiceError", "Study", "User", "now"]


def now() -> datetime:
    """The present moment with the offset of this computer's time zone."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class User:
    """Who is signed in. `role`: coordinator, investigator, monitor or administrator."""

    id: int
    user_name: str
    display_name: str
    role: str

    @property
    def shown_name(self) -> str:
        """How the user is called beside what was done."""
        return self.display_name or self.user_name


@dataclass(frozen=True, slots=True)
class Study:
    """The study of the open file. `code_pattern` proposes subject codes: "TJ-###"."""

    name: str
    site: str
    code_pattern: str


@dataclass(frozen=True, slots=True)
class News:
    """Something that was met while the study was opened or is open; `opening.<code>` says it."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def _unheard(_news: News) -> None:
    """Nobody listens: a verb of the terminal, a test."""


@dataclass(frozen=True, slots=True)
class Context:
    """Passed to each service function; a test can hold two.

    `read_only` is the code of why nothing can be written, "" when all can. `warn` is called, in the thread
    of the action, with what a person must know although the action was done.
    """

    db: Database
    user: User
    study: Study
    library: Library
    clock: Callable[[], datetime] = field(default=now)
    unlocked: Unlocked | None = field(default=None, repr=False, compare=False)
    read_only: str = ""
    news: tuple[News, ...] = ()
    warn: Callable[[News], None] = field(default=_unheard, repr=False, compare=False)
    last_read: LastRead = field(default_factory=LastRead, repr=False, compare=False)

    def today(self) -> date:
        """The local calendar day."""
        return self.clock().date()


@dataclass(frozen=True, slots=True)
class Changes:
    """What an action has changed, by id: each open page decides whether it must read again."""

    subjects: frozenset[int] = frozenset()
    visits: frozenset[int] = frozenset()
    assessments: frozenset[int] = frozenset()
    study: bool = False
