"""Lists of a subject's history as they were logged: infusions, transfusions, medication, events."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.i18n.controls import field_name
from app.i18n.deviations import deviation_texts
from app.i18n.drugs import drug_name
from app.i18n.endings import cause_text
from app.i18n.event_course import diagnosed_text, until_words
from app.i18n.evidence import dose_number
from app.i18n.grading import gvhd_text, serious_text, term_name
from app.i18n.partial_dates import iso_text
from app.reports.content import Entry, Piece
from app.reports.evidence_content import PlainTable
from app.reports.paper_content import Listing
from app.services.papers.common import capital, day_of

if TYPE_CHECKING:
    from datetime import date

    from app.domain.schedule.deviations import Deviation
    from app.i18n import Texts
    from app.reports.content import Words
    from app.services.contracts.subjects import EventRow, InfusionRow
    from app.services.papers.history_tables import Whole


def treatment(said: Whole, texts: Texts) -> Listing:
    """What was given, in one line each."""
    entries = []
    for product in dict.fromkeys(row.product for row in said.course.infusions):
        days = [
            day_of(said.course, row.day, texts) for row in said.course.infusions if row.product == product
        ]
        entries.append(Entry(product, texts("papers.times", count=len(days), days=texts.listed(days))))
    drugs: dict[str, list[str]] = {}
    for row in said.course.medications:
        stop = row.stop_known or (
            day_of(said.course, row.stop, texts) if row.stop else texts("papers.ongoing")
        )
        taken = f"{row.start_known or day_of(said.course, row.start, texts)} – {stop}"
        said_of = texts.spoken((row.dose, taken)) if row.dose else taken
        drugs.setdefault(drug_name(texts, row.drug), []).append(said_of)
    entries += [Entry(capital(drug), texts.clauses(courses)) for drug, courses in drugs.items()]
    return Listing(tuple(entries), 26)


def infusions(said: Whole, texts: Texts) -> PlainTable:
    """Each dose with batch, passage and viability."""
    rows = tuple(_infusion(said, row, texts) for row in said.course.infusions)
    names = ("crf_date", "day", "crf_product", "dose", "per_kg", "crf_batch", "crf_passage", "crf_viability")
    return PlainTable(
        tuple(texts(f"papers.{name}") for name in names),
        rows,
        (22, 12, 18, 32, 34, 34, 14, 16),
        ("left", "right", *("left",) * 6),
    )


def _infusion(said: Whole, row: InfusionRow, texts: Texts) -> tuple[Words, ...]:
    amount = per_kg = "–"
    if row.cells_total is not None:
        amount = texts("papers.cells_amount", cells=dose_number(row.cells_total, texts))
        if row.weight_kg:
            each = (row.cells_total / row.weight_kg).quantize(Decimal(1))
            kg = texts.number(row.weight_kg, 1)
            per_kg = texts("papers.per_kg_at", dose=dose_number(each, texts), kg=kg)
    elif row.dose_mg is not None:
        amount = texts("papers.mg", value=texts.number(row.dose_mg))
    if row.override is not None:
        per_kg = f"{per_kg} ({texts('papers.override', who=row.override.user_name)})"
    return (
        row.day.isoformat(),
        day_of(said.course, row.day, texts),
        (Piece(row.product, "semibold"),),
        amount,
        per_kg,
        row.batch or "–",
        row.passage or "–",
        f"{texts.number(row.viability_pct)} %" if row.viability_pct is not None else "–",
    )


def transfusions(said: Whole, texts: Texts) -> PlainTable:
    """Each transfusion."""
    rows = tuple(
        (
            row.day.isoformat(),
            day_of(said.course, row.day, texts),
            capital(texts(f"papers.blood_{row.product}")),
            texts.number(row.units),
            _why(row.reason, texts),
        )
        for row in said.course.transfusions
    )
    names = ("crf_date", "day", "crf_blood_product", "crf_units", "crf_why")
    heads = tuple(texts(f"papers.{name}") for name in names)
    return PlainTable(heads, rows, (24, 14, 44, 20, 76), ("left", "right", "left", "right", "left"))


def _why(reason: str, texts: Texts) -> str:
    key = f"papers.why_{reason}"
    return texts(key) if texts.has(key) else (reason.replace("_", " ") or "–")


def medication(said: Whole, texts: Texts) -> PlainTable:
    """Each course of a drug."""
    rows = tuple(
        (
            capital(drug_name(texts, row.drug)),
            iso_text(row.start, row.start_known),
            row.stop_known or (row.stop.isoformat() if row.stop else texts("papers.ongoing")),
            row.dose or "–",
        )
        for row in said.course.medications
    )
    heads = tuple(texts(f"papers.crf_{name}") for name in ("drug", "start", "stop", "dose"))
    return PlainTable(heads, rows, (58, 30, 30, 60), ("left",) * 4)


def events(said: Whole, texts: Texts) -> PlainTable:
    """Adverse events, infections, and what else happened."""
    rows = tuple(_event(said, row, texts) for row in said.course.events)
    names = ("crf_date", "day", "crf_event", "crf_grade", "crf_until", "crf_description")
    heads = tuple(texts(f"papers.{name}") for name in names)
    return PlainTable(
        heads, rows, (22, 12, 42, 22, 28, 52), ("left", "right", "left", "left", "left", "left")
    )


def _event(said: Whole, row: EventRow, texts: Texts) -> tuple[Words, ...]:
    key = f"summary.event_{row.type}"
    kind = texts(key) if texts.has(key) else row.type.replace("_", " ")
    named = term_name(row.term, texts)
    grade = "–" if row.grade is None else str(row.grade)
    if row.grade is not None and row.ctcae:
        grade = f"{grade} (CTCAE v{row.ctcae})"
    weight = serious_text(row.type, row.grade, row.details, texts)
    found = (
        diagnosed_text(row, texts, iso=True),
        weight,
        gvhd_text(row.details, texts),
        cause_text(row.details, texts),
        row.note.strip(),
    )
    told = texts.clauses(part for part in found if part)
    return (
        iso_text(row.day, row.day_known),
        "–" if row.day_known else day_of(said.course, row.day, texts),
        (Piece(named or kind, "semibold"),),
        grade,
        until_words(row, texts),
        told or "–",
    )


def departures(said: Whole, texts: Texts) -> PlainTable:
    """What departed from the plan, with the reason."""
    found: dict[tuple[date, int], list[Deviation]] = {}
    for each in said.deviations:
        found.setdefault((each.day, each.visit_id), []).append(each)
    rows = tuple(
        (
            day.isoformat(),
            day_of(said.course, day, texts),
            texts.written(found[day, visit][0].title) or texts("documents.unscheduled"),
            words,
        )
        for day, visit in sorted(found)
        for words in deviation_texts(found[day, visit], texts)
    )
    heads = tuple(texts(f"papers.{name}") for name in ("crf_date", "day", "visit", "deviation"))
    return PlainTable(heads, rows, (22, 12, 46, 98), ("left", "right", "left", "left"))


def asked(said: Whole, texts: Texts) -> PlainTable:
    """The queries with their state."""
    rows = tuple(
        (
            (Piece(f"Q-{each.id}", "semibold"),),
            texts.written(each.visit_title) or texts("documents.unscheduled"),
            field_name(texts, each.field),
            texts(f"queries.status.{each.status}"),
            each.text[:600],
        )
        for each in said.queries
    )
    heads = tuple(texts(f"papers.{name}") for name in ("query", "visit", "field", "query_status", "said"))
    return PlainTable(heads, rows, (13, 38, 32, 22, 73), ("left",) * 5)
