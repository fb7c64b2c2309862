"""Documents on order from a real study: what they say, what they keep to themselves, how they are checked."""

from __future__ import annotations

import errno
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.i18n import LANGUAGES, Texts
from app.reports.evidence_content import PlainTable
from app.reports.paper_content import Section
from app.services import (
    batches,
    endings,
    enrolment,
    paper_checks,
    printing,
    prints,
    queries,
    subjects,
    visits,
)
from app.services.context import ServiceError
from app.services.contracts.papers import ALTERED, CHANGED, NOT_OURS, SAME, Order
from app.services.contracts.trail import TrailRow
from app.services.enrolment import Identity
from app.services.papers import audit_report, protocol_synopsis
from tests.services.conftest import values

DAY0 = date(2026, 8, 20)
TEXTS = Texts("en")
NAME, NUMBER, BORN = "Wang Xiao", "H-778812", "2020-03-09"


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


@pytest.fixture
def subject(context, draft, log):
    subject_id = enrolment.enrol(context, draft(identity=Identity(NAME, NUMBER)))[0]
    given = {"transfusions": (visits.TransfusionEntry(on(5), "RBC", Decimal(2)),)}
    log(subject_id, on(7), ANC="0.08", PLT="9", HB="64", RETIC_ABS="9", more=given)
    log(subject_id, on(84), ANC="1.10", PLT="24", HB="99", RETIC_ABS="57")
    return subject_id


def visit_on(context, subject_id: int, day: int) -> int:
    rows = subjects.course(context, subject_id).visits
    return next(row.id for row in rows if row.actual == on(day))


def planned(context, subject_id: int, plan_id: str) -> int:
    rows = subjects.course(context, subject_id).visits
    return next(row.id for row in rows if row.plan_id == plan_id)


def order_of(context, subject_id: int, kind: str) -> Order:
    about = printing.KINDS[kind].about
    if about == "visit":
        visit = visit_on(context, subject_id, 84)
        if kind == "infusion_worksheet":
            visit = planned(context, subject_id, "msc1_d14")
        return Order(kind, visit_id=visit)
    return Order(kind, subject_id if about == "subject" else 0)


def text_of(document) -> str:
    read = PdfReader(io.BytesIO(document.pdf))
    return "\n".join(page.extract_text() for page in read.pages).replace("\xa0", " ")


def saved(context, order, *, texts=TEXTS):
    document = printing.make(context, order, texts=texts)
    printing.left(context, document, how="saved")
    return document


def document_title(kind: str, language: str) -> str:
    keys = {"visit_summary": "summary.title", "evidence_report": "evidence.title"}
    known = {"patient_calendar": "papers.your_visits"}
    return Texts(language)(keys.get(kind) or known.get(kind) or f"papers.title_{kind}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", tuple(printing.KINDS))
def test_every_document_is_made_in_every_language_and_never_tells_a_name(context, subject, kind, language):
    queries.raise_query(context, visit_on(context, subject, 84), field="values.HB", text="g/dL or g/L?")
    order = order_of(context, subject, kind)
    document = printing.make(context, order, texts=Texts(language))
    text = text_of(document)
    assert document.pages >= 1
    assert document.document_id
    assert document.name.endswith(f"_{printing.KINDS[kind].word}.pdf")
    assert subjects.course(context, subject).subject.birth_date.isoformat() == BORN
    for secret in (NAME, NUMBER, BORN):
        assert secret not in text
    again = printing.make(context, order, texts=Texts(language))
    assert again.pdf == document.pdf
    read = PdfReader(io.BytesIO(document.pdf))
    assert read.metadata is not None
    assert str(read.metadata.title).startswith(document_title(kind, language))
    assert str(read.root_object["/Lang"]) == language
    assert read.outline


def test_a_history_draws_what_the_protocol_decides_by_and_what_was_given(context, subject, log):
    more = {
        "medications": (visits.MedicationEntry("ciclosporin", on(1), None, "5 mg/kg/d"),),
        "events": (visits.EventEntry(on(80), "infection", grade=2, ctcae="5.0"),),
    }
    log(subject, on(86), WBC="2.1", more=more)
    for day in (87, 88):
        log(subject, on(day), WBC="2.4")
    text = text_of(printing.make(context, order_of(context, subject, "subject_history"), texts=TEXTS))
    assert "Retic" in text
    for lane in (
        "Red cells",
        "2 units, last D5",
        "Ciclosporin",
        "from D1, ongoing",
        "Infection",
        "1 recorded",
    ):
        assert lane in text, lane
    assert "6 Contents of this document" in text
    assert re.search(r"7 Course of the other analytes\s2\s", text)  # the page on which it begins
    assert "10 Units per month" in text
    assert "2026-08 2 0" in text.replace("\n", " ")


