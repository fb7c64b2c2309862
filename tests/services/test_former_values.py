"""What a corrected count said before: its last correction, with what that left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from app.i18n import Texts
from app.services import enrolment, former_values, subjects, visits
from app.services.contracts.subjects import Former
from app.services.visits import Reason
from app.ui.pages.counts.words import former_text

if TYPE_CHECKING:
    from app.services.context import Context

DAY = date(2026, 10, 1)
SLIP = Reason("transcription_error", "")


def test_a_corrected_value_keeps_the_one_before_it_and_no_other_value_has_any(
    context: Context, draft: Any, log: Any
) -> None:
    child, _ = enrolment.enrol(context, draft())
    visit_id = log(child, DAY, ANC="0.6", PLT="25")
    assert former_values.of_counts(context, subjects.course(context, child).counts) == {}
    for text, unit in (("0.8", "10*9/L"), ("900", "/uL")):
        stored = visits.form(context, subject_id=child, visit_id=visit_id).stored
        assert stored is not None
        anc, plt = stored.values
        right = (replace(anc, text=text, unit=unit, confirmed=True), replace(plt, confirmed=True))
        visits.record(context, replace(stored, values=right, reason=SLIP))

    counts = subjects.course(context, child).counts
    (found,) = former_values.of_counts(context, counts).items()
    assert found == (
        next(row.id for row in counts if row.analyte == "ANC" and row.day == DAY),
        Former("0.8", "10*9/L", "", visit_id, "ANC"),
    )
    assert former_text(found[1], Texts("pt")) == "corrigido, era 0,8 ×10⁹/L"
