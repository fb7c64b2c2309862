"""People and protocol versions of the audit trail by name, where the stored line has a code or a number."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from app.storage import accounts, trail_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.storage.rows import Connection

_VERSION = "template_id"  # of a subject: the number of the row that holds its protocol version


def people(connection: Connection) -> Mapping[str, str]:
    """Everybody by the name that they sign in by; that one stands behind a name which two people share."""
    rows = accounts.every_user(connection)
    shared = Counter(row.display_name for row in rows)
    return {
        row.user_name: (
            row.display_name
            if row.display_name and shared[row.display_name] == 1
            else f"{row.display_name} ({row.user_name})".strip()
        )
        for row in rows
    }


def protocols(connection: Connection) -> Mapping[str, str]:
    """The protocol versions by the number of their row: saa_atg 1.0."""
    return trail_names.protocols(connection)


def named(row: Any, versions: Mapping[str, str]) -> tuple[str | None, str | None]:
    """What a line says that a field was and is, with protocol versions by name."""
    if row.table_name == "template" or (row.action == "update" and row.field != _VERSION):
        return row.old, row.new
    if row.action == "update":
        return versions.get(row.old or "", row.old), versions.get(row.new or "", row.new)
    return row.old, _named(row.new, versions)


def _named(new: str | None, versions: Mapping[str, str]) -> str | None:
    """A new row with the version that it names; as it is stored where it names none."""
    if not new or f'"{_VERSION}"' not in new:
        return new
    try:
        content = json.loads(new)
    except ValueError:
        return new
    content[_VERSION] = versions.get(str(content.get(_VERSION)), content.get(_VERSION))
    return json.dumps(content, ensure_ascii=False)
