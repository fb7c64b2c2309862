"""What a restore would change: rows of the audit trail after the point where both files still agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.services.backup_rows import row_of
from app.services.contracts.backups import HERE, SECOND, Difference, LostLine
from app.storage import audit_changes, sqlite
from app.storage.backups import shelf
from app.storage.database import Database
from app.storage.faults import StorageError

if TYPE_CHECKING:
    from app.services.context import Context
    from app.storage.rows import Connection

LISTED = 200
KINDS: Mapping[str, tuple[str, ...]] = {
    "subjects": ("subject",),
    "visits": ("visit",),
    "values": ("count_value", "transfusion", "medication", "infusion", "event", "marrow"),
    "changed": ("changed",),
    "audit": ("audit",),
}


def difference(context: Context, kept: shelf.Kept, key: bytes) -> Difference:
    """Compare the open study with a backup whose key is known. Raises StorageError."""
    place = HERE if kept.path.parent == shelf.folder_of(context.db.path) else SECOND
    unlocked = context.unlocked
    other_key = unlocked is None or key != unlocked.database_key
    old = Database(kept.path, sqlite.engine(kept.path, key, mode=sqlite.AT_REST))
    try:
        with old.read() as theirs:
            try:
                with context.db.read() as ours:
                    common = _common(ours, theirs)
                    lost, gained = _counts(ours, common), _counts(theirs, common)
                    lines = _lines(ours, common)
                    all_lost = audit_changes.count_after(ours, common)
            except StorageError as fault:
                if fault.code not in ("study_damaged", "disk_failed"):
                    raise
                return Difference(row_of(kept, place), {}, {}, (), 0, readable=False, other_key=other_key)
    finally:
        old.engine.dispose()
    return Difference(row_of(kept, place), lost, gained, lines, all_lost - len(lines), other_key=other_key)


def _common(ours: Connection, theirs: Connection) -> int:
    """The last row of the trail that both have alike: the hashes are chained, so halving finds it."""
    low, high = 0, min(audit_changes.newest(ours), audit_changes.newest(theirs))
    while low < high:
        middle = (low + high + 1) // 2
        if audit_changes.hash_of(ours, middle) == audit_changes.hash_of(theirs, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _counts(connection: Connection, common: int) -> dict[str, int]:
    found = audit_changes.counts_after(connection, common)
    return {kind: sum(found.get(table, 0) for table in tables) for kind, tables in KINDS.items()}


def _lines(connection: Connection, common: int) -> tuple[LostLine, ...]:
    rows = audit_changes.lines_after(connection, common, most=LISTED)
    return tuple(
        LostLine(row.at, row.user_name, row.action, row.table_name, row.code or "", row.field) for row in rows
    )
