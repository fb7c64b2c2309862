"""Doses as they are saved: a weight of the week, a signature above the maximum, what is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.services import access, doses, enrolment, subjects, visits
from app.services.context import Context, ServiceError
from app.services.visits import InfusionEntry
from tests.services.conftest import PASSPHRASE

DAY0 = date(2026, 8, 20)
MSC = DAY0 + timedelta(days=14)
Drafts = Callable[..., enrolment.EnrolmentDraft]


@pytest.fixture
def subject_id(context: Context, draft: Drafts) -> int:
    return enrolment.enrol(context, draft())[0]


def given(subject_id: int, day: date = MSC, /, **dose: object) -> visits.VisitDraft:
    entry = InfusionEntry(day=day, product="MSC", cells_total=Decimal(21_000_000))
    return visits.VisitDraft(subject_id, None, day, infusions=(replace(entry, **dose),))  # type: ignore[arg-type]


def refusal(context: Context, form: visits.VisitDraft) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in visits.check(context, form)]


def test_a_dose_takes_the_weight_of_the_last_week(context, subject_id, log):
    log(subject_id, MSC - timedelta(days=7), WEIGHT="21.0")

    visits.record(context, given(subject_id))

    (row,) = subjects.course(context, subject_id).infusions
    assert row.weight_kg == Decimal("21.0")


def test_an_older_weight_is_asked_for_anew(context, subject_id, log):
    log(subject_id, MSC - timedelta(days=8), WEIGHT="21.0")

    assert refusal(context, given(subject_id)) == [("values.WEIGHT", "dose_needs_weight")]


def test_a_drug_needs_no_weight_and_keeps_its_milligrams(context, subject_id):
    form = given(subject_id, product="ATG", cells_total=None, dose_mg=Decimal(75))

    visits.record(context, form)

    (row,) = subjects.course(context, subject_id).infusions
    assert (row.product, row.dose_mg, row.cells_total) == ("ATG", Decimal(75), None)


ABOVE = {"cells_total": Decimal(200_000_001), "weight_kg": Decimal(20)}


@pytest.mark.parametrize(("cells", "refused"), [(200_000_000, False), (200_000_001, True)])
def test_only_a_dose_above_the_maximum_is_refused(context, subject_id, cells, refused):
    form = given(subject_id, cells_total=Decimal(cells), weight_kg=Decimal(20))
    assert refusal(context, form) == ([("infusions.0.cells_total", "dose_above_maximum")] if refused else [])


def test_a_signed_override_lets_exactly_this_dose_pass(context, subject_id):
    signed = doses.sign_override(context, PASSPHRASE, reason=" agreed with the sponsor ", **ABOVE)

    visit_id, _ = visits.record(context, given(subject_id, **ABOVE, override=signed))

    (row,) = subjects.course(context, subject_id).infusions
    assert row.override == signed
    assert row.override.reason == "agreed with the sponsor"
    stored = visits.form(context, subject_id=subject_id, visit_id=visit_id).stored
    assert stored is not None
    assert stored.infusions[0].override == signed
    more = given(subject_id, **{**ABOVE, "cells_total": Decimal(200_000_002)}, override=signed)
    assert refusal(context, more) == [("infusions.0.cells_total", "dose_above_maximum")]


def test_a_wrong_passphrase_signs_nothing(context):
    with pytest.raises(ServiceError) as refused:
        doses.sign_override(context, "not this one", reason="because", **ABOVE)
    assert refused.value.code == "cannot_confirm"


def test_an_override_needs_its_reason(context):
    with pytest.raises(ServiceError) as refused:
        doses.sign_override(context, PASSPHRASE, reason="  ", **ABOVE)
    assert refused.value.code == "reason_missing"


def test_a_coordinator_cannot_override(context):
    lesser = replace(context, user=replace(context.user, role=access.COORDINATOR))
    with pytest.raises(ServiceError) as refused:
        doses.sign_override(lesser, PASSPHRASE, reason="because", **ABOVE)
    assert refused.value.code == "not_allowed"


def test_the_override_stands_in_the_audit(context, subject_id):
    signed = doses.sign_override(context, PASSPHRASE, reason="agreed", **ABOVE)
    visits.record(context, given(subject_id, **ABOVE, override=signed))
    with context.db.read() as connection:
        lines = connection.exec_driver_sql(
            "SELECT new FROM audit WHERE table_name = 'infusion' AND action = 'insert'"
        ).scalars()
        assert any("agreed" in line and "mei" in line for line in lines)


def test_a_grade_gets_its_version_and_a_term_only_its_own_grades(context, subject_id):
    event = visits.EventEntry(MSC, "adverse_event", grade=3, term="anaphylaxis")
    form = visits.VisitDraft(subject_id, None, MSC, events=(event,))

    visits.record(context, form)

    (row,) = subjects.course(context, subject_id).events
    assert (row.term, row.grade, row.ctcae) == ("anaphylaxis", 3, "5.0")
    mild = replace(form, events=(replace(event, grade=2),))
    assert refusal(context, mild) == [("events.0.grade", "not_a_grade_of_term")]
