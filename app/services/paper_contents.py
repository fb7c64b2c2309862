"""What the documents of a visit say, gathered from the study; who prints them, and when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.i18n import Texts
    from app.reports.content import Printing, Summary
    from app.reports.evidence_content import Evidence
    from app.services.context import Context
    from app.services.summary.basis import Basis, Correction


def summary(context: Context, visit_id: int, *, texts: Texts) -> Summary:
    """What the summary of a logged visit says. Raises ServiceError `visit_not_logged`."""
    from app.services.summary import whole

    made = basis(context, visit_id, texts=texts)
    return whole.summary(made, study=context.study.name, site=context.study.site)


def with_identity(context: Context, said: Summary, *, texts: Texts) -> Summary:
    """The same with name and hospital number among the facts under the title."""
    from app.services import subjects
    from app.services.papers.common import identity_cell

    subject_id = subjects.by_code(context, said.code).id
    return replace(said, meta=(*said.meta, identity_cell(context, subject_id, texts)))


def evidence(context: Context, visit_id: int, *, texts: Texts) -> Evidence:
    """What the evidence report of a visit says. Raises ServiceError `visit_not_logged`, `no_verdict`."""
    from app.services import definitions
    from app.services.evidence import whole

    made = basis(context, visit_id, texts=texts, every_correction=True)
    if made.verdict is None:
        raise ServiceError("no_verdict", visit=visit_id)
    subject_id = made.course.subject.id
    answers = definitions.of_day(context, subject_id, made.on, known="now")
    standing = [row for row in made.history if row.visit_id == visit_id and row.superseded_at is None]
    origin = whole.Origin(
        template_sha256=definitions.template_hash(context, subject_id),
        program=printing(context, texts).program,
        computed_at=standing[0].computed_at if standing else None,
        entered=_entered(context, made),
    )
    return whole.evidence(made, answers, origin)


def _entered(context: Context, made: Basis) -> tuple[tuple[str, int], ...]:
    """Who typed how many of the values that the report prints, most first."""
    from app.services.transactions import reading
    from app.storage import accounts, prints

    shown = set(made.template.response.counts)
    ids = [row.id for row in made.course.counts if row.analyte in shown and row.day <= made.on]
    with reading(context) as connection:
        names = {row.user_name: row.display_name for row in accounts.every_user(connection)}
        rows = prints.entered_by(connection, ids)
    return tuple((names.get(row.user_name, row.user_name), row.count_) for row in rows)


def basis(context: Context, visit_id: int, *, texts: Texts, every_correction: bool = False) -> Basis:
    """All that a document of a visit is made from; corrections of the visit's own values, or of every one."""
    from app.services import readings, references
    from app.services.summary.basis import Basis

    subject_id = subject_of(context, visit_id)
    read = readings.read(context, subject_id, visit_id=visit_id)
    visit = next(row for row in read.course.visits if row.id == visit_id)
    if visit.actual is None:
        raise ServiceError("visit_not_logged", visit=visit_id)
    changed = [
        row.id for row in read.course.counts if row.changed and (every_correction or row.visit_id == visit_id)
    ]
    return Basis(
        course=read.course,
        template=read.template,
        visit=visit,
        verdict=read.verdict,
        history=read.history,
        corrections=_corrections(context, changed),
        texts=texts,
        normals=references.normals(
            read.limits,
            settings=read.template.response,
            sex=read.course.subject.sex or None,
            birth=read.course.subject.birth_date,
            on=visit.actual,
        ),
        control=read.controls.get(visit_id),
        controls=read.controls,
        queries=read.queries,
    )


def printing(context: Context, texts: Texts) -> Printing:
    """Who prints, when, with which program, and where the audit trail ends."""
    import app
    from app.reports.content import Printing
    from app.services import trail

    user = context.user
    by = texts("summary.role", name=user.display_name, role=texts(f"summary.role_{user.role}"))
    head = trail.shown_head(trail.head(context))
    return Printing(by, context.clock(), f"MarrowTrack {app.__version__}", head)


def subject_of(context: Context, visit_id: int) -> int:
    """The subject of a visit. Raises ServiceError `visit_not_logged`."""
    from app.services.transactions import reading
    from app.storage import courses

    with reading(context) as connection:
        subject_id = courses.subject_of_visit(connection, visit_id)
    if subject_id is None:
        raise ServiceError("visit_not_logged", visit=visit_id)
    return subject_id


def _corrections(context: Context, ids: Sequence[int]) -> Mapping[int, Sequence[Correction]]:
    """Changes of stored values from the audit, oldest first, by the id of the value."""
    if not ids:
        return {}
    from app.services.summary.basis import Correction
    from app.services.transactions import reading
    from app.storage import prints

    with reading(context) as connection:
        rows = prints.value_changes(connection, ids)
    found: dict[int, list[Correction]] = {}
    for row in rows:
        made = Correction(
            row.old or "",
            row.new or "",
            row.at,
            row.user_name,
            row.reason_code,
            row.reason_text,
            limits=row.field == "entered_range",
        )
        found.setdefault(row.row_id, []).append(made)
    return found
