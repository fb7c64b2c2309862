"""What a sign-off of a visit covers, as one hash: the data as entered, and the verdict where it is signed.

The content has its own format number: fields that later versions add join only where they say something, so
that an upgrade never makes a signature void.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from app.services.visit_changes import LOG_FIELDS, VISIT_FIELDS
from app.storage.audit import plain
from app.storage.types import canonical

if TYPE_CHECKING:
    from datetime import date

    from app.domain.evidence import Verdict
    from app.storage.courses import Whole
    from app.storage.rows import Row

FORMAT = 1
_VALUE = (
    *("analyte", "value", "unit", "bound", "entered_value", "entered_unit", "missing", "missing_note"),
    *("entered_range", "low", "high"),
)
_VERDICT = ("status", "flags", "lineage", "missing")


def data_digest(rows: Whole, visit: Row) -> str:
    """SHA-256, 64 hex figures, of a visit: its own fields, its values, the logs that it entered."""
    return _digest(_data(rows, visit))


def signed_digest(rows: Whole, visit: Row, verdict: Row | Verdict | None) -> str:
    """The same with the verdict of its day and the rules that gave it."""
    said = {name: _listed(getattr(verdict, name)) for name in _VERDICT} if verdict is not None else None
    return _digest({"data": _data(rows, visit), "verdict": said, "rules": rows.subject.sha256})


def _data(rows: Whole, visit: Row) -> dict[str, object]:
    values = [row for row in rows.counts if row.visit_id == visit.id]
    return {
        "format": FORMAT,
        "subject": rows.subject.code,
        "visit": _fields(visit, ("plan_id", "title", "actual", *VISIT_FIELDS)),
        "values": [_fields(row, _VALUE) for row in sorted(values, key=lambda row: row.analyte)],
        "logs": {
            name: [
                _logged(row, fields, visit.actual)
                for row in sorted(rows.logs[name], key=lambda row: row.id)
                if row.visit_id == visit.id
            ]
            for name, fields in LOG_FIELDS.items()
        },
    }


def _logged(row: Row, fields: tuple[str, ...], day: date) -> dict[str, str | None]:
    """A row of a log. A course that a later visit stops was going on at this one: no change of this visit.

    So was an event of which a later visit says what became of it.
    """
    told = _fields(row, fields)
    if "until" in fields and (row.until is None or row.until > day):
        for name in ("until", "until_known", "outcome"):
            told.pop(name, None)
    stop = getattr(row, "stop", None)
    if stop is not None and stop > day:
        told.pop("stop")
    return told


def _fields(row: Row, names: tuple[str, ...]) -> dict[str, str | None]:
    """What the fields say; empty ones are left out."""
    told = {name: plain(getattr(row, name)) for name in names}
    return {name: value for name, value in told.items() if value not in (None, "", "false")}


def _listed(value: Any) -> object:
    if isinstance(value, tuple | list | frozenset):
        return [str(each) for each in value]
    return {str(key): each for key, each in value.items()} if hasattr(value, "items") else str(value)


def _digest(content: object) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()
