"""The case report form of a visit as it was logged; `blank` the same with nothing in it, to fill by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.endings import EARLY_TERMINATION
from app.domain.quantities import ANALYTES
from app.i18n.drugs import drug_name
from app.i18n.event_course import diagnosed_text, until_words
from app.i18n.grading import term_name
from app.i18n.limits import printed_text
from app.i18n.partial_dates import iso_text
from app.i18n.problems import analyte_name
from app.reports.content import MetaCell, Words
from app.reports.evidence_content import PlainTable
from app.reports.paper_content import Field, Fields, HandTable, Paper, Section
from app.services.papers.common import capital, day_words, paper, person_cell, protocol_cell, signing

if TYPE_CHECKING:
    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.services.context import Context
    from app.services.contracts.papers import Order
    from app.services.contracts.subjects import Course, VisitRow
    from app.services.contracts.visits import ValueEntry, VisitForm

_VALUE_PARTS = (50, 26, 24, 26, 52)
_FREE_ROWS = 2  # of each list on a blank form
# Each list of the form with its heads and the parts of the width.
_LISTS: tuple[tuple[str, tuple[str, ...], tuple[float, ...]], ...] = (
    ("transfusions", ("date", "blood_product", "units", "why"), (30, 48, 20, 80)),
    (
        "infusions",
        ("date", "product", "cells_total", "batch", "passage", "viability"),
        (28, 34, 36, 36, 20, 24),
    ),
    ("medications", ("drug", "start", "stop", "dose"), (58, 30, 30, 60)),
    ("events", ("date", "event", "grade", "until", "description"), (26, 42, 15, 33, 62)),
)


def content(context: Context, order: Order, texts: Texts) -> Paper:
    """The form of a logged visit. Raises ServiceError `visit_not_logged`."""
    return form(context, order, texts, blank=False)


def form(context: Context, order: Order, texts: Texts, *, blank: bool) -> Paper:
    """The form of a visit, filled or `blank`."""
    from app.services import paper_contents, readings, visit_forms
    from app.services.errors import ServiceError

    subject_id = paper_contents.subject_of(context, order.visit_id)
    read = readings.read(context, subject_id)
    found = visit_forms.form(context, subject_id=subject_id, visit_id=order.visit_id)
    visit = next(row for row in read.course.visits if row.id == order.visit_id)
    if not blank and found.stored is None:
        raise ServiceError("visit_not_logged", visit=order.visit_id)
    code = read.course.subject.code
    when = visit.plan_id or (visit.actual.isoformat() if visit.actual else str(visit.id))
    sections = _blank(found, texts) if blank else _filled(found, texts)
    return paper(
        context,
        texts,
        kind="crf_blank" if blank else "crf",
        document_id=f"{'CB' if blank else 'CF'}-{code}-{when}",
        code=code,
        meta=_meta(read.course, read.template, visit, texts),
        parts=(*sections, signing(texts, "coordinator", "investigator")),
    )


def _meta(course: Course, template: Template, visit: VisitRow, texts: Texts) -> tuple[MetaCell, ...]:
    from app.services.summary.basis import span

    title = texts.written(visit.title) or texts("documents.unscheduled")
    window, source = texts("summary.meta_no_window"), ""
    if visit.kind == EARLY_TERMINATION:
        source = texts("summary.meta_not_in_protocol")
    elif visit.earliest is not None and visit.latest is not None:
        window = span(visit.earliest, visit.latest)
    planned = visit.target or visit.actual
    when = texts("papers.planned_for") if visit.target else texts("summary.meta_date")
    return (
        protocol_cell(template, course.subject, texts),
        MetaCell(texts("summary.meta_visit"), title, ""),
        MetaCell(when, day_words(course, planned, texts) if planned else "–", ""),
        MetaCell(texts("summary.meta_window"), window, source),
        person_cell(course.subject, texts, on=visit.actual or planned or course.subject.birth_date),
    )


def _name(code: str, texts: Texts) -> str:
    named = analyte_name(texts, code)
    return named[:1].upper() + named[1:]


def _unit(found: VisitForm, code: str, texts: Texts) -> str:
    return texts.unit(found.units.get(code, ANALYTES[code].unit if code in ANALYTES else ""))


def _reference(found: VisitForm, code: str, texts: Texts, unit: str = "") -> str:
    """The limits of the study's table in the unit of the line."""
    limits = found.normals.get(code)
    if limits is None:
        return "–"
    factor = ANALYTES[code].factors.get(unit or found.units.get(code, ""), Decimal(1))
    low = texts.number(limits.low / factor) if limits.low is not None else ""
    high = texts.number(limits.high / factor) if limits.high is not None else ""
    if low and high:
        return f"{low}–{high}"
    return f"≥ {low}" if low else (f"≤ {high}" if high else "–")


