"""Which version of its protocol each subject is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from app.storage.rows import fetch_all
from app.storage.schema import subject_summary

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.storage.rows import Rows


def of_protocol(connection: Connection, protocol: str) -> Rows:
    """`subject_id` and `protocol_version` of the subjects with a day 0 on a protocol, by code.

    Who has left the study has no plan that another version could change.
    """
    lines = subject_summary.c
    query: Select[Any] = (
        select(lines.subject_id, lines.protocol_version)
        .where(lines.protocol == protocol, lines.day0.is_not(None), lines.state != "left")
        .order_by(lines.code)
    )
    return fetch_all(connection, query)
