"""A boy in partial response at day 90, logged through the services: for overview and documents."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services import visits
from tests.ui.visiting import DAY0, enrol_saa, log

if TYPE_CHECKING:
    from app.services.context import Context

COUNTS = (
    (14, "0.12", "68", "14", "14"),
    (28, "0.26", "74", "18", "20"),
    (49, "0.45", "80", "19", "26"),
    (84, "1.10", "99", "49", "57"),
    (90, "1.24", "104", "58", "62"),
)


def on(day: int) -> date:
    """The date of a study day."""
    return DAY0 + timedelta(days=day)


def responder(context: Context, *, code: str = "TJ-014") -> int:
    """Enrol, give a unit of red cells and of platelets early, then log counts up to day 90."""
    subject_id = enrol_saa(context, code=code)
    visits.record(
        context,
        visits.VisitDraft(
            subject_id=subject_id,
            visit_id=None,
            day=on(7),
            title="Blood count",
            values=tuple(
                visits.ValueEntry(code, text, unit, confirmed=True)
                for code, text, unit in (
                    ("ANC", "0.08", "10*9/L"),
                    ("HB", "6.4", "g/dL"),
                    ("PLT", "<10", "10*9/L"),
                )
            ),
            transfusions=(
                visits.TransfusionEntry(on(5), "RBC", Decimal(2)),
                visits.TransfusionEntry(on(6), "PLT", Decimal(1)),
            ),
            no_event=True,
            medicines_unchanged=True,
        ),
    )
    for day, anc, hb, plt, retic in COUNTS:
        log(context, subject_id, on(day), ANC=anc, HB=hb, PLT=plt, RETIC_ABS=retic)
    return subject_id
