"""What the tabs Treatment, Transfusions & medication, Events and History are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.services import (
    access,
    enrolment,
    occurrences,
    pictures,
    readings,
    subject_trail,
    subjects,
    support,
    treatment,
    visits,
)
from app.services.context import Context, ServiceError
from app.services.subject_trail import SubjectTrailQuery

DAY0 = date(2026, 8, 20)
Drafts = Callable[..., enrolment.EnrolmentDraft]
Log = Callable[..., int]


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


@pytest.fixture
def subject_id(context: Context, draft: Drafts) -> int:
    return enrolment.enrol(context, draft())[0]


def planned_visit(context: Context, subject_id: int, day: int) -> subjects.VisitRow:
    rows = subjects.course(context, subject_id).visits
    return next(row for row in rows if row.day == day and row.infusion)


def give(
    context: Context, subject_id: int, visit_day: int, *doses: visits.InfusionEntry, **more: object
) -> int:
    visit = planned_visit(context, subject_id, visit_day)
    form = visits.VisitDraft(
        subject_id, visit.id, on(visit_day), expected_version=visit.version, infusions=doses
    )
    return visits.record(context, replace(form, **more))[0]  # type: ignore[arg-type]


def msc(day: int, cells: int = 21_400_000) -> visits.InfusionEntry:
    return visits.InfusionEntry(on(day), "MSC", Decimal(cells), Decimal("21.4"), "UC-1", "4", Decimal(92))


def of(context: Context, subject_id: int) -> treatment.TreatmentSheet:
    read = readings.read(context, subject_id)
    return treatment.sheet(read.course, read.template)


def test_planned_doses_stand_beside_given_ones_with_state_dose_and_reaction(context, subject_id):
    reaction = visits.EventEntry(on(15), "adverse_event", grade=2, term="infusion_related_reaction")
    give(context, subject_id, 14, msc(14), events=(reaction,), day=on(15))
    give(context, subject_id, 21, msc(21, 64_200_000))
    lines = {(line.product, line.number): line for line in of(context, subject_id).doses}
    first, second, third = (lines["MSC", number] for number in (1, 2, 3))
    assert (first.state, first.per_kg, first.departs) == ("given", Decimal(1_000_000), "")
    assert [event.term for event in first.reactions] == ["infusion_related_reaction"]
    assert (second.state, second.departs, second.reactions) == ("given", "dose_out_of_range", ())
    assert third.given is None
    assert third.state == "late"  # the clock stands at day 90
    assert lines["ATG", 1].of == 5


def test_a_dose_without_a_planned_one_stands_beside_the_plan(context, subject_id, log):
    log(subject_id, on(50), more={"infusions": (msc(50),)})
    line = next(line for line in of(context, subject_id).doses if line.given is not None)
    assert (line.state, line.number) == ("besides", 0)


def test_the_plan_tells_courses_and_what_is_not_in_it(context, subject_id, log):
    courses = (
        visits.MedicationEntry("ciclosporin", on(0), None, "5 mg/kg/d"),
        visits.MedicationEntry("Filgrastim", on(5), on(21), "5 µg/kg/d"),
        visits.MedicationEntry("prednisone", on(0), on(10), "1 mg/kg/d"),
    )
    log(subject_id, on(22), more={"medications": courses})
    plan = {line.product: line for line in of(context, subject_id).plan}
    assert [row.drug for row in plan["CSA"].courses] == ["ciclosporin"]
    assert plan["G-CSF"].treatment is None
    assert plan["PRED"].treatment is None
    assert (plan["MSC"].planned, plan["MSC"].doses) == (3, ())


def test_a_trough_stands_against_the_target_with_the_dose_of_its_day(context, draft, log):
    who = draft(
        protocol="rsaa_atg_msc", birth_date=date(1986, 2, 1), weight_kg=Decimal(70), height_cm=Decimal(175)
    )
    subject_id = enrolment.enrol(context, who)[0]
    course = visits.MedicationEntry("ciclosporin", on(0), on(9), "5 mg/kg/d")
    log(subject_id, on(7), CSA="120", more={"medications": (course,)})
    log(subject_id, on(14), CSA="200")
    log(subject_id, on(21), CSA="310")
    sheet = of(context, subject_id)
    assert sheet.target == (Decimal(150), Decimal(250))
    assert [(line.place, line.dose) for line in sheet.troughs] == [
        ("above", ""),
        ("within", ""),
        ("below", "5 mg/kg/d"),
    ]


def test_only_departures_of_the_treatment_are_listed(context, subject_id, log):
    log(subject_id, on(30), HB="80")
    give(context, subject_id, 21, msc(21, 64_200_000), day=on(24), deviation="travel")
    codes = {each.code for each in of(context, subject_id).deviations}
    assert codes == {"visit_late", "dose_out_of_range"}


def test_transfusions_tell_the_days_since_the_one_before_and_what_is_free(context, subject_id, log):
    given = tuple(
        visits.TransfusionEntry(on(day), product, Decimal(units))
        for day, product, units in ((1, "RBC", 2), (12, "RBC", 1), (3, "PLT", 1), (80, "PLT", 1))
    )
    stored = (visits.MedicationEntry("aciclovir", on(1), on(8)),)
    log(subject_id, on(81), more={"transfusions": given, "medications": stored})
    read = readings.read(context, subject_id)
    sheet = support.sheet(read.course, read.template, today=on(90))
    assert [(line.row.product, line.since) for line in sheet.transfusions] == [
        ("PLT", 77),
        ("RBC", 11),
        ("PLT", None),
        ("RBC", None),
    ]
    red, platelets = sheet.products
    assert (red.units, red.days, red.free_days, red.free_since) == (Decimal(3), 2, 28, on(40))
    assert red.longest is not None
    assert (red.longest.days, red.longest.open) == (78, True)
    assert (platelets.free_days, platelets.free_since) == (14, None)
    (medicine,) = sheet.medications
    assert (medicine.kind, medicine.days) == ("other", 8)


def test_medicines_are_told_apart_by_kind():
    kinds = {
        drug: treatment.kind_of(drug, ["filgrastim"]) for drug in ("Filgrastim", "tacrolimus", "aspirin")
    }
    assert kinds == {"Filgrastim": "growth_factor", "tacrolimus": "immunosuppression", "aspirin": "other"}


def test_a_planned_product_is_found_under_the_names_of_its_drugs():
    assert treatment.names_of("GCSF", ["Filgrastim"]) == frozenset({"filgrastim"})
    assert "prednisone" in treatment.names_of("PRED", [])
    assert treatment.names_of("Danazol", []) == frozenset({"danazol"})


def test_events_know_baseline_seriousness_and_where_they_were_recorded(context, subject_id, log):
    before = visits.EventEntry(on(-1), "adverse_event", grade=1, term="fever")
    log(subject_id, on(0), more={"events": (before,)})
    details = {"serious": "hospitalisation"}
    worse = visits.EventEntry(on(9), "adverse_event", grade=3, term="fever", details=details)
    visit_id = log(subject_id, on(10), ANC="0.05", more={"events": (worse,)})
    read = readings.read(context, subject_id)
    sheet = occurrences.sheet(read.course, read.template, read.history, normals={})
    newest, oldest = sheet.events
    assert (newest.visit_id, newest.baseline, newest.emergent) == (visit_id, 1, True)
    assert (newest.serious, newest.criteria) == ("hospitalisation", "CTCAE v5.0")
    assert (oldest.emergent, oldest.serious) == (False, "")
    assert "ANC" in {shift.analyte for shift in sheet.shifts}


def trail(context: Context, subject_id: int, **filters: object) -> subject_trail.SubjectTrailPage:
    return subject_trail.listing(context, SubjectTrailQuery(subject_id, **filters))  # type: ignore[arg-type]


@pytest.fixture
def corrected(context: Context, subject_id: int, log: Log) -> int:
    visit_id = log(subject_id, on(7), ANC="0.4", PLT="9")
    log(subject_id, on(14), PLT="12")
    stored = visits.form(context, subject_id=subject_id, visit_id=visit_id).stored
    assert stored is not None
    right = tuple(replace(each, text="19") if each.analyte == "PLT" else each for each in stored.values)
    reason = visits.Reason("source_corrected", "new report")
    visits.record(context, replace(stored, values=right, reason=reason))
    return visit_id


def test_the_trail_of_a_subject_says_was_is_reason_and_visit(context, subject_id, corrected):
    rows = [row for row in trail(context, subject_id).rows if row.action == "update" and row.item == "PLT"]
    (row,) = rows
    assert (row.old, row.new, row.reason_code, row.reason_text) == (
        "9",
        "19",
        "source_corrected",
        "new report",
    )
    assert (row.who, row.visit_id, row.path) == ("Mei Li", corrected, "values.PLT")


def test_the_trail_filters_by_visit_field_and_person(context, subject_id, corrected):
    of_visit = trail(context, subject_id, visit_id=corrected).rows
    assert of_visit
    assert {row.visit_id for row in of_visit} == {corrected}
    platelets = trail(context, subject_id, field="values.PLT").rows
    assert {(row.table, row.item) for row in platelets} == {("count_value", "PLT")}
    assert len(platelets) == 4  # enrolment, two visits, one correction
    assert trail(context, subject_id, user="nobody").rows == ()
    assert trail(context, subject_id).people == {"mei": "Mei Li"}


def test_a_calendar_planned_at_one_moment_is_one_line(context, subject_id):
    planned = [row for row in trail(context, subject_id, field="visit").rows if row.count > 1]
    visits_planned = sum(1 for visit in subjects.course(context, subject_id).visits if visit.plan_id)
    assert [row.count for row in planned] == [visits_planned]


def test_pages_of_the_trail_follow_each_other_without_a_gap(context, subject_id, corrected):
    whole = trail(context, subject_id).rows
    seen, before = [], 0
    while True:
        page = trail(context, subject_id, limit=9, before=before)
        seen += [row.id for row in page.rows]
        before = page.last
        if not page.more:
            break
    assert seen[-1] == whole[-1].id
    assert len(set(seen)) == len(seen)


def test_a_picture_that_leaves_is_audited_as_an_export(context, subject_id):
    pictures.left(context, subject_id, name="TJ-001_course.png", data=b"picture")
    row = trail(context, subject_id, field="papers").rows[0]
    assert (row.action, row.field) == ("exported", "course_picture")
    assert "TJ-001_course.png" in str(row.new)


def test_a_monitor_takes_no_picture_away(context, subject_id):
    monitor = replace(context, user=replace(context.user, role=access.MONITOR))
    assert not pictures.may_take(monitor)
    with pytest.raises(ServiceError, match="not_allowed"):
        pictures.left(monitor, subject_id, name="a.png", data=b"")
