"""The tables of the tab Events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.grading import Grade
from app.i18n.grading import grade_text
from app.ui.pages.events import words
from app.ui.widgets.columns import LONGEST
from app.ui.widgets.row_model import Column

if TYPE_CHECKING:
    from app.domain.grading.shift import Shift
    from app.i18n import Texts
    from app.services.occurrences import EventLine
    from app.ui.pages.sheet_tab import Anchor


def events(texts: Texts, anchor: Anchor) -> tuple[Column[EventLine], ...]:
    """One line an event."""
    return (
        Column(
            texts("events.column_day"),
            126,
            lambda line: words.when(line, anchor(), texts),
            order=lambda line: line.day,
            longest=f"D100 · {texts.date(LONGEST.date())}",
            gives=110,
            wraps=True,
        ),
        Column(
            texts("events.column_until"),
            60,
            lambda line: words.until(line, texts),
            order=lambda line: line.row.until if line.row is not None else None,
            longest=max(texts.short_date(LONGEST.date()), texts("events.ongoing"), key=len),
            wraps=True,
        ),
        Column(
            texts("events.column_event"),
            300,
            lambda line: words.brief(words.event_name(line, texts)),
            bold=True,
            gives=112,
            wraps=True,
        ),
        Column(
            texts("events.column_grade"),
            104,
            lambda line: words.graded(line, texts),
            order=words.grade_order,
            tone=lambda line: "warning" if words.grade_open(line) else _grade_tone(line.grade),
            bold=True,
            longest="G2 · CTCAE v5.0",
            gives=72,
            wraps=True,
        ),
        Column(
            texts("events.column_shift"),
            84,
            lambda line: words.against_baseline(line, texts),
            longest=texts("events.shift_new"),
            gives=78,
            wraps=True,
            order=lambda line: None if line.emergent is None else not line.emergent,
        ),
        Column(
            texts("events.column_serious"),
            104,
            lambda line: words.serious(line, texts),
            longest=f"{texts('events.serious_hospitalisation')}mm",  # with its icon
            order=lambda line: 0 if words.is_serious(line) else 1 if not line.serious else 2,
            tone=lambda line: "error" if words.is_serious(line) else "text2" if line.serious else "warning",
            icon=lambda line: "warning" if words.is_serious(line) else "",
            wraps=True,
        ),
    )


def shifts(texts: Texts) -> tuple[Column[Shift], ...]:
    """One line an analyte with a grade."""
    return (
        Column(
            texts("events.column_analyte"),
            108,
            lambda each: words.shift_name(each, texts),
            bold=True,
            gives=104,
            wraps=True,
        ),
        Column(
            texts("events.column_baseline"), 60, lambda each: words.shift_baseline(each, texts), right=True
        ),
        Column(
            texts("events.column_worst"),
            50,
            lambda each: grade_text(each.worst, texts),
            order=lambda each: each.worst.grade if isinstance(each.worst, Grade) else each.worst.at_least,
            right=True,
            bold=True,
            tone=lambda each: _grade_tone(each.worst.grade if isinstance(each.worst, Grade) else None),
        ),
        Column(
            texts("events.column_standing"),
            100,
            lambda each: words.shift_standing(each, texts),
            gives=76,
            wraps=True,
            tone=lambda each: "warning" if each.emergent else "text2",
        ),
        Column(
            texts("events.column_value"),
            136,
            lambda each: words.shift_value(each, texts),
            longest=f"0.08 {texts.unit('10*9/L')}, {texts.short_date(LONGEST.date())}",
            order=lambda each: each.worst_day,
        ),
    )


def _grade_tone(grade: int | None) -> str:
    if grade is None or grade < 3:
        return ""
    return "grade3" if grade == 3 else "grade4"