def test_papers_say_how_a_participation_ended_and_ask_nobody_back(context, subject):
    draft = endings.EndingDraft(subject, "lost", on(90), "moved")
    endings.end(context, draft)
    said = "lost to follow-up, last contact 2026-11-18"

    def text(kind: str) -> str:
        made = printing.make(context, order_of(context, subject, kind), texts=TEXTS)
        return " ".join(text_of(made).split())

    assert f"{said} (Moved away)" in text("subject_history")
    assert "Nov" not in text("subject_history") + text("enrolment_log")  # one way to write a day
    assert f"censored: {said}" in text("subject_history")
    assert "entered 2026-11-18 by Mei Li" in text("subject_history")
    assert f"End of participation: {said}" in text("visit_summary")
    assert said in text("enrolment_log")
    calendar = text("patient_calendar")
    assert "No further visit of the study is planned." in calendar and "response" not in calendar


def test_a_history_of_who_left_while_pending_says_that_nothing_was_assessed(context, draft, log):
    subject_id = enrolment.enrol(context, draft(identity=Identity(NAME, NUMBER)))[0]
    log(subject_id, on(7), ANC="0.08", PLT="9", HB="64", RETIC_ABS="9")

    def text() -> str:
        made = printing.make(context, order_of(context, subject_id, "subject_history"), texts=TEXTS)
        return " ".join(text_of(made).split())

    assert "Not assessed before the end" not in text()
    endings.end(context, endings.EndingDraft(subject_id, "lost", on(30), "moved"))
    assert "Not assessed before the end of participation." in text()


def test_a_day_that_is_not_known_exactly_is_printed_as_it_was_told(context, subject, log):
    course = visits.MedicationEntry(
        "danazol", date(2024, 1, 1), date(2024, 5, 31), start_known="2024", stop_known="2024-05"
    )
    event = visits.EventEntry(date(2026, 7, 1), "other", "Hepatitis", day_known="2026-07")
    log(subject, on(84), WBC="2.1", more={"medications": (course,), "events": (event,)})
    for kind in ("subject_history", "visit_summary"):
        visit = max(row.id for row in subjects.course(context, subject).visits if row.actual == on(84))
        order = Order(kind, visit_id=visit) if kind == "visit_summary" else Order(kind, subject)
        text = " ".join(text_of(printing.make(context, order, texts=TEXTS)).split())
        assert "2026-07" in text and "2026-07-01" not in text, kind
        assert "2024-01-01" not in text and "2024-05-31" not in text, kind
    history = Order("subject_history", subject)
    assert "2024-05" in text_of(printing.make(context, history, texts=TEXTS))


def test_the_synopsis_cites_only_works_that_were_read(context, subject):
    text = text_of(printing.make(context, order_of(context, subject, "protocol_synopsis"), texts=TEXTS))
    assert "BMC Pediatr 2021" in text
    assert "not cited" in text
    assert "Acta Haematol" not in text


def test_the_synopsis_says_why_a_protocol_has_no_registration(context, subject):
    order = replace(order_of(context, subject, "protocol_synopsis"), protocol="raa_msc")
    text = " ".join(text_of(printing.make(context, order, texts=TEXTS)).split())
    assert "Registration no confirmed number" in text
    assert "registered at www.clinicaltrials.gov as NCT00195624" in text, "where its second line leads"
    plain = context.library.get("raa_msc").model_copy(update={"quotes": ()})
    cells = protocol_synopsis._meta(plain, "", TEXTS)
    assert [cell.value for cell in cells if cell.label == "Registration"] == ["no number given"]


def test_each_copy_that_leaves_is_counted(context, subject):
    order = order_of(context, subject, "subject_history")
    assert [saved(context, order).copy for _ in range(3)] == [1, 2, 3]
    assert "copy 4" in text_of(printing.make(context, order, texts=TEXTS))


def test_identity_comes_by_choice_is_marked_and_stands_in_the_audit(context, subject):
    order = replace(order_of(context, subject, "visit_summary"), identity=True)
    document = saved(context, order)
    text = text_of(document)
    assert NAME in text
    assert NUMBER in text
    assert "CONTAINS IDENTITY" in text
    assert NAME not in document.name
    from app.services.transactions import reading
    from app.storage import papers

    with reading(context) as connection:
        row = papers.of_hash(connection, document.data_hash)[0]
    assert '"identity":true' in (row.new or "")
    assert NAME not in (row.new or "")


