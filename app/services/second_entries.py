"""The second entry: counts that decide a response are typed again by a user who doesn't see the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.quantities import QuantityError, quantity
from app.services import access, reassessing, second_lines, subject_records
from app.services.context import Changes
from app.services.contracts.control import SecondLine
from app.services.errors import ServiceError
from app.services.transactions import changing, reading
from app.storage import controls, courses, schema

if TYPE_CHECKING:
    from app.domain.protocol.model import Template
    from app.services.context import Context
    from app.services.contracts.visits import Reason, ValueEntry
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row


def sheet(context: Context, visit_id: int) -> tuple[SecondLine, ...]:
    """The counts of a visit that are typed twice. The first entry stays hidden until the second stands.

    Raises ServiceError `visit_unknown`.
    """
    with reading(context) as connection:
        rows, visit, template = _read(connection, visit_id)
        lines = second_lines.lines(rows, visit, template, controls.second_values(connection, rows.subject.id))
    return tuple(
        SecondLine(line.analyte, "", "", second_lines.PENDING) if line.state == second_lines.PENDING else line
        for line in lines
    )


def record(context: Context, visit_id: int, entries: tuple[ValueEntry, ...]) -> Changes:
    """Store the second entry of a visit's counts.

    Raises ServiceError `not_allowed`, `second_entry_off`, `same_user` when the user has typed one of the
    first values, `second_entry_incomplete` (missing), `value_unreadable` (analyte, text).
    """
    access.require(context, "visits.second_entry")
    with changing(context) as change:
        connection = change.connection
        rows, visit, template = _read(connection, visit_id)
        if not controls.settings(connection).second_entry:
            raise ServiceError("second_entry_off")
        firsts = second_lines.firsts(rows, visit, template)
        writers = controls.entered_by(connection, [row.id for row in firsts.values()])
        if any(context.user.id in users for users in writers.values()):
            raise ServiceError("same_user", user=context.user.user_name)
        given = {entry.analyte: entry for entry in entries}
        lacking = [code for code in firsts if code not in given or not _typed(given[code])]
        if lacking:
            raise ServiceError("second_entry_incomplete", missing=tuple(lacking))
        _store(context, change, rows, visit, [given[code] for code in firsts])
        reassessing.summarise(change, rows.subject.id)
    return Changes(frozenset({rows.subject.id}), frozenset({visit_id}))


def keep_first(context: Context, visit_id: int, analyte: str, *, reason: Reason) -> Changes:
    """Decide that the first entry of a count is right. Where the second is, the visit is corrected instead.

    Raises ServiceError `not_allowed`, `reason_missing`, `visit_unknown`, `second_entry_off`.
    """
    access.require(context, "visits.second_entry")
    if not reason.code:
        raise ServiceError("reason_missing", fields=(analyte,))
    with changing(context, reason) as change:
        rows, visit, template = _read(change.connection, visit_id)
        first = second_lines.firsts(rows, visit, template).get(analyte)
        second = second_lines.of_visit(
            controls.second_values(change.connection, rows.subject.id), visit_id
        ).get(analyte)
        if first is None or second is None:
            raise ServiceError("second_entry_off")
        change.update(
            schema.second_value,
            second.id,
            kept=second_lines.said(first),
            kept_code=reason.code,
            kept_text=reason.text.strip(),
        )
        reassessing.summarise(change, rows.subject.id)
    return Changes(frozenset({rows.subject.id}), frozenset({visit_id}))


def _read(connection: Connection, visit_id: int) -> tuple[Whole, Row, Template]:
    subject_id = courses.subject_of_visit(connection, visit_id)
    if subject_id is None:
        raise ServiceError("visit_unknown", visit=visit_id)
    rows = subject_records.whole(connection, subject_id)
    visit = rows.visit(visit_id)
    if visit is None or visit.actual is None:
        raise ServiceError("visit_unknown", visit=visit_id)
    return rows, visit, subject_records.template_of(connection, rows)


def _typed(entry: ValueEntry) -> bool:
    return bool(entry.text.strip() or entry.missing)


def _store(context: Context, change: Change, rows: Whole, visit: Row, entries: list[ValueEntry]) -> None:
    stored = second_lines.of_visit(controls.second_values(change.connection, rows.subject.id), visit.id)
    for entry in entries:
        values = _values(entry)
        row = stored.get(entry.analyte)
        who: dict[str, Any] = {
            "user_id": context.user.id,
            "user_name": context.user.user_name,
            "entered_at": change.at,
        }
        if row is None:
            owner = {"subject_id": rows.subject.id, "visit_id": visit.id, "analyte": entry.analyte}
            change.insert(schema.second_value, **owner, **values, **who)
        else:
            change.update(schema.second_value, row.id, **values, **who)


def _values(entry: ValueEntry) -> dict[str, Any]:
    if not entry.text.strip():
        empty = dict.fromkeys(("unit", "bound", "entered_value", "entered_unit"), "")
        return {"value": None, **empty, "missing": entry.missing}
    try:
        found = quantity(entry.analyte, entry.text, entry.unit)
    except QuantityError as fault:
        raise ServiceError("value_unreadable", analyte=entry.analyte, text=entry.text) from fault
    return {
        "value": found.value,
        "unit": found.unit,
        "bound": found.bound,
        "entered_value": found.entered_value,
        "entered_unit": found.entered_unit,
        "missing": "",
    }
