"""The study, its users, its templates and its subjects."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from app.storage.schema.base import (
    flag_column,
    id_column,
    metadata,
    text_column,
    to_column,
    version_column,
)
from app.storage.types import Exact, Json, Moment

study = Table(
    "study",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    text_column("site"),
    text_column("code_pattern"),
    Column("created_at", Moment, nullable=False),
    version_column(),
    Column("late_entry_days", Integer, nullable=False, server_default="7"),  # later than this after the event
    flag_column("second_entry"),  # counts that decide a response are typed twice
)

app_user = Table(
    "app_user",
    metadata,
    id_column(),
    Column("user_name", Text, nullable=False, unique=True),
    text_column("display_name"),
    Column("role", String, nullable=False),
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("created_at", Moment, nullable=False),
    version_column(),
)

template = Table(
    "template",
    metadata,
    id_column(),
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
    id_column(),
    Column("code", Text, nullable=False, unique=True),
    Column("sex", String),
    Column("birth_date", Date),
    to_column("template"),
    Column("arm", String, nullable=False),
    Column("state", String, nullable=False),
    Column("day0", Date),
    Column("hsct_date", Date),
    Column("weight_kg", Exact),
    Column("weight_day", Date),
    Column("height_cm", Exact),
    text_column("consent_version"),
    Column("consent_date", Date),
    flag_column("assent"),
    text_column("screen_failure_reason"),
    Column("entered_at", Moment, nullable=False),
    version_column(),
    Column("declined_infusions", Json),  # who decided against further infusions, when, why, after which day
)

identity = Table(
    "identity",
    metadata,
    id_column(),
    Column("subject_id", ForeignKey("subject.id"), nullable=False, unique=True),
    text_column("name"),
    text_column("hospital_number"),
    version_column(),
)

eligibility_answer = Table(
    "eligibility_answer",
    metadata,
    id_column(),
    to_column("subject", index=True),
    Column("criterion", String, nullable=False),
    Column("answer", Json, nullable=False),
    Column("result", String, nullable=False),
    Column("entered_at", Moment, nullable=False),
    version_column(),
)

# The versions of the study's consent form; one without a protocol is for all of them.
consent_form = Table(
    "consent_form",
    metadata,
    id_column(),
    Column("label", Text, nullable=False),
    Column("since", Date, nullable=False),
    text_column("protocol"),
    text_column("note"),
    Column("entered_at", Moment, nullable=False),
    version_column(),
)

# Every consent after that of enrolment, which stands with the subject.
consent = Table(
    "consent",
    metadata,
    id_column(),
    to_column("subject", index=True),
    Column("consent_version", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("signed_by", String, nullable=False),
    flag_column("assent"),
    text_column("note"),
    Column("entered_at", Moment, nullable=False),
    version_column(),
)
