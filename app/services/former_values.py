"""What a corrected count said before its last correction, for the places that show the value."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from app.services import access
from app.services.contracts.subjects import Former
from app.services.transactions import reading
from app.storage import prints

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.services.context import Context
    from app.services.contracts.subjects import CountRow

_FIELDS = ("entered_value", "entered_unit", "missing")


def of_counts(context: Context, counts: Iterable[CountRow]) -> Mapping[int, Former]:
    """By the id of the row; nothing is asked where nothing was corrected."""
    changed = {row.id: row for row in counts if row.changed}
    if not changed or not access.may(context, "audit.read"):
        return {}
    with reading(context) as connection:
        lines = prints.value_changes(connection, list(changed), fields=_FIELDS)
    found: dict[int, Former] = {}
    for (row_id, _at), made in groupby(lines, key=lambda line: (line.row_id, line.at)):
        row, was = changed[row_id], {line.field: line.old or "" for line in made}
        # A later correction goes over an earlier one; what it left alone is what stands there now.
        found[row_id] = Former(
            was.get("entered_value", row.entered_value),
            was.get("entered_unit", row.entered_unit),
            was.get("missing", row.missing),
            row.visit_id,
            row.analyte,
        )
    return found
