"""Treatment in words: plans, doses and troughs as the tables print them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.timeline import study_day
from app.i18n.cells import millions
from app.i18n.drugs import drug_name
from app.i18n.grading import term_name
from app.i18n.partial_dates import partial_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.domain.protocol.model import Treatment
    from app.i18n import Texts
    from app.services.subjects import MedicationRow
    from app.services.treatment import DoseLine, PlanLine, TroughLine

NONE = "–"
_TONES = {
    "given_early": "warning",
    "given_late": "warning",
    "besides": "warning",
    "not_given": "error",
    "missed": "error",
    "late": "error",
    "due": "warning",
}


def treatment_name(line: PlanLine, texts: Texts) -> str:
    """The title of the plan, or the kind of what was given beside it."""
    if line.treatment is not None:
        return texts.written(line.treatment.title)
    key = f"treatment.product_{line.product.lower().replace('-', '')}"
    return texts(key) if texts.has(key) else line.product


def planned_words(line: PlanLine, texts: Texts) -> str:
    """What the template plans, as it is written there."""
    if line.treatment is None:
        return texts("treatment.not_planned")
    return texts.written(line.treatment.dose)


def given_words(line: PlanLine, anchor: date | None, texts: Texts) -> str:
    """3 of 3: D14, D21, D28; or the courses of a drug with their doses."""
    if line.courses:
        return texts.clauses(course_words(course, anchor, texts) for course in line.courses)
    if not line.doses:
        return texts("treatment.nothing_given")
    days = texts.listed(_days(line.doses, anchor, texts))
    if line.planned:
        return texts("treatment.given_of", given=len(line.doses), planned=line.planned, days=days)
    return texts("treatment.given_count", given=len(line.doses), days=days)


def course_words(row: MedicationRow, anchor: date | None, texts: Texts) -> str:
    """5 mg/kg/d from D0, ongoing."""

    def said(day: date) -> str:
        return texts.date(day) if anchor is None else texts.study_day(study_day(anchor, day))

    dose = row.dose or drug_name(texts, row.drug)
    start = partial_text(row.start_known, texts) if row.start_known else said(row.start)
    if row.ongoing:
        return texts("treatment.course_open", dose=dose, start=start)
    stop = said(row.stop) if row.stop is not None and not row.stop_known else ""
    return texts("treatment.course", dose=dose, start=start, stop=stop or partial_text(row.stop_known, texts))


def _days(days: Sequence[date], anchor: date | None, texts: Texts) -> list[str]:
    """Study days, neighbouring ones as a range."""
    if anchor is None:
        return [texts.date(day) for day in days]
    numbers = sorted({study_day(anchor, day) for day in days})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number - runs[-1][-1] == 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = []
    for run in runs:
        first = texts.study_day(run[0])
        stop = run[-1] if run[0] >= 0 else texts.study_day(run[-1])
        said.append(first if len(run) == 1 else texts("chart.days", start=first, stop=stop))
    return said


def dose_name(line: DoseLine, texts: Texts) -> str:
    """MSC 1 of 3."""
    if not line.number:
        return texts("treatment.dose_besides", product=line.product)
    return texts("treatment.dose_name", product=line.product, number=line.number, of=line.of)


def plan_dose(treatment: Treatment | None, texts: Texts) -> str:
    """0.5–1 ×10⁶/kg, 3.5 mg/kg, – where the plan names no number."""
    if treatment is None:
        return NONE
    low, high = treatment.cells_per_kg_low, treatment.cells_per_kg_high
    if low is not None and high is not None:
        said = millions(low, texts) if low == high else f"{millions(low, texts)}–{millions(high, texts)}"
        return texts("treatment.cells_per_kg", dose=said)
    if treatment.mg_per_kg is not None:
        return texts("treatment.mg_per_kg", dose=texts.number(treatment.mg_per_kg))
    return NONE


def given_dose(line: DoseLine, texts: Texts) -> str:
    """1 ×10⁶/kg or 3.5 mg/kg."""
    if line.given is None or line.per_kg is None:
        return NONE
    if line.given.cells_total is not None:
        return texts("treatment.cells_per_kg", dose=millions(line.per_kg, texts))
    return texts("treatment.mg_per_kg", dose=texts.number(round(line.per_kg, 2)))


def total_words(line: DoseLine, texts: Texts) -> str:
    """21.4 ×10⁶, or 75 mg."""
    given = line.given
    if given is None:
        return NONE
    if given.cells_total is not None:
        return texts("treatment.cells", cells=millions(given.cells_total, texts))
    return texts("treatment.mg", mg=texts.number(given.dose_mg)) if given.dose_mg is not None else NONE


def product_words(line: DoseLine, texts: Texts) -> str:
    """UC-0412 · P4 · 92 %."""
    given = line.given
    if given is None:
        return NONE
    passage = texts("treatment.passage", passage=given.passage.lstrip("Pp")) if given.passage else ""
    viability = f"{texts.number(given.viability_pct)} %" if given.viability_pct is not None else ""
    return " · ".join(part for part in (given.batch, passage, viability) if part) or NONE


def reaction_words(line: DoseLine, texts: Texts) -> str:
    """G2 infusion related reaction; – where none was noted."""
    said = []
    for event in line.reactions:
        name = term_name(event.term, texts)
        grade = texts("grading.grade", grade=event.grade) if event.grade is not None else ""
        said.append(f"{grade} {name}".strip())
    return texts.clauses(said) or NONE


def remark_words(line: DoseLine, texts: Texts) -> str:
    """Where the dose stands, what departs from the plan, and who signed for it."""
    said = [texts(f"treatment.state_{line.state}")]
    if line.departs:
        said.append(texts(f"treatment.{line.departs}"))
    if line.given is not None and line.given.override is not None:
        signed = line.given.override
        said.append(
            texts(
                "visit_form.override_signed",
                who=signed.user_name,
                day=texts.date(signed.at.date()),
                reason=signed.reason,
            )
        )
    return texts.clauses(said)


def remark_tone(line: DoseLine) -> str:
    """error for what is open or wrong, warning for what departs."""
    if line.departs == "dose_above_maximum":
        return "error"
    return _TONES.get(line.state, "warning" if line.departs else "text2")


def trough_words(line: TroughLine, texts: Texts) -> str:
    """Below the target; and what of the creatinine or bilirubin goes before it."""
    said = [texts(f"treatment.trough_{line.place}")] if line.place else []
    said += [texts(f"treatment.{code}") for code in line.advice if code.startswith("hold_")]
    return texts.clauses(said) or NONE


def target_words(target: tuple[Decimal | None, Decimal | None] | None, texts: Texts) -> str:
    """Target 150–250 ng/mL; or that the plan names none."""
    if target is None:
        return texts("treatment.target_none")
    low, high = target
    if low is None or high is None:
        key = "treatment.target_from" if high is None else "treatment.target_to"
        return texts(key, limit=texts.number(low or high or Decimal(0)))
    return texts("treatment.target", low=texts.number(low), high=texts.number(high))