def _blank(found: VisitForm, texts: Texts) -> tuple[Section, ...]:
    rows: tuple[tuple[Words, ...], ...] = tuple(
        (_name(code, texts), "", _unit(found, code, texts), _reference(found, code, texts), "")
        for code in found.analytes
    )
    heads = tuple(
        texts(f"papers.crf_{name}") for name in ("analyte", "value", "unit", "reference", "not_done")
    )
    made = [
        Section("visit", texts("papers.crf_visit"), (Fields(_visit_fields(found, texts, blank=True), 2),)),
        Section(
            "values",
            texts("papers.crf_values"),
            (HandTable(heads, rows, _VALUE_PARTS, ("left",) * 5, 5.6),),
            remark=texts("papers.crf_values_remark"),
        ),
    ]
    for key, names, parts in _LISTS:
        table = HandTable(
            tuple(texts(f"papers.crf_{name}") for name in names),
            tuple(("",) * len(names) for _ in range(_FREE_ROWS)),
            parts,
            ("left",) * len(names),
            6,
        )
        made.append(
            Section(key, texts(f"papers.crf_{key}"), (table,), remark=texts("papers.crf_or_none"), whole=True)
        )
    return tuple(made)


def _visit_fields(found: VisitForm, texts: Texts, *, blank: bool) -> tuple[Field, ...]:
    stored = None if blank else found.stored
    return (
        Field(texts("papers.crf_visit_date"), stored.day.isoformat() if stored else ""),
        Field(texts("papers.crf_sample_time"), (stored.sample_time or "–") if stored else ""),
        Field(texts("papers.crf_laboratory"), (stored.laboratory or "–") if stored else ""),
        Field(
            texts("papers.crf_state"),
            boxes=tuple(
                texts(f"papers.crf_{name}") for name in ("no_transfusion", "no_event", "medicines_unchanged")
            ),
            ticked=()
            if stored is None
            else tuple(
                number
                for number, said in enumerate(
                    (stored.no_transfusion, stored.no_event, stored.medicines_unchanged)
                )
                if said
            ),
        ),
    )


def _filled(found: VisitForm, texts: Texts) -> tuple[Section, ...]:
    stored = found.stored
    assert stored is not None  # refused before
    held = {entry.analyte: entry for entry in stored.values}
    rows = tuple(_value(found, code, held.get(code), texts) for code in found.analytes)
    heads = tuple(texts(f"papers.crf_{name}") for name in ("analyte", "value", "unit", "reference", "note"))
    sections = [
        Section("visit", texts("papers.crf_visit"), (Fields(_visit_fields(found, texts, blank=False), 2),)),
        Section(
            "values", texts("papers.crf_values"), (PlainTable(heads, rows, _VALUE_PARTS, ("left",) * 5),)
        ),
    ]
    for key, names, parts in _LISTS:
        lines = _logged(found, key, texts)
        table = PlainTable(
            tuple(texts(f"papers.crf_{name}") for name in names), lines, parts, ("left",) * len(names)
        )
        sections.append(Section(key, texts(f"papers.crf_{key}"), (table,)))
    return tuple(sections)


def _value(found: VisitForm, code: str, entry: ValueEntry | None, texts: Texts) -> tuple[Words, ...]:
    reference = _reference(found, code, texts)
    if entry is None:
        return (_name(code, texts), "–", _unit(found, code, texts), reference, texts("papers.crf_not_asked"))
    if entry.missing:
        why = texts(f"summary.absent_{entry.missing}")
        return (
            _name(code, texts),
            "–",
            "–",
            reference,
            texts.clauses([why, *filter(None, [entry.missing_note])]),
        )
    unit, name = texts.unit(entry.unit), _name(code, texts)
    if entry.reference:
        value = texts.figures(entry.text)
        return (name, value, unit, printed_text(entry.reference, texts), texts("papers.crf_printed_range"))
    return (name, texts.figures(entry.text), unit, _reference(found, code, texts, entry.unit), "")


def _logged(found: VisitForm, key: str, texts: Texts) -> tuple[tuple[Words, ...], ...]:
    stored = found.stored
    assert stored is not None  # refused before
    number = texts.number
    if key == "transfusions":
        return tuple(
            (
                row.day.isoformat(),
                capital(texts(f"papers.blood_{row.product}")),
                number(row.units),
                row.reason or "–",
            )
            for row in stored.transfusions
        )
    if key == "infusions":
        return tuple(
            (
                row.day.isoformat(),
                row.product,
                number(row.cells_total) if row.cells_total is not None else "–",
                row.batch or "–",
                row.passage or "–",
                f"{number(row.viability_pct)} %" if row.viability_pct is not None else "–",
            )
            for row in stored.infusions
        )
    if key == "medications":
        return tuple(
            (
                capital(drug_name(texts, row.drug)),
                iso_text(row.start, row.start_known),
                row.stop_known or (row.stop.isoformat() if row.stop else texts("papers.ongoing")),
                row.dose or "–",
            )
            for row in stored.medications
        )
    return tuple(
        (
            iso_text(row.day, row.day_known),
            _event(row.type, row.term, texts),
            "–" if row.grade is None else str(row.grade),
            until_words(row, texts),
            texts.clauses(part for part in (diagnosed_text(row, texts, iso=True), row.note) if part) or "–",
        )
        for row in stored.events
    )


def _event(kind: str, term: str, texts: Texts) -> str:
    key = f"summary.event_{kind}"
    named = term_name(term, texts)
    return named or (texts(key) if texts.has(key) else kind.replace("_", " "))