def test_a_monitor_gets_no_identity(context, subject):
    monitor = replace(context, user=replace(context.user, role="monitor"))
    order = replace(order_of(context, subject, "visit_summary"), identity=True)
    with pytest.raises(ServiceError, match="not_allowed"):
        printing.make(monitor, order, texts=TEXTS)


# What these say does not depend on anything that happens to a subject.
FIXED = frozenset({"protocol_synopsis", "specimen_labels", "crf_blank"})


@pytest.fixture
def much_happens(context, subject, draft):
    """Values are corrected, a query raised, somebody else enrolled, a planned visit made: when called."""
    return lambda: happen(context, subject, draft)


def happen(context, subject_id: int, draft) -> None:
    for day in (7, 84):
        form = visits.form(context, subject_id=subject_id, visit_id=visit_on(context, subject_id, day))
        assert form.stored is not None
        reason = visits.Reason("transcription_error")
        visits.record(context, replace(form.stored, values=values(HB="97"), reason=reason))
    queries.raise_query(context, visit_on(context, subject_id, 84), field="values.HB", text="g/dL or g/L?")
    enrolment.enrol(context, draft())
    visits.record(
        context,
        visits.VisitDraft(subject_id, planned(context, subject_id, "d90"), on(90), values=values(ANC="1.2")),
    )


def states(context, document) -> list[str]:
    return [each.state for each in paper_checks.check(context, document.pdf)]


@pytest.mark.parametrize("kind", tuple(printing.KINDS))
def test_a_file_is_not_ours_then_the_same_then_changed_since(context, subject, kind, clock, much_happens):
    assert states(context, printing.make(context, order_of(context, subject, kind), texts=TEXTS)) == [
        NOT_OURS
    ]
    document = saved(context, order_of(context, subject, kind))
    if kind != "audit_report":  # the line of its own leaving is new in the trail
        left = clock.moment
        clock.set(date(2026, 11, 25))
        assert states(context, document) == [SAME]
        clock.moment = left
    much_happens()
    assert states(context, document) == [SAME if kind in FIXED else CHANGED]


def test_a_file_is_changed_since_when_a_value_was_corrected(context, subject, log):
    document = saved(context, order_of(context, subject, "visit_summary"))
    visit = visit_on(context, subject, 84)
    form = visits.form(context, subject_id=subject, visit_id=visit)
    assert form.stored is not None
    reason = visits.Reason("transcription_error")
    visits.record(context, replace(form.stored, values=values(HB="98"), reason=reason))
    found = paper_checks.check(context, document.pdf)[0]
    assert (found.state, found.copy, found.who) == (CHANGED, 1, "mei")


def test_a_file_that_was_written_anew_is_told_apart(context, subject):
    document = saved(context, order_of(context, subject, "visit_summary"))
    forged = document.pdf.replace(b"/Author", b"/Forger")
    assert paper_checks.check(context, forged)[0].state == ALTERED


def test_what_never_left_this_study_is_not_ours(context, subject):
    document = printing.make(context, order_of(context, subject, "visit_summary"), texts=TEXTS)
    assert paper_checks.check(context, document.pdf)[0].state == NOT_OURS
    assert paper_checks.check(context, b"%PDF-1.4 something else")[0].state == NOT_OURS


def test_the_worksheet_works_the_volume_out(context, subject):
    visit = planned(context, subject, "msc1_d14")
    detail = "cells=5.60\nviability=93\nweight=26.4\nstart=10:00"
    text = text_of(
        printing.make(context, Order("infusion_worksheet", visit_id=visit, detail=detail), texts=TEXTS)
    )
    for part in (
        "SpO₂ %",
        "5.0 mL",
        "26.4 ÷ 5.208 = 5.07",
        "0.99 ×10⁶/kg",
        "0.99 ÷ 10 = 10 %",
        "10:15",
        "below limit",
    ):
        assert part in text, part


def test_without_the_batch_the_worksheet_leaves_the_steps_open(context, subject):
    visit = planned(context, subject, "msc1_d14")
    order = Order("infusion_worksheet", visit_id=visit, detail="weight=26.4")
    text = text_of(printing.make(context, order, texts=TEXTS))
    assert "____ mL" in text
    assert "complete lines 4 to 9 by hand" in text


def test_the_worksheet_of_a_drug_asks_for_nothing_of_cells(context, subject):
    order = Order("infusion_worksheet", visit_id=planned(context, subject, "atg_d1"))
    text = text_of(printing.make(context, order, texts=TEXTS))
    assert "Label = product" in text
    for line in ("Passage", "lines 4 and 5"):
        assert line not in text


