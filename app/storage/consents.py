"""Versions of the consent form, what subjects have signed, and whose consent is to an older version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, or_, select, union_all

from app.storage.rows import fetch_all, fetch_first
from app.storage.schema import consent, consent_form, subject, subject_summary
from app.storage.worklist import ENROLLED, WHO, cut, of_protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement, Connection

    from app.storage.rows import Row, Rows

_S, _P, _C, _F = subject_summary.c, subject.c, consent.c, consent_form.c
TAKING_PART = (ENROLLED, "screening")


def forms(connection: Connection) -> Rows:
    """The versions of the form, newest first."""
    query = select(consent_form).order_by(_F.since.desc(), _F.protocol.desc(), _F.id.desc())
    return fetch_all(connection, query)


def form(connection: Connection, row_id: int) -> Row | None:
    """One version."""
    return fetch_first(connection, select(consent_form).where(_F.id == row_id))


def later(connection: Connection, subject_id: int) -> Rows:
    """What a subject has signed after its enrolment, oldest first."""
    query = select(consent).where(_C.subject_id == subject_id).order_by(_C.day, _C.id)
    return fetch_all(connection, query)


def later_of_all(connection: Connection) -> Rows:
    """The same of every subject."""
    return fetch_all(connection, select(consent).order_by(_C.subject_id, _C.day, _C.id))


def to_labels(connection: Connection, labels: Collection[str]) -> Rows:
    """Every consent to a version of one of the labels, at enrolment and after it, oldest first."""
    whose = subject.join(subject_summary, _S.subject_id == _P.id)
    first = select(_P.code, _S.protocol, _P.consent_version.label("signed"), _P.consent_date.label("day"))
    then = (
        select(_P.code, _S.protocol, _C.consent_version, _C.day)
        .select_from(whose.join(consent, _C.subject_id == _P.id))
        .where(_C.consent_version.in_(labels))
    )
    found = union_all(
        first.select_from(whose).where(_P.consent_version.in_(labels), _P.consent_date.is_not(None)), then
    ).subquery()
    return fetch_all(connection, select(found).order_by(found.c.day, found.c.code))


def older(
    connection: Connection,
    rules: Mapping[str, tuple[date, Collection[str], Collection[str]]],
    *,
    protocol: str = "",
    subjects: Collection[int] = (),
    limit: int,
) -> tuple[Rows, bool]:
    """Who takes part on a consent to an older version: by protocol (first day of the version in force,
    older versions, all versions that are known), as `domain.consent.is_older` has it."""
    newer = consent.alias("newer")
    is_latest = ~exists().where(
        newer.c.subject_id == _C.subject_id,
        or_(newer.c.day > _C.day, and_(newer.c.day == _C.day, newer.c.id > _C.id)),
    )
    signed = func.coalesce(_C.consent_version, _P.consent_version)
    day = func.coalesce(_C.day, _P.consent_date)
    query = (
        select(_S.subject_id, signed.label("signed"), day.label("signed_on"), *WHO)
        .select_from(
            subject_summary.join(subject, _P.id == _S.subject_id).outerjoin(
                consent, and_(_C.subject_id == _S.subject_id, is_latest)
            )
        )
        .where(_S.state.in_(TAKING_PART), *of_protocol(protocol, subjects))
        .where(or_(*(_is_older(name, *rule, signed=signed, day=day) for name, rule in rules.items())))
        .order_by(_S.code)
    )
    return cut(connection, query, limit)


def _is_older(
    protocol: str,
    since: date,
    before: Collection[str],
    known: Collection[str],
    *,
    signed: ColumnElement[str],
    day: ColumnElement[date],
) -> ColumnElement[bool]:
    unlisted = and_(signed.not_in(sorted(known)), day < since)
    return and_(_S.protocol == protocol, or_(signed.in_(sorted(before)), unlisted))
