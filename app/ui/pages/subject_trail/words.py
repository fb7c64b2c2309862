"""The lines of a subject's audit trail as people read them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from app.domain.endings import EARLY_TERMINATION
from app.i18n import trail as trail_words
from app.i18n.trail_values import field_text, row_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n import Texts
    from app.services.subject_trail import SubjectTrailRow

_ENDS = re.compile(r"([.?!。？！])[.。]$")  # a person's own full stop before that of the sentence
# What a new row is told by where all of it would be too much for a cell; others are told whole.
_TELLING = {
    "count_value": ("missing_note",),
    "second_value": (),
    "visit": ("title", "actual", "missed", "sample_time", "laboratory"),
    "subject": ("state", "arm", "day0", "sex", "weight_kg", "height_cm", "consent_version"),
    "assessment": ("status",),
    "verdict_override": ("automatic", "status", "reason_text"),
    "data_query": (),
}


def thing(row: SubjectTrailRow, texts: Texts) -> str:
    """What a line is about: platelets, transfusion (red cells), the visit."""
    if row.count > 1:
        named = trail_words.table_text(row.table, texts)
        return texts("subject_trail.several", thing=named, count=row.count)
    return trail_words.thing_text(row, texts)


def what(row: SubjectTrailRow, texts: Texts) -> str:
    """Platelets entered; Visit: sample time changed; Verdict given."""
    said = _what(row, texts)
    return said[:1].upper() + said[1:]


def _what(row: SubjectTrailRow, texts: Texts) -> str:
    said = {"thing": thing(row, texts), "field": field_text(row.field, texts)}
    if row.action == "update":
        if row.old in (None, "", "false"):
            return texts("subject_trail.filled", **said)
        plain = row.table == "count_value" and row.field == "entered_value"
        return texts("subject_trail.changed_value" if plain else "subject_trail.changed", **said)
    if row.action == "insert":
        if row.table == "visit" and _kind(row) == "scheduled":
            return texts("subject_trail.planned", **said)
        key = f"subject_trail.entered_{row.table}"
        if row.table == "visit" and _kind(row) == EARLY_TERMINATION:
            key = f"subject_trail.{'entered' if _content(row).get('actual') else 'planned'}_last_visit"
        return texts(key if texts.has(key) else "subject_trail.entered", **said)
    action = trail_words.action_text(row.action, texts)
    return texts("subject_trail.done", action=action, thing=said["thing"])


def was(row: SubjectTrailRow, texts: Texts) -> str:
    """What stood there before, "" for a first entry."""
    if row.hidden:
        return texts("trail.hidden")
    if row.action != "update":
        return ""
    return trail_words.value_text(row, row.old, texts) or texts("trail.nothing")


def now(row: SubjectTrailRow, texts: Texts) -> str:
    """What stands there after the line."""
    if row.hidden:
        return texts("trail.hidden")
    if row.action in trail_words.PAPERS:
        return str(_content(row).get("document", "") or "")
    if row.action == "update":
        return trail_words.value_text(row, row.new, texts) or texts("trail.nothing")
    return _entered(row, texts) if row.count == 1 else ""


def reason(row: SubjectTrailRow, texts: Texts) -> str:
    """Why, where somebody said so."""
    return trail_words.reason_text(row.reason_code, row.reason_text, texts)


def sentence(row: SubjectTrailRow, texts: Texts) -> str:
    """The whole of a line: R. Coordinator, 3 Nov 2026 16:20: platelets corrected, D90 response. 15 → 35."""
    parts = [texts("subject_trail.sentence", who=row.who, moment=texts.moment(row.at), what=what(row, texts))]
    if trail_words.visit_text(row, texts):
        named = [trail_words.visit_text(row, texts)]
        if row.visit_day is not None:
            named.append(texts.date(row.visit_day))
        parts.append(texts("subject_trail.of_visit", visit=texts.spoken(named)))
    before, after = was(row, texts), now(row, texts)
    if before:
        parts.append(texts("subject_trail.from_to", was=before, now=after))
    elif after:
        parts.append(texts("subject_trail.is", now=after))
    why = reason(row, texts)
    if why:
        parts.append(texts("history.reason", reason=why))
    return texts.sentences(_ENDS.sub(r"\1", part) for part in parts)


def _kind(row: SubjectTrailRow) -> str:
    if row.count > 1:
        return "scheduled"
    return str(_content(row).get("kind", ""))


def _content(row: SubjectTrailRow) -> Mapping[str, object]:
    try:
        found = json.loads(row.new or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _entered(row: SubjectTrailRow, texts: Texts) -> str:
    """What a new row holds, in the order that a person would say it."""
    if row.new is None or row.action != "insert":
        return trail_words.value_text(row, row.new, texts)
    return row_text(row.table, row.new, texts, only=_TELLING.get(row.table))
