"""The control of a visit in words: why a signature is void, what came late, which field is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.problems import analyte_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.i18n.texts import Texts

SHOWN_LATE = 3


def field_name(texts: Texts, field: str) -> str:
    """The name of a field by its path: "values.HB" is haemoglobin, "" the visit as a whole."""
    area, _, rest = field.partition(".")
    if area == "values" and rest:
        return analyte_name(texts, rest)
    keys = (f"control.field.{area or 'visit'}", f"fields.{area}")
    return next((texts(key) for key in keys if texts.has(key)), field)


def why_void(texts: Texts, code: str, when: datetime) -> str:
    """Why a sign-off holds no longer: data changed on 18 Nov 2026 09:41."""
    return texts(f"control.why.{code}", time=texts.moment(when))


def late_words(texts: Texts, late: Sequence[tuple[str, int]]) -> str:
    """Entered late: haemoglobin 20 d, events 12 d. `late`: path and days, "" for none."""
    longest: dict[str, int] = {}
    for field, days in late:
        name = field_name(texts, field)
        longest[name] = max(days, longest.get(name, 0))
    if not longest:
        return ""
    said = [
        texts("control.late_one", field=name, days=days) for name, days in list(longest.items())[:SHOWN_LATE]
    ]
    if len(longest) > SHOWN_LATE:
        said.append(texts("control.late_more", count=len(longest) - SHOWN_LATE))
    return texts("control.late", what=texts.listed(said))


def missing_because(texts: Texts, *, name: str, day: str, code: str, note: str) -> str:
    """Why a value was not obtained: reticulocytes, D90: missing because not done: clotted."""
    why = texts(f"summary.absent_{code}")
    said = texts("summary.absent_why", what=why, why=note) if note else why
    return texts("evidence.missing_because", name=name, day=day, why=said)
