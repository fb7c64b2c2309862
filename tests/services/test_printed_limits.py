"""Limits of normal printed beside a value: kept as printed, audited, corrected with a reason, used first."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.grading.normal import ReferenceRow
from app.domain.record import Measurement
from app.i18n import Texts
from app.i18n.causes import cause_text
from app.paths import PROTOCOLS
from app.services import (
    assessments,
    counts,
    enrolment,
    paper_contents,
    references,
    subject_records,
    trail,
    visit_content,
    visits,
)
from app.services.context import ServiceError
from app.services.contracts.counts import CountsEntry
from app.services.protocols import Library
from app.services.summary import figures
from app.services.transactions import reading
from app.services.visit_checks import Facts, values_only
from app.services.visits import Reason, ValueEntry
from tests.services.test_visits import SLIP, count, planned, stored_form

ENGLISH = Texts("en")


@pytest.fixture
def child(context, draft) -> int:
    return enrolment.enrol(context, draft())[0]


@pytest.fixture
def logged(context, child) -> tuple[int, date]:
    """A visit with haemoglobin in g/dL beside its printed range, and neutrophils without one."""
    values = (
        ValueEntry("HB", "11,8", "g/dL", reference="11,5 - 14,5"),
        ValueEntry("ANC", "0,90", "10*9/L"),
        ValueEntry("ALT", "55", "U/L", reference="<40"),
    )
    form = planned(context, child, "cbc_d35", values=values)
    return visits.record(context, form)[0], form.day


def test_the_range_is_kept_as_printed_and_in_the_unit_of_the_value(context, child, logged) -> None:
    row = count(context, child, "HB", logged[1])

    assert row.entered_range == "11,5 - 14,5"
    assert (row.low, row.high) == (Decimal("115.0"), Decimal("145.0"))
    assert count(context, child, "ANC", logged[1]).entered_range == ""


def test_the_form_opens_with_it_and_an_unchanged_save_changes_nothing(context, child, logged) -> None:
    before = count(context, child, "HB", logged[1])

    stored = stored_form(context, child, logged[0])
    visits.record(context, stored)

    assert {entry.analyte: entry.reference for entry in stored.values}["HB"] == "11,5 - 14,5"
    assert count(context, child, "HB", logged[1]) == before


def test_the_trail_says_what_was_printed(context, child, logged) -> None:
    lines = trail.of_value(context, visit_id=logged[0], analyte="HB").values

    assert [line.reference for line in lines] == ["11,5 - 14,5"]


def test_another_range_needs_a_reason_and_the_old_one_stays_in_the_trail(
    context, child, logged, clock
) -> None:
    clock.moment += timedelta(hours=1)
    changed = with_reference(stored_form(context, child, logged[0]), "HB", "12,0 - 14,5")
    with pytest.raises(ServiceError) as refusal:
        visits.record(context, changed)
    assert (refusal.value.code, refusal.value.params["fields"]) == ("reason_missing", ("values.HB",))

    visits.record(context, replace(changed, reason=SLIP))

    row = count(context, child, "HB", logged[1])
    assert (row.low, row.changed, row.value) == (Decimal("120.0"), True, Decimal("118.0"))
    told = trail.of_value(context, visit_id=logged[0], analyte="HB").values
    assert [(line.reference, line.reason_code) for line in told] == [
        ("12,0 - 14,5", "transcription_error"),
        ("11,5 - 14,5", ""),
    ]


def test_a_range_joins_a_stored_value_without_a_reason(context, child, logged) -> None:
    added = with_reference(stored_form(context, child, logged[0]), "ANC", "1.8-6.3")

    visits.record(context, added)

    row = count(context, child, "ANC", logged[1])
    assert (row.low, row.high, row.changed) == (Decimal("1.8"), Decimal("6.3"), False)


def test_a_signature_covers_the_range(context, child, logged) -> None:
    before = digest(context, child, logged[0])
    changed = with_reference(stored_form(context, child, logged[0]), "HB", "12,0 - 14,5")
    visits.record(context, replace(changed, reason=SLIP))
    assert digest(context, child, logged[0]) != before


def test_a_value_retyped_in_the_grid_keeps_its_range(context, child, logged) -> None:
    given = (ValueEntry("HB", "11,9", "g/dL"),)
    entry = CountsEntry(logged[0], logged[1], given)

    counts.save(context, child, [entry], Reason("source_corrected"))

    row = count(context, child, "HB", logged[1])
    assert (row.value, row.entered_range, row.low) == (Decimal("119.0"), "11,5 - 14,5", Decimal("115.0"))


def test_a_value_retyped_in_another_unit_takes_its_range_along(context, child, logged) -> None:
    entry = CountsEntry(logged[0], logged[1], (ValueEntry("HB", "119", "g/L"),))

    counts.save(context, child, [entry], Reason("source_corrected"))

    row = count(context, child, "HB", logged[1])
    assert (row.entered_range, row.low, row.high) == ("115–145", Decimal(115), Decimal(145))


def test_a_value_that_was_not_obtained_has_no_range(context, child, logged) -> None:
    entry = CountsEntry(logged[0], logged[1], (ValueEntry("HB", "", "g/dL", missing="not_done"),))

    counts.save(context, child, [entry], Reason("source_corrected"))

    row = count(context, child, "HB", logged[1])
    assert (row.value, row.entered_range, row.low, row.high) == (None, "", None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("14.5-11.5", "range_crossed"), ("normal", "range_unreadable"), ("115-145", "range_impossible")],
)
def test_a_range_that_cannot_be_meant_is_refused_with_its_place(context, child, text, code) -> None:
    form = planned(context, child, "cbc_d35", values=(ValueEntry("HB", "11.8", "g/dL", reference=text),))

    with pytest.raises(ServiceError) as refusal:
        visits.record(context, form)

    problems = refusal.value.params["problems"]
    assert isinstance(problems, tuple)
    assert [(problem.path, problem.code) for problem in problems] == [("values.HB", code)]


def test_the_engine_gets_the_lower_limit_stored_or_typed(context, child, logged) -> None:
    with reading(context) as connection:
        record = subject_records.record(subject_records.whole(connection, child))
    held = [row for row in record.measurements if row.analyte == "HB" and row.day == logged[1]]

    assert [row.lower_limit for row in held] == [Decimal("115.0")]
    typed = planned(context, child, "cbc_d42", values=(ValueEntry("HB", "118", "g/L", reference="≥ 112"),))
    checked = values_only(typed, Facts(None, date(2026, 11, 18), {}))
    drafted: tuple[Measurement, ...] = subject_records.with_draft(
        record, typed, checked.quantities
    ).measurements
    assert [row.lower_limit for row in drafted if row.day == typed.day] == [Decimal(112)]


def test_grades_on_paper_go_by_the_print_before_the_table_and_say_so(context, child, logged) -> None:
    table = (
        ReferenceRow("HB", "", 0, None, Decimal(110), Decimal(160)),
        ReferenceRow("ALT", "", 0, None, None, Decimal(60)),
        ReferenceRow("ANC", "", 0, None, Decimal("1.5"), Decimal(7)),
    )
    references.replace_all(context, table, reason=Reason("new_information", "handbook"))
    changed = with_reference(stored_form(context, child, logged[0]), "HB", "12,0 - 14,5")
    visits.record(context, replace(changed, reason=SLIP))

    made = figures.counts(paper_contents.basis(context, logged[0], texts=ENGLISH))

    lines = {line.analyte: line for line in made.lines}
    assert (lines["Haemoglobin"].reference, lines["Haemoglobin"].grade) == ("120–145", "1")
    assert (lines["Haemoglobin"].flag, lines["ALT"].flag) == ("L", "H")
    assert (lines["ALT"].reference, lines["ALT"].grade) == ("≤ 40", "1")
    assert lines["ANC"].reference == "1.5–7"
    closing = " ".join(text for _, text in made.notes)
    assert "printed with the value for haemoglobin, ALT" in closing
    assert "the study’s table for ANC" in closing
    assert "was 11,5 - 14,5, now 12,0 - 14,5" in closing


def digest(context, subject_id: int, visit_id: int) -> str:
    with reading(context) as connection:
        rows = subject_records.whole(connection, subject_id)
    visit = rows.visit(visit_id)
    assert visit is not None
    return visit_content.data_digest(rows, visit)


def with_reference(form, analyte: str, text: str):
    values = tuple(
        replace(entry, reference=text) if entry.analyte == analyte else entry for entry in form.values
    )
    return replace(form, values=values)


def test_a_protocol_that_goes_by_printed_limits_gives_its_verdicts_anew_when_one_is_corrected(
    context, draft, tmp_path, clock
) -> None:
    text = (PROTOCOLS / "saa_atg.yaml").read_text(encoding="utf-8")
    own = text.replace('version: "1.0"', 'version: "1.1"', 1).replace("hb_table: WHO2024", "hb_table: LAB", 1)
    assert own.count("hb_table: LAB") == 1
    (tmp_path / "saa_atg.yaml").write_text(own, encoding="utf-8")
    site = replace(context, library=Library((PROTOCOLS, tmp_path)))
    child = enrolment.enrol(site, draft())[0]
    counts_of_day = {"ANC": "2.1", "PLT": "152", "RETIC_ABS": "62"}
    values = tuple(ValueEntry(code, value, "10*9/L") for code, value in counts_of_day.items())
    hb = ValueEntry("HB", "118", "g/L", reference="112-150", confirmed=True)
    form = planned(site, child, "d90", values=(*values, hb), no_transfusion=True, no_event=True)

    visit_id = visits.record(site, form)[0]
    clock.moment += timedelta(hours=1)
    corrected = with_reference(stored_form(site, child, visit_id), "HB", "120-150")
    visits.record(site, replace(corrected, reason=SLIP))

    now, before = assessments.history(site, child)[:2]
    assert (before.status, now.status) == ("CR", "PR")
    assert now.cause is not None
    said = cause_text(now.cause, now.status, ENGLISH, on=now.day)
    assert said.startswith("CR → PR because the limits of normal printed with haemoglobin of 18")
    assert "corrected from 112-150 to 120-150" in said
