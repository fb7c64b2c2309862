"""A backup on the shelf as the list shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.contracts.backups import BackupRow

if TYPE_CHECKING:
    from app.storage.backups.shelf import Kept


def row_of(kept: Kept, place: str) -> BackupRow:
    """A backup as the list shows it."""
    made = kept.label
    return BackupRow(
        path=kept.path,
        place=place,
        made_at=made.made_at,
        why=made.why,
        size=made.size,
        rows=made.rows,
        head=made.head,
        whole=kept.whole,
    )
