"""Which stored fields hold codes, and where the words of these codes stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.i18n.texts import Texts

# What another column of the line tells (its subject, user, moment), rows by their number, and what only the
# program compares. It stays in the stored trail.
ASIDE = frozenset(
    {
        *("subject_id", "visit_id", "user_id", "assessment_id", "query_id", "plan_id"),
        *("user_name", "display_name", "at", "created_at", "added_at", "raised_at", "computed_at"),
        *("sha256", "digest", "head", "bound"),
    }
)
# The part of a path that names a log of a visit → the table of its rows.
LOGS = {
    "transfusions": "transfusion",
    "medications": "medication",
    "infusions": "infusion",
    "events": "event",
}
COUNTS = ("count_value", "second_value")
ASIDE_OF = {
    # A count is told as one, its analyte with its place; so is what names other rows.
    **dict.fromkeys(
        COUNTS, frozenset({"analyte", "entered_value", "entered_unit", "value", "unit", "missing"})
    ),
    **dict.fromkeys(("transfusion", "infusion"), frozenset({"product"})),
    **dict.fromkeys(("sign_off", "ending"), frozenset({"kind"})),
    "visit": frozenset({"title"}),
    "medication": frozenset({"drug"}),
    "event": frozenset({"type"}),
    "data_query": frozenset({"field"}),
    "eligibility_answer": frozenset({"criterion"}),
    "reference_limit": frozenset({"analyte"}),
    "consent_form": frozenset({"label"}),
    "consent": frozenset({"consent_version"}),
    "template": frozenset({"template_id", "template_version"}),
    "query_step": frozenset({"role"}),
    **dict.fromkeys(("saved", "printed", "exported"), frozenset({"file", "detail"})),
    "upgraded": frozenset({"revision"}),
}
# Written by a person, or a version or code that has no other form: never put into words.
WRITTEN = frozenset(
    {
        *("note", "missed_note", "missing_note", "deviation_note", "agreed_note", "reason_text", "text"),
        *("void_text", "undo_text", "kept_text", "screen_failure_reason", "name", "hospital_number", "dose"),
        *("laboratory", "sample_time", "batch", "passage", "code", "code_pattern", "site", "criterion"),
        *("user_name", "display_name", "undone_by", "ctcae", "consent_version", "template_version"),
        *("protocol", "protocol_version", "document", "file", "id", "program", "plan_id", "template_id"),
        *("sha256", "digest", "head", "label"),
    }
)
# What stands first of a row, and what needs no name before it.
FIRST = {
    "app_user": ("user_name", "role"),
    "count_value": ("missing_note",),
    "subject": ("state", "arm", "day0", "sex", "weight_kg", "height_cm", "consent_version"),
    "visit": (
        *("kind", "day", "target", "earliest", "latest", "actual", "missed", "sample_time", "laboratory"),
    ),
    "transfusion": ("units", "day", "reason"),
    "medication": ("dose", "start", "stop"),
    "infusion": ("cells_total", "dose_mg", "weight_kg", "day", "batch", "passage", "viability_pct"),
    "event": ("term", "grade", "ctcae", "day", "details", "diagnosed", "until", "outcome", "note"),
    "marrow": ("cellularity_pct", "residual_pct", "day"),
    "ending": ("day", "reason_code", "reason_text"),
    "assessment": ("status", "study_day", "day", "cause"),
    "verdict_override": ("automatic", "status", "reason_code", "reason_text"),
    "data_query": ("status",),
    "query_step": ("action", "text"),
    "eligibility_answer": ("answer", "result"),
    "reference_limit": ("sex",),
    "consent_form": ("since", "protocol", "note"),
    "consent": ("day", "signed_by", "assent", "note"),
}
SPEAKS_FOR_ITSELF = frozenset(
    {
        *("title", "drug", "product", "type", "term", "details", "outcome", "state", "missing_note"),
        *("action", "text", "note", "document", "reason_text", "display_name", "cause", "missed"),
    }
)
# Field, or table and field → where the words of its codes stand; the first that has words speaks.
_PLACES = {
    "product": ("visit_form.product.",),
    "type": ("visit_form.event.",),
    "outcome": ("events.outcome_",),
    "term": ("grading.term.",),
    "missing": ("visit_form.missing.",),
    "missed": ("visits.missed.",),
    "deviation": ("schedule.deviation_reason.",),
    "transfusion.reason": ("papers.why_",),
    "state": ("subject_trail.state_",),
    "arm": ("common.arm_",),
    "sex": ("limits.sex_",),
    "role": ("roles.",),
    "sign_off.kind": ("control.stage.",),
    "ending.kind": ("endings.kind.",),
    "visit.kind": ("trail.visit_",),
    "void_code": ("trail.void_", "visit_form.correction."),
    "meaning": ("control.meaning.",),
    "ending.reason_code": ("endings.reason.",),
    "verdict_override.reason_code": ("override_form.code_",),
    "ending.undo_code": ("endings.why.",),
    "undo_code": ("visit_form.correction.",),
    "signed_by": ("consents.by_",),
    "kept_code": ("visit_form.correction.",),
    "data_query.status": ("queries.status.",),
    "status": ("common.status_full_",),
    "automatic": ("common.status_full_",),
    "lineage": ("status.lineage.",),
    "why": ("response.why.",),
    "action": ("queries.action.",),
    "result": ("common.verdict_",),
    "flags": ("flags.",),
    "eligibility_answer.value": ("eligibility.choice_",),
    "eligibility_answer.reason": ("reasons.", "eligibility."),
    "subject.decline": ("overview.decline.",),
}


def places(table: str, field: str) -> tuple[str, ...]:
    """Where the words of a field's codes stand; nothing for a field that holds none."""
    return _PLACES.get(f"{table}.{field}") or _PLACES.get(field) or ()


def every_place() -> Iterator[str]:
    """All places where words of stored codes stand."""
    for found in _PLACES.values():
        yield from found


def word(table: str, field: str, stored: str, texts: Texts) -> str:
    """The words of a code; "" where it is none that is known."""
    keys = (f"{place}{stored}" for place in places(table, field))
    return next((texts(key) for key in keys if texts.has(key)), "")
