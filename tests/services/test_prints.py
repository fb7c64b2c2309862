"""Summaries from the study: what they say, what they keep to themselves, and the line in the audit."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pdfplumber
import pytest
from pypdf import PdfReader

from app.i18n import Texts
from app.services import assessments, enrolment, prints, subjects, visits
from app.services.context import ServiceError
from app.services.enrolment import Identity
from tests.services import contents

DAY0 = date(2026, 8, 20)
TEXTS = Texts("en")


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


@pytest.fixture
def subject(context, draft, log):
    """Red cells on day 5, then a partial response on day 84, corrected later."""
    made = draft(identity=Identity("Wang <Xiao> & 小明", "H-778812"))
    subject_id = enrolment.enrol(context, made)[0]
    transfused = {"transfusions": (visits.TransfusionEntry(on(5), "RBC", Decimal(2)),)}
    log(subject_id, on(7), ANC="0.08", PLT="9", HB="64", RETIC_ABS="9", more=transfused)
    log(subject_id, on(84), ANC="1.10", PLT="24", HB="99", RETIC_ABS="57")
    return subject_id


def visit_on(context, subject_id: int, day: int) -> int:
    rows = subjects.course(context, subject_id).visits
    return next(row.id for row in rows if row.actual == on(day))


def text_of(document: prints.Printed) -> str:
    read = PdfReader(io.BytesIO(document.pdf))
    return "\n".join(page.extract_text() for page in read.pages).replace("\xa0", " ")


def test_the_summary_says_status_criteria_and_dates(context, subject):
    visit = visit_on(context, subject, 84)
    document = prints.visit_summary(context, visit, texts=TEXTS)
    text = text_of(document)
    assert document.pages == 1
    for part in (
        "TJ-001",
        "Partial response",
        "Unconfirmed.",
        "saa_atg v1.0",
        "2026-11-12 · D84",
        "D0 = first ATG dose, 2026-08-20",
        "baseline 0.22 of D−3",
        "Printed by Mei Li, administrator · 2026-11-18 09:41 +08:00",
        "Page 1 of 1",
    ):
        assert part in text, part


def test_required_observed_date_and_result_stand_in_one_row(context, subject):
    document = prints.visit_summary(context, visit_on(context, subject, 84), texts=TEXTS)
    with pdfplumber.open(io.BytesIO(document.pdf)) as read:
        lines = {line["text"].replace("\xa0", " ") for line in read.pages[0].extract_text_lines()}
    assert "No red cells ≥ 28 d 79 d last unit 2026-08-25 (D5) met" in lines
    assert "Platelets > 20 ×10⁹/L 24 2026-11-12 (D84) met" in lines
    assert "Platelets > 100 ×10⁹/L 24 2026-11-12 (D84) not met" in lines


def test_every_leaf_of_cr_and_pr_is_printed_with_its_limit(context, subject):
    from app.i18n.evidence import limit_text

    visit = visit_on(context, subject, 84)
    verdict = assessments.verdict_of_visit(context, visit)
    assert verdict is not None
    text = text_of(prints.visit_summary(context, visit, texts=TEXTS))
    groups = [node for node in verdict.evidence.children if node.criterion in ("cr", "pr")]
    leaves = [leaf for group in groups for leaf in group.children if leaf.required]
    assert len(leaves) >= 9
    for leaf in leaves:
        assert leaf.required is not None
        assert limit_text(leaf.required, TEXTS).replace("\xa0", " ") in text


def test_change_since_the_last_visit_and_the_baseline_carry_their_sign(context, subject):
    content = contents.summary_content(context, visit_on(context, subject, 84), texts=TEXTS)
    line = next(line for line in content.summary.counts.lines if line.analyte == "Platelets")
    assert (line.value, line.since_last, line.since_baseline) == ("24", "+15", "+16")
    assert line.grade == "4"


def test_transfusions_since_the_last_visit_are_listed_with_their_day(context, subject):
    early = contents.summary_content(context, visit_on(context, subject, 7), texts=TEXTS).summary
    late = contents.summary_content(context, visit_on(context, subject, 84), texts=TEXTS).summary
    assert "red cells 2 units, 2026-08-25 (D5)" in [entry.words for entry in early.treatment]
    assert late.treatment[0].words == "none"


def test_a_corrected_value_is_marked_with_was_now_who_and_why(context, subject):
    visit = visit_on(context, subject, 84)
    form = visits.form(context, subject_id=subject, visit_id=visit)
    assert form.stored is not None
    entries = tuple(
        visits.ValueEntry("PLT", "42", entry.unit, confirmed=True) if entry.analyte == "PLT" else entry
        for entry in form.stored.values
    )

    reason = visits.Reason("transcription_error", "read 24 for 42")
    visits.record(context, replace(form.stored, values=entries, reason=reason))
    summary = contents.summary_content(context, visit, texts=TEXTS).summary
    line = next(line for line in summary.counts.lines if line.analyte == "Platelets")
    assert (line.value, line.notes) == ("42", "1")
    figure, note = summary.counts.notes[0]
    assert figure == "1"
    assert "was 24, now 42" in note
    assert "typing mistake; read 24 for 42" in note


def test_a_verdict_that_changed_says_why_on_paper(context, subject):
    visit = visit_on(context, subject, 84)
    form = visits.form(context, subject_id=subject, visit_id=visit)
    assert form.stored is not None
    changed = tuple(
        replace(entry, text="18") if entry.analyte == "PLT" else entry for entry in form.stored.values
    )
    reason = visits.Reason("source_corrected")
    draft = replace(form.stored, values=changed, expected_version=form.version, reason=reason)
    visits.record(context, draft)

    text = " ".join(text_of(prints.visit_summary(context, visit, texts=TEXTS)).split())

    assert (
        "This verdict changed on 2026-11-18 09:41: PR → NR because platelets of 2026-11-12 were corrected "
        "from 24 to 18 ×10⁹/L." in text
    )


def test_the_name_and_the_hospital_number_are_nowhere(context, subject):
    document = prints.visit_summary(context, visit_on(context, subject, 84), texts=TEXTS)
    text = text_of(document)
    for part in ("Wang", "小明", "H-778812", "2020-03-09"):
        assert part not in text
        assert part not in document.name
        assert part.encode() not in document.pdf
    assert document.name == "TJ-001-D84_visit-summary.pdf"


def test_the_hash_stays_while_the_data_stay(context, subject, clock, log):
    visit = visit_on(context, subject, 84)
    first = prints.visit_summary(context, visit, texts=TEXTS)
    clock.set(date(2026, 12, 1))
    later = prints.visit_summary(context, visit, texts=TEXTS)
    assert later.data_hash == first.data_hash
    assert later.pdf != first.pdf  # it says when it was printed
    log(subject, on(80), ANC="0.9", PLT="22", HB="98", RETIC_ABS="50")
    assert prints.visit_summary(context, visit, texts=TEXTS).data_hash != first.data_hash


def test_a_later_visit_never_shows_on_an_earlier_summary(context, subject):
    content = contents.summary_content(context, visit_on(context, subject, 7), texts=TEXTS)
    assert content.summary.trend is not None
    assert content.summary.trend.course.last <= 7
    assert all(reading.day <= 7 for lane in content.summary.trend.course.lanes for reading in lane.readings)


def test_a_visit_that_was_not_logged_has_no_summary(context, subject):
    planned = next(row.id for row in subjects.course(context, subject).visits if row.actual is None)
    with pytest.raises(ServiceError, match="visit_not_logged"):
        prints.visit_summary(context, planned, texts=TEXTS)
    with pytest.raises(ServiceError, match="visit_not_logged"):
        prints.visit_summary(context, 987_654, texts=TEXTS)


def test_what_leaves_the_program_is_audited_newest_first(context, subject):
    visit = visit_on(context, subject, 84)
    document = prints.visit_summary(context, visit, texts=TEXTS)
    assert not prints.earlier(context, subject)
    prints.printed(context, visit, document, how=prints.SAVED)
    prints.printed(context, visit, document, how=prints.PRINTED)
    lines = prints.earlier(context, subject)
    assert [line.how for line in lines] == ["printed", "saved"]
    assert {line.data_hash for line in lines} == {document.data_hash}
    assert {line.who for line in lines} == {"mei"}


def test_the_screening_visit_prints_before_day_0_has_counts(context, subject):
    screening = next(row for row in subjects.course(context, subject).visits if row.actual == on(-3))
    document = prints.visit_summary(context, screening.id, texts=TEXTS)
    assert "no verdict" in text_of(document)


def test_a_pgf_subject_prints_its_lineages(context, adult, log):
    subject = enrolment.enrol(context, adult())[0]
    start = date(2026, 6, 13)
    for day, plt in ((11, "22"), (14, "24"), (17, "26")):
        log(subject, start + timedelta(days=day), ANC="1.0", HB="90", PLT=plt)
    rows = subjects.course(context, subject).visits
    visit = max((row for row in rows if row.actual), key=lambda row: row.actual or start)
    text = text_of(prints.visit_summary(context, visit.id, texts=TEXTS))
    assert "Lineages:" in text
    assert "Platelets, consecutive days" in text
