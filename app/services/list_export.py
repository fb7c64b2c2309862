"""The list of subjects as a file: the lines that it is narrowed to, in their order, without names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.i18n import Texts
    from app.services.context import Context
    from app.services.contracts.subjects import ListQuery, SubjectRow
    from app.services.contracts.waits import Waits

ACTION, FIELD = "exported", "subject_list"
EXPORT = "exports.make"
# The columns, each with the text over it.
COLUMNS = {
    "code": "subjects.column_code",
    "sex": "subjects.export_sex",
    "age": "subjects.export_age",
    "protocol": "subjects.filter_protocol",
    "version": "subjects.export_version",
    "arm": "subjects.export_arm",
    "state": "subjects.filter_state",
    "day0": "subjects.column_day0",
    "day": "subjects.column_day",
    "status": "subjects.column_status",
    "since": "subjects.export_since",
    "anc": "subjects.column_anc",
    "plt": "subjects.column_plt",
    "next": "subjects.column_next",
    "target": "subjects.export_target",
    "agreed": "subjects.export_agreed",
    "earliest": "subjects.export_earliest",
    "latest": "subjects.export_latest",
    "late": "subjects.export_late",
    "flags": "subjects.column_flags",
}


@dataclass(frozen=True, slots=True)
class ListFile:
    """The bytes of a file that was made of the list, and how many subjects it tells of."""

    data: bytes
    rows: int


def name(context: Context) -> str:
    """What the file is called unless somebody says otherwise."""
    return f"subjects_{context.today().isoformat()}.csv"


def make(context: Context, query: ListQuery, *, texts: Texts) -> ListFile:
    """The file of all lines of a query, whatever its limit: dates as 2026-11-18, an age in years, codes only.

    Raises ServiceError `not_allowed`.
    """
    from app.exchange.csv_table import table
    from app.services import access, subjects

    access.require(context, EXPORT)
    rows = subjects.listing(context, replace(query, limit=0, offset=0))
    today = context.today()
    waits = subjects.waits(context, [row.id for row in rows])
    lines = (_line(row, today, texts, waits.get(row.id)) for row in rows)
    data = table(_heads(texts), lines, point=texts.point)
    return ListFile(data, len(rows))


def left(context: Context, file: ListFile, *, name: str) -> None:
    """Write to the audit that the list left. `name`: the file's, without its folder.

    Raises ServiceError `not_allowed`.
    """
    from hashlib import sha256

    from app.services import access
    from app.services.transactions import changing
    from app.storage.types import canonical

    access.require(context, EXPORT)
    about = {"document": name, "sha256": sha256(file.data).hexdigest(), "rows": file.rows}
    with changing(context) as change:
        change.note(ACTION, table="study", row_id=1, field=FIELD, new=canonical(about))


def _heads(texts: Texts) -> list[str]:
    units = {key: f" {texts(f'subjects.unit_{key}')}" for key in ("anc", "plt")}
    return [texts(code) + units.get(key, "") for key, code in COLUMNS.items()]


def _line(row: SubjectRow, today: date, texts: Texts, waits: Waits | None) -> list[str]:
    from app.domain.timeline import age_years, study_day
    from app.services.contracts.subjects import day_counted, days_late

    late = days_late(row, on=today)
    said = {
        "code": row.code,
        "sex": _named(texts, "common.sex", row.sex),
        "age": str(age_years(row.birth_date, today)) if row.birth_date <= today else "",
        "protocol": row.protocol,
        "version": row.version,
        "arm": _named(texts, "common.arm", row.arm),
        "state": texts(f"common.state_{row.state}"),
        "day0": _day(row.day0),
        "day": str(study_day(row.day0, day_counted(row, on=today))) if row.day0 else "",
        "status": row.status,
        "since": _day(row.status_since),
        "anc": _number(row.anc, texts),
        "plt": _number(row.plt, texts),
        "next": texts.written(row.next_visit),
        "target": _day(row.next_target),
        "agreed": _day(row.next_agreed),
        "earliest": _day(row.next_earliest),
        "latest": _day(row.next_latest),
        "late": str(late) if late else "",
        "flags": _flags(row, today, texts, waits),
    }
    return [said[key] for key in COLUMNS]


def _flags(row: SubjectRow, today: date, texts: Texts, waits: Waits | None) -> str:
    said = [texts(f"flags.{code}") if texts.has(f"flags.{code}") else code for code in row.flags]
    if row.ended and row.ended_on is not None:
        from app.i18n.endings import said_text

        said.insert(0, said_text(row.ended, row.ended_on, texts))
    if row.queries:
        said.append(texts("control.queries", count=row.queries))
    if waits is not None:
        from app.i18n.waits import waiting_text

        said += waiting_text(waits, texts, today=today, short=False)
    return texts.clauses(said)


def _named(texts: Texts, area: str, code: str) -> str:
    key = f"{area}_{code}"
    return texts(key) if texts.has(key) else code


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _number(value: Decimal | None, texts: Texts) -> str:
    return f"{value:f}".replace(".", texts.point) if value is not None else ""
