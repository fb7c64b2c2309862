"""A visit outside its window needs its reason; the decision on further infusions is confirmed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.grading.normal import ReferenceRow
from app.i18n import Texts
from app.services import continuing, deviations, enrolment, references, subjects, visits
from app.services.context import Context, ServiceError
from app.services.visits import Reason
from tests.services import contents
from tests.services.conftest import values

DAY0 = date(2026, 8, 20)
Drafts = Callable[..., enrolment.EnrolmentDraft]


@pytest.fixture
def subject_id(context: Context, draft: Drafts) -> int:
    return enrolment.enrol(context, draft())[0]


def d45(context: Context, subject_id: int, day: int, **more: object) -> visits.VisitDraft:
    """The early response visit, 40 to 50 days in, on a study day."""
    rows = subjects.course(context, subject_id).visits
    visit = next(row for row in rows if row.day == 45)
    form = visits.VisitDraft(
        subject_id,
        visit.id,
        DAY0 + timedelta(days=day),
        values=values(ANC="0.6", PLT="30", HB="90", RETIC_ABS="40"),
    )
    return replace(form, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "wanted"),
    [(39, True), (40, False), (50, False), (51, True)],
)
def test_the_reason_is_asked_outside_the_window_only(context, subject_id, day, wanted):
    found = [problem.code for problem in visits.check(context, d45(context, subject_id, day))]
    assert found == (["deviation_reason_missing"] if wanted else [])


def test_the_reason_is_stored_and_listed_as_a_deviation(context, subject_id):
    form = d45(context, subject_id, 52, deviation="travel", deviation_note="bus strike")

    visit_id, _ = visits.record(context, form)

    course, template = subjects.course(context, subject_id), subjects.template(context, subject_id)
    late = next(each for each in deviations.of_course(course, template) if each.code == "visit_late")
    assert (late.visit_id, late.days, late.why, late.note) == (visit_id, 2, "travel", "bus strike")
    stored = visits.form(context, subject_id=subject_id, visit_id=visit_id).stored
    assert stored is not None
    assert (stored.deviation, stored.deviation_note) == ("travel", "bus strike")


def test_another_reason_wants_its_note(context, subject_id):
    form = d45(context, subject_id, 52, deviation="other")
    assert [problem.code for problem in visits.check(context, form)] == ["deviation_note_missing"]


def test_a_missed_visit_is_a_deviation_with_its_reason(context, subject_id):
    rows = subjects.course(context, subject_id).visits
    visit = next(row for row in rows if row.day == 45)
    visits.mark_missed(context, visit.id, Reason("unwell", "fever"))
    course, template = subjects.course(context, subject_id), subjects.template(context, subject_id)
    missed = next(each for each in deviations.of_course(course, template) if each.code == "visit_missed")
    assert (missed.visit_id, missed.why, missed.note) == (visit.id, "unwell", "fever")


def test_a_weight_measured_at_enrolment_answers_the_visit_of_that_day_and_no_other(context, draft):
    subject_id, _ = enrolment.enrol(
        context,
        draft(
            protocol="raa_msc",
            birth_date=date(1988, 2, 1),
            sex="F",
            screening_date=DAY0,
            values=values(ANC="0.3", PLT="12", HB="65"),
        ),
    )
    rows = [row for row in subjects.course(context, subject_id).visits if row.infusion]
    for row in rows[:2]:
        assert row.target is not None
        form = visits.VisitDraft(
            subject_id, row.id, row.target, values=values(ANC="0.3", PLT="12", HB="65"), no_transfusion=True
        )
        visits.record(context, form)

    course, template = subjects.course(context, subject_id), subjects.template(context, subject_id)
    found = deviations.of_course(course, template)
    missing = [each.day for each in found if (each.code, each.item) == ("assessment_missing", "WEIGHT")]
    assert missing == [DAY0 + timedelta(days=7)]
    before = visits.form(context, subject_id=subject_id, visit_id=rows[0].id).previous["WEIGHT"]
    assert (before.day, before.quantity.value, before.at_enrolment) == (DAY0, Decimal("21.4"), True)
    assert "ANC" not in visits.form(context, subject_id=subject_id, visit_id=rows[0].id).previous


@pytest.fixture
def responder(context: Context, draft: Drafts, log: Callable[..., int]) -> int:
    """A woman on raa_msc whose neutrophils respond by the visit at one month."""
    subject_id, _ = enrolment.enrol(
        context,
        draft(
            protocol="raa_msc",
            birth_date=date(1988, 2, 1),
            sex="F",
            values=values(ANC="0.3", PLT="12", HB="65"),
        ),
    )
    for day in (14, 21):
        log(subject_id, DAY0 + timedelta(days=day), ANC="1.2", PLT="14", HB="70")
    return subject_id


def at_one_month(context: Context, subject_id: int, anc: str) -> None:
    visit = next(row for row in subjects.course(context, subject_id).visits if row.plan_id == "m1")
    visits.record(
        context,
        visits.VisitDraft(
            subject_id, visit.id, DAY0 + timedelta(days=30), values=values(ANC=anc, PLT="15", HB="72")
        ),
    )


def decision(context: Context, subject_id: int) -> continuing.Decision | None:
    return continuing.decision(subjects.course(context, subject_id), subjects.template(context, subject_id))


def test_a_response_at_one_month_plans_four_more_once_confirmed(context, responder):
    assert decision(context, responder) is None
    at_one_month(context, responder, "1.3")
    found = decision(context, responder)
    assert found is not None
    assert (found.go_on, found.planned, found.status) == (True, False, "PR")

    continuing.confirm(context, responder, first=DAY0 + timedelta(days=35))

    planned = [row for row in subjects.course(context, responder).visits if row.plan_id in MORE]
    assert [row.day for row in planned] == [35, 42, 49, 56]
    assert {row.infusion for row in planned} == {"msc"}
    after = decision(context, responder)
    assert after is not None
    assert after.planned
    with pytest.raises(ServiceError) as refused:
        continuing.confirm(context, responder, first=DAY0 + timedelta(days=35))
    assert refused.value.code == "continue_planned"


MORE = ("msc_5", "msc_6", "msc_7", "msc_8")


def test_without_a_response_nothing_is_planned(context, responder):
    at_one_month(context, responder, "0.2")
    found = decision(context, responder)
    assert found is not None
    assert not found.go_on
    with pytest.raises(ServiceError) as refused:
        continuing.confirm(context, responder, first=DAY0 + timedelta(days=35))
    assert refused.value.code == "continue_not_decided"


def test_a_first_day_outside_its_window_is_refused(context, responder):
    at_one_month(context, responder, "1.3")
    with pytest.raises(ServiceError) as refused:
        continuing.confirm(context, responder, first=DAY0 + timedelta(days=38))
    assert refused.value.code == "continue_outside"


def test_a_decision_against_them_is_kept_with_who_when_and_why_until_they_are_planned(context, responder):
    at_one_month(context, responder, "1.3")

    continuing.decline(context, responder, Reason("adverse_event", "fever after the fourth"))

    found = decision(context, responder)
    assert found is not None
    assert found.declined is not None
    said = found.declined
    assert (said.user_name, said.reason, said.note) == (
        context.user.user_name,
        "adverse_event",
        "fever after the fourth",
    )
    assert (said.day, said.at.date()) == (DAY0 + timedelta(days=30), context.today())
    assert not found.planned
    continuing.confirm(context, responder, first=DAY0 + timedelta(days=35))
    after = decision(context, responder)
    assert after is not None
    assert (after.planned, after.declined) == (True, None)
    with pytest.raises(ServiceError) as refused:
        continuing.decline(context, responder, Reason("patient"))
    assert refused.value.code == "continue_planned"


@pytest.mark.parametrize("reason", [Reason(""), Reason("holiday", "note"), Reason("other", "  ")])
def test_a_decision_against_them_wants_its_reason(context, responder, reason):
    at_one_month(context, responder, "1.3")
    with pytest.raises(ServiceError) as refused:
        continuing.decline(context, responder, reason)
    assert refused.value.code == "decline_reason_missing"


def test_where_the_rule_plans_none_there_is_nothing_to_decline(context, responder):
    at_one_month(context, responder, "0.2")
    with pytest.raises(ServiceError) as refused:
        continuing.decline(context, responder, Reason("patient"))
    assert refused.value.code == "continue_not_decided"


def test_a_template_without_the_decision_has_none(context, subject_id):
    assert decision(context, subject_id) is None


WBC = ReferenceRow("WBC", "", 0, None, Decimal(4), Decimal(10))
CHILD = ReferenceRow("WBC", "", 0, 71, Decimal(5), Decimal(14))
WHY = Reason("new_information", "laboratory handbook")


def test_limits_of_normal_are_kept_and_reach_the_form(context, subject_id):
    references.replace_all(context, (WBC, CHILD), reason=WHY)
    assert set(references.table(context)) == {WBC, CHILD}
    form = visits.form(context, subject_id=subject_id, visit_id=None)
    assert form.normals["WBC"].low == Decimal(4)  # six years and eight months old
    assert form.normals["HB"].source == "WHO2024"
    assert form.ctcae == "5.0"
    assert form.baselines["ANC"].quantity.value == Decimal("0.22")

    references.replace_all(context, (WBC,), reason=WHY)
    assert references.table(context) == (WBC,)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (replace(WBC, analyte="XYZ"), "no_analyte"),
        (replace(WBC, low=None, high=None), "no_limit"),
        (replace(WBC, low=Decimal(10)), "limits_crossed"),
        (replace(CHILD, from_months=80), "ages_crossed"),
        (replace(CHILD, from_months=60, to_months=90), "twice"),
    ],
)
def test_a_line_that_cannot_be_used_is_refused_with_its_number(context, row, why):
    with pytest.raises(ServiceError) as refused:
        references.replace_all(context, (CHILD, row), reason=WHY)
    assert (refused.value.code, refused.value.params) == ("reference_refused", {"line": 2, "why": why})


def test_the_summary_of_a_visit_tells_its_own_deviations(context, subject_id):
    form = d45(context, subject_id, 52, deviation="travel", deviation_note="bus strike")
    visit_id, _ = visits.record(context, form)

    content = contents.summary_content(context, visit_id, texts=Texts("en")).summary

    told = [entry.words for entry in content.events if entry.label == "Deviation"]
    assert "Visit 2 d after its window: Travel; bus strike" in told
