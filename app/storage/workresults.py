"""Results that need a person: critical values, changed and open verdicts, queries, sign-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Float, and_, case, cast, exists, func, literal, or_, select

from app.storage.rows import fetch_all
from app.storage.schema import (
    assessment,
    audit,
    count_value,
    data_query,
    marrow,
    sign_off,
    subject_summary,
    template,
    transfusion,
    verdict_override,
    visit,
)
from app.storage.worklist import WHO, cut, of_protocol, with_summary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy import ColumnElement, Connection, Select, Table

    from app.storage.rows import Row

    Rows = Sequence[Row]

_S, _V, _C, _A = subject_summary.c, visit.c, count_value.c, assessment.c
SEEN = "seen"  # audit lines of what somebody has taken note of


def critical(
    connection: Connection,
    *,
    below: Mapping[str, Decimal],
    since: date,
    protocol: str = "",
    subjects: Collection[int] = (),
    limit: int,
) -> tuple[Rows, bool]:
    """The newest value of an analyte of a subject where it is below its limit and nobody has seen it."""
    newest = (
        select(_C.subject_id, _C.analyte, func.max(_C.day).label("day"))
        .where(_C.analyte.in_(sorted(below)), _C.day >= since)
        # Of one subject, not of all of whom only one is asked for.
        .where(*((_C.subject_id.in_(subjects),) if subjects else ()))
        .group_by(_C.subject_id, _C.analyte)
        .subquery()
    )
    limits = case({code: float(value) for code, value in below.items()}, value=_C.analyte, else_=-1.0)
    query = (
        select(
            _C.id,
            _C.subject_id,
            _C.visit_id,
            _C.analyte,
            _C.day,
            _C.value,
            _C.unit,
            _C.version,
            _V.sample_time,
            *WHO,
        )
        .select_from(
            with_summary(count_value, _C.subject_id)
            .join(
                newest,
                and_(
                    newest.c.subject_id == _C.subject_id,
                    newest.c.analyte == _C.analyte,
                    newest.c.day == _C.day,
                ),
            )
            .join(visit, _V.id == _C.visit_id)
        )
        .where(_C.value.is_not(None), cast(_C.value, Float) < limits, *of_protocol(protocol, subjects))
        .where(~_seen(count_value.name, _C.id, _C.version))
        .order_by(_C.day.desc(), _S.code, _C.analyte)
    )
    return cut(connection, query, limit)


def _seen(table: str, row_id: ColumnElement[int], version: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether somebody has taken note of a row as it stands: a later version is news again."""
    return exists().where(
        audit.c.table_name == table,
        audit.c.row_id == row_id,
        audit.c.action == SEEN,
        audit.c.new == cast(version, audit.c.new.type),
    )


def courses_of(
    connection: Connection, subject_ids: Collection[int], *, analytes: Collection[str]
) -> dict[tuple[int, str], list[tuple[date, Decimal]]]:
    """Values of some analytes by subject and analyte, oldest day first."""
    query = (
        select(_C.subject_id, _C.analyte, _C.day, _C.value)
        # Not by the index of analytes and days, which would lead through the whole study.
        .where(_C.subject_id.in_(subject_ids), (_C.analyte + "").in_(analytes), _C.value.is_not(None))
        .order_by(_C.day, _C.id)
    )
    found: dict[tuple[int, str], list[tuple[date, Decimal]]] = {}
    for row in connection.execute(query):
        found.setdefault((row.subject_id, row.analyte), []).append((row.day, row.value))
    return found


def newest_transfusions(connection: Connection, subject_ids: Collection[int]) -> dict[tuple[int, str], date]:
    """The day of the newest transfusion by subject and product."""
    of = transfusion.c
    query = (
        select(of.subject_id, of.product, func.max(of.day).label("on_day"))
        .where(of.subject_id.in_(subject_ids), ~of.voided)
        .group_by(of.subject_id, of.product)
    )
    return {(row.subject_id, row.product): row.on_day for row in connection.execute(query)}


