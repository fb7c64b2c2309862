"""The evidence report from the study: what stands on it, where, and what it keeps to itself."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pdfplumber
import pytest
from pypdf import PdfReader

from app.domain.protocol.parse import sha256, to_json
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
    """Red cells on day 5, no response on day 49, a partial response on day 84."""
    made = draft(identity=Identity("Wang <Xiao> & 小明", "H-778812"))
    subject_id = enrolment.enrol(context, made)[0]
    transfused = {"transfusions": (visits.TransfusionEntry(on(5), "RBC", Decimal(2)),)}
    log(subject_id, on(7), ANC="0.08", PLT="9", HB="64", RETIC_ABS="9", more=transfused)
    log(subject_id, on(49), ANC="0.40", PLT="15", HB="80", RETIC_ABS="26")
    log(subject_id, on(84), ANC="1.10", PLT="24", HB="99", RETIC_ABS="57")
    return subject_id


def visit_on(context, subject_id: int, day: int) -> int:
    rows = subjects.course(context, subject_id).visits
    return next(row.id for row in rows if row.actual == on(day))


def report(context, subject_id: int, day: int = 84, **given) -> prints.Printed:
    return contents.evidence_report(context, visit_on(context, subject_id, day), texts=TEXTS, **given)


def pages_of(document: prints.Printed) -> list[str]:
    read = PdfReader(io.BytesIO(document.pdf))
    return [page.extract_text().replace("\xa0", " ") for page in read.pages]


def lines_of(document: prints.Printed) -> list[list[str]]:
    with pdfplumber.open(io.BytesIO(document.pdf)) as read:
        return [
            [line["text"].replace("\xa0", " ") for line in page.extract_text_lines()] for page in read.pages
        ]


def test_page_one_convinces_and_page_two_lets_it_be_worked_out_again(context, subject):
    document = report(context, subject)
    assert document.pages == 2
    first, second = pages_of(document)
    for part in (
        "Evidence report",
        "TJ-001",
        "Partial response",
        "verdict 3 of 3",
        "As registered (quoted)",
        "reticulocyte count>30*109/L",
        '"0.5*1.0 9/L" is',
        "1 Rule",
        "2 Criteria",
        "3 Course",
        "4 Same data under other definitions",
    ):
        assert part in " ".join(first.split())  # a quote may go on in the next line
    for part in (
        "5 All values",
        "6 Transfusions and treatment",
        "7 Context checked",
        "8 Verdicts so far",
        "9 Worked by hand",
        "10 Provenance",
        "11 Review",
        "Investigator: status reviewed and agreed",
        "Monitor: re-derived from source",
    ):
        assert part in second


def test_other_definitions_print_their_answer_and_reason_in_one_row(context, subject):
    (first, _) = lines_of(report(context, subject))
    row = next(line for line in first if line.startswith("Camitta 2000 *"))
    assert row.endswith("PR CR: platelets > 150; unconfirmed")
    assert "* wording not yet checked against the printed source" in first


def test_every_value_is_printed_and_those_that_were_used_are_marked(context, subject):
    (_, second) = lines_of(report(context, subject))
    used = next(line for line in second if line.startswith("2026-11-12 D84"))
    assert used == "2026-11-12 D84 1.10 current 99 current 24 current 57 current"
    baseline = next(line for line in second if line.startswith("2026-08-17"))
    assert "baseline" in baseline
    unused = next(line for line in second if line.startswith("2026-10-08 D49"))
    assert unused == "2026-10-08 D49 0.40 80 15 26"


def test_what_was_given_and_the_verdicts_before_are_listed(context, subject):
    (_, second) = pages_of(report(context, subject))
    assert "D5 (2 units); last 2026-08-25, 79 d before" in " ".join(second.split())
    for part in ("2026-11-12 · D84", "2026-10-08 · D49", "2026-08-27 · D7", "this report"):
        assert part in second


def test_the_rule_set_is_named_by_the_hash_of_its_stored_text(context, subject):
    template = context.library.get("saa_atg")
    head = sha256(to_json(template))[:16].upper()
    grouped = " ".join(head[at : at + 4] for at in range(0, 16, 4))
    (_, second) = pages_of(report(context, subject))
    assert f"saa_atg {template.version}, SHA-256 {grouped}" in second
    assert "MarrowTrack" in second
    assert re.search(r"\d\d:\d\d:\d\d [+-]\d\d:\d\d, MarrowTrack", " ".join(second.split()))
    assert not re.search(r"[+-]\d{4}\b", second.partition("10 Provenance")[2])
    assert "camitta2000_saa 1.0" in second


def test_a_corrected_value_is_told_with_what_it_was_and_why(context, subject):
    form = visits.form(context, subject_id=subject, visit_id=visit_on(context, subject, 49))
    assert form.stored is not None
    entries = tuple(
        replace(entry, text="17", confirmed=True) if entry.analyte == "PLT" else entry
        for entry in form.stored.values
    )
    reason = visits.Reason("transcription_error", "typed wrong")
    visits.record(context, replace(form.stored, values=entries, reason=reason))
    (_, second) = pages_of(report(context, subject))
    joined = " ".join(second.split())
    assert "Changed since first entry: PLT of D49, was 15, now 17" in joined
    assert "Mei Li" in joined


def test_identity_never_leaks(context, subject):
    document = report(context, subject)
    everything = " ".join(pages_of(document)) + document.name
    for secret in ("Wang", "小明", "H-778812"):
        assert secret not in everything


def test_the_hash_covers_what_is_said_and_the_same_data_give_the_same_bytes(context, subject):
    first, second = report(context, subject), report(context, subject)
    assert (first.pdf, first.data_hash) == (second.pdf, second.data_hash)
    assert first.data_hash != report(context, subject, 49).data_hash
    metadata = PdfReader(io.BytesIO(first.pdf)).metadata
    assert metadata is not None
    assert f"sha256:{first.data_hash}" in str(metadata["/Keywords"])


def test_a_saved_report_leaves_its_own_line_in_the_audit(context, subject):
    document = report(context, subject)
    prints.printed(context, visit_on(context, subject, 84), document, how=prints.SAVED)
    (line,) = prints.earlier(context, subject)
    assert (line.document_id, line.data_hash) == ("TJ-001-D84_evidence.pdf", document.data_hash)


def test_letter_paper_takes_it_too(context, subject):
    assert report(context, subject, paper="Letter").pages <= 3


def test_a_visit_that_is_not_logged_is_refused(context, subject):
    open_one = next(row for row in subjects.course(context, subject).visits if row.actual is None)
    with pytest.raises(ServiceError, match="visit_not_logged"):
        contents.evidence_report(context, open_one.id, texts=TEXTS)


@pytest.fixture(scope="module")
def demo_context(tmp_path_factory):
    from app import paths
    from app.services import demo, studies

    folder = tmp_path_factory.mktemp("evidence")
    made = demo.build(folder / "demo.mtrack", paths.RESOURCES / "demo" / "subjects.json")
    yield made
    studies.close(made)


def _newest(context, status: str, protocol: str) -> prints.Printed:
    rows = subjects.listing(context, subjects.ListQuery(status=status, protocol=protocol))
    given = assessments.history(context, rows[0].id)
    visit = next(row.visit_id for row in given if row.visit_id and row.superseded_at is None)
    return contents.evidence_report(context, visit, texts=TEXTS)


@pytest.mark.parametrize(
    ("status", "protocol"),
    [
        ("PR", "saa_atg"),
        ("CR", "saa_atg"),
        ("NR", "saa_atg"),
        ("NE", "saa_atg"),
        ("RELAPSE", "saa_atg"),
        ("CLONAL_EVOLUTION", "saa_atg"),
        ("CR", "pgf_msc"),
        ("PR", "pgf_msc"),
        ("NR", "pgf_msc"),
        ("PENDING", "pgf_msc"),
    ],
)
def test_a_usual_verdict_takes_two_pages_or_three(demo_context, status, protocol):
    assert _newest(demo_context, status, protocol).pages in {2, 3}


def test_runs_that_do_not_count_are_listed_with_their_reason(demo_context):
    text = " ".join(" ".join(pages_of(_newest(demo_context, "NR", "pgf_msc"))).split())
    assert "4 Runs examined and rejected" in text
    assert "Why it does not count" in text


def test_a_relapse_names_the_rule_that_it_fell_under(demo_context):
    text = " ".join(pages_of(_newest(demo_context, "RELAPSE", "saa_atg")))
    assert "The relapse was defined as injection dependence again" in text
    assert "does not judge relapse" in text


def test_dates_of_recovery_are_printed_as_days(demo_context):
    text = " ".join(pages_of(_newest(demo_context, "CR", "pgf_msc")))
    assert "CIBMTR PLT ≥ 20" in text
    assert "2026-" in text
