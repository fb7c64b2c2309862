"""What stands against enrolling a draft: fields that lack, values that cannot be, criteria that stop."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from app.domain.codes import matches
from app.domain.consent import not_yet
from app.domain.eligibility import CriterionResult, EligibilityFacts, blocking, evaluate
from app.domain.record import Marrow, Measurement, SubjectRecord
from app.domain.schedule import needs_hsct
from app.domain.truth import FALSE
from app.services import visit_checks
from app.services.contracts.enrolment import Stop
from app.services.contracts.visits import VisitDraft

if TYPE_CHECKING:
    from datetime import date

    from app.domain.consent import FormVersion
    from app.services.context import Context
    from app.services.contracts.enrolment import EnrolmentDraft
    from app.services.visit_checks import Checked


def criteria(context: Context, draft: EnrolmentDraft) -> tuple[CriterionResult, ...]:
    """See `enrolment.criteria`. Read on the day of screening; unknown, on that of consent or today."""
    template = context.library.get(draft.protocol)
    on = draft.screening_date or draft.consent_date or context.today()
    facts = EligibilityFacts(on, draft.birth_date, _record(draft, on, context.today()))
    return evaluate(template, draft.answers, facts)


def stops(
    context: Context, draft: EnrolmentDraft, *, taken: Collection[str], forms: Collection[FormVersion] = ()
) -> tuple[Stop, ...]:
    """Everything that stands against enrolment, in the order of the six steps."""
    return tuple(_stops(context, draft, taken, forms))


def failure(
    context: Context, draft: EnrolmentDraft, *, taken: Collection[str], forms: Collection[FormVersion]
) -> tuple[Stop, ...]:
    """Everything that stands against keeping a screen failure: a consent may lack, but not be wrong."""
    consent = _consent(draft, context.today(), forms) if draft.consent_date is not None else ()
    return (*_person(context, draft, taken), *(stop for stop in consent if stop.path == "consent_date"))


def _person(context: Context, draft: EnrolmentDraft, taken: Collection[str]) -> tuple[Stop, ...]:
    """What must be known of a subject even to keep it as a screen failure."""
    return (
        *_code(context, draft, taken),
        *_who(context, draft),
        *_values(draft, context.today()),
    )


def _stops(
    context: Context, draft: EnrolmentDraft, taken: Collection[str], forms: Collection[FormVersion]
) -> Iterator[Stop]:
    template = context.library.get(draft.protocol)
    if draft.arm not in {arm.id for arm in template.arms}:
        yield Stop("arm", "arm_missing", {})
    yield from _person(context, draft, taken)
    if draft.weight_kg is None:
        yield Stop("weight_kg", "weight_missing", {})
    if draft.screening_date is None:
        yield Stop("screening_date", "screening_date_missing", {})
    for result in blocking(criteria(context, draft)):
        code = "criterion_failed" if result.verdict is FALSE else "criterion_unknown"
        yield Stop(f"answers.{result.criterion.id}", code, {"criterion": result.criterion.text})
    yield from _consent(draft, context.today(), forms)
    if draft.day0 is None:
        yield Stop("day0", "day0_missing", {})
    elif draft.consent_date is not None and draft.day0 < draft.consent_date:
        yield Stop("day0", "day0_before_consent", {})  # as for a corrected day 0
    if draft.hsct_date is None and needs_hsct(template):
        yield Stop("hsct_date", "hsct_date_missing", {})


def _code(context: Context, draft: EnrolmentDraft, taken: Collection[str]) -> Iterator[Stop]:
    code = draft.code.strip()
    if not code:
        yield Stop("code", "code_missing", {})
    elif code.casefold() in {other.casefold() for other in taken}:
        yield Stop("code", "code_taken", {"code": code})
    elif not matches(context.study.code_pattern, code):
        yield Stop("code", "code_pattern", {"code": code, "pattern": context.study.code_pattern})


def _who(context: Context, draft: EnrolmentDraft) -> Iterator[Stop]:
    if draft.sex not in {"M", "F"}:
        yield Stop("sex", "sex_missing", {})
    if draft.birth_date is None:
        yield Stop("birth_date", "birth_date_missing", {})
    elif draft.birth_date > context.today():
        yield Stop("birth_date", "birth_date_future", {})


def _consent(draft: EnrolmentDraft, today: date, forms: Collection[FormVersion]) -> Iterator[Stop]:
    label = draft.consent_version.strip()
    if not label:
        yield Stop("consent_version", "consent_version_missing", {})
    if draft.consent_date is None:
        yield Stop("consent_date", "consent_date_missing", {})
    elif draft.consent_date > today:
        yield Stop("consent_date", "consent_date_future", {})
    elif draft.birth_date is not None and draft.consent_date < draft.birth_date:
        yield Stop("consent_date", "consent_before_birth", {"born": draft.birth_date})
    elif early := not_yet(forms, draft.protocol, label=label, on=draft.consent_date):
        yield Stop("consent_date", "consent_before_form", {"version": early.label, "since": early.since})


def _values(draft: EnrolmentDraft, today: date) -> Iterator[Stop]:
    for problem in _checked(draft, today).problems:
        path = "screening_date" if problem.path == "day" else problem.path
        yield Stop(path, problem.code, dict(problem.params))


def _checked(draft: EnrolmentDraft, today: date) -> Checked:
    """The screening values as the visit form would check them."""
    form = VisitDraft(0, None, draft.screening_date or today, values=draft.values)
    birth = draft.birth_date
    return visit_checks.values_only(form, visit_checks.Facts(birth, today, {}))


def _record(draft: EnrolmentDraft, on: date, today: date) -> SubjectRecord:
    day = draft.screening_date or on
    marrow = None
    if draft.marrow_cellularity_pct is not None or draft.marrow_residual_pct is not None:
        marrow = Marrow(draft.marrow_cellularity_pct, draft.marrow_residual_pct, day)
    quantities = _checked(draft, today).quantities
    return SubjectRecord(
        sex=draft.sex,
        birth_date=draft.birth_date,
        anchor=draft.day0 or on,
        arm=draft.arm,
        weight_kg=draft.weight_kg,
        measurements=tuple(Measurement(day, code, quantity) for code, quantity in quantities.items()),
        marrow=marrow,
    )
