"""What follows from the data and what is kept beside it: verdicts, the list, drafts, the audit."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique

from app.storage.schema.base import (
    id_column,
    metadata,
    text_column,
    to_column,
    version_column,
)
from app.storage.types import Exact, Json, Moment

assessment = Table(
    "assessment",
    metadata,
    id_column(),
    to_column("subject", index=True),
    to_column("visit", optional=True),
    to_column("template"),
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
    Column("cause", Json),  # what made it take another verdict's place; none for a first one
    Index("ix_assessment_standing", "subject_id", "day", sqlite_where=text("superseded_at IS NULL")),
)

# A status signed for in place of the automatic one, which stays; made on the verdict of `assessment_id`.
verdict_override = Table(
    "verdict_override",
    metadata,
    id_column(),
    to_column("subject", index=True),
    to_column("visit"),
    to_column("assessment"),
    Column("day", Date, nullable=False),
    Column("automatic", String, nullable=False),
    Column("status", String, nullable=False),
    Column("user_id", Integer, nullable=False),
    Column("user_name", Text, nullable=False),
    text_column("display_name"),
    Column("at", Moment, nullable=False),
    text_column("meaning"),
    text_column("digest"),  # SHA-256 of the visit and the verdict that were seen, 64 hex figures
    text_column("reason_code"),
    text_column("reason_text"),
    Column("undone_at", Moment),
    text_column("undone_by"),
    text_column("undo_code"),
    text_column("undo_text"),
    version_column(),
)

# How a subject's participation ended; a death is an event. A corrected one is undone and another one made.
ending = Table(
    "ending",
    metadata,
    id_column(),
    to_column("subject", index=True),
    to_column("visit", optional=True),  # the early-termination visit that was planned with it
    Column("kind", String, nullable=False),
    Column("day", Date, nullable=False),
    text_column("reason_code"),
    text_column("reason_text"),
    Column("user_id", Integer, nullable=False),
    Column("user_name", Text, nullable=False),
    text_column("display_name"),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
    text_column("undone_by"),
    text_column("undo_code"),
    text_column("undo_text"),
    version_column(),
)

# One line of the subject list, written in the transaction that changes the subject; derived, so not audited.
subject_summary = Table(
    "subject_summary",
    metadata,
    Column("subject_id", ForeignKey("subject.id"), primary_key=True),
    Column("code", Text, nullable=False, index=True),
    text_column("sex"),
    Column("birth_date", Date),
    Column("protocol", String, nullable=False),
    Column("protocol_version", String, nullable=False),
    Column("arm", String, nullable=False),
    Column("state", String, nullable=False),
    Column("day0", Date),
    text_column("status"),
    Column("status_since", Date),
    Column("flags", Json, nullable=False),
    Column("anc", Exact),
    Column("plt", Exact),
    Column("trend", Json, nullable=False),
    text_column("next_visit"),
    Column("next_target", Date),
    Column("next_earliest", Date),
    Column("next_latest", Date),
    text_column("ended"),  # how the participation, or the treatment alone, ended
    Column("ended_on", Date),
    Column("next_agreed", Date),  # the day agreed with the family for the next visit
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
    id_column(),
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
    id_column(),
    Column("at", Moment, nullable=False),
    Column("user_id", Integer),
    text_column("user_name"),
    Column("action", String, nullable=False),
    text_column("table_name"),
    Column("row_id", Integer),
    Column("subject_id", Integer),
    text_column("field"),
    Column("old", Text),
    Column("new", Text),
    text_column("reason_code"),
    text_column("reason_text"),
    Column("hash", String, nullable=False),
    Index("ix_audit_row", "table_name", "row_id"),
    Index("ix_audit_subject_id", "subject_id"),
    sqlite_autoincrement=True,
)

# Each transaction's head of the trail, signed; append-only by triggers. See `app.storage.seals`.
audit_seal = Table(
    "audit_seal",
    metadata,
    id_column(),
    Column("rows", Integer, nullable=False),
    Column("hash", String, nullable=False),
    Column("public", String, nullable=False),  # what the next seal's signature opens with
    text_column("signature"),  # by the key of the seal before; "" where a chain of seals begins
)

# The one key that signs the next seal; the one before it is overwritten with each transaction.
audit_signer = Table("audit_signer", metadata, id_column(), Column("secret", String, nullable=False))
