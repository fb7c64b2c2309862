"""What a printed visit summary says of signature, queries, late entries and missing values."""

from datetime import timedelta

import pytest

from app.i18n import Texts
from app.reports.content import Entry
from app.services import prints, queries, visits
from app.services.visits import Reason
from tests.services import contents
from tests.services.conftest import values
from tests.services.controlled import D90, Desk

TEXTS = Texts("en")


def said(desk: Desk, visit_id: int = 0, texts: Texts = TEXTS):
    return contents.summary_content(desk.monitor, visit_id or desk.visit_id, texts=texts).summary


def entries(listed: tuple[Entry, ...], label: str) -> list[object]:
    return [entry.words for entry in listed if entry.label == label]


def test_the_box_of_the_investigator_says_not_signed_then_valid_then_void(desk: Desk) -> None:
    assert said(desk).stamp.word == "NOT SIGNED"
    desk.complete()
    assert said(desk).stamp.line == "Electronic record: Complete"
    desk.verify()
    desk.sign()
    digest = desk.control.of("signed").digest  # type: ignore[union-attr]
    stamp = said(desk).stamp
    assert (stamp.code, stamp.word) == ("valid", "SIGNED, VALID")
    assert f"Wu, 2026-11-18 09:41: data and status reviewed. Hash {digest[:4]} {digest[4:8]}" in stamp.line

    desk.correct(HB="91", reason=Reason("transcription_error"))
    assert (said(desk).stamp.code, said(desk).stamp.word) == ("void", "VOID (data changed)")


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_a_signed_summary_is_printed_in_each_language(desk: Desk, language: str) -> None:
    desk.complete()
    desk.verify()
    desk.sign()

    made = prints.visit_summary(desk.monitor, desk.visit_id, texts=Texts(language))

    assert made.pdf.startswith(b"%PDF")


def test_signing_changes_the_hash_of_the_paper(desk: Desk) -> None:
    before = prints.visit_summary(desk.monitor, desk.visit_id, texts=TEXTS).data_hash
    desk.complete()

    assert prints.visit_summary(desk.monitor, desk.visit_id, texts=TEXTS).data_hash != before


def test_open_queries_stand_among_the_events_until_they_are_closed(desk: Desk) -> None:
    query_id, _ = queries.raise_query(desk.monitor, desk.visit_id, field="values.HB", text="88 or 98?")
    found = entries(said(desk).events, "Open query")
    assert found == ["haemoglobin, open since 2026-11-18: 88 or 98?"]

    queries.close(desk.monitor, query_id, version=1)
    assert entries(said(desk).events, "Open query") == []


def test_what_was_entered_late_is_told_with_both_dates(desk: Desk) -> None:
    early = D90 - timedelta(days=20)
    draft = visits.VisitDraft(desk.subject_id, None, early, title="Count", values=values(HB="80"))
    visit_id, _ = visits.record(desk.coordinator, draft)

    (found,) = entries(said(desk, visit_id).events, "Late entry")  # fields of the same days share a line
    assert "haemoglobin" in str(found)
    assert str(found).endswith(": of 2026-10-29, entered 2026-11-18, 20 d late")


def test_why_a_value_is_missing_is_kept_to_the_end(desk: Desk) -> None:
    stored = visits.form(desk.coordinator, subject_id=desk.subject_id, visit_id=desk.visit_id).stored
    assert stored is not None
    from dataclasses import replace

    gone = visits.ValueEntry("RETIC_ABS", "", "10*9/L", missing="not_done", missing_note="clotted")
    kept = tuple(
        gone if entry.analyte == "RETIC_ABS" else replace(entry, confirmed=True) for entry in stored.values
    )
    visits.record(desk.coordinator, replace(stored, values=kept, reason=Reason("source_corrected")))

    line = next(line for line in said(desk).counts.lines if line.absent)
    assert "not done" in line.absent
    assert "clotted" in line.absent
    report = contents.evidence_content(desk.monitor, desk.visit_id, texts=TEXTS)
    assert "clotted" in str(report)
