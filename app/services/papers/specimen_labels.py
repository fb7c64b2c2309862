"""Labels for the specimens of a visit: a code, a day, what is in the tube. Never a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reports.specimen_labels import SHEETS, Labels, SpecimenLabel
from app.services.errors import ServiceError
from app.services.papers.common import day_of

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Context
    from app.services.contracts.papers import Order

USUAL = "L7160"
# What is drawn for which values: EDTA for blood counts and levels, serum for chemistry, and so on.
_EDTA = frozenset({"WBC", "ANC", "LYM", "HB", "PLT", "RETIC_ABS", "RETIC_PCT", "MCV", "CSA", "CMV", "EBV"})
_FLOW = frozenset({"CD3", "CD4", "CD8", "PNH_GRAN", "PNH_RBC", "CHIMERISM"})
_NOT_DRAWN = frozenset({"WEIGHT", "HEIGHT", "KPS", "VITALS", "TRANSFUSIONS", "GVHD", "INFECTION", "SURVIVAL"})


def content(context: Context, order: Order, texts: Texts) -> Labels:
    """Details: sheet=L7160, start=5 (the first free label), copies=2 of each.

    Raises ServiceError `sheet_unknown`, `number_unreadable`.
    """
    from app.services import paper_contents, subjects

    sheet = order.asked("sheet") or USUAL
    if sheet not in SHEETS:
        raise ServiceError("sheet_unknown", sheet=sheet, known=", ".join(SHEETS))
    subject_id = paper_contents.subject_of(context, order.visit_id)
    course = subjects.course(context, subject_id)
    visit = next(row for row in course.visits if row.id == order.visit_id)
    code, when = course.subject.code, visit.when
    day = (day_of(course, when, texts) or when.isoformat()) if when else ""
    kinds = _specimens(visit.assessments)
    line = texts(
        "papers.label_line",
        date=when.isoformat() if when else "____",
        visit=texts.written(visit.title) or texts("documents.unscheduled"),
    )
    labels = tuple(
        SpecimenLabel(code, day, texts(f"papers.specimen_{kind}"), line, f"{code}/{visit.id}/{number}")
        for number, kind in enumerate(kinds, start=1)
        for _ in range(_whole(order.asked("copies"), 1, most=20))
    )
    return Labels(
        document_id=f"SL-{code}-{visit.plan_id or visit.id}",
        language=texts.language,
        title=texts("papers.title_specimen_labels"),
        code=code,
        meta=(),
        sheet=sheet,
        first=_whole(order.asked("start"), 1, most=SHEETS[sheet].count) - 1,
        labels=labels,
    )


def _specimens(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The tubes of a visit; blood for counts where the plan asks nothing."""
    wanted = set(asked) - _NOT_DRAWN
    kinds = []
    if wanted & _EDTA or not wanted:
        kinds.append("edta")
    if wanted & _FLOW:
        kinds.append("flow")
    if wanted & {"MARROW", "CYTOGENETICS"}:
        kinds.append("marrow")
    if wanted - _EDTA - _FLOW - {"MARROW", "CYTOGENETICS"}:
        kinds.append("serum")
    return tuple(kinds)


def _whole(text: str, usual: int, *, most: int) -> int:
    if not text:
        return usual
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise ServiceError("count_out_of_range", text=text, most=most)
    return int(text)
