"""Enrolling a subject, and keeping a screen failure."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.eligibility import Answer
from app.services import enrolment, subjects
from app.services.context import ServiceError


def test_codes_are_proposed_by_the_pattern_and_count_screen_failures(context, draft) -> None:
    assert enrolment.propose_code(context) == "TJ-001"
    enrolment.enrol(context, draft())
    enrolment.keep_screen_failure(context, draft(), reason="Chromosome breakage test positive")

    assert enrolment.propose_code(context) == "TJ-003"


def test_an_eligible_child_is_enrolled_with_its_whole_plan(context, draft) -> None:
    form = draft(code="TJ-014", identity=enrolment.Identity("张明", "A-77"))
    planned = enrolment.calendar(context, form)

    subject_id, changes = enrolment.enrol(context, form)

    course = subjects.course(context, subject_id)
    assert changes.subjects == {subject_id}
    assert [visit.plan_id for visit in course.visits if visit.kind == "scheduled"] == [
        visit.plan_id for visit in planned
    ]
    assert course.subject.state == "enrolled"
    assert (course.subject.protocol, course.subject.arm) == ("saa_atg", "msc")
    assert course.subject.day0 == date(2026, 8, 20)
    assert (course.consent_version, course.consent_date) == ("2.1", date(2026, 8, 17))
    assert (course.weight_kg, course.height_cm) == (Decimal("21.4"), Decimal(117))


def test_screening_values_lie_with_the_planned_screening_visit(context, draft) -> None:
    subject_id, _ = enrolment.enrol(context, draft())

    course = subjects.course(context, subject_id)
    screening = course.visits[0]
    assert (screening.plan_id, screening.actual, screening.state) == ("scr", date(2026, 8, 17), "done")
    stored = {row.analyte: row.value for row in course.counts if row.visit_id == screening.id}
    assert stored == {
        "ANC": Decimal("0.22"),
        "PLT": Decimal(8),
        "HB": Decimal(65),
        "RETIC_ABS": Decimal(10),
        "WEIGHT": Decimal("21.4"),
        "HEIGHT": Decimal(117),
    }
    marrow = subjects.record(context, subject_id).marrow
    assert marrow is not None
    assert (marrow.cellularity_pct, marrow.day) == (Decimal(10), date(2026, 8, 17))


def test_the_template_of_enrolment_is_kept_in_the_study(context, draft) -> None:
    subject_id, _ = enrolment.enrol(context, draft())

    assert subjects.template(context, subject_id) == context.library.get("saa_atg")


def test_an_unanswered_criterion_stops_enrolment(context, draft) -> None:
    form = draft(answers=())

    stops = enrolment.stops(context, form)
    assert {stop.code for stop in stops} == {"criterion_unknown"}
    with pytest.raises(ServiceError) as refusal:
        enrolment.enrol(context, form)
    assert refusal.value.code == "not_eligible"
    assert subjects.listing(context, subjects.ListQuery()) == ()


def test_a_failed_criterion_stops_enrolment(context, draft) -> None:
    form = draft()
    form = replace(form, answers=(*form.answers, Answer("E-1", "present")))

    (stop,) = enrolment.stops(context, form)
    assert (stop.path, stop.code) == ("answers.E-1", "criterion_failed")


def test_age_answers_itself_from_the_birth_date(context, draft) -> None:
    form = draft(birth_date=date(2001, 1, 1))

    assert [stop.path for stop in enrolment.stops(context, form)] == ["answers.I-2"]


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"code": " "}, "code", "code_missing"),
        ({"code": "XX-1"}, "code", "code_pattern"),
        ({"sex": None}, "sex", "sex_missing"),
        ({"birth_date": date(2027, 1, 1)}, "birth_date", "birth_date_future"),
        ({"weight_kg": None}, "weight_kg", "weight_missing"),
        ({"consent_version": ""}, "consent_version", "consent_version_missing"),
        ({"consent_date": None}, "consent_date", "consent_date_missing"),
        ({"day0": date(2026, 8, 16)}, "day0", "day0_before_consent"),
        ({"arm": "other"}, "arm", "arm_missing"),
    ],
)
def test_each_lacking_field_is_named(context, draft, changes, path, code) -> None:
    form = replace(draft(), **changes)

    assert (path, code) in {(stop.path, stop.code) for stop in enrolment.stops(context, form)}
    with pytest.raises(ServiceError):
        enrolment.enrol(context, form)


def test_a_code_is_given_once_however_it_is_cased(context, draft) -> None:
    enrolment.enrol(context, draft(code="TJ-001"))

    with pytest.raises(ServiceError) as refusal:
        enrolment.enrol(context, draft(code="tj-001"))
    assert (refusal.value.code, refusal.value.params["code"]) == ("code_taken", "tj-001")


def test_an_impossible_screening_value_is_refused(context, draft) -> None:
    from app.services.visits import ValueEntry

    form = replace(draft(), values=(ValueEntry("PLT", "4900", "10*9/L"),))

    stops = {stop.path: stop.code for stop in enrolment.stops(context, form)}
    assert stops["values.PLT"] == "above_possible"


def test_no_calendar_without_day_0(context, draft) -> None:
    with pytest.raises(ServiceError) as refusal:
        enrolment.calendar(context, replace(draft(), day0=None))

    assert refusal.value.code == "day0_missing"


def test_a_pgf_subject_needs_the_day_of_its_transplant(context, adult) -> None:
    assert enrolment.stops(context, adult()) == ()

    codes = {stop.code for stop in enrolment.stops(context, replace(adult(), hsct_date=None))}
    assert codes == {"hsct_date_missing"}


def test_a_screen_failure_keeps_its_values_and_reason_but_has_no_plan(context, draft) -> None:
    subject_id, _ = enrolment.keep_screen_failure(context, draft(), reason="Inherited marrow failure")

    course = subjects.course(context, subject_id)
    assert course.subject.state == "screen_failed"
    assert course.subject.day0 is None
    assert [visit.kind for visit in course.visits] == ["unscheduled"]
    assert len(course.counts) == 6
    with context.db.read() as connection:
        row = connection.exec_driver_sql("SELECT screen_failure_reason FROM subject").first()
    assert row[0] == "Inherited marrow failure"


def test_a_screen_failure_may_lack_a_consent_but_keeps_none_that_cannot_be(context, draft) -> None:
    made = draft()
    for day in (date(2020, 3, 8), context.today() + timedelta(days=1)):  # before birth, to come
        with pytest.raises(ServiceError) as refusal:
            enrolment.keep_screen_failure(context, replace(made, consent_date=day), reason="No marrow")
        assert refusal.value.code == "enrolment_incomplete"
    without = replace(made, consent_date=None, consent_version="")
    assert enrolment.keep_screen_failure(context, without, reason="No marrow")[0]


def test_a_screen_failure_needs_its_reason(context, draft) -> None:
    with pytest.raises(ServiceError) as refusal:
        enrolment.keep_screen_failure(context, draft(), reason=" ")

    assert refusal.value.code == "failure_reason_missing"


def test_an_enrolment_that_fails_half_way_leaves_nothing(context, draft, monkeypatch) -> None:
    from app.services import reassessing

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(reassessing, "reassess", fail)
    with pytest.raises(RuntimeError):
        enrolment.enrol(context, draft())

    with context.db.read() as connection:
        for table in ("subject", "visit", "count_value", "template", "subject_summary"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
