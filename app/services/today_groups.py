"""The groups of the home page: one small provider each, from the selects of `storage.worklist`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain import critical
from app.domain.schedule import place
from app.domain.schedule import state as state_of
from app.domain.timeline import Window
from app.services import today_consents, today_gaps
from app.services.contracts.today import (
    CHANGED,
    CONSENT,
    CRITICAL,
    DUE,
    INFUSION,
    MISSING,
    OVERDUE,
    QUERIES,
    QUERY,
    STATUS,
    TO_SIGN,
    TO_VERIFY,
    VALUE,
    VERIFY,
    VISIT,
    Group,
    Line,
    Planned,
    PlannedDay,
    TodayQuery,
)
from app.services.today_gaps import Found, who_of
from app.storage import worklist, workresults

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal

    from app.storage.rows import Connection, Row

CHANGED_DAYS = 14  # a status that changed earlier is no news
DAY_VISITS = 40  # of one day of the calendar, at most


def groups(
    connection: Connection, keys: tuple[str, ...], *, day: date, query: TodayQuery
) -> tuple[Group, ...]:
    """Those of the groups that have a line, in the order given."""
    found = []
    for key in keys:
        lines, more = _PROVIDERS[key](connection, day, query)
        if lines:
            found.append(Group(key, lines, more))
    return tuple(found)


def days(
    connection: Connection, *, first: date, last: date, protocol: str, made: bool, today: date
) -> tuple[PlannedDay, ...]:
    """The days of a span with their visits; with `made`, all that was planned, else what is still to come."""
    span = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    agreed: dict[date, list[Planned]] = {day: [] for day in span}
    closing: dict[date, list[Planned]] = {day: [] for day in span}
    for row in worklist.agreed_between(
        connection, first=first, last=last, protocol=protocol, limit=DAY_VISITS * len(span)
    ):
        agreed[row.agreed].append(_planned(row, row.agreed, "agreed", today))
    if not made:
        for row in worklist.closing_between(
            connection, first=first, last=last, protocol=protocol, limit=DAY_VISITS * len(span)
        ):
            closing[row.latest].append(_planned(row, row.latest, "closes", today))
    found = []
    for day in span:
        rows, more = worklist.planned_on(
            connection, day, today=today, protocol=protocol, made=made, limit=DAY_VISITS
        )
        visits = agreed[day] + [_planned(row, day, "target", today) for row in rows] + closing[day]
        found.append(PlannedDay(day, tuple(visits[:DAY_VISITS]), more or len(visits) > DAY_VISITS))
    return tuple(found)


def _critical(connection: Connection, day: date, query: TodayQuery) -> Found:
    since = day - timedelta(days=critical.RECENT_DAYS)
    rows, more = workresults.critical(
        connection,
        below=critical.BELOW,
        since=since,
        protocol=query.protocol,
        subjects=query.subjects,
        limit=query.limit,
    )
    who = {row.subject_id for row in rows}
    known = workresults.courses_of(connection, who, analytes=tuple(critical.BELOW)) if rows else {}
    given = workresults.newest_transfusions(connection, who) if rows else {}
    lines = []
    for row in rows:
        before = [each for each in known[row.subject_id, row.analyte] if each[0] < row.day]
        last = given.get((row.subject_id, critical.GIVEN[row.analyte]))
        lines.append(
            _critical_line(row, before[-1] if before else None, last if last and last >= row.day else None)
        )
    return tuple(lines), more


def _critical_line(row: Row, before: tuple[date, Decimal] | None, given: date | None) -> Line:
    return Line(
        CRITICAL,
        VALUE,
        **who_of(row),
        visit_id=row.visit_id,
        day=row.day,
        row_id=row.id,
        about={
            "analyte": row.analyte,
            "value": row.value,
            "unit": row.unit,
            "limit": critical.BELOW[row.analyte],
            "was": before[1] if before else None,
            "was_day": before[0] if before else None,
            "given": given,
            "time": row.sample_time,
            "version": row.version,
        },
    )


def _changed(connection: Connection, day: date, query: TodayQuery) -> Found:
    since = day - timedelta(days=CHANGED_DAYS)
    rows, more = workresults.status_changes(
        connection, since=since, protocol=query.protocol, limit=query.limit
    )
    lines = tuple(
        Line(
            CHANGED,
            STATUS,
            **who_of(row),
            visit_id=row.visit_id,
            study_day=row.study_day,
            day=row.on_day,
            row_id=row.id,
            about={"before": row.before, "after": row.status or row.automatic, "automatic": row.automatic},
        )
        for row in rows
    )
    return lines, more


def _visits(*, late: bool) -> Callable[[Connection, date, TodayQuery], Found]:
    def provide(connection: Connection, day: date, query: TodayQuery) -> Found:
        rows, more = worklist.open_visits(
            connection, today=day, late=late, protocol=query.protocol, limit=query.limit
        )
        return tuple(_visit_line(row, OVERDUE if late else DUE) for row in rows), more

    return provide


def _visit_line(row: Row, group: str) -> Line:
    return Line(
        group,
        INFUSION if row.infusion else VISIT,
        **who_of(row),
        visit_id=row.id,
        title=row.title,
        study_day=row.day,
        day=row.target,
        first=row.earliest,
        last=row.latest,
        row_id=row.id,
        about={"due": tuple(row.assessments), "assessment": row.assessment},
        agreed=row.agreed,
        note=row.agreed_note,
    )


def _queries(connection: Connection, day: date, query: TodayQuery) -> Found:
    rows, more = workresults.open_queries(connection, protocol=query.protocol, limit=query.limit)
    lines = tuple(
        Line(
            QUERIES,
            QUERY,
            **who_of(row),
            visit_id=row.visit_id,
            title=row.title,
            study_day=row.day,
            day=row.raised_at.date(),
            row_id=row.id,
            about={"count": row.queries, "state": row.query_status},
        )
        for row in rows
    )
    return lines, more


def _verify(connection: Connection, day: date, query: TodayQuery) -> Found:
    lines: list[Line] = []
    more = False
    for kind, after, before in (
        (TO_VERIFY, "complete", "verified"),
        (TO_SIGN, "verified", "signed"),
    ):
        rows, cut = workresults.to_sign_off(
            connection,
            after=after,
            before=before,
            protocol=query.protocol,
            subjects=query.subjects,
            limit=query.limit,
        )
        more = more or cut
        lines += [
            Line(
                VERIFY,
                kind,
                **who_of(row),
                visit_id=row.id,
                title=row.title,
                study_day=row.day,
                day=row.actual,
                row_id=row.id,
            )
            for row in rows
        ]
    return tuple(lines), more


def _planned(row: Row, on: date, what: str, today: date) -> Planned:
    window = Window(row.earliest, row.target, row.latest)
    return Planned(
        subject_id=row.subject_id,
        visit_id=row.id,
        code=row.code,
        title=row.title,
        day=on,
        state=state_of(window, actual=row.actual, missed=bool(row.missed), today=today).value,
        first=row.earliest,
        last=row.latest,
        infusion=bool(row.infusion),
        what=what,
        target=row.target,
        agreed=row.agreed,
        note=row.agreed_note,
        outside=what == "agreed" and place(window, row.agreed) != "in_window",
    )


_PROVIDERS: dict[str, Callable[[Connection, date, TodayQuery], Found]] = {
    CRITICAL: _critical,
    CHANGED: _changed,
    OVERDUE: _visits(late=True),
    DUE: _visits(late=False),
    MISSING: today_gaps.missing,
    CONSENT: today_consents.due,
    QUERIES: _queries,
    VERIFY: _verify,
}
