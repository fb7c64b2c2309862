"""Enrolled subjects for the tests of the visit form: one of each protocol, through the services."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.eligibility import Answer
from app.services import enrolment, subjects, visits
from app.ui import subject_view

if TYPE_CHECKING:
    from app.services.context import Context
    from app.ui.subject_view import SubjectView

DAY0 = date(2026, 8, 20)  # D90 is 18 November 2026, the day of the tests' clock


def enrol_saa(context: Context, *, code: str = "TJ-014") -> int:
    """A boy of 6 on saa_atg, arm msc."""
    screening = DAY0 - timedelta(days=3)
    values = {"ANC": ("0.22", "10*9/L"), "PLT": ("12", "10*9/L"), "HB": ("65", "g/L"), "RETIC_ABS": ("12", "10*9/L")}
    return _enrol(
        context,
        enrolment.EnrolmentDraft(
            protocol="saa_atg",
            arm="msc",
            code=code,
            sex="M",
            birth_date=date(2020, 5, 1),
            weight_kg=Decimal("21.4"),
            height_cm=Decimal(118),
            screening_date=screening,
            values=_entries(values),
            marrow_cellularity_pct=Decimal(10),
            marrow_residual_pct=Decimal(5),
            consent_version="2.1",
            consent_date=screening,
            assent=True,
            day0=DAY0,
        ),
    )


def enrol_pgf(context: Context, *, day0: date, code: str = "TJ-020") -> int:
    """A woman of 38 on pgf_msc."""
    screening = day0 - timedelta(days=2)
    values = {
        "ANC": ("0.3", "10*9/L"),
        "PLT": ("12", "10*9/L"),
        "HB": ("65", "g/L"),
        "KPS": ("80", "%"),
        "CHIM_DONOR": ("99", "%"),
    }
    return _enrol(
        context,
        enrolment.EnrolmentDraft(
            protocol="pgf_msc",
            arm="msc",
            code=code,
            sex="F",
            birth_date=date(1988, 2, 1),
            weight_kg=Decimal(58),
            height_cm=Decimal(165),
            screening_date=screening,
            values=_entries(values),
            marrow_cellularity_pct=Decimal(10),
            marrow_residual_pct=Decimal(5),
            consent_version="2.1",
            consent_date=screening,
            assent=True,
            day0=day0,
            hsct_date=day0 - timedelta(days=60),
        ),
    )


def log(context: Context, subject_id: int, day: date, **values: str) -> int:
    """Save an unscheduled visit with values in their canonical units."""
    from app.domain.quantities import analyte

    entries = tuple(
        visits.ValueEntry(code, text, analyte(code).unit, confirmed=True) for code, text in values.items()
    )
    visit_id, _ = visits.record(
        context,
        visits.VisitDraft(
            subject_id=subject_id,
            visit_id=None,
            day=day,
            title="Blood count",
            values=entries,
            no_transfusion=True,
            no_event=True,
            medicines_unchanged=True,
        ),
    )
    return visit_id


def view_of(context: Context, subject_id: int) -> SubjectView:
    """What the tabs are shown."""
    return subject_view.load(context, subject_id)


def visit_on_day(context: Context, subject_id: int, day: int) -> int:
    """The planned visit whose target is a study day."""
    rows = subjects.course(context, subject_id).visits
    return next(row.id for row in rows if row.day == day and row.plan_id)


def _entries(values: dict[str, tuple[str, str]]) -> tuple[visits.ValueEntry, ...]:
    return tuple(visits.ValueEntry(code, text, unit, confirmed=True) for code, (text, unit) in values.items())


def _enrol(context: Context, draft: enrolment.EnrolmentDraft) -> int:
    answers = tuple(
        Answer(result.criterion.id, "present" if result.criterion.kind == "inclusion" else "absent", "")
        for result in enrolment.criteria(context, draft)
        if result.answered_by == "user"
    )
    subject_id, _ = enrolment.enrol(context, replace(draft, answers=answers))
    return subject_id