def test_the_patients_sheet_has_no_jargon(context, subject, clock):
    clock.set(date(2026, 8, 21))
    order = order_of(context, subject, "patient_calendar")
    text = text_of(printing.make(context, order, texts=TEXTS, paper="A5"))
    assert "Your visits" in text
    for jargon in ("saa_atg", "D14", "MSC", "control", "SHA-256", "window"):
        assert jargon not in text


def test_a_place_that_takes_no_file_is_told_before_a_batch_is_made(context, subject, tmp_path):
    asked: list[int] = []

    def going(done: int) -> bool:
        asked.append(done)
        return True

    with pytest.raises(ServiceError) as told:
        batches.into_one_file(
            context,
            batches.members(context, batches.Wanted()),
            tmp_path / "gone" / "all.pdf",
            texts=TEXTS,
            going=going,
        )
    assert told.value.code == "place_missing"
    assert asked == []


def test_a_batch_names_the_one_that_fails_and_makes_the_rest(context, subject, tmp_path, monkeypatch):
    members = batches.members(context, batches.Wanted())
    broken = members[1]
    real = printing.make

    def make(context, order, **options):
        if order.visit_id == broken.visit_id:
            raise ServiceError("visit_not_logged", visit=order.visit_id)
        return real(context, order, **options)

    monkeypatch.setattr(printing, "make", make)
    file = tmp_path / "all.pdf"
    outcome = batches.into_one_file(context, members, file, texts=TEXTS)
    assert [each.member.visit_id for each in outcome.failed] == [broken.visit_id]
    assert outcome.made == len(members) - 1
    read = PdfReader(file)
    assert len(read.pages) == outcome.pages
    assert all("Page 1 of" in page.extract_text() for page in read.pages)
    monkeypatch.undo()
    states = [each.state for each in paper_checks.check(context, file.read_bytes())]
    assert states == [SAME] * outcome.made


def test_a_fault_of_ours_on_one_paper_of_a_batch_is_logged_and_the_rest_is_made(
    context, subject, tmp_path, monkeypatch, expect_log
):
    expect_log("a summary was not made")
    members = batches.members(context, batches.Wanted())[:2]
    real = printing.make

    def make(context, order, **options):
        if order.visit_id == members[0].visit_id:
            raise ZeroDivisionError
        return real(context, order, **options)

    monkeypatch.setattr(printing, "make", make)
    outcome = batches.into_folder(context, members, tmp_path, texts=TEXTS)
    assert [(each.member, each.code) for each in outcome.failed] == [(members[0], "document_not_made")]
    assert outcome.made == 1


def test_a_batch_of_files_stops_when_asked_and_keeps_what_is_written(context, subject, tmp_path):
    members = batches.members(context, batches.Wanted())
    outcome = batches.into_folder(context, members, tmp_path, texts=TEXTS, going=lambda done: done < 1)
    assert outcome.stopped
    assert [file.exists() for file in outcome.files] == [True]


def test_a_folder_that_takes_no_more_ends_the_batch_and_is_told_once(context, subject, tmp_path, monkeypatch):
    members = batches.members(context, batches.Wanted())
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if list(tmp_path.glob("*.pdf")):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    outcome = batches.into_folder(context, members, tmp_path, texts=TEXTS)
    assert (outcome.made, outcome.failed, outcome.stopped) == (1, (), False)
    assert outcome.refused is not None and outcome.refused.code == "place_full"
    assert [file for file in tmp_path.iterdir() if file.is_file()] == list(outcome.files)
    assert len(prints.earlier(context, subject)) == 1


def test_a_batch_of_files_leaves_the_files_of_an_earlier_batch(context, subject, tmp_path):
    members = batches.members(context, batches.Wanted())[:2]
    first = batches.into_folder(context, members, tmp_path, texts=TEXTS)
    held = [file.read_bytes() for file in first.files]
    again = batches.into_folder(context, members, tmp_path, texts=TEXTS)
    assert (first.beside, again.beside) == (0, 2)
    assert [file.stem[-2:] for file in again.files] == ["-2", "-2"]
    assert [file.read_bytes() for file in first.files] == held


def test_a_batch_can_be_of_a_day_a_visit_or_a_protocol(context, subject):
    every = batches.members(context, batches.Wanted())
    assert {each.day for each in batches.members(context, batches.Wanted(day=on(84)))} == {on(84)}
    plan = next(each.plan_id for each in every if each.plan_id)
    assert {each.plan_id for each in batches.members(context, batches.Wanted(plan_id=plan))} == {plan}
    assert batches.members(context, batches.Wanted(protocol="saa_atg")) == every
    assert batches.members(context, batches.Wanted(protocol="pgf_msc")) == ()


