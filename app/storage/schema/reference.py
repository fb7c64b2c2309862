"""Limits of normal of the study's laboratory, by analyte, sex and age, in canonical units."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from app.storage.schema.base import flag_column, id_column, metadata, text_column, version_column
from app.storage.types import Exact, Moment

reference_limit = Table(
    "reference_limit",
    metadata,
    id_column(),
    Column("analyte", String, nullable=False),
    text_column("sex"),
    Column("from_months", Integer, nullable=False),
    Column("to_months", Integer),
    Column("low", Exact),
    Column("high", Exact),
    Column("entered_at", Moment, nullable=False),
    flag_column("voided"),
    version_column(),
)
