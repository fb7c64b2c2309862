"""One subject read in one go: course, template, a verdict with its evidence, and every verdict given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.diagnosis import Diagnosis
    from app.domain.evidence import Verdict
    from app.domain.grading.normal import ReferenceRow
    from app.domain.protocol.model import Template
    from app.services.context import Context
    from app.services.contracts.assessments import AssessmentRow
    from app.services.contracts.control import Query, VisitControl
    from app.services.contracts.subjects import Course
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row, Rows


@dataclass(frozen=True, slots=True)
class Reading:
    """What pages and papers show of one subject, as of one moment."""

    course: Course
    template: Template
    verdict: Verdict | None
    history: tuple[AssessmentRow, ...]
    controls: Mapping[int, VisitControl]  # of each logged visit
    queries: tuple[Query, ...]  # about its visits, oldest first
    limits: tuple[ReferenceRow, ...]  # the study's limits of normal
    diagnosis: Diagnosis  # at its entry


def read(context: Context, subject_id: int, *, visit_id: int | None = None) -> Reading:
    """A subject with the standing verdict of a visit, or without one of its newest assessed day.

    Raises ServiceError `subject_unknown`.
    """
    from app.services import subject_records, verdicts
    from app.services.transactions import reading
    from app.storage import courses

    with reading(context) as connection:
        given = courses.verdicts(connection, subject_id)
        rows = subject_records.whole(connection, subject_id, given=given)
        wanted = next((row for row in rows.standing if visit_id is None or row.visit_id == visit_id), None)
        verdict = verdicts.again(connection, rows, wanted.day) if wanted is not None else None
        return _together(context, connection, rows, given, _Shown(wanted, verdict))


def after(context: Context, connection: Connection, rows: Whole, anew: Mapping[int, Verdict]) -> Reading:
    """A subject as a change leaves it: `rows` as written, `anew` the verdicts given since, by visit."""
    from app.services import verdicts
    from app.storage import courses

    given = courses.verdicts(connection, rows.subject.id)
    rows = replace(rows, standing=[verdict for verdict in given if verdict.superseded_at is None])
    newest = rows.standing[0] if rows.standing else None
    verdict = anew.get(newest.visit_id) if newest is not None else None
    if newest is not None and verdict is None:  # the change bears on no day as late as that
        verdict = verdicts.again(connection, rows, newest.day)
    return _together(context, connection, rows, given, _Shown(newest, verdict))


@dataclass(frozen=True, slots=True)
class _Shown:
    """The stored verdict that is wanted, and the same with its evidence."""

    row: Row | None
    verdict: Verdict | None


def _together(context: Context, connection: Connection, rows: Whole, given: Rows, shown: _Shown) -> Reading:
    from app.services import (
        controlling,
        course_rows,
        diagnoses,
        queries,
        references,
        second_lines,
        subject_records,
        verdicts,
    )
    from app.storage import controls as stored
    from app.storage import courses

    wanted, verdict = shown.row, shown.verdict
    template = subject_records.template_of(connection, rows)
    asked = stored.queries(connection, subject_id=rows.subject.id)
    controls = controlling.of_subject(connection, rows, template, asked)
    course = course_rows.course_of(connection, rows, today=context.today())
    history = verdicts.with_overrides(given, courses.overrides(connection, rows.subject.id))
    waiting = second_lines.waiting(controls)
    if waiting:
        course = replace(course, visits=tuple(second_lines.flagged(row, waiting) for row in course.visits))
        if verdict is not None and wanted is not None and wanted.visit_id in waiting:
            verdict = verdict._replace(flags=(*verdict.flags, second_lines.FLAG))
    said, limits = queries.of_rows(connection, asked), references.in_use(connection)
    entry = diagnoses.of_rows(context, rows, template)
    return Reading(course, template, verdict, history, controls, said, limits, entry)
