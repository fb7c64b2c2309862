"""Transfusions and medicines in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.timeline import date_of
from app.i18n.partial_dates import partial_text
from app.ui.dates import study_date

if TYPE_CHECKING:
    from datetime import date

    from app.i18n import Texts
    from app.services.support import MedicationLine, ProductSum, TransfusionLine

NONE = "–"


def product_name(product: str, texts: Texts) -> str:
    """Red cells, platelets."""
    return texts(f"visit_form.product.{product}")


def summary(each: ProductSum, anchor: date | None, today: date, texts: Texts) -> str:
    """6 units on 5 days, the last on D52, 38 d ago. Free for 28 d since 8 Nov. Longest interval 38 d."""
    if each.last is None:
        return texts("support.none_given")
    said = [
        texts(
            "support.given",
            units=texts.number(each.units),
            days=each.days,
            last=study_date(each.last, anchor, texts),
            ago=(today - each.last).days,
        )
    ]
    if each.free_since is not None:
        said.append(texts("support.free_since", days=each.free_days, since=texts.date(each.free_since)))
    else:
        free = date_of(each.last, each.free_days)
        said.append(texts("support.not_free", days=each.free_days, on=texts.date(free)))
    if each.longest is not None:
        start, stop = (texts.date(day) for day in (each.longest.after, each.longest.until))
        key = "support.longest_open" if each.longest.open else "support.longest"
        said.append(texts(key, days=each.longest.days, start=start, stop=stop))
    return texts.sentences(said)


def month_days(first: int | None, last: int, texts: Texts) -> str:
    """D60–89; before day 0."""
    if first is None:
        return texts("papers.before_day0")
    return texts("chart.days", start=texts.study_day(first), stop=last)


def month_start(first: int | None, anchor: date | None, texts: Texts) -> str:
    """The first day of a month of the study."""
    return NONE if first is None or anchor is None else texts.date(date_of(anchor, first))


def units_words(line: TransfusionLine, texts: Texts) -> str:
    """How many units."""
    return texts.number(line.row.units)


def since_words(line: TransfusionLine, texts: Texts) -> str:
    """5 d; – for the first of its product."""
    return NONE if line.since is None else texts("support.days", days=line.since)


def reason_words(line: TransfusionLine, texts: Texts) -> str:
    """Why it was given, where that was said."""
    key = f"papers.why_{line.row.reason}"
    return texts(key) if line.row.reason and texts.has(key) else line.row.reason.replace("_", " ") or NONE


def start_words(line: MedicationLine, anchor: date | None, texts: Texts) -> str:
    """The first day, with the precision with which it is known."""
    if line.row.start_known:
        return partial_text(line.row.start_known, texts)
    return study_date(line.row.start, anchor, texts)


def stop_words(line: MedicationLine, anchor: date | None, texts: Texts) -> str:
    """The last day, or that it goes on."""
    if line.row.stop_known:
        return partial_text(line.row.stop_known, texts)
    if line.row.stop is None:
        return texts("papers.ongoing")
    return study_date(line.row.stop, anchor, texts)


def length_words(line: MedicationLine, today: date, texts: Texts) -> str:
    """17 d; of an open course the days so far."""
    if not line.row.exact:
        return NONE
    days = line.days if line.days is not None else (today - line.row.start).days + 1
    return texts("support.days", days=max(1, days))
