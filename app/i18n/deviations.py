"""Deviations in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.i18n.cells import millions
from app.i18n.problems import analyte_name

if TYPE_CHECKING:
    from app.domain.schedule.deviations import Deviation
    from app.i18n.texts import Texts


def deviation_text(deviation: Deviation, texts: Texts) -> str:
    """Visit 2 d after its window: travel, bus strike. Reticulocytes were due and are missing."""
    params: dict[str, object] = {}
    if deviation.days is not None:
        params["days"] = deviation.days
    if deviation.item:
        params["item"] = analyte_name(texts, deviation.item)
    if deviation.dose is not None:
        params["dose"] = millions(deviation.dose, texts)
    said = texts(f"schedule.deviation.{deviation.code}", **params)
    why = reason_text(deviation.why, texts)
    if not why and deviation.code in {"visit_early", "visit_late"}:
        why = texts("schedule.deviation_no_reason")
    reason = texts.clauses(part for part in (why, deviation.note) if part)
    return texts("schedule.deviation_because", said=said, reason=reason) if reason else said


def deviation_texts(deviations: Iterable[Deviation], texts: Texts) -> tuple[str, ...]:
    """A sentence for each deviation of one visit; values that are missing without a word share one."""
    listed = list(deviations)
    bare = [each for each in listed if each.code == "assessment_missing" and not each.note]
    said = [deviation_text(each, texts) for each in listed if each not in bare]
    if bare:
        items = texts.listed(analyte_name(texts, each.item) for each in bare)
        said.append(texts("schedule.deviation.assessment_missing", item=items))
    return tuple(said)


def reason_text(code: str, texts: Texts) -> str:
    """The reason of a visit outside its window or of a missed one; "" for none."""
    for key in (f"schedule.deviation_reason.{code}", f"visits.missed.{code}"):
        if code and texts.has(key):
            return texts(key)
    return code
