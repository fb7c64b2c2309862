"""A visit on its way: complete, verified, signed, locked; what a change of the data takes away again."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.services import controlling, queries, readings, visits, workflow
from app.services.context import ServiceError
from app.services.visits import Reason
from app.storage import audit
from tests.services.conftest import values
from tests.services.controlled import D90, Desk

SLIP = Reason("transcription_error", "seen on the sheet")


def signed(desk: Desk) -> None:
    desk.complete()
    desk.verify()
    desk.sign()


def test_a_visit_goes_from_work_to_the_lock_and_each_step_says_who(desk: Desk) -> None:
    assert desk.control.stage == "in_work"
    stages = []
    for step in (desk.complete, desk.verify, desk.sign, desk.lock):
        step()
        stages.append(desk.control.stage)

    assert stages == ["complete", "verified", "signed", "locked"]
    by = {each.kind: each.user_name for each in desk.control.latest}
    assert by == {"complete": "chen", "verified": "li", "signed": "wu", "locked": "wu"}
    signature = desk.control.of("signed")
    assert signature is not None
    assert (signature.meaning, len(signature.digest)) == ("data_reviewed", 64)


def test_no_step_is_skipped(desk: Desk) -> None:
    for step in (desk.verify, desk.sign, desk.lock):
        with pytest.raises(ServiceError) as refusal:
            step()
        assert refusal.value.code == "stage_earlier"
    desk.complete()
    with pytest.raises(ServiceError) as refusal:
        desk.complete()
    assert refusal.value.code == "stage_later"


def test_a_wrong_passphrase_signs_nothing(desk: Desk) -> None:
    desk.complete()
    desk.verify()

    with pytest.raises(ServiceError) as refusal:
        desk.sign("not the passphrase")

    assert refusal.value.code == "cannot_confirm"
    assert desk.control.signature == "none"


def test_what_was_seen_before_somebody_saved_cannot_be_signed_off(desk: Desk) -> None:
    seen = desk.version
    desk.correct(HB="91", reason=SLIP)

    with pytest.raises(ServiceError) as refusal:
        workflow.complete(desk.coordinator, desk.visit_id, version=seen)
    assert refusal.value.code == "stale"


def test_a_change_voids_the_signature_and_drops_the_verification(desk: Desk) -> None:
    signed(desk)
    assert desk.control.signature == "valid"

    desk.correct(HB="91", reason=SLIP)

    control = desk.control
    assert (control.stage, control.signature, control.verification_dropped) == ("complete", "void", True)
    assert {each.void_code for each in control.latest if each.voided_at} == {"data_changed"}
    assert control.of("signed").void_text == ""  # type: ignore[union-attr]


def test_saving_without_a_change_leaves_the_signature(desk: Desk) -> None:
    signed(desk)

    desk.correct()

    assert desk.control.signature == "valid"


def test_another_visit_that_leaves_the_verdict_alone_leaves_the_signature(desk: Desk) -> None:
    signed(desk)

    later = visits.VisitDraft(desk.subject_id, None, D90, title="Count", values=values(WBC="3.0"))
    visits.record(desk.coordinator, later)

    assert desk.control.of("verified").voided_at is None  # type: ignore[union-attr]


def test_a_verdict_that_turns_through_another_visit_voids_the_signature_only(desk: Desk) -> None:
    signed(desk)
    status = readings.read(desk.coordinator, desk.subject_id).verdict.status  # type: ignore[union-attr]
    given = visits.TransfusionEntry(D90 - timedelta(days=3), "PLT", Decimal(1))

    visits.record(
        desk.coordinator,
        visits.VisitDraft(
            desk.subject_id,
            None,
            D90 - timedelta(days=2),
            title="Count",
            transfusions=(given,),
        ),
    )

    after = readings.read(desk.coordinator, desk.subject_id, visit_id=desk.visit_id).verdict
    assert after is not None
    assert after.status != status
    assert desk.control.stage == "verified"
    assert desk.control.of("signed").void_code == "verdict_changed"  # type: ignore[union-attr]


def test_a_locked_visit_takes_no_change_until_it_is_unlocked_with_a_reason(desk: Desk) -> None:
    signed(desk)
    desk.lock()
    with pytest.raises(ServiceError) as refusal:
        desk.correct(HB="91", reason=SLIP)
    assert refusal.value.code == "visit_locked"
    with pytest.raises(ServiceError) as refusal:
        workflow.unlock(desk.investigator, desk.visit_id, reason=Reason("other", " "))
    assert refusal.value.code == "reason_missing"

    workflow.unlock(desk.investigator, desk.visit_id, reason=Reason("source_corrected", "new sheet"))

    assert (desk.control.stage, desk.control.signature) == ("signed", "valid")
    desk.correct(HB="91", reason=SLIP)
    assert desk.control.signature == "void"


def test_after_completion_even_an_addition_needs_its_reason(desk: Desk) -> None:
    desk.correct(WBC="2.9")
    desk.complete()

    with pytest.raises(ServiceError) as refusal:
        desk.correct(LYM="1.1")
    assert refusal.value.code == "reason_missing"
    desk.correct(LYM="1.1", reason=Reason("new_information", ""))
    assert desk.control.stage == "complete"


def test_open_queries_stand_in_the_way(desk: Desk) -> None:
    desk.complete()
    query_id, _ = queries.raise_query(desk.monitor, desk.visit_id, field="values.HB", text="88 or 98?")

    with pytest.raises(ServiceError) as refusal:
        desk.verify()
    assert refusal.value.params["count"] == 1

    queries.close(desk.monitor, query_id, version=1)
    desk.verify()
    assert desk.control.stage == "verified"


def test_each_step_and_each_voiding_stands_in_the_audit(desk: Desk) -> None:
    signed(desk)
    desk.correct(HB="91", reason=SLIP)

    with desk.coordinator.db.read() as connection:
        assert audit.verify(connection) is None
        lines = connection.exec_driver_sql(
            "SELECT action, field, user_name, reason_code FROM audit "
            "WHERE table_name = 'sign_off' ORDER BY id"
        ).all()
    assert [line[2] for line in lines if line[0] == "insert"] == ["chen", "li", "wu"]
    voided = [line for line in lines if line[1] == "voided_at"]
    assert [(line[2], line[3]) for line in voided] == [("chen", "transcription_error")] * 2


def test_late_entries_are_told_apart_from_timely_ones(desk: Desk) -> None:
    early = visits.VisitDraft(
        desk.subject_id,
        None,
        D90 - timedelta(days=20),
        title="Count",
        values=values(HB="80"),
    )
    visit_id, _ = visits.record(desk.coordinator, early)

    read = readings.read(desk.coordinator, desk.subject_id).controls
    assert {(late.field, late.days) for late in read[visit_id].late} == {("day", 20), ("values.HB", 20)}
    assert read[desk.visit_id].late == ()

    setting = controlling.settings(desk.administrator)
    controlling.change_settings(
        desk.administrator, replace(setting, late_entry_days=30), reason=Reason("other", "remote site")
    )
    assert readings.read(desk.coordinator, desk.subject_id).controls[visit_id].late == ()


def test_settings_are_an_administrators_and_need_a_reason(desk: Desk) -> None:
    setting = controlling.settings(desk.coordinator)

    for context, reason, code in (
        (desk.coordinator, Reason("other", "why"), "not_allowed"),
        (desk.administrator, Reason("other", ""), "reason_missing"),
    ):
        with pytest.raises(ServiceError) as refusal:
            controlling.change_settings(context, setting, reason=reason)
        assert refusal.value.code == code
    with pytest.raises(ServiceError) as refusal:
        controlling.change_settings(
            desk.administrator, replace(setting, late_entry_days=-1), reason=Reason("other", "why")
        )
    assert refusal.value.code == "late_days_unusable"