def test_labels_begin_where_the_sheet_is_free_and_refuse_an_unknown_one(context, subject):
    visit = visit_on(context, subject, 84)
    order = Order("specimen_labels", visit_id=visit, detail="copies=20\nstart=20")
    assert printing.make(context, order, texts=TEXTS).pages == 2
    with pytest.raises(ServiceError, match="sheet_unknown"):
        printing.make(context, replace(order, detail="sheet=X1"), texts=TEXTS)


def test_labels_of_a_visit_without_a_plan_say_so(context, subject):
    visits.record(context, visits.VisitDraft(subject, None, on(85), values=values(PLT="9")))
    order = Order("specimen_labels", visit_id=visit_on(context, subject, 85))
    text = text_of(printing.make(context, order, texts=TEXTS))
    assert f"Unscheduled visit · {on(85).isoformat()} · time" in text


def test_a_form_plans_no_visit_that_has_no_plan_and_names_one_by_no_code(context, subject):
    order = Order("crf", visit_id=visit_on(context, subject, 84))
    assert "Planned for" not in text_of(printing.make(context, order, texts=TEXTS))
    order = Order("crf_blank", visit_id=planned(context, subject, "msc1_d14"))
    text = text_of(printing.make(context, order, texts=TEXTS))
    assert "Planned for" in text
    assert text.count("msc1_d14") == 1  # in the number of the document


def test_a_query_list_says_the_day_of_a_visit_once(context, subject):
    for plan, day in (("cbc_d7", 7), ("msc1_d14", 14)):
        visit = planned(context, subject, plan)
        visits.record(
            context,
            visits.VisitDraft(subject, visit, on(day), values=values(PLT="9")),
        )
        queries.raise_query(context, visit, field="values.PLT", text="Clumped?")
    text = " ".join(text_of(printing.make(context, Order("query_list"), texts=TEXTS)).split())
    assert "CBC D7 " in text
    assert "(D7)" not in text
    assert "(D14)" in text  # the name of an infusion says none


def test_the_audit_report_prints_a_long_value_whole_and_says_of_the_longest_where_it_is(context):
    answer = '{"answer":"{\\"by\\":\\"data\\",\\"reason\\":null}","criterion":"I-1"}'
    long, longest = "word " * 300, "x" * (audit_report.LONGEST + 1)

    def change(value: str) -> list[str]:
        row = TrailRow(7, context.clock(), "mei", "insert", "event", 3, "TJ-1", "", None, value, "", "")
        return ["".join(map(str, line[6:7])) for line in audit_report._lines(row, TEXTS)]

    assert change(answer) == ["answer: by data; criterion: I-1"]
    assert len(change(long)) > 1
    assert "".join(change(long)) == long
    beginning = "".join(change(longest))
    assert beginning.startswith("x" * audit_report.ROW + "…")
    assert f"{len(longest)} letters, SHA-256 begins" in beginning


def test_a_list_of_one_subject_is_of_the_one_that_was_meant_however_its_code_is_typed(context, subject):
    code = subjects.course(context, subject).subject.code
    for kind in ("audit_report", "query_list"):
        typed = printing.make(context, Order(kind, detail=f"subject= {code.lower()}"), texts=TEXTS)
        exact = printing.make(context, Order(kind, detail=f"subject={code}"), texts=TEXTS)
        assert typed.document_id == exact.document_id
        assert text_of(typed) == text_of(exact)
        with pytest.raises(ServiceError, match="subject_unknown"):
            printing.make(context, Order(kind, detail=f"subject={code}9"), texts=TEXTS)


@pytest.mark.parametrize("kind", ["audit_report", "query_list"])
def test_a_list_of_one_subject_repeats_its_code_in_no_line(context, subject, kind):
    code = subjects.course(context, subject).subject.code
    queries.raise_query(context, visit_on(context, subject, 84), field="values.PLT", text="Clumped?")

    def table(detail: str) -> PlainTable:
        content = import_module(f"app.services.papers.{kind}").content
        lines = content(context, Order(kind, detail=detail), TEXTS).parts[0]
        assert isinstance(lines, Section) and isinstance(lines.blocks[0], PlainTable)
        return lines.blocks[0]

    every, own = table(""), table(f"subject={code}")
    assert "Subject" in every.heads and "Subject" not in own.heads
    assert len(own.heads) == len(own.parts) == len(own.aligns) == len(own.rows[0])
    assert sum(own.parts) == sum(every.parts)
    assert any(code in row for row in every.rows)
    assert not any(code in row for row in own.rows)
