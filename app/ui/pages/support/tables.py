"""The tables of the tab Transfusions and medication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.i18n.drugs import drug_name
from app.ui.dates import study_date
from app.ui.pages.support import words
from app.ui.widgets.columns import LONGEST
from app.ui.widgets.row_model import Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from app.i18n import Texts
    from app.services.support import MedicationLine, ProductSum, TransfusionLine
    from app.ui.pages.sheet_tab import Anchor


@dataclass(frozen=True, slots=True)
class MonthLine:
    """Units of both products in a month of the study."""

    first: int | None
    last: int
    red_cells: Decimal
    platelets: Decimal


def month_lines(products: Sequence[ProductSum]) -> tuple[MonthLine, ...]:
    """The months with their units, newest first; none where nothing was ever given."""
    units = {each.product: {month.first: month for month in each.months} for each in products}
    firsts = {first: month.last for found in units.values() for first, month in found.items()}
    ordered = sorted(firsts, key=lambda first: -1 if first is None else first, reverse=True)

    def of(product: str, first: int | None) -> Decimal:
        from decimal import Decimal

        month = units.get(product, {}).get(first)
        return month.units if month is not None else Decimal(0)

    return tuple(MonthLine(first, firsts[first], of("RBC", first), of("PLT", first)) for first in ordered)


def transfusions(texts: Texts, anchor: Anchor) -> tuple[Column[TransfusionLine], ...]:
    """One line a transfusion."""
    return (
        Column(
            texts("support.column_day"),
            126,
            lambda line: study_date(line.row.day, anchor(), texts),
            order=lambda line: line.row.day,
            longest=f"D100 · {texts.date(LONGEST.date())}",
        ),
        Column(
            texts("support.column_product"),
            76,
            lambda line: words.product_name(line.row.product, texts),
            bold=True,
            longest=max((words.product_name(each, texts) for each in ("RBC", "PLT")), key=len),
        ),
        Column(
            texts("support.column_units"),
            46,
            lambda line: words.units_words(line, texts),
            order=lambda line: line.row.units,
            right=True,
        ),
        Column(
            texts("support.column_since"),
            84,
            lambda line: words.since_words(line, texts),
            order=lambda line: line.since,
            right=True,
        ),
        Column(texts("support.column_reason"), 60, lambda line: words.reason_words(line, texts)),
    )


def months(texts: Texts, anchor: Anchor) -> tuple[Column[MonthLine], ...]:
    """One line a month of the study."""
    return (
        Column(
            texts("support.column_month"),
            96,
            lambda line: words.month_days(line.first, line.last, texts),
            order=lambda line: -1 if line.first is None else line.first,
        ),
        Column(
            texts("support.column_from"),
            92,
            lambda line: words.month_start(line.first, anchor(), texts),
            order=lambda line: -1 if line.first is None else line.first,
            longest=texts.date(LONGEST.date()),
        ),
        Column(
            words.product_name("RBC", texts),
            84,
            lambda line: texts.number(line.red_cells),
            order=lambda line: line.red_cells,
            right=True,
        ),
        Column(
            words.product_name("PLT", texts),
            84,
            lambda line: texts.number(line.platelets),
            order=lambda line: line.platelets,
            right=True,
        ),
    )


def medicines(texts: Texts, anchor: Anchor, today: date) -> tuple[Column[MedicationLine], ...]:
    """One line a course of a drug."""
    longest = f"D100 · {texts.date(LONGEST.date())}"
    return (
        Column(
            texts("support.column_drug"),
            96,
            lambda line: drug_name(texts, line.row.drug),
            bold=True,
            breaks=84,
        ),
        Column(texts("support.column_dose"), 84, lambda line: line.row.dose or words.NONE, breaks=76),
        Column(
            texts("support.column_start"),
            126,
            lambda line: words.start_words(line, anchor(), texts),
            order=lambda line: line.row.start,
            longest=longest,
            breaks=92,
        ),
        Column(
            texts("support.column_stop"),
            126,
            lambda line: words.stop_words(line, anchor(), texts),
            order=lambda line: line.row.stop,
            longest=longest,
            breaks=92,
        ),
        Column(
            texts("support.column_days"),
            54,
            lambda line: words.length_words(line, today, texts),
            order=lambda line: line.days,
            right=True,
        ),
        Column(texts("support.column_kind"), 120, lambda line: texts(f"support.kind_{line.kind}"), breaks=84),
    )
