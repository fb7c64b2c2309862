"""The lines of a subject's audit trail as people read them."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

from app.domain.endings import EARLY_TERMINATION
from app.domain.grading.serious import stated
from app.i18n import trail as trail_words
from app.i18n.controls import field_name
from app.i18n.drugs import drug_name
from app.i18n.endings import cause_text
from app.i18n.grading import gvhd_text
from app.i18n.problems import analyte_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n import Texts
    from app.services.subject_trail import SubjectTrailRow

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?\d+\.\d+")
# What a new row is told by, first to last; `kind` and the like are named before it.
_TELLING = {
    "transfusion": ("units", "day", "reason"),
    "medication": ("dose", "start", "stop"),
    "infusion": ("cells_total", "dose_mg", "weight_kg", "day", "batch", "passage", "viability_pct"),
    "event": ("term", "grade", "ctcae", "day", "details", "diagnosed", "until", "outcome", "note"),
    "visit": ("title", "actual", "missed", "sample_time", "laboratory"),
    "subject": ("state", "arm", "day0", "sex", "weight_kg", "height_cm", "consent_version"),
    "marrow": ("cellularity_pct", "residual_pct", "day"),
    "ending": ("kind", "day", "reason_text"),
    "assessment": ("status",),
    "verdict_override": ("automatic", "status", "reason_text"),
    "sign_off": ("kind", "display_name"),
    "data_query": (),
    "query_step": ("action", "text"),
}
_PAPERS = ("saved", "printed", "exported")


def thing(row: SubjectTrailRow, texts: Texts) -> str:
    """What a line is about: platelets, transfusion (red cells), the visit."""
    if row.action in _PAPERS:
        key = f"papers.title_{row.field}"
        return texts(key) if texts.has(key) else texts("subject_trail.document")
    if row.table == "count_value":
        return analyte_name(texts, row.item)
    named = trail_words.table_text(row.table, texts) if row.table else ""
    if row.count > 1:
        return texts("subject_trail.several", thing=named, count=row.count)
    item = _item(row, texts)
    return texts("subject_trail.thing_of", thing=named, item=item) if item else named


def what(row: SubjectTrailRow, texts: Texts) -> str:
    """Platelets entered; Visit: sample time changed; Verdict given."""
    said = _what(row, texts)
    return said[:1].upper() + said[1:]


def _what(row: SubjectTrailRow, texts: Texts) -> str:
    said = {"thing": thing(row, texts), "field": field_words(row.field, texts)}
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
    return value(row.old, row, texts) or texts("trail.nothing")


def now(row: SubjectTrailRow, texts: Texts) -> str:
    """What stands there after the line."""
    if row.hidden:
        return texts("trail.hidden")
    if row.action in _PAPERS:
        return _paper(row)
    if row.action == "update":
        return value(row.new, row, texts) or texts("trail.nothing")
    return _entered(row, texts) if row.count == 1 else ""


def visit_words(row: SubjectTrailRow, texts: Texts) -> str:
    """The visit that a line belongs to, "" for none."""
    if row.visit_id is None:
        return ""
    return texts.written(row.visit_title) or texts("visit_form.unscheduled")


def reason(row: SubjectTrailRow, texts: Texts) -> str:
    """Why, where somebody said so."""
    return trail_words.reason_text(row.reason_code, row.reason_text, texts)


def sentence(row: SubjectTrailRow, texts: Texts) -> str:
    """The whole of a line: R. Coordinator, 3 Nov 2026 16:20: platelets corrected, D90 response. 15 → 35."""
    parts = [texts("subject_trail.sentence", who=row.who, moment=texts.moment(row.at), what=what(row, texts))]
    if visit_words(row, texts):
        named = [visit_words(row, texts)]
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
    return texts.sentences(parts)


def field_words(field: str, texts: Texts) -> str:
    """The name of a column."""
    return trail_words.field_text(field, texts)


def value(stored: str | None, row: SubjectTrailRow, texts: Texts) -> str:
    """A stored value: days, numbers, ticks and codes as this language writes them."""
    if stored is None or stored == "":
        return ""
    if stored in ("true", "false"):
        return texts("papers.yes" if stored == "true" else "papers.no")
    if _DAY.fullmatch(stored):
        return texts.date(date.fromisoformat(stored))
    if row.field == "details":
        return _details(stored, texts)
    if row.field in ("entered_unit", "unit"):
        return texts.unit(stored)
    if _NUMBER.fullmatch(stored) and row.field != "entered_value":
        return texts.figures(stored)
    return _code(stored, row.field, texts) or trail_words.value_text(stored, texts)


def _item(row: SubjectTrailRow, texts: Texts) -> str:
    if row.table == "second_value":
        return analyte_name(texts, row.item)
    if row.table == "data_query":
        return field_name(texts, row.item)
    if row.table == "medication":
        return drug_name(texts, row.item)
    fields = {"transfusion": "product", "event": "type", "sign_off": "kind", "ending": "kind"}
    if row.table in ("assessment", "verdict_override"):
        return "" if row.action == "insert" else row.item
    return _code(row.item, fields.get(row.table, ""), texts) or row.item


def _code(stored: str, field: str, texts: Texts) -> str:
    """The words of a code; "" where it is none that is known."""
    keys = {
        "product": f"visit_form.product.{stored}",
        "type": f"visit_form.event.{stored}",
        "outcome": f"events.outcome_{stored}",
        "term": f"grading.term.{stored}",
        "missing": f"visit_form.missing.{stored}",
        "missed": f"visits.missed.{stored}",
        "deviation": f"schedule.deviation_reason.{stored}",
        "kind": f"control.stage.{stored}",
        "reason": f"papers.why_{stored}",
        "state": f"subject_trail.state_{stored}",
        "action": f"queries.action.{stored}",
        "void_code": f"control.why.{stored}",
    }
    key = keys.get(field, "")
    if field == "kind" and not texts.has(key):
        key = f"endings.kind.{stored}"
    return texts(key) if key and texts.has(key) else ""


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
    content = _content(row)
    if not content:
        return value(row.new, row, texts)
    if row.table in ("count_value", "second_value"):
        if content.get("missing"):
            because = _code(str(content["missing"]), "missing", texts) or str(content["missing"])
            note = str(content.get("missing_note") or "")
            return texts.clauses(part for part in (because, note) if part)
        shown = texts.figures(str(content.get("entered_value", "")))
        return f"{shown} {texts.unit(str(content.get('entered_unit', '')))}".strip()
    told = _TELLING.get(row.table)
    if told is None:
        return trail_words.value_text(row.new, texts)
    parts = []
    for name in told:
        stored = content.get(name)
        if stored in (None, "", "false"):
            continue
        said = value(str(stored), _as_field(row, name), texts)
        labelled = name in ("units", "grade", "day", "start", "stop", "weight_kg", "batch", "passage")
        labelled = labelled or name in ("diagnosed", "until")
        labelled = labelled or name.endswith("_pct") or name in ("sex", "arm", "day0", "height_cm")
        parts.append(f"{field_words(name, texts)} {said}" if labelled else said)
    return texts.listed(parts)


def _details(stored: str, texts: Texts) -> str:
    """How a GVHD was staged, why an event is serious, what a death was caused by."""
    try:
        found = json.loads(stored)
    except ValueError:
        return stored
    if not isinstance(found, dict):
        return stored
    why = stated(found)
    said = texts(f"events.serious_{why}") if why else ""
    seriousness = texts("events.serious_said", said=said) if said else ""
    parts = (gvhd_text(found, texts), cause_text(found, texts), seriousness)
    return texts.clauses(part for part in parts if part)


def _as_field(row: SubjectTrailRow, name: str) -> SubjectTrailRow:
    from dataclasses import replace

    return replace(row, field=name)


def _paper(row: SubjectTrailRow) -> str:
    content = _content(row)
    return str(content.get("document", "") or "")
