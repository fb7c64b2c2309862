"""Transfusions by month with the intervals between them, and every course of a drug."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain import transfusions
from app.domain.chart.rules import free_days
from app.services.contracts.courses import MedicationLine, ProductSum, SupportSheet, TransfusionLine
from app.services.treatment import kind_of

if TYPE_CHECKING:
    from datetime import date

    from app.domain.protocol.model import Template
    from app.services.contracts.subjects import Course, MedicationRow, TransfusionRow

__all__ = ["MedicationLine", "ProductSum", "SupportSheet", "TransfusionLine", "sheet"]

PRODUCTS = {"RBC": "HB", "PLT": "PLT"}  # with the count that it changes


def sheet(course: Course, template: Template, *, today: date) -> SupportSheet:
    """What a subject was given besides the treatment of the study, counted to `today`."""
    lines = sorted(_lines(course), key=lambda line: (line.row.day, line.row.id), reverse=True)
    factors = template.response.gcsf_washout_days
    return SupportSheet(
        products=tuple(_sum(course, template, product, today=today) for product in PRODUCTS),
        transfusions=tuple(lines),
        medications=tuple(
            MedicationLine(row, kind_of(row.drug, factors), _length(row))
            for row in sorted(course.medications, key=lambda row: (row.start, row.id), reverse=True)
        ),
    )


def _lines(course: Course) -> list[TransfusionLine]:
    found = []
    for product in {row.product for row in course.transfusions}:
        before: TransfusionRow | None = None
        own = [row for row in course.transfusions if row.product == product]
        for row in sorted(own, key=lambda row: (row.day, row.id)):
            found.append(TransfusionLine(row, (row.day - before.day).days if before is not None else None))
            before = row
    return found


def _sum(course: Course, template: Template, product: str, *, today: date) -> ProductSum:
    given = [transfusions.Given(row.day, row.units) for row in course.transfusions if row.product == product]
    days = sorted({row.day for row in given})
    anchor = course.subject.day0
    needed = free_days(template.response, PRODUCTS[product], product)
    months = transfusions.months(given, anchor, until=today) if anchor is not None and given else ()
    return ProductSum(
        product=product,
        units=sum((row.units for row in given), start=transfusions.ZERO),
        days=len(days),
        last=days[-1] if days else None,
        months=months,
        longest=transfusions.longest(transfusions.intervals(days, until=today)),
        free_days=needed,
        free_since=transfusions.free_since(days, needed=needed, on=today),
    )


def _length(row: MedicationRow) -> int | None:
    """Days of a course, first and last included."""
    return None if row.stop is None or not row.exact else (row.stop - row.start).days + 1
