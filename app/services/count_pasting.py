"""A pasted block of counts: read, compared with what is stored, and tried without storing anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.plausibility import check_day, check_value
from app.domain.printed_range import NOTHING, in_unit, usable_range
from app.domain.quantities import ANALYTES
from app.domain.timeline import age_years
from app.services import counts
from app.services.contracts.counts import CountsEntry
from app.services.contracts.pasting import (
    ADD,
    DECIDE,
    REFUSED,
    UNCHANGED,
    Note,
    PasteCell,
    PasteColumn,
    PastePlan,
    PasteRow,
)
from app.services.contracts.visits import Reason, ValueEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.exchange.lab_paste import PastedBatch, PastedRow
    from app.services.context import Context
    from app.services.contracts.counts import CountsResult, CountsSaved
    from app.services.contracts.subjects import CountRow, Course, VisitRow

LIMITS = "limits"
_TRIED = Reason("source_corrected")  # of a save that is undone


def plan(context: Context, subject_id: int, text: str, *, day_first: bool | None = None) -> PastePlan:
    """What a pasted text would do. Raises ServiceError as `counts.try_save`."""
    from app.exchange.lab_paste import read_block
    from app.services import access, subjects

    access.require(context, "visits.record")
    batch = read_block(text, day_first=day_first)
    if not batch.rows or not batch.columns:
        return PastePlan(notes=_block_notes(batch), block=False)
    course = subjects.course(context, subject_id)
    rows = _rows(batch, course, today=context.today())
    tried, needs_reason = _try(context, subject_id, [row.adds for row in rows if row.adds is not None])
    results = {id(result.entry): result for result in tried.results}
    return PastePlan(
        tuple(_columns(batch)),
        tuple(_settled(row, results.get(id(row.adds))) for row in rows),
        _block_notes(batch),
        tried.others,
        needs_reason,
    )


def _try(context: Context, subject_id: int, entries: Sequence[CountsEntry]) -> tuple[CountsSaved, bool]:
    """A trial; once more with a reason where a completed visit asks for one."""
    tried = counts.try_save(context, subject_id, entries)
    if not any(each.error is not None and each.error.code == "reason_missing" for each in tried.results):
        return tried, False
    return counts.try_save(context, subject_id, entries, _TRIED), True


def _settled(row: PasteRow, result: CountsResult | None) -> PasteRow:
    """A row after the trial: refused for what only the whole visit shows, or with its status."""
    if result is None:
        return row
    if result.error is None:
        return replace(row, was=result.was, status=result.status)
    problems = result.error.params.get("problems")
    if result.error.code == "refused" and isinstance(problems, tuple):
        notes = tuple(Note(each.code, each.params, "plausibility") for each in problems)
    else:
        notes = (Note(result.error.code, result.error.params, "errors"),)
    return replace(row, kind=REFUSED, notes=notes, adds=None, whole=None)


def _columns(batch: PastedBatch) -> list[PasteColumn]:
    ranges = _ranges(batch)
    return [
        PasteColumn(
            each.analyte,
            each.name,
            each.unit or ANALYTES[each.analyte].unit,
            not each.unit,
            ranges.get(each.analyte, ""),
        )
        for each in batch.columns
    ]


def _ranges(batch: PastedBatch) -> dict[str, str]:
    """The printed limits of normal that can be used, by analyte."""
    return {
        each.analyte: each.reference
        for each in batch.columns
        if usable_range(each.analyte, each.reference, each.unit or ANALYTES[each.analyte].unit) != NOTHING
    }


def _block_notes(batch: PastedBatch) -> tuple[Note, ...]:
    found = [Note(fault.code, {"text": fault.text, "column": fault.column}) for fault in batch.faults]
    usable = _ranges(batch)
    for column in batch.columns:
        spec = ANALYTES[column.analyte]
        if column.unit and column.unit not in spec.factors:
            found.append(
                Note(
                    "unit_of_column",
                    {"name": column.name, "unit": column.unit, "units": tuple(spec.factors)},
                )
            )
        elif column.reference and column.analyte not in usable:
            found.append(Note("range_of_column", {"name": column.name, "range": column.reference}))
    return tuple(found)


def _rows(batch: PastedBatch, course: Course, *, today: date) -> list[PasteRow]:
    units = {each.analyte: each.unit or ANALYTES[each.analyte].unit for each in batch.columns}
    bad = {
        each.analyte for each in batch.columns if units[each.analyte] not in ANALYTES[each.analyte].factors
    }
    ranges = _ranges(batch)
    stored: dict[int, dict[str, CountRow]] = {}
    for count in course.counts:
        stored.setdefault(count.visit_id, {})[count.analyte] = count
    seen: dict[date, int] = {}
    made = []
    for row in batch.rows:
        fault = _day_fault(row, course, seen, today=today)
        if row.day is not None:
            seen.setdefault(row.day, row.place)
        visit = _visit_of(course, row.day, stored)
        held = stored.get(visit.id, {}) if visit is not None else {}
        cells = [each for each in row.cells if each.analyte not in bad]
        entries = [
            ValueEntry(
                each.analyte,
                each.text,
                each.unit or units[each.analyte],
                each.missing,
                reference=ranges.get(each.analyte) if not each.missing else None,
            )
            for each in cells
        ]
        made.append(_row(row, entries, visit, held=held, fault=fault, course=course))
    return made


def _day_fault(row: PastedRow, course: Course, seen: Mapping[date, int], *, today: date) -> Note | None:
    if row.day is None:
        return Note(row.fault.code if row.fault is not None else "bad_date", {"text": row.day_text})
    if row.day in seen:
        return Note("duplicate", {"day": row.day, "row": seen[row.day]})
    problems = check_day(row.day, today=today, birth=course.subject.birth_date)
    return Note(problems[0].code, problems[0].params, "plausibility") if problems else None


def _visit_of(
    course: Course, day: date | None, stored: Mapping[int, Mapping[str, CountRow]]
) -> VisitRow | None:
    """The logged visit of a day; of several the one with the most counts."""
    found = [visit for visit in course.visits if day is not None and visit.actual == day]
    return max(found, key=lambda visit: len(stored.get(visit.id, {})), default=None)


def _row(
    row: PastedRow,
    pasted: Sequence[ValueEntry],
    visit: VisitRow | None,
    *,
    held: Mapping[str, CountRow],
    fault: Note | None,
    course: Course,
) -> PasteRow:
    born = course.subject.birth_date
    age = age_years(born, row.day) if row.day is not None and born <= row.day else None
    cells: dict[str, PasteCell] = {}
    notes: list[Note] = [fault] if fault is not None else []
    for each in pasted:
        cell, note = _cell(each, held.get(each.analyte), age=age)
        cells[each.analyte] = cell
        if note is not None and fault is None:
            notes.append(note)
    made = PasteRow(
        row.place, row.day, row.day_text, REFUSED, cells, tuple(notes), new=visit is None, source=row.source
    )
    states = {cell.state for cell in cells.values()}
    if fault is not None or "bad" in states or row.day is None:
        return made
    if not cells:
        return replace(made, notes=(Note("no_values"),))
    if states == {"same"}:
        return replace(made, kind=UNCHANGED)
    adds = tuple(cell.entry for cell in cells.values() if cell.state in ("add", LIMITS))
    if joined := sum(cell.state == LIMITS for cell in cells.values()):
        made = replace(made, notes=(*made.notes, Note("adds_limits", {"count": joined})))
    whole = tuple(
        replace(cell.entry, confirmed=cell.state == "asked" or cell.entry.confirmed)
        for cell in cells.values()
        if cell.state != "same"
    )
    visit_id, version = (visit.id, visit.version) if visit is not None else (None, None)
    return replace(
        made,
        kind=DECIDE if states & {"differs", "asked"} else ADD,
        adds=CountsEntry(visit_id, row.day, adds, version) if adds else None,
        whole=CountsEntry(visit_id, row.day, whole, version),
    )


def _cell(entry: ValueEntry, stored: CountRow | None, *, age: int | None) -> tuple[PasteCell, Note | None]:
    shown = _stored_text(stored)
    if entry.missing:
        # A dash says that the print has no value; what is stored stays.
        return (PasteCell(entry, "add") if stored is None else PasteCell(entry, "same", stored=shown)), None
    checked = check_value(
        entry.analyte, entry.text, entry.unit, age_years=age, previous=None, confirmed=False
    )
    problem = checked.problems[0] if checked.problems else None
    if checked.quantity is None:
        note = Note(problem.code, problem.params, "plausibility") if problem is not None else None
        return PasteCell(entry, "bad"), note
    value, bound = checked.quantity.value, checked.quantity.bound
    if stored is not None:
        if (stored.value, stored.bound) == (value, bound):
            return _same(entry, stored, PasteCell(entry, "same", value, bound, shown))
        params = {"analyte": entry.analyte, "value": shown or stored.missing}
        return PasteCell(entry, "differs", value, bound, shown), Note("differs", params)
    if problem is not None:
        return PasteCell(entry, "asked", value, bound), Note(problem.code, problem.params, "plausibility")
    return PasteCell(entry, "add", value, bound), None


def _same(entry: ValueEntry, stored: CountRow, cell: PasteCell) -> tuple[PasteCell, Note | None]:
    """A value that is stored already: its printed limits may join it, or be others than those stored."""
    limits = usable_range(entry.analyte, entry.reference or "", entry.unit)
    if limits == NOTHING or (limits.low, limits.high) == (stored.low, stored.high):
        return cell, None
    # The value stays as it was entered; the limits are told in its unit.
    reference = entry.reference if entry.unit == stored.entered_unit else None
    kept = replace(
        entry,
        text=stored.entered_value,
        unit=stored.entered_unit,
        reference=reference or in_unit(entry.analyte, limits, stored.entered_unit),
        confirmed=True,
    )
    if not stored.entered_range:
        return replace(cell, entry=kept, state=LIMITS, limits=True), None
    params = {"analyte": entry.analyte, "range": stored.entered_range}
    told = f"{cell.stored} ({stored.entered_range})"
    made = replace(cell, entry=kept, state="differs", limits=True, stored=told)
    return made, Note("limits_differ", params)


def _stored_text(row: CountRow | None) -> str:
    if row is None or row.value is None:
        return ""
    return f"{row.bound}{row.value:.{ANALYTES[row.analyte].places}f}"
