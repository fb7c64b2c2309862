"""What the tables are made of: the naming of constraints and the columns that recur."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, Table, Text

from app.storage.types import Moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def id_column() -> Column[int]:
    """The number of a row."""
    return Column("id", Integer, primary_key=True)


def version_column() -> Column[int]:
    """Counts the changes of a row."""
    return Column("version", Integer, nullable=False, server_default="1")


def text_column(name: str) -> Column[str]:
    """A text that may be empty but is never null."""
    return Column(name, Text, nullable=False, server_default="")


def flag_column(name: str) -> Column[bool]:
    """Yes or no, no by default."""
    return Column(name, Boolean, nullable=False, server_default="0")


def to_column(table: str, name: str = "", *, optional: bool = False, index: bool = False) -> Column[int]:
    """A reference to another table's row."""
    return Column(name or f"{table}_id", ForeignKey(f"{table}.id"), nullable=optional, index=index)


def log_table(name: str, *columns: Column[Any], later: tuple[Column[Any], ...] = ()) -> Table:
    """A table of rows that a visit logs about its subject. `later`: columns that a revision added."""
    return Table(
        name,
        metadata,
        id_column(),
        to_column("subject", index=True),
        to_column("visit", optional=True),
        *columns,
        Column("entered_at", Moment, nullable=False),
        flag_column("changed"),
        flag_column("voided"),
        version_column(),
        *later,
    )
