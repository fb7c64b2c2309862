"""How a subject is enrolled, or kept as a screen failure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.domain.codes import propose
from app.domain.schedule import PlannedVisit, plan
from app.domain.timeline import study_day
from app.services import (
    consent_rows,
    enrolment_checks,
    planned_visits,
    reassessing,
    subject_records,
    visit_changes,
    visit_checks,
)
from app.services.context import Changes, Context
from app.services.contracts.visits import ValueEntry, VisitDraft
from app.services.errors import ServiceError
from app.services.transactions import changing, reading
from app.storage import courses, schema

if TYPE_CHECKING:
    from app.domain.eligibility import CriterionResult
    from app.domain.protocol.model import Template
    from app.services.contracts.enrolment import EnrolmentDraft, Stop
    from app.storage.change import Change

ENROLLED, SCREEN_FAILED = "enrolled", "screen_failed"


def propose_code(context: Context) -> str:
    """See `enrolment.propose_code`."""
    with reading(context) as connection:
        return propose(context.study.code_pattern, courses.codes(connection))


def calendar(context: Context, draft: EnrolmentDraft) -> tuple[PlannedVisit, ...]:
    """See `enrolment.calendar`."""
    if draft.day0 is None:
        raise ServiceError("day0_missing")
    return _planned(context.library.get(draft.protocol), draft)


def enrol(context: Context, draft: EnrolmentDraft) -> tuple[int, Changes]:
    """See `enrolment.enrol`."""
    template = context.library.get(draft.protocol)
    with changing(context) as change:
        taken, forms = courses.codes(change.connection), consent_rows.forms(change.connection)
        _refuse(enrolment_checks.stops(context, draft, taken=taken, forms=forms))
        subject_id = _add_subject(change, draft, template, state=ENROLLED)
        _add_identity(change, draft, subject_id)
        _add_answers(change, draft, subject_id, enrolment_checks.criteria(context, draft))
        visits = _add_plan(change, subject_id, _planned(template, draft), draft)
        _add_screening(change, draft, subject_id, visit_id=visits, context=context)
        rows = subject_records.whole(change.connection, subject_id)
        reassessing.reassess(change, rows, since=draft.day0 or context.today())
    return subject_id, Changes(subjects=frozenset({subject_id}), study=True)


def keep_screen_failure(context: Context, draft: EnrolmentDraft, *, reason: str) -> tuple[int, Changes]:
    """See `enrolment.keep_screen_failure`."""
    if not reason.strip():
        raise ServiceError("failure_reason_missing")
    template = context.library.get(draft.protocol)
    with changing(context) as change:
        taken, forms = courses.codes(change.connection), consent_rows.forms(change.connection)
        _refuse(enrolment_checks.failure(context, draft, taken=taken, forms=forms))
        subject_id = _add_subject(change, draft, template, state=SCREEN_FAILED, reason=reason.strip())
        _add_identity(change, draft, subject_id)
        _add_answers(change, draft, subject_id, enrolment_checks.criteria(context, draft))
        _add_screening(change, draft, subject_id, visit_id=None, context=context)
        reassessing.summarise(change, subject_id)
    return subject_id, Changes(subjects=frozenset({subject_id}), study=True)


def _planned(template: Template, draft: EnrolmentDraft) -> tuple[PlannedVisit, ...]:
    if draft.day0 is None:
        raise ServiceError("day0_missing")
    try:
        return plan(template, arm=draft.arm or None, anchor=draft.day0, hsct=draft.hsct_date)
    except KeyError:
        raise ServiceError("arm_unknown", arm=draft.arm, protocol=template.id) from None


def _refuse(stops: tuple[Stop, ...]) -> None:
    """Raise what stands against going on; the stops themselves travel along."""
    if not stops:
        return
    for stop in stops:
        if stop.code == "code_taken":
            raise ServiceError("code_taken", stops=stops, **stop.params)
    criteria = [stop.path.removeprefix("answers.") for stop in stops if stop.path.startswith("answers.")]
    if criteria:
        raise ServiceError("not_eligible", criteria=", ".join(criteria), stops=stops)
    raise ServiceError("enrolment_incomplete", fields=", ".join(stop.path for stop in stops), stops=stops)


def _add_subject(
    change: Change, draft: EnrolmentDraft, template: Template, *, state: str, reason: str = ""
) -> int:
    return change.insert(
        schema.subject,
        code=draft.code.strip(),
        sex=draft.sex,
        birth_date=draft.birth_date,
        template_id=subject_records.keep_template(change, template),
        arm=template.arm(draft.arm or None).id,
        state=state,
        day0=draft.day0 if state == ENROLLED else None,
        hsct_date=draft.hsct_date,
        weight_kg=draft.weight_kg,
        weight_day=draft.screening_date or draft.consent_date or change.at.date(),
        height_cm=draft.height_cm,
        consent_version=draft.consent_version.strip(),
        consent_date=draft.consent_date,
        assent=draft.assent,
        screen_failure_reason=reason,
        entered_at=change.at,
    )


def _add_identity(change: Change, draft: EnrolmentDraft, subject_id: int) -> None:
    name, number = draft.identity.name.strip(), draft.identity.hospital_number.strip()
    if name or number:
        change.insert(schema.identity, subject_id=subject_id, name=name, hospital_number=number)


def _add_answers(
    change: Change, draft: EnrolmentDraft, subject_id: int, results: tuple[CriterionResult, ...]
) -> None:
    given = {answer.criterion_id: answer for answer in draft.answers}
    for result in results:
        answer = given.get(result.criterion.id)
        change.insert(
            schema.eligibility_answer,
            subject_id=subject_id,
            criterion=result.criterion.id,
            answer={
                "by": result.answered_by,
                "value": answer.value if answer is not None else None,
                "note": result.note,
                "reason": result.reason,
            },
            result=result.verdict.value,
            entered_at=change.at,
        )


def _add_plan(
    change: Change, subject_id: int, planned: tuple[PlannedVisit, ...], draft: EnrolmentDraft
) -> int | None:
    """Add the planned visits; the id of the one that the screening was."""
    screening = None
    for visit in planned:
        visit_id = planned_visits.add(change, subject_id, visit)
        day = draft.screening_date
        if visit.series == "screening" and day is not None and screening is None:
            screening = visit_id
    return screening


def _add_screening(
    change: Change,
    draft: EnrolmentDraft,
    subject_id: int,
    *,
    visit_id: int | None,
    context: Context,
) -> None:
    """Store the screening values with the screening visit of the plan, or with a visit of their own."""
    if draft.screening_date is None:
        return
    form = VisitDraft(subject_id, visit_id, draft.screening_date, values=with_body(draft))
    facts = visit_checks.Facts(draft.birth_date, context.today(), {})
    quantities = visit_checks.values_only(form, facts).quantities
    own: dict[str, Any] = {"actual": draft.screening_date, "entered_at": change.at}
    if visit_id is None:
        visit_id = change.insert(
            schema.visit,
            subject_id=subject_id,
            kind="unscheduled",
            title=_screening_title(context, draft),
            day=study_day(draft.day0, draft.screening_date) if draft.day0 is not None else None,
            assessments=[],
            **own,
        )
    else:
        change.update(schema.visit, visit_id, **own)
    logs: dict[str, Any] = {name: {} for name in visit_changes.LOG_FIELDS}
    for step in visit_changes.steps(visit_changes.Stored(logs=logs), form, quantities):
        if step.table == "count_value":
            added = {"subject_id": subject_id, "visit_id": visit_id, "entered_at": change.at}
            change.insert(schema.count_value, **added, **step.values)
    if draft.marrow_cellularity_pct is not None or draft.marrow_residual_pct is not None:
        change.insert(
            schema.marrow,
            subject_id=subject_id,
            visit_id=visit_id,
            day=draft.screening_date,
            cellularity_pct=draft.marrow_cellularity_pct,
            residual_pct=draft.marrow_residual_pct,
            entered_at=change.at,
        )


def with_body(draft: EnrolmentDraft) -> tuple[ValueEntry, ...]:
    """The screening values with weight and height among them, so that later visits can compare."""
    typed = {entry.analyte for entry in draft.values}
    body: tuple[tuple[str, Decimal | None, str], ...] = (
        ("WEIGHT", draft.weight_kg, "kg"),
        ("HEIGHT", draft.height_cm, "cm"),
    )
    return draft.values + tuple(
        ValueEntry(code, format(value, "f"), unit, confirmed=True)
        for code, value, unit in body
        if value is not None and code not in typed
    )


def _screening_title(context: Context, draft: EnrolmentDraft) -> str:
    """The template's own name for the screening visit, so that no sentence is made here."""
    visits = context.library.get(draft.protocol).visits
    return next((visit.title for visit in visits if visit.series == "screening"), "")
