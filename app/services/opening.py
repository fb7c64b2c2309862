"""What is met on the way into a study file: a disk that takes nothing, a clock that was set back."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.context import News
from app.storage import sqlite
from app.storage.database import Database
from app.storage.faults import StorageError
from app.storage.types import canonical

if TYPE_CHECKING:
    from datetime import datetime

    from app.storage.audit import Actor
    from app.storage.unlocked import Unlocked
    from app.storage.upgrade import State

# With these, reading is still possible: the study opens for reading only.
READING_ONLY = frozenset({"disk_full", "study_read_only", "disk_failed"})
# Opening a file for writing on a disk that takes nothing fails in these words, too: no log can be made.
_NOT_FOR_WRITING = READING_ONLY | {"study_missing"}
_log = logging.getLogger(__name__)


def opened(db: Database, unlocked: Unlocked) -> tuple[Database, str]:
    """A database that can be read, and why it cannot be written, "" when it can. Raises StorageError."""
    try:
        with db.read():
            return db, ""
    except StorageError as fault:
        if fault.code not in _NOT_FOR_WRITING or not db.path.is_file():
            raise
        why = fault.code if fault.code in READING_ONLY else "study_read_only"
        return for_reading(db, unlocked), why


def for_reading(db: Database, unlocked: Unlocked) -> Database:
    """The same file, never written to. Raises StorageError when it cannot even be read."""
    db.engine.dispose()
    log = db.path.with_name(db.path.name + "-wal")
    at_rest = not log.exists() or not log.stat().st_size
    for mode in ("ro", sqlite.AT_REST) if at_rest else ("ro",):
        reading = replace(db, engine=sqlite.engine(db.path, unlocked.holder, mode=mode))
        try:
            with reading.read():
                _log.info("study file opened for reading only")
                return reading
        except StorageError as fault:
            reading.engine.dispose()
            if fault.code not in _NOT_FOR_WRITING:
                raise
    raise StorageError("study_read_only")


def told_in_audit(
    db: Database,
    actor: Actor,
    *,
    at: datetime,
    action: str,
    tries: int,
    upgraded: tuple[State, State] | None = None,
) -> tuple[News, ...]:
    """Write the sign-in into the audit, and beside it that the file was upgraded (with the rows of each table
    before and after). Raises StorageError.

    A clock that was set back is marked by the trail itself, and told."""
    with db.change(actor, at=at) as change:
        change.note(action, field="failed_tries_before", new=str(tries))
        if upgraded is not None:
            was, now = (canonical(state.plain()) for state in upgraded)
            change.note("upgraded", field="schema", old=was, new=now)
    reached = change.set_back_from
    return () if reached is None else (News("clock_set_back", {"newest": reached, "now": at}),)
