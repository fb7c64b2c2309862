"""All that one value has been: each line of the trail about it, and the verdicts that changed with it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.domain.values import dataclass
from app.services import access, trail_names
from app.services.contracts.trail import PastValue, ValueHistory, VerdictChange
from app.services.transactions import reading
from app.storage import controls, trail_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from app.services.context import Context


@dataclass(frozen=True, slots=True)
class _Step:
    """The lines of one transaction about one row, and what the row said after them."""

    line: Any
    after: Mapping[str, str]
    changes: tuple[tuple[str, str, str], ...]


def of_value(context: Context, *, visit_id: int, analyte: str) -> ValueHistory:
    """See `trail.of_value`."""
    return _history(context, visit_id, table="count_value", analyte=analyte)


def of_row(context: Context, *, visit_id: int, table: str, row_id: int) -> ValueHistory:
    """See `trail.of_row`."""
    return _history(context, visit_id, table=table, row_id=row_id)


def _history(
    context: Context, visit_id: int, *, table: str, analyte: str = "", row_id: int | None = None
) -> ValueHistory:
    access.require(context, "audit.read")
    with reading(context) as connection:
        visit, value_id = trail_rows.value_place(connection, visit_id, analyte)
        row_id = value_id if analyte else row_id
        title, day = (visit.title, visit.actual) if visit else ("", None)
        if visit is None or row_id is None:
            return ValueHistory(analyte, title, day, (), table)
        lines = trail_rows.of_row(connection, table, row_id)
        steps = tuple(_steps(line for line in lines if line.action in ("insert", "update")))
        moments = [step.line.at for step in steps]
        back = trail_rows.set_back(connection, lines)
        verdicts = trail_rows.verdicts_at(connection, visit.subject_id, moments)
        late_after = controls.settings(connection).late_entry_days
        names = trail_names.people(connection)
    values = [
        replace(
            _past(step, names, verdicts, late_after),
            set_back=(step.line.at, step.line.user_name) in back,
        )
        for step in reversed(steps)
    ]
    return ValueHistory(analyte, title, day, tuple(values), table)


def _steps(lines: Iterable[Any]) -> Iterator[_Step]:
    after: dict[str, str] = {}
    for _at, made in groupby(lines, key=lambda line: line.at):
        before, own = dict(after), list(made)
        for line in own:
            if line.action == "insert":
                after |= {name: str(value) for name, value in json.loads(line.new or "{}").items()}
            else:
                after[line.field] = line.new or ""
        changes = tuple(
            (name, before.get(name, ""), said) for name, said in after.items() if before.get(name, "") != said
        )
        yield _Step(own[-1], dict(after), changes)


def _past(step: _Step, names: Mapping[str, str], verdicts: Sequence[Any], late_after: int) -> PastValue:
    after, line = step.after, step.line
    told = after.get("day") or after.get("start") or ""
    day = date.fromisoformat(told) if len(told) == 10 else None
    return PastValue(
        at=line.at,
        who=names.get(line.user_name, line.user_name),
        day=day,
        text=after.get("entered_value", ""),
        unit=after.get("entered_unit", ""),
        reference=after.get("entered_range", ""),
        missing=after.get("missing", ""),
        missing_note=after.get("missing_note", ""),
        reason_code=line.reason_code,
        reason_text=line.reason_text,
        late=day is not None and (line.at.date() - day).days > late_after,
        verdicts=tuple(_changes(line.at, verdicts)),
        changes=step.changes if line.table_name != "count_value" else (),
        table=line.table_name,
    )


def _changes(at: datetime, verdicts: Sequence[Any]) -> Iterator[VerdictChange]:
    """The verdicts of a transaction by their day: what each took the place of, and what it says."""
    days = sorted(
        {(row.day, row.study_day) for row in verdicts if at in (row.computed_at, row.superseded_at)}
    )
    for day, study_day in days:
        gone = [row.status for row in verdicts if row.day == day and row.superseded_at == at]
        given = [row.status for row in verdicts if row.day == day and row.computed_at == at]
        was, now = (found[-1] if found else "" for found in (gone, given))
        if was != now:
            yield VerdictChange(day, study_day, was, now)