def status_changes(
    connection: Connection, *, since: date, protocol: str = "", limit: int
) -> tuple[Rows, bool]:
    """The verdict with which a subject's status became what it is, where that lies in the days since `since`.

    `before` is the status of the newest earlier verdict, the signed one where a person signed for another;
    `automatic` is what the verdict itself says. A verdict that somebody has seen is left out.
    """
    earlier, newest = assessment.alias("earlier"), assessment.alias("newest")
    of = verdict_override.c
    signed = (
        select(of.status).where(of.visit_id == earlier.c.visit_id, of.undone_at.is_(None)).scalar_subquery()
    )
    before = (
        select(func.coalesce(signed, earlier.c.status))
        .where(
            earlier.c.subject_id == _A.subject_id, earlier.c.day < _A.day, earlier.c.superseded_at.is_(None)
        )
        .order_by(earlier.c.day.desc(), earlier.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    verdict = (  # two visits of one day have one verdict
        select(func.max(newest.c.id))
        .where(
            newest.c.subject_id == _S.subject_id,
            newest.c.day == _S.status_since,
            newest.c.superseded_at.is_(None),
        )
        .scalar_subquery()
    )
    query = (
        select(
            _A.id,
            _A.subject_id,
            _A.visit_id,
            _A.day.label("on_day"),
            _A.study_day,
            _A.status.label("automatic"),
            before.label("before"),
            *WHO,
        )
        .select_from(subject_summary.join(assessment, _A.id == verdict))
        .where(_S.status_since >= since, *of_protocol(protocol))
        .where(before.is_not(None), ~_seen(assessment.name, _A.id, literal(1)))
        .order_by(_A.day.desc(), _S.code)
    )
    return cut(connection, query, limit)


def not_evaluable(
    connection: Connection, *, since: date, protocol: str = "", subjects: Collection[int] = (), limit: int
) -> Rows:
    """Standing verdicts of subjects whose status is open for want of values, the newest of each."""
    query = (
        select(_A.id, _A.subject_id, _A.visit_id, _A.day.label("on_day"), _A.missing, *WHO)
        .select_from(with_summary(assessment, _A.subject_id))
        .where(
            # Few subjects are: from them to their verdicts, not through the verdicts of all.
            _A.subject_id.in_(select(_S.subject_id).where(_S.status == "NE")),
            _A.superseded_at.is_(None),
            _A.day >= _S.status_since,
            _A.day >= since,
            *of_protocol(protocol, subjects),
        )
        .order_by(_A.day.desc(), _A.id.desc())
        .limit(limit)
    )
    return fetch_all(connection, query)


def measured(connection: Connection, visit_ids: Collection[int]) -> dict[int, list[tuple[str, date]]]:
    """Analytes with a value in the window of each visit, by its id; MARROW for one of the marrow."""
    found: dict[int, list[tuple[str, date]]] = {}
    counts = _within(count_value, _C.analyte, visit_ids).where(or_(_C.value.is_not(None), _C.missing != ""))
    bones = _within(marrow, literal("MARROW"), visit_ids).where(~marrow.c.voided)
    for visit_id, code, day in (*connection.execute(counts), *connection.execute(bones)):
        found.setdefault(visit_id, []).append((code, day))
    return found


def _within(table: Table, code: ColumnElement[str], visit_ids: Collection[int]) -> Select[Any]:
    """Rows of a subject by the day they were taken, not by the visit that they were entered with."""
    here = and_(table.c.subject_id == _V.subject_id, table.c.day.between(_V.earliest, _V.latest))
    return select(_V.id, code, table.c.day).select_from(visit).join(table, here).where(_V.id.in_(visit_ids))


def template_bodies(connection: Connection, protocols: Collection[str]) -> Rows:
    """Every stored template of some protocols."""
    query: Select[Any] = select(template.c.template_id, template.c.body).where(
        template.c.template_id.in_(protocols)
    )
    return fetch_all(connection, query)


def open_queries(connection: Connection, *, protocol: str = "", limit: int) -> tuple[Rows, bool]:
    """Visits with queries that are not closed, the oldest first, with the number of them."""
    of = data_query.c
    query = (
        select(
            func.min(of.id).label("id"),
            of.subject_id,
            of.visit_id,
            func.count().label("queries"),
            func.min(of.raised_at).label("raised_at"),
            func.min(of.status).label("query_status"),
            _V.title,
            _V.day,
            _V.actual,
            *WHO,
        )
        .select_from(with_summary(data_query, of.subject_id).join(visit, _V.id == of.visit_id))
        .where(of.status != "closed", *of_protocol(protocol))
        .group_by(of.visit_id, of.subject_id, _V.title, _V.day, _V.actual, *WHO)
        .order_by(func.min(of.id))
    )
    return cut(connection, query, limit)


def to_sign_off(
    connection: Connection,
    *,
    after: str,
    before: str,
    protocol: str = "",
    subjects: Collection[int] = (),
    limit: int,
) -> tuple[Rows, bool]:
    """Visits that were signed off as `after` and not yet as `before`, the oldest first."""
    of = sign_off.c
    stage = (
        select(
            of.visit_id,
            func.max(case((of.kind == after, 1), else_=0)).label("has"),
            func.max(case((of.kind == before, 1), else_=0)).label("got"),
            func.max(case((of.kind == "locked", 1), else_=0)).label("locked"),
        )
        .where(of.voided_at.is_(None), *((of.subject_id.in_(subjects),) if subjects else ()))
        .group_by(of.visit_id)
        .subquery()
    )
    query = (
        select(_V.id, _V.subject_id, _V.title, _V.day, _V.actual, *WHO)
        .select_from(with_summary(visit, _V.subject_id).join(stage, stage.c.visit_id == _V.id))
        .where(stage.c.has == 1, stage.c.got == 0, stage.c.locked == 0, *of_protocol(protocol))
        .order_by(_V.actual, _S.code)
    )
    return cut(connection, query, limit)
