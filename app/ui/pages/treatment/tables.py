"""The tables of the tab Treatment: the plan of the arm, its doses, troughs, departures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.deviations import deviation_text
from app.ui.dates import study_date
from app.ui.pages.treatment import words
from app.ui.widgets.columns import LONGEST
from app.ui.widgets.row_model import Column

if TYPE_CHECKING:
    from datetime import date

    from app.domain.schedule.deviations import Deviation
    from app.i18n import Texts
    from app.services.treatment import DoseLine, PlanLine, TroughLine
    from app.ui.pages.sheet_tab import Anchor


def plan(texts: Texts, anchor: Anchor) -> tuple[Column[PlanLine], ...]:
    """One line a treatment."""
    return (
        Column(
            texts("treatment.column_treatment"),
            180,
            lambda line: words.treatment_name(line, texts),
            bold=True,
        ),
        Column(
            texts("treatment.column_planned"),
            400,
            lambda line: words.planned_words(line, texts),
            gives=200,
            wraps=True,
        ),
        Column(texts("treatment.column_given"), 220, lambda line: words.given_words(line, anchor(), texts)),
    )


def doses(texts: Texts, anchor: Anchor) -> tuple[Column[DoseLine], ...]:
    """One line a dose, planned or given."""
    longest = f"D100 · {texts.date(LONGEST.date())}"
    return (
        Column(
            texts("treatment.column_dose"),
            86,
            lambda line: words.dose_name(line, texts),
            order=lambda line: (line.product, line.number),
            bold=True,
            longest=texts("treatment.dose_name", product="MSC", number=10, of=10),
        ),
        Column(
            texts("treatment.column_planned"),
            126,
            lambda line: _planned_day(line, anchor(), texts),
            order=lambda line: line.visit.target if line.visit and line.number else None,
            longest=longest,
            breaks=92,
        ),
        Column(
            texts("treatment.column_given"),
            126,
            lambda line: study_date(line.given.day if line.given else None, anchor(), texts),
            order=lambda line: line.given.day if line.given else None,
            longest=longest,
            breaks=92,
        ),
        Column(
            texts("treatment.column_remark"),
            168,
            lambda line: words.remark_words(line, texts),
            longest=texts("treatment.state_given"),
            breaks=112,
            tone=words.remark_tone,
            icon=lambda line: "warning" if words.remark_tone(line) in ("warning", "error") else "",
        ),
        Column(
            texts("treatment.column_plan_dose"),
            92,
            lambda line: words.plan_dose(line.treatment, texts),
            right=True,
            longest=texts("treatment.cells_per_kg", dose="0.5–1.5"),
            hides=2,  # the plan above says it, too
        ),
        Column(
            texts("treatment.column_given_dose"),
            84,
            lambda line: words.given_dose(line, texts),
            order=lambda line: line.per_kg,
            right=True,
        ),
        Column(
            texts("treatment.column_total"),
            76,
            lambda line: words.total_words(line, texts),
            right=True,
            hides=1,
        ),
        Column(
            texts("treatment.column_product"),
            176,
            lambda line: words.product_words(line, texts),
            breaks=112,
            hides=3,
        ),
        Column(
            texts("treatment.column_reaction"),
            130,
            lambda line: words.reaction_words(line, texts),
            breaks=92,
            wraps=True,
        ),
    )


def _planned_day(line: DoseLine, anchor: date | None, texts: Texts) -> str:
    day = line.visit.target if line.visit is not None and line.number else None
    return study_date(day, anchor, texts)


def troughs(texts: Texts, anchor: Anchor) -> tuple[Column[TroughLine], ...]:
    """One line a trough."""
    return (
        Column(
            texts("treatment.column_drawn"),
            126,
            lambda line: study_date(line.day, anchor(), texts),
            order=lambda line: line.day,
            longest=f"D100 · {texts.date(LONGEST.date())}",
        ),
        Column(
            "ng/mL",
            56,
            lambda line: f"{line.bound}{texts.number(line.value, 0)}",
            order=lambda line: line.value,
            right=True,
            bold=True,
        ),
        Column(
            texts("treatment.column_target"),
            110,
            lambda line: words.trough_words(line, texts),
            tone=lambda line: "warning" if line.place in ("below", "above") or line.advice else "text2",
            icon=lambda line: "warning" if line.place in ("below", "above") or line.advice else "",
        ),
        Column(texts("treatment.column_in_force"), 90, lambda line: line.dose or words.NONE),
    )


def departures(texts: Texts, anchor: Anchor) -> tuple[Column[Deviation], ...]:
    """One line a deviation of the treatment."""
    return (
        Column(
            texts("treatment.column_day"),
            126,
            lambda each: study_date(each.day, anchor(), texts),
            order=lambda each: each.day,
        ),
        Column(
            texts("treatment.column_what"),
            220,
            lambda each: texts.named(texts.written(each.title), deviation_text(each, texts)),
        ),
    )
