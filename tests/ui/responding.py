"""Subjects with a known answer, as in the worked cases, stored through the services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.eligibility import Answer
from app.domain.quantities import analyte
from app.services import enrolment, subjects, visits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.context import Context

DAY0 = date(2020, 1, 6)
D90 = date(2020, 4, 5)
# Case V02: every PR limit exceeded on day 90, CR limits not reached.
TRANSFUSIONS = (
    (date(2020, 1, 16), "PLT"),
    (date(2020, 1, 26), "RBC"),
    (date(2020, 2, 10), "PLT"),
    (date(2020, 2, 25), "RBC"),
    (date(2020, 3, 6), "PLT"),
)
AT_D90 = {"ANC": "0.8", "HB": "88", "PLT": "35", "RETIC_ABS": "41"}


def answers(protocol: str) -> tuple[Answer, ...]:
    """Answers that clear every criterion a person answers."""
    inclusions = {"saa_atg": ("I-3", "I-4"), "pgf_msc": ("I-1", "I-3", "I-6", "I-7", "I-8", "I-9")}[protocol]
    exclusions = {"saa_atg": 4, "pgf_msc": 8}[protocol]
    return tuple(Answer(code, "present") for code in inclusions) + tuple(
        Answer(f"E-{number}", "absent") for number in range(1, exclusions + 1)
    )


def enrol_child(context: Context, *, code: str = "TJ-001") -> int:
    """The boy of case V02 in arm msc, with the counts of his screening."""
    counts = {"ANC": "0.15", "PLT": "8", "HB": "62", "RETIC_ABS": "9"}
    subject_id, _ = enrolment.enrol(
        context,
        enrolment.EnrolmentDraft(
            protocol="saa_atg",
            arm="msc",
            code=code,
            sex="M",
            birth_date=date(2014, 3, 10),
            weight_kg=Decimal("20.0"),
            height_cm=Decimal(112),
            screening_date=date(2020, 1, 4),
            values=entries(counts),
            marrow_cellularity_pct=Decimal(10),
            answers=answers("saa_atg"),
            consent_version="2.1",
            consent_date=date(2020, 1, 3),
            day0=DAY0,
        ),
    )
    return subject_id


def entries(
    values: Mapping[str, str], *, units: Mapping[str, str] | None = None
) -> tuple[visits.ValueEntry, ...]:
    """Values as the form would hand them in."""
    return tuple(
        visits.ValueEntry(code, text, (units or {}).get(code, analyte(code).unit), confirmed=True)
        for code, text in values.items()
    )


def log_d90(
    context: Context,
    subject_id: int,
    *,
    values: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> int:
    """Log the visit of day 90 with the transfusions since day 0."""
    plan = {visit.day: visit for visit in subjects.course(context, subject_id).visits if visit.assessment}
    planned = plan[90]
    visit_id, _ = visits.record(
        context,
        visits.VisitDraft(
            subject_id=subject_id,
            visit_id=planned.id,
            expected_version=planned.version,
            day=D90,
            values=entries(values or AT_D90, units=units),
            transfusions=tuple(
                visits.TransfusionEntry(day, product, Decimal(1)) for day, product in TRANSFUSIONS
            ),
            no_event=True,
            medicines_unchanged=True,
        ),
    )
    return visit_id
