"""Logging a visit: the form, the checks, the save, corrections."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.plausibility import Problem
from app.services import assessments, drafts, enrolment, readings, subject_trail, subjects, visits
from app.services.context import ServiceError
from app.services.contracts.subject_trail import SubjectTrailQuery
from app.services.visits import (
    EventEntry,
    InfusionEntry,
    MedicationEntry,
    Reason,
    TransfusionEntry,
    ValueEntry,
    VisitDraft,
)

DAY0 = date(2026, 8, 20)
SLIP = Reason("transcription_error", "misread the print-out")


@pytest.fixture
def child(context, draft) -> int:
    return enrolment.enrol(context, draft())[0]


def visit_of(context, subject_id: int, plan_id: str):
    return next(v for v in subjects.course(context, subject_id).visits if v.plan_id == plan_id)


def stored_form(context, subject_id: int, visit_id: int) -> VisitDraft:
    stored = visits.form(context, subject_id=subject_id, visit_id=visit_id).stored
    assert stored is not None
    return stored


def planned(context, subject_id: int, plan_id: str, **changes) -> VisitDraft:
    visit = visit_of(context, subject_id, plan_id)
    form = VisitDraft(
        subject_id,
        visit.id,
        visit.target,
        expected_version=visit.version,
        values=(ValueEntry("ANC", "0,34", "10*9/L"), ValueEntry("PLT", "<5", "10*9/L")),
    )
    return replace(form, **changes)


def count(context, subject_id: int, analyte: str, day: date):
    rows = subjects.course(context, subject_id).counts
    return next(row for row in rows if row.analyte == analyte and row.day == day)


def test_a_saved_visit_keeps_text_unit_and_converted_value(context, child) -> None:
    form = planned(context, child, "cbc_d35", values=(ValueEntry("HB", "9,2", "g/dL"),))

    visit_id, changes = visits.record(context, form)

    row = count(context, child, "HB", form.day)
    assert (row.entered_value, row.entered_unit) == ("9,2", "g/dL")
    assert (row.value, row.unit, row.bound, row.changed) == (Decimal(92), "g/L", "", False)
    assert changes.visits == {visit_id}
    assert len(changes.assessments) == 1


def test_a_bound_stays_a_bound(context, child) -> None:
    visits.record(context, planned(context, child, "cbc_d35"))

    row = count(context, child, "PLT", DAY0 + timedelta(days=35))
    assert (row.bound, row.value, row.entered_value) == ("<", Decimal(5), "<5")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    value=st.decimals(min_value=0, max_value=15, places=2),
    comma=st.booleans(),
    note=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30),
)
def test_what_is_typed_comes_back_unchanged(context, child, value, comma, note) -> None:
    text = str(value).replace(".", "," if comma else ".")
    form = VisitDraft(
        child,
        None,
        DAY0 + timedelta(days=40),
        values=(ValueEntry("ANC", text, "10*9/L", confirmed=True),),
        events=(EventEntry(DAY0 + timedelta(days=39), "other", note),),
    )
    visit_id, _ = visits.record(context, form)

    stored = stored_form(context, child, visit_id)
    assert [(entry.text, entry.unit) for entry in stored.values] == [(text, "10*9/L")]
    assert [entry.note for entry in stored.events] == [note]


def test_saving_assesses_in_the_same_transaction(context, child) -> None:
    form = planned(context, child, "cbc_d35")
    visits.record(context, form)

    (given_,) = assessments.history(context, child)
    assert (given_.status, given_.study_day, given_.why) == ("PENDING", 35, "first")
    row = subjects.listing(context, subjects.ListQuery())[0]
    assert (row.status, row.status_since, row.anc) == ("PENDING", form.day, Decimal("0.34"))


def test_the_platelet_series_of_the_registry_turns_pr_on_its_twelfth_day(context, clock, adult, log) -> None:
    clock.set(date(2026, 6, 26))
    day0 = date(2026, 6, 1)
    subject_id, _ = enrolment.enrol(context, adult(day0=day0))
    platelets = (10, 30, 25, 10, 15, 19, 23, 25, 40, 50, 56, 65, 72)
    for offset, value in enumerate(platelets):
        day = date(2026, 6, 13) + timedelta(days=offset)
        given_ = (TransfusionEntry(day, "PLT", Decimal(1)),) if offset == 0 else ()
        log(subject_id, day, ANC="1.0", HB="90", PLT=str(value), more={"transfusions": given_})

    statuses = {row.day: row.status for row in assessments.history(context, subject_id)}
    assert statuses[date(2026, 6, 24)] == "PENDING"
    assert statuses[date(2026, 6, 25)] == "PR"
    assert subjects.by_code(context, "TJ-001").status_since == date(2026, 6, 25)


def test_verdicts_of_planned_assessments_become_priors_of_later_days(context, clock, child, log) -> None:
    clock.set(DAY0 + timedelta(days=130))
    good = {"ANC": "1.2", "PLT": "60", "HB": "100", "RETIC_ABS": "50"}
    entries = tuple(
        ValueEntry(a, t, "g/L" if a == "HB" else "10*9/L", confirmed=True) for a, t in good.items()
    )
    visits.record(context, planned(context, child, "d90", values=entries))
    for day in (100, 110):
        more = {"transfusions": (TransfusionEntry(DAY0 + timedelta(days=day), "RBC", Decimal(1)),)}
        log(child, DAY0 + timedelta(days=day), **good, more=more)

    row = subjects.by_code(context, "TJ-001")
    assert (row.status, row.flags) == ("RELAPSE", ("transfusion_dependence",))
    assert subjects.record(context, child).prior_assessments[0].status == "PR"


def test_a_late_entry_assesses_every_later_visit_again_and_keeps_the_old_verdict(context, child, log) -> None:
    good = {"ANC": "1.2", "PLT": "60", "HB": "100", "RETIC_ABS": "50"}
    later = DAY0 + timedelta(days=70)
    log(child, later, **good)
    assert subjects.by_code(context, "TJ-001").status == "PR"

    red = TransfusionEntry(DAY0 + timedelta(days=60), "RBC", Decimal(1))
    log(child, DAY0 + timedelta(days=61), ANC="1.1", more={"transfusions": (red,)})

    rows = [row for row in assessments.history(context, child) if row.day == later]
    assert [(row.status, row.why, row.superseded_at is None) for row in rows] == [
        ("NR", "new_data", True),
        ("PR", "first", False),
    ]
    assert subjects.by_code(context, "TJ-001").status == "NR"


def test_the_evidence_of_a_visit_is_that_of_its_day(context, child) -> None:
    visit_id, _ = visits.record(context, planned(context, child, "cbc_d35"))

    verdict = assessments.verdict_of_visit(context, visit_id)
    assert verdict == assessments.on_day(context, child, DAY0 + timedelta(days=35))
    assert assessments.verdict_of_visit(context, visit_of(context, child, "d90").id) is None


def test_a_preview_says_what_a_save_would_and_stores_nothing(context, child) -> None:
    form = planned(context, child, "cbc_d35")

    before = visits.preview(context, form)
    assert assessments.history(context, child) == ()
    visit_id, _ = visits.record(context, form)
    assert assessments.verdict_of_visit(context, visit_id) == before


def test_a_preview_of_a_correction_leaves_the_old_value_out(context, child) -> None:
    visit_id, _ = visits.record(context, planned(context, child, "cbc_d35"))
    stored = stored_form(context, child, visit_id)

    verdict = visits.preview(context, replace(stored, values=(ValueEntry("ANC", "", "", "not_done"),)))

    assert "ANC" in verdict.missing
    assert "PLT" not in verdict.missing


def test_impossible_values_are_refused_and_nothing_is_stored(context, child) -> None:
    form = planned(context, child, "cbc_d35", values=(ValueEntry("PLT", "4900", "10*9/L"),))

    (problem,) = visits.check(context, form)
    assert (problem.path, problem.code, problem.severity) == ("values.PLT", "above_possible", "refused")
    with pytest.raises(ServiceError) as refusal:
        visits.record(context, form)
    assert refusal.value.code == "refused"
    assert refusal.value.params["problems"] == (problem,)
    assert visit_of(context, child, "cbc_d35").actual is None


def test_an_analyte_that_is_entered_twice_is_refused_at_the_second(context, child) -> None:
    twice = (ValueEntry("HB", "92", "g/L"), ValueEntry("HB", "94", "g/L"))
    form = planned(context, child, "cbc_d35", values=twice)
    with pytest.raises(ServiceError) as refusal:
        visits.record(context, form)
    (problem,) = cast("tuple[Problem, ...]", refusal.value.params["problems"])
    assert (problem.path, problem.code, problem.params) == ("values.HB", "value_twice", {"analyte": "HB"})


def test_a_sample_time_that_is_none_is_refused(context, child) -> None:
    (problem,) = visits.check(context, planned(context, child, "cbc_d35", sample_time="99:99"))
    assert (problem.path, problem.code, problem.severity) == ("sample_time", "time_unreadable", "refused")


def test_a_question_blocks_until_it_is_answered(context, child) -> None:
    asked = planned(context, child, "cbc_d35", values=(ValueEntry("HB", "10.4", "g/L"),))

    (problem,) = visits.check(context, asked)
    assert (problem.code, problem.severity) == ("looks_like_unit", "question")
    with pytest.raises(ServiceError):
        visits.record(context, asked)

    kept = replace(asked, values=(ValueEntry("HB", "10.4", "g/L", confirmed=True),))
    visits.record(context, kept)
    assert count(context, child, "HB", kept.day).value == Decimal("10.4")


def test_neutrophils_above_white_cells_are_refused(context, child) -> None:
    pair = (ValueEntry("WBC", "1.9", "10*9/L"), ValueEntry("ANC", "2.4", "10*9/L"))

    (problem,) = visits.check(context, planned(context, child, "cbc_d35", values=pair))
    assert (problem.path, problem.code) == ("values.ANC", "above_white_cells")


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"day": date(2026, 11, 19)}, "day", "future_day"),
        (
            {"transfusions": (TransfusionEntry(date(2026, 9, 1), "WINE", Decimal(1)),)},
            "transfusions.0.product",
            "product_missing",
        ),
        (
            {"transfusions": (TransfusionEntry(date(2026, 12, 1), "RBC", Decimal(1)),)},
            "transfusions.0.day",
            "future_day",
        ),
        (
            {"transfusions": (TransfusionEntry(date(2026, 9, 1), "RBC", Decimal(0)),)},
            "transfusions.0.units",
            "not_above_zero",
        ),
        (
            {"medications": (MedicationEntry("filgrastim", date(2026, 9, 2), date(2026, 9, 1)),)},
            "medications.0.stop",
            "stop_before_start",
        ),
        (
            {"infusions": (InfusionEntry(date(2026, 9, 3), "MSC", Decimal(-1)),)},
            "infusions.0.cells_total",
            "not_above_zero",
        ),
        ({"events": (EventEntry(date(2026, 9, 3), "infection", "", 6),)}, "events.0.grade", "not_a_grade"),
        (
            {
                "no_transfusion": True,
                "transfusions": (TransfusionEntry(date(2026, 9, 1), "RBC", Decimal(1)),),
            },
            "no_transfusion",
            "none_and_some",
        ),
    ],
)
def test_each_fault_is_told_at_its_field(context, child, changes, path, code) -> None:
    found = visits.check(context, planned(context, child, "cbc_d35", **changes))

    assert (path, code) in {(problem.path, problem.code) for problem in found}


def test_a_value_that_was_not_obtained_keeps_its_reason(context, child) -> None:
    form = planned(
        context, child, "cbc_d35", values=(ValueEntry("RETIC_ABS", "", "", "not_done", "clotted"),)
    )
    visits.record(context, form)

    row = count(context, child, "RETIC_ABS", form.day)
    assert (row.value, row.missing, row.missing_note) == (None, "not_done", "clotted")


def test_a_stored_value_cannot_be_emptied_without_saying_why(context, child) -> None:
    visit_id, _ = visits.record(context, planned(context, child, "cbc_d35"))
    stored = stored_form(context, child, visit_id)

    found = visits.check(context, replace(stored, values=(ValueEntry("ANC", "", "10*9/L"),), reason=SLIP))
    assert [(p.path, p.code) for p in found] == [("values.ANC", "missing_reason_missing")]


def test_a_correction_needs_a_reason_and_keeps_the_old_value_in_the_audit(context, child) -> None:
    visit_id, _ = visits.record(context, planned(context, child, "cbc_d35"))
    stored = stored_form(context, child, visit_id)
    wrong = replace(stored, values=(ValueEntry("ANC", "0.43", "10*9/L"), stored.values[1]))

    with pytest.raises(ServiceError) as refusal:
        visits.record(context, wrong)
    assert (refusal.value.code, refusal.value.params["fields"]) == ("reason_missing", ("values.ANC",))
    assert [p.code for p in visits.check(context, wrong)] == ["reason_missing"]

    visits.record(context, replace(wrong, reason=SLIP))

    row = count(context, child, "ANC", stored.day)
    assert (row.value, row.changed) == (Decimal("0.43"), True)
    assert count(context, child, "PLT", stored.day).changed is False
    from app.storage import audit

    with context.db.read() as connection:
        lines = audit.history(connection, table="count_value", row_id=row.id)
    told = {(line.field, line.old, line.new, line.reason_code, line.reason_text) for line in lines[1:]}
    assert ("value", "0.34", "0.43", "transcription_error", "misread the print-out") in told
    assert ("entered_value", "0,34", "0.43", "transcription_error", "misread the print-out") in told


def test_saving_again_without_a_change_changes_nothing(context, child) -> None:
    more = {
        "transfusions": (TransfusionEntry(date(2026, 9, 20), "RBC", Decimal("1.5")),),
        "medications": (MedicationEntry("ciclosporin", DAY0),),
        "infusions": (InfusionEntry(date(2026, 9, 3), "MSC", Decimal("21400000"), Decimal("21.4")),),
        "events": (EventEntry(date(2026, 9, 4), "infection", "fever", 2),),
    }
    visit_id, _ = visits.record(context, planned(context, child, "cbc_d35", **more))
    stored = stored_form(context, child, visit_id)
    before = audit_rows(context)

    _, changes = visits.record(context, stored)

    assert changes.assessments == frozenset()
    assert audit_rows(context) == before


def audit_rows(context) -> int:
    with context.db.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM audit").scalar())


def test_an_addition_to_a_logged_visit_needs_no_reason(context, child) -> None:
    visit_id, _ = visits.record(context, planned(context, child, "cbc_d35"))
    stored = stored_form(context, child, visit_id)

    visits.record(context, replace(stored, values=(*stored.values, ValueEntry("HB", "82", "g/L"))))

    assert count(context, child, "HB", stored.day).changed is False


def test_a_course_of_a_drug_is_stopped_at_a_later_visit_without_a_reason(context, child, log) -> None:
    start = DAY0 + timedelta(days=5)
    log(
        child,
        DAY0 + timedelta(days=7),
        ANC="0.1",
        more={"medications": (MedicationEntry("filgrastim", start),)},
    )
    (running,) = subjects.course(context, child).medications

    stop = DAY0 + timedelta(days=21)
    ended = MedicationEntry("filgrastim", start, stop, id=running.id)
    log(child, DAY0 + timedelta(days=35), ANC="0.34", more={"medications": (ended,)})

    (course,) = subjects.course(context, child).medications
    assert (course.id, course.stop, course.visit_id) == (running.id, stop, running.visit_id)


def test_a_log_row_that_is_taken_out_is_voided_with_a_reason_and_never_deleted(context, child) -> None:
    red = (TransfusionEntry(date(2026, 9, 20), "RBC", Decimal(1)),)
    visit_id, _ = visits.record(context, planned(context, child, "cbc_d35", transfusions=red))
    stored = stored_form(context, child, visit_id)

    with pytest.raises(ServiceError) as refusal:
        visits.record(context, replace(stored, transfusions=()))
    assert refusal.value.code == "reason_missing"
    visits.record(context, replace(stored, transfusions=(), reason=SLIP))

    assert subjects.course(context, child).transfusions == ()
    assert subjects.record(context, child).transfusions == ()
    with context.db.read() as connection:
        assert connection.exec_driver_sql("SELECT voided FROM transfusion").scalar() == 1


def test_a_new_date_of_a_visit_is_a_correction_that_moves_its_values(context, child) -> None:
    visit_id, _ = visits.record(context, planned(context, child, "cbc_d35"))
    stored = stored_form(context, child, visit_id)
    moved = replace(stored, day=stored.day + timedelta(days=1))

    with pytest.raises(ServiceError) as refusal:
        visits.record(context, moved)
    assert "day" in str(refusal.value.params["fields"])
    visits.record(context, replace(moved, reason=SLIP))

    assert {row.day for row in subjects.course(context, child).counts if row.visit_id == visit_id} == {
        moved.day
    }
    assert [row.day for row in assessments.history(context, child) if row.superseded_at is None] == [
        moved.day
    ]


def test_a_save_on_top_of_another_is_refused_as_stale(context, child) -> None:
    visit_id, _ = visits.record(context, planned(context, child, "cbc_d35"))
    mine = stored_form(context, child, visit_id)
    theirs = replace(mine, values=(*mine.values, ValueEntry("HB", "82", "g/L")))
    visits.record(context, theirs)

    with pytest.raises(ServiceError) as refusal:
        visits.record(context, replace(mine, values=(*mine.values, ValueEntry("HB", "90", "g/L"))))

    assert refusal.value.code == "stale"
    assert count(context, child, "HB", mine.day).value == 82


def test_a_visit_of_somebody_else_is_refused(context, child, draft) -> None:
    other, _ = enrolment.enrol(context, draft())

    with pytest.raises(ServiceError) as refusal:
        visits.record(context, replace(planned(context, child, "cbc_d35"), subject_id=other))
    assert refusal.value.code == "visit_unknown"


def test_the_form_offers_last_units_and_previous_values(context, child, log) -> None:
    form = visits.form(context, subject_id=child, visit_id=None)
    assert form.units["HB"] == "g/L"
    assert form.previous["HB"].quantity.value == 65

    visits.record(
        context,
        VisitDraft(child, None, DAY0 + timedelta(days=7), values=(ValueEntry("HB", "7.1", "g/dL"),)),
    )
    after = visits.form(context, subject_id=child, visit_id=visit_of(context, child, "cbc_d35").id)
    assert after.units["HB"] == "g/dL"
    assert (after.previous["HB"].day, after.previous["HB"].quantity.value) == (
        DAY0 + timedelta(days=7),
        Decimal(71),
    )
    assert after.last_visit == DAY0 + timedelta(days=7)
    assert after.analytes[:5] == ("WBC", "ANC", "LYM", "HB", "PLT")
    assert after.stored is None


def test_of_two_visits_of_one_day_only_the_second_comes_after_that_day(context, child) -> None:
    day = DAY0 + timedelta(days=7)
    for before in (DAY0, day):
        visits.record(context, VisitDraft(child, None, before, values=(ValueEntry("HB", "71", "g/L"),)))
    assert visits.form(context, subject_id=child, visit_id=None, day=day).last_visit == day
    visits.record(context, VisitDraft(child, None, day, values=(ValueEntry("HB", "72", "g/L"),)))

    rows = subjects.course(context, child).visits
    of_day = sorted(row.id for row in rows if row.actual == day)
    asked = [visits.form(context, subject_id=child, visit_id=one).last_visit for one in of_day]
    assert asked == [DAY0, day]


def test_entry_time_and_event_time_are_both_kept(context, clock, child) -> None:
    visits.record(context, planned(context, child, "cbc_d35"))

    with context.db.read() as connection:
        row = connection.exec_driver_sql("SELECT day, entered_at FROM count_value ORDER BY id DESC").first()
    assert tuple(row) == ("2026-09-24", "2026-11-18T09:41:00.000+08:00")


def test_a_missed_visit_keeps_its_reason_and_leaves_the_calendar(context, child) -> None:
    first = subjects.by_code(context, "TJ-001")
    visit = next(v for v in subjects.course(context, child).visits if v.title == first.next_visit)

    visits.mark_missed(context, visit.id, Reason("other", "did not come"))

    assert next(v for v in subjects.course(context, child).visits if v.id == visit.id).state == "missed"
    after = subjects.by_code(context, "TJ-001")
    assert (after.next_visit, after.next_target) != (first.next_visit, first.next_target)
    form = visits.form(context, subject_id=child, visit_id=visit.id)
    assert form.missed

    visits.record(context, planned(context, child, visit.plan_id))
    assert not visits.form(context, subject_id=child, visit_id=visit.id).missed
    assert next(v for v in subjects.course(context, child).visits if v.id == visit.id).state != "missed"


def test_the_mark_of_a_missed_visit_is_taken_back_with_a_reason_in_the_trail(context, child) -> None:
    visit_id = next(v.id for v in subjects.course(context, child).visits if v.plan_id == "cbc_d35")
    with pytest.raises(ServiceError) as refusal:
        visits.take_back_missed(context, visit_id, Reason("mistaken"))
    assert refusal.value.code == "visit_not_missed"
    before = subjects.by_code(context, "TJ-001")
    visits.mark_missed(context, visit_id, Reason("unwell", "fever"))
    with pytest.raises(ServiceError) as unsaid:
        visits.take_back_missed(context, visit_id, Reason("other", " "))
    assert unsaid.value.code == "reason_missing"
    with pytest.raises(ServiceError) as refusal:
        visits.take_back_missed(context, visit_id, Reason(""))
    assert refusal.value.code == "reason_missing"

    visits.take_back_missed(context, visit_id, Reason("mistaken", "another child"))

    row = next(v for v in subjects.course(context, child).visits if v.id == visit_id)
    assert (row.missed, row.missed_note) == ("", "")
    after = subjects.by_code(context, "TJ-001")
    assert (after.next_visit, after.next_target) == (before.next_visit, before.next_target)
    with context.db.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT old, new, reason_code, reason_text FROM audit WHERE field = 'missed' ORDER BY id"
        ).all()
    assert tuple(rows[-1]) == ("unwell", "", "mistaken", "another child")


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (
            {"transfusions": (visits.TransfusionEntry(date(2026, 9, 20), "RBC", Decimal(200)),)},
            ("transfusions.0.units", "units_above"),
        ),
        (
            {"infusions": (visits.InfusionEntry(date(2026, 8, 20), "ATG", dose_mg=Decimal(75_000)),)},
            ("infusions.0.dose_mg", "dose_mg_above"),
        ),
    ],
)
def test_a_volume_typed_for_units_or_a_dose_of_another_size_is_refused(child, log, more, problem) -> None:
    with pytest.raises(ServiceError) as refusal:
        log(child, date(2026, 9, 24), ANC="0.4", more=more)
    problems = cast("tuple[Problem, ...]", refusal.value.params["problems"])
    assert [(each.path, each.code) for each in problems] == [problem]


def test_a_logged_visit_cannot_be_missed(context, child) -> None:
    visit_id, _ = visits.record(context, planned(context, child, "cbc_d35"))

    with pytest.raises(ServiceError) as refusal:
        visits.mark_missed(context, visit_id, SLIP)
    assert refusal.value.code == "visit_logged"


def test_death_is_nr_at_the_visit_that_tells_it(context, child, log) -> None:
    day = DAY0 + timedelta(days=30)
    log(child, day, more={"events": (EventEntry(day, "death"),)})

    row = subjects.by_code(context, "TJ-001")
    assert (row.status, row.flags) == ("NR", ("death",))


def test_a_save_reads_the_subject_as_a_reading_of_its_own_would(context, child) -> None:
    for plan_id in ("cbc_d35", "cbc_d42", "d90"):
        drafts.keep(context, "visit", {"text": plan_id})
        before = subjects.course(context, child).subject.status

        saved = visits.save(context, planned(context, child, plan_id), kept_as="visit")

        assert saved.read == readings.read(context, child)
        assert (saved.before, saved.after) == (before, subjects.course(context, child).subject.status)
        assert drafts.find(context, "visit") is None


def test_a_save_that_corrects_the_past_reads_the_newest_verdict_and_names_the_rewritten(
    context, child, log
) -> None:
    good = {"ANC": "1.2", "PLT": "60", "HB": "100", "RETIC_ABS": "50"}
    first = log(child, DAY0 + timedelta(days=70), **good)
    log(child, DAY0 + timedelta(days=80), **good)
    stored = stored_form(context, child, first)
    values = tuple(replace(value, text="0.1") if value.analyte == "ANC" else value for value in stored.values)

    saved = visits.save(context, replace(stored, values=values, reason=SLIP), kept_as="visit")

    assert saved.read == readings.read(context, child)
    assert saved.read.verdict is not None
    assert saved.read.verdict.day == DAY0 + timedelta(days=80)
    told = next(row for row in saved.rewritten if row.visit_id == first)
    assert told.why == "correction"
    assert told.cause is not None
    assert {row.id for row in saved.rewritten} <= saved.changes.assessments


def test_a_refused_save_leaves_the_draft(context, child) -> None:
    drafts.keep(context, "visit", {"text": "half-typed"})
    wrong = planned(context, child, "cbc_d35", values=(ValueEntry("ANC", "-1", "10*9/L"),))

    with pytest.raises(ServiceError):
        visits.save(context, wrong, kept_as="visit")

    assert drafts.find(context, "visit") is not None


def test_a_transfusion_that_was_kept_beside_the_same_one_says_so_in_the_history(context, child) -> None:
    red = TransfusionEntry(DAY0 + timedelta(days=20), "RBC", Decimal(1))

    def told() -> list[int | None]:
        page = subject_trail.listing(context, SubjectTrailQuery(child, field="transfusions"))
        return [row.row_id for row in page.rows if row.action == "kept_both"]

    first = VisitDraft(child, None, DAY0 + timedelta(days=21), title="Blood count", transfusions=(red,))
    visits.record(context, replace(first, no_event=True, medicines_unchanged=True))
    assert told() == []
    later = replace(first, day=DAY0 + timedelta(days=22))
    assert [each.code for each in visits.check(context, later)] == ["same_transfusion"]

    answered = replace(later, transfusions=(replace(red, kept=True),))
    visits.record(context, replace(answered, no_event=True, medicines_unchanged=True))
    newest = max(row.id for row in subjects.course(context, child).transfusions)
    assert told() == [newest]

    alone = replace(red, day=DAY0 + timedelta(days=23), kept=True)
    third = replace(first, day=DAY0 + timedelta(days=24), transfusions=(alone,))
    visits.record(context, replace(third, no_event=True, medicines_unchanged=True))
    assert told() == [newest], "what nobody asked about is no answer"
