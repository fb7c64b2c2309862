"""Visits and everything that they log. A log row entered by mistake is marked `voided`."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique

from app.storage.schema.base import (
    flag_column,
    id_column,
    log_table,
    metadata,
    text_column,
    to_column,
    version_column,
)
from app.storage.types import Exact, Json, Moment

visit = Table(
    "visit",
    metadata,
    id_column(),
    to_column("subject", index=True),
    text_column("plan_id"),
    text_column("title"),
    Column("kind", String, nullable=False),
    Column("day", Integer),
    Column("target", Date),
    Column("earliest", Date),
    Column("latest", Date),
    Column("actual", Date),
    flag_column("assessment"),
    text_column("infusion"),
    Column("assessments", Json, nullable=False),
    text_column("missed"),
    text_column("missed_note"),
    text_column("sample_time"),
    text_column("laboratory"),
    flag_column("no_transfusion"),
    flag_column("no_event"),
    flag_column("medicines_unchanged"),
    Column("entered_at", Moment),
    version_column(),
    flag_column("withdrawn"),  # no longer part of the subject's plan; never one that was made
    text_column("deviation"),  # why it took place outside its window
    text_column("deviation_note"),
    Column("agreed", Date),  # the day that was agreed with the family; the window stays the protocol's
    text_column("agreed_note"),
    Index(
        "ix_visit_open",
        "earliest",
        "latest",
        "subject_id",
        "target",
        "kind",
        "infusion",
        "assessment",
        "actual",
        "missed",
        "withdrawn",
        "agreed",
        sqlite_where=text("actual IS NULL AND missed = '' AND withdrawn = 0"),
    ),
    Index("ix_visit_target", "target"),
    Index("ix_visit_agreed", "agreed", sqlite_where=text("agreed IS NOT NULL")),
)

count_value = Table(
    "count_value",
    metadata,
    id_column(),
    to_column("subject", index=True),
    to_column("visit"),
    Column("analyte", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("value", Exact),
    text_column("unit"),
    text_column("bound"),
    text_column("entered_value"),
    text_column("entered_unit"),
    text_column("missing"),
    text_column("missing_note"),
    flag_column("confirmed"),
    Column("entered_at", Moment, nullable=False),
    flag_column("changed"),
    version_column(),
    text_column("entered_range"),  # limits of normal printed beside the value, as they were entered
    Column("low", Exact),  # the same in the unit of `value`
    Column("high", Exact),
    Unique("visit_id", "analyte"),
    Index("ix_count_value_newest", "analyte", "day", "subject_id"),
)

transfusion = log_table(
    "transfusion",
    Column("day", Date, nullable=False),
    Column("product", String, nullable=False),
    Column("units", Exact, nullable=False),
    text_column("reason"),
)

medication = log_table(
    "medication",
    Column("drug", Text, nullable=False),
    Column("start", Date, nullable=False),
    Column("stop", Date),
    text_column("dose"),
    # ISO 8601 of reduced precision; `start` is the first possible day then, `stop` the last one
    later=(text_column("start_known"), text_column("stop_known")),
)

infusion = log_table(
    "infusion",
    Column("day", Date, nullable=False),
    Column("product", String, nullable=False),
    Column("cells_total", Exact),
    Column("weight_kg", Exact),
    text_column("batch"),
    text_column("passage"),
    Column("viability_pct", Exact),
    # `override`: who signed a dose above the maximum, when, why, and for which cells and weight
    later=(Column("dose_mg", Exact), Column("override", Json)),
)

event = log_table(
    "event",
    Column("day", Date, nullable=False),
    Column("type", String, nullable=False),
    text_column("note"),
    Column("grade", Integer),
    # `ctcae`: the version that the grade is of; `details`: what a staged GVHD was staged by;
    # `until`: the last day that it may have lasted
    later=(
        *(text_column("term"), text_column("ctcae"), Column("details", Json), text_column("day_known")),
        *(Column("until", Date), Column("diagnosed", Date)),
        *(text_column("until_known"), text_column("diagnosed_known"), text_column("outcome")),
    ),
)

marrow = log_table(
    "marrow",
    Column("day", Date),
    Column("cellularity_pct", Exact),
    Column("residual_pct", Exact),
)
