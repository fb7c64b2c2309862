"""The tables of a study file. A change here needs a revision in `migrations/versions` (a test compares).

Every row of data carries `version`, counted up by each change; nothing in these tables is ever deleted except
drafts. A row of a visit's logs that was entered by mistake is marked `voided`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from app.storage.types import Exact, Json, Moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _version() -> Column[int]:
    return Column("version", Integer, nullable=False, server_default="1")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default="0")


def _to(table: str, name: str = "", *, optional: bool = False, index: bool = False) -> Column[int]:
    return Column(name or f"{table}_id", ForeignKey(f"{table}.id"), nullable=optional, index=index)


def _log(name: str, *columns: Column[Any]) -> Table:
    """A table of rows that a visit logs about its subject."""
    return Table(
        name,
        metadata,
        _id(),
        _to("subject", index=True),
        _to("visit", optional=True),
        *columns,
        Column("entered_at", Moment, nullable=False),
        _flag("changed"),
        _flag("voided"),
        _version(),
    )


study = Table(
    "study",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    _text("site"),
    _text("code_pattern"),
    Column("created_at", Moment, nullable=False),
    _version(),
)

app_user = Table(
    "app_user",
    metadata,
    _id(),
    Column("user_name", Text, nullable=False, unique=True),
    _text("display_name"),
    Column("role", String, nullable=False),
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("created_at", Moment, nullable=False),
    _version(),
)

template = Table(
    "template",
    metadata,
    _id(),
    Column("template_id", String, nullable=False),
    Column("template_version", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Unique("template_id", "sha256"),
)

subject = Table(
    "subject",
    metadata,
    _id(),
    Column("code", Text, nullable=False, unique=True),
    Column("sex", String),
    Column("birth_date", Date),
    _to("template"),
    Column("arm", String, nullable=False),
    Column("state", String, nullable=False),
    Column("day0", Date),
    Column("hsct_date", Date),
    Column("weight_kg", Exact),
    Column("weight_day", Date),
    Column("height_cm", Exact),
    _text("consent_version"),
    Column("consent_date", Date),
    _flag("assent"),
    _text("screen_failure_reason"),
    Column("entered_at", Moment, nullable=False),
    _version(),
)

identity = Table(
    "identity",
    metadata,
    _id(),
    Column("subject_id", ForeignKey("subject.id"), nullable=False, unique=True),
    _text("name"),
    _text("hospital_number"),
    _version(),
)

eligibility_answer = Table(
    "eligibility_answer",
    metadata,
    _id(),
    _to("subject", index=True),
    Column("criterion", String, nullable=False),
    Column("answer", Json, nullable=False),
    Column("result", String, nullable=False),
    Column("entered_at", Moment, nullable=False),
    _version(),
)

visit = Table(
    "visit",
    metadata,
    _id(),
    _to("subject", index=True),
    _text("plan_id"),
    _text("title"),
    Column("kind", String, nullable=False),
    Column("day", Integer),
    Column("target", Date),
    Column("earliest", Date),
    Column("latest", Date),
    Column("actual", Date),
    _flag("assessment"),
    _text("infusion"),
    Column("assessments", Json, nullable=False),
    _text("missed"),
    _text("missed_note"),
    _text("sample_time"),
    _text("laboratory"),
    _flag("no_transfusion"),
    _flag("no_event"),
    _flag("medicines_unchanged"),
    Column("entered_at", Moment),
    _version(),
)

count_value = Table(
    "count_value",
    metadata,
    _id(),
    _to("subject", index=True),
    _to("visit"),
    Column("analyte", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("value", Exact),
    _text("unit"),
    _text("bound"),
    _text("entered_value"),
    _text("entered_unit"),
    _text("missing"),
    _text("missing_note"),
    _flag("confirmed"),
    Column("entered_at", Moment, nullable=False),
    _flag("changed"),
    _version(),
    Unique("visit_id", "analyte"),
)

transfusion = _log(
    "transfusion",
    Column("day", Date, nullable=False),
    Column("product", String, nullable=False),
    Column("units", Exact, nullable=False),
    _text("reason"),
)

medication = _log(
    "medication",
    Column("drug", Text, nullable=False),
    Column("start", Date, nullable=False),
    Column("stop", Date),
    _text("dose"),
)

infusion = _log(
    "infusion",
    Column("day", Date, nullable=False),
    Column("product", String, nullable=False),
    Column("cells_total", Exact),
    Column("weight_kg", Exact),
    _text("batch"),
    _text("passage"),
    Column("viability_pct", Exact),
)

event = _log(
    "event",
    Column("day", Date, nullable=False),
    Column("type", String, nullable=False),
    _text("note"),
    Column("grade", Integer),
)

marrow = _log(
    "marrow",
    Column("day", Date),
    Column("cellularity_pct", Exact),
    Column("residual_pct", Exact),
)

assessment = Table(
    "assessment",
    metadata,
    _id(),
    _to("subject", index=True),
    _to("visit", optional=True),
    _to("template"),
    Column("day", Date, nullable=False),
    Column("study_day", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("lineage", Json, nullable=False),
    Column("flags", Json, nullable=False),
    Column("missing", Json, nullable=False),
    Column("continue_infusions", Boolean),
    Column("official", Boolean, nullable=False),
    Column("why", String, nullable=False),
    Column("computed_at", Moment, nullable=False),
    Column("superseded_at", Moment),
)

# One line of the subject list, written in the transaction that changes the subject; derived, so not audited.
subject_summary = Table(
    "subject_summary",
    metadata,
    Column("subject_id", ForeignKey("subject.id"), primary_key=True),
    Column("code", Text, nullable=False, index=True),
    _text("sex"),
    Column("birth_date", Date),
    Column("protocol", String, nullable=False),
    Column("protocol_version", String, nullable=False),
    Column("arm", String, nullable=False),
    Column("state", String, nullable=False),
    Column("day0", Date),
    _text("status"),
    Column("status_since", Date),
    Column("flags", Json, nullable=False),
    Column("anc", Exact),
    Column("plt", Exact),
    Column("trend", Json, nullable=False),
    _text("next_visit"),
    Column("next_target", Date),
    Column("next_earliest", Date),
    Column("next_latest", Date),
)

unit_memory = Table(
    "unit_memory",
    metadata,
    Column("analyte", String, primary_key=True),
    Column("unit", String, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    _id(),
    Column("user_id", ForeignKey("app_user.id"), nullable=False),
    Column("key", String, nullable=False),
    Column("fields", Json, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Unique("user_id", "key"),
)

# Chained by hash, append-only by triggers. `sqlite_autoincrement` keeps the highest number ever given apart
# from the rows, so that a missing newest row shows.
audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("user_id", Integer),
    _text("user_name"),
    Column("action", String, nullable=False),
    _text("table_name"),
    Column("row_id", Integer),
    Column("subject_id", Integer),
    _text("field"),
    Column("old", Text),
    Column("new", Text),
    _text("reason_code"),
    _text("reason_text"),
    Column("hash", String, nullable=False),
    Index("ix_audit_row", "table_name", "row_id"),
    Index("ix_audit_subject_id", "subject_id"),
    sqlite_autoincrement=True,
)

# Rows of these tables are never deleted.
KEPT = (
    study,
    app_user,
    template,
    subject,
    identity,
    eligibility_answer,
    visit,
    count_value,
    transfusion,
    medication,
    infusion,
    event,
    marrow,
    assessment,
    audit,
)
