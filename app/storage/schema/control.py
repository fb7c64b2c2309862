"""Control of the data: sign-offs of visits, queries with their steps, and values typed a second time."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from app.storage.schema.base import id_column, metadata, text_column, to_column, version_column
from app.storage.types import Exact, Moment

# One row for each time that a visit was completed, verified, signed or locked; void when it no longer holds.
sign_off = Table(
    "sign_off",
    metadata,
    id_column(),
    to_column("subject", index=True),
    to_column("visit"),
    Column("kind", String, nullable=False),
    Column("user_id", Integer, nullable=False),
    Column("user_name", Text, nullable=False),
    text_column("display_name"),
    Column("at", Moment, nullable=False),
    text_column("meaning"),
    text_column("digest"),  # SHA-256 of what was signed off, 64 hex figures
    Column("voided_at", Moment),
    text_column("void_code"),
    text_column("void_text"),
    version_column(),
)

data_query = Table(
    "data_query",
    metadata,
    id_column(),
    to_column("subject", index=True),
    to_column("visit"),
    text_column("field"),  # values.HB, day, events.12 …; "" for the visit as a whole
    Column("status", String, nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("closed_at", Moment),
    version_column(),
)

query_step = Table(
    "query_step",
    metadata,
    id_column(),
    to_column("subject"),
    to_column("data_query", "query_id", index=True),
    Column("action", String, nullable=False),
    text_column("text"),
    Column("user_id", Integer, nullable=False),
    Column("user_name", Text, nullable=False),
    text_column("display_name"),
    text_column("role"),
    Column("at", Moment, nullable=False),
    version_column(),
)

second_value = Table(
    "second_value",
    metadata,
    id_column(),
    to_column("subject", index=True),
    to_column("visit"),
    Column("analyte", String, nullable=False),
    Column("value", Exact),
    text_column("unit"),
    text_column("bound"),
    text_column("entered_value"),
    text_column("entered_unit"),
    text_column("missing"),
    Column("user_id", Integer, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("entered_at", Moment, nullable=False),
    text_column("kept"),  # the first entry, as it read when a person decided that it is right
    text_column("kept_code"),
    text_column("kept_text"),
    version_column(),
    Unique("visit_id", "analyte"),
)
