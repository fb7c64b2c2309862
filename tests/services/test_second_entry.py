"""The second entry: typed blind by another user, differences decided with a reason, told by the verdict."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.services import controlling, readings, second_entries, subjects, visits
from app.services.context import ServiceError
from app.services.visits import Reason
from tests.services import controlled
from tests.services.conftest import values
from tests.services.controlled import COUNTS, Desk

WHY = Reason("source_corrected", "the sheet was read again")
SLIP = Reason("transcription_error", "")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Of a study that asks for a second entry."""
    setting = controlling.settings(desk.administrator)
    controlling.change_settings(
        desk.administrator, replace(setting, second_entry=True), reason=Reason("other", "protocol 4.2")
    )
    return desk


def flags(desk: Desk) -> tuple[str, ...]:
    return subjects.listing(desk.coordinator, subjects.ListQuery())[0].flags


def test_nothing_is_asked_where_the_study_does_not_ask(controlled_study: Path, tmp_path: Path) -> None:
    with controlled.opened(controlled_study, tmp_path / "data") as desk:
        assert desk.control.second_entry == ""
        with pytest.raises(ServiceError) as refusal:
            second_entries.record(desk.investigator, desk.visit_id, values(**COUNTS))
    assert refusal.value.code == "second_entry_off"


def test_the_verdict_says_that_the_second_entry_is_pending_until_it_is_done(desk: Desk) -> None:
    read = readings.read(desk.coordinator, desk.subject_id, visit_id=desk.visit_id)
    assert desk.control.second_entry == "pending"
    assert read.verdict is not None
    assert "second_entry_pending" in read.verdict.flags
    assert "second_entry_pending" in flags(desk)

    second_entries.record(desk.investigator, desk.visit_id, values(**COUNTS))

    assert desk.control.second_entry == "done"
    assert "second_entry_pending" not in flags(desk)


def test_the_first_entry_stays_hidden_until_the_second_stands(desk: Desk) -> None:
    before = second_entries.sheet(desk.investigator, desk.visit_id)
    assert {line.analyte for line in before} == set(COUNTS)
    assert all((line.first, line.second, line.state) == ("", "", "pending") for line in before)

    second_entries.record(desk.investigator, desk.visit_id, values(**COUNTS | {"HB": "98"}))

    after = {line.analyte: line for line in second_entries.sheet(desk.investigator, desk.visit_id)}
    assert (after["HB"].first, after["HB"].second, after["HB"].state) == ("88 g/L", "98 g/L", "differs")
    assert after["ANC"].state == "same"


def test_who_typed_the_first_does_not_type_the_second(desk: Desk) -> None:
    with pytest.raises(ServiceError) as refusal:
        second_entries.record(desk.coordinator, desk.visit_id, values(**COUNTS))
    assert refusal.value.code == "same_user"


def test_every_count_is_typed(desk: Desk) -> None:
    with pytest.raises(ServiceError) as refusal:
        second_entries.record(desk.investigator, desk.visit_id, values(ANC="0.8"))
    assert set(refusal.value.params["missing"]) == set(COUNTS) - {"ANC"}  # type: ignore[call-overload]


def test_a_difference_is_decided_for_the_first_with_a_reason(desk: Desk) -> None:
    second_entries.record(desk.investigator, desk.visit_id, values(**COUNTS | {"HB": "98"}))
    assert desk.control.second_entry == "differs"
    with pytest.raises(ServiceError) as refusal:
        second_entries.keep_first(desk.coordinator, desk.visit_id, "HB", reason=Reason(""))
    assert refusal.value.code == "reason_missing"

    second_entries.keep_first(desk.coordinator, desk.visit_id, "HB", reason=WHY)
    assert desk.control.second_entry == "done"

    desk.correct(HB="89", reason=SLIP)  # what was decided was about another value
    assert desk.control.second_entry == "differs"


def test_a_difference_is_decided_for_the_second_by_correcting_the_visit(desk: Desk) -> None:
    second_entries.record(desk.investigator, desk.visit_id, values(**COUNTS | {"HB": "98"}))

    desk.correct(HB="98", reason=SLIP)

    assert desk.control.second_entry == "done"


def test_one_number_in_two_units_is_the_same(desk: Desk) -> None:
    typed = (*values(ANC="0.8", PLT="31", RETIC_ABS="35"), visits.ValueEntry("HB", "8.8", "g/dL"))

    second_entries.record(desk.investigator, desk.visit_id, typed)

    assert desk.control.second_entry == "done"


def test_an_unreadable_number_is_refused(desk: Desk) -> None:
    with pytest.raises(ServiceError) as refusal:
        second_entries.record(desk.investigator, desk.visit_id, values(**COUNTS | {"HB": "eighty"}))
    assert refusal.value.code == "value_unreadable"


def test_a_visit_is_not_signed_before_its_second_entry(desk: Desk) -> None:
    desk.complete()
    desk.verify()

    with pytest.raises(ServiceError) as refusal:
        desk.sign()
    assert refusal.value.code == "second_entry_open"
