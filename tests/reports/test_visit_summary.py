"""The visit summary on paper: every block by its text and place, and what must never go wrong."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pdfplumber
import pytest
from pypdf import PdfReader

from app.i18n import Texts
from app.reports.base import BODY_FOOT, LEFT, RIGHT, TOP
from app.reports.blocks import tables
from app.reports.content import CountLine, CriterionLine, Entry, Printing, VisitSummary, digest
from app.reports.visit_summary import pages

Change = Callable[..., VisitSummary]


def render(content: VisitSummary, *, texts: Texts) -> bytes:
    return pages(content, texts=texts).pdf


def text_of(pdf: bytes) -> str:
    """All text, with plain spaces."""
    read = PdfReader(io.BytesIO(pdf))
    return "\n".join(page.extract_text() for page in read.pages).replace("\xa0", " ")


def words_of(pdf: bytes) -> list[tuple[int, str, float, float, float]]:
    """(page, word, left, top, right) in reading order."""
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        return [
            (number, word["text"], word["x0"], word["top"], word["x1"])
            for number, page in enumerate(read.pages)
            for word in page.extract_words(keep_blank_chars=False, use_text_flow=False)
        ]


def place_of(words: list[tuple[int, str, float, float, float]], text: str) -> tuple[float, float]:
    """Left and top of the first word that reads so."""
    found = next(word for word in words if word[1] == text)
    return found[2], found[3]


def test_the_answer_stands_first_then_figures_course_proof_and_signatures(document, texts):
    words = words_of(render(document, texts=texts))
    tops = [
        place_of(words, word)[1] for word in ("TJ-014", "PR", "Neutrophils", "Trend", "Treatment", "Response")
    ]
    tops += [place_of(words, "Next")[1], place_of(words, "Coordinator:")[1], place_of(words, "Printed")[1]]
    assert tops == sorted(tops)


def test_a_usual_visit_takes_one_page_on_a4_and_at_most_two_on_letter(document, texts):
    assert pages(document, texts=texts, paper="A4").pages == 1
    assert pages(document, texts=texts, paper="Letter").pages <= 2


def test_code_status_reason_flags_and_the_disclaimer_are_printed(document, texts):
    text = text_of(render(document, texts=texts))
    for part in (
        "TJ-014",
        "Partial response",
        "Transfusion-free and above every PR limit; Hb, ANC and platelets below CR.",
        "Unconfirmed.",
        "Before: NR, 2026-07-30 (D44).",
        "not a medical decision",
        "saa_atg v1.2",
        "2026-09-15 · D91",
        "2026-09-07 – 09-21",
        "in window",
        "F, 8 y",
    ):
        assert part in text


def test_each_criterion_prints_required_observed_date_and_result_in_one_row(document, texts):
    with pdfplumber.open(io.BytesIO(render(document, texts=texts))) as read:
        lines = [line["text"].replace("\xa0", " ") for line in read.pages[0].extract_text_lines()]
    for criterion in document.summary.criteria:
        parts = (criterion.criterion, criterion.required, criterion.observed, criterion.source)
        result = criterion.verdict.replace("_", " ")
        wanted = " ".join(part for part in (*parts, result) if part)
        assert wanted in lines, wanted


def test_values_stand_on_their_decimal_point(document, texts):
    with pdfplumber.open(io.BytesIO(render(document, texts=texts))) as read:
        letters = read.pages[0].chars
    value_column = [char for char in letters if 150 < char["x0"] < 215 and "Semibold" in char["fontname"]]
    points = {round(char["x0"], 1) for char in value_column if char["text"] == "."}
    assert len(points) == 1


def test_a_value_that_was_not_obtained_says_why(document, texts):
    assert "not done: sample clotted, repeat asked for" in text_of(render(document, texts=texts))


def test_a_correction_is_told_under_the_table(document, texts):
    assert "was 24, now 42; 2026-09-15 16:02, L. Chen, transcription error" in text_of(
        render(document, texts=texts)
    )


def test_the_chart_names_its_limits_units_and_days(document, texts):
    text = text_of(render(document, texts=texts))
    for part in ("CR > 1.5", "PR > 20", "CR ≥ 115 (LLN)", "5 units, last D50", "this visit", "D91", "D0"):
        assert part in text


def test_the_footer_says_who_when_with_offset_page_of_pages_and_hash(document, texts):
    text = text_of(render(document, texts=texts))
    shown = digest(document.summary)[:16].upper()
    groups = " ".join(shown[at : at + 4] for at in range(0, 16, 4))
    assert "Printed by L. Chen, coordinator · 2026-09-15 16:24 +08:00" in text
    assert "MarrowTrack 0.1.0 · document VS-TJ-014-D90-01" in text
    assert "Page 1 of 1" in text
    assert groups in text
    assert "Pseudonymised: no name, no hospital number" in text


def test_signing_is_by_hand_and_claims_nothing_else(document, texts):
    text = text_of(render(document, texts=texts))
    assert text.count("name, signature") == 2
    assert "SIGNED" not in text


def test_title_language_hash_and_outline_are_in_the_file(document, texts):
    read = PdfReader(io.BytesIO(render(document, texts=texts)))
    assert read.metadata is not None
    assert read.metadata.title == "Visit summary TJ-014"
    assert digest(document.summary) in str(read.metadata["/Keywords"])
    assert not read.metadata.author
    assert str(read.root_object["/Lang"]) == "en"
    assert {"Counts and chemistry", "Trend", "Response criteria"} <= _titles(read.outline)


def _titles(outline: object) -> set[str]:
    assert isinstance(outline, list)
    found: set[str] = set()
    for entry in outline:
        found |= _titles(entry) if isinstance(entry, list) else {entry.title}
    return found


def test_the_same_content_gives_the_same_bytes(document, texts):
    assert render(document, texts=texts) == render(document, texts=texts)


def test_the_hash_covers_what_is_said_and_not_when_it_is_printed(document, changed):
    later = Printing("somebody else", document.printing.at + timedelta(days=3), "MarrowTrack 9")
    assert digest(replace(document, printing=later).summary) == digest(document.summary)
    assert digest(changed(code="TJ-015").summary) != digest(document.summary)


HOSTILE = "<b>Ann & \u201cO'Brien\u201d</b> CD34+ <CD45> <para> &amp; 张三 Ñandú Łukasz 😀"


def test_hostile_texts_print_as_they_were_typed(changed: Change, texts: Texts):
    document = changed(
        subtitle=HOSTILE,
        events=(Entry("Note", HOSTILE),),
        treatment=(Entry(HOSTILE, HOSTILE),),
    )
    text = text_of(render(document, texts=texts)).replace("\n", " ")
    for part in ("<b>Ann & “O'Brien”</b>", "<CD45>", "<para>", "&amp;", "张三", "Ñandú", "Łukasz"):
        assert part in text


def test_chinese_is_set_in_its_own_face_and_superscripts_in_the_latin_one(changed: Change, texts: Texts):
    document = changed(title="访视小结", events=(Entry("感染", "血小板 42 ×10⁹/L，未报告；无发热" * 8),))
    with pdfplumber.open(io.BytesIO(render(document, texts=texts))) as read:
        faces = {char["text"]: char["fontname"] for char in read.pages[0].chars}
        edge = max(char["x1"] for char in read.pages[0].chars)
        width = float(read.pages[0].width)
    assert "OpenSans" in faces["⁹"]
    assert faces["访"] != faces["⁹"]
    assert edge <= width - RIGHT + 0.5


def test_latin_text_never_loads_the_chinese_face(document, texts):
    with pdfplumber.open(io.BytesIO(render(document, texts=texts))) as read:
        assert not [char for char in read.pages[0].chars if "WenQuan" in char["fontname"]]


def inside(pdf: bytes) -> bool:
    """Whether every letter lies inside the margins."""
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        for page in read.pages:
            for char in page.chars:
                if char["x0"] < LEFT - 0.5 or char["x1"] > float(page.width) - RIGHT + 0.5:
                    return False
                if char["top"] < TOP - 1:
                    return False
    return True


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_forty_analytes_and_long_names_stay_on_paper(document, changed: Change, texts: Texts, paper: str):
    lines = tuple(
        replace(document.summary.counts.lines[0], analyte=f"Analyte with a rather long name number {n}")
        for n in range(40)
    )
    counts = replace(document.summary.counts, lines=lines)
    pdf, count, *_ = pages(changed(counts=counts), texts=texts, paper=paper)
    text = text_of(pdf)
    assert inside(pdf)
    assert count >= 2
    assert "number 39" in text.replace("\n", " ")
    assert f"Page {count} of {count}" in text
    assert "Visit summary, continued" in text


def test_three_hundred_entries_stay_on_paper(changed: Change, texts: Texts):
    events = tuple(
        Entry("Infection", f"episode {n}, with a note that goes on for a while" * 3) for n in range(300)
    )
    pdf, count, *_ = pages(changed(events=events), texts=texts)
    assert inside(pdf)
    assert count > 2
    assert "episode 299" in text_of(pdf)


def test_a_word_without_end_stays_on_paper(changed: Change, texts: Texts):
    events = (Entry("Note", "N" * 400),)
    assert inside(render(changed(events=events), texts=texts))


def test_nothing_recorded_is_said(document, changed: Change, texts: Texts):
    bare = changed(
        counts=replace(document.summary.counts, lines=(), notes=()),
        trend=None,
        treatment=(),
        events=(),
        criteria=(),
    )
    text = text_of(render(bare, texts=texts))
    assert text.count("none recorded") == 4


def test_text_never_reaches_into_the_footer(document, changed: Change, texts: Texts):
    lines = tuple(CriterionLine(1, f"criterion {n}", "> 1", "2", "2026-09-15", "met") for n in range(90))
    with pdfplumber.open(io.BytesIO(render(changed(criteria=lines), texts=texts))) as read:
        for page in read.pages:
            rows = [word for word in page.extract_words() if word["text"] == "criterion"]
            assert all(word["bottom"] <= float(page.height) - BODY_FOOT + 1 for word in rows)


def test_an_unknown_value_of_a_course_leaves_an_empty_cell_of_the_spark_only(document, changed, texts):
    line = CountLine("CMV DNA", "<5", "IU/mL", since_last="–", since_baseline="–")
    text = text_of(render(changed(counts=replace(document.summary.counts, lines=(line,))), texts=texts))
    assert "<5" in text


def test_figures_leave_their_room_to_the_words_where_a_page_is_short() -> None:
    room = 500.0
    source = "2026-09-07 (D14); com G-CSF; filgrastim 2026-09-07 (D14); basal 0,22 de D0"
    lines = [CriterionLine(1, "ANC, valor absoluto", "> 0,5 ×10⁹/L", "0,10", source, "not_met")] * 3
    heads = ("Critério", "Exigido", "Observado", "Data e fonte", "Resultado")

    def height(*, snug: bool) -> float:
        words = {"not_met": "não atendido"}
        table = tables.criteria(lines, heads=heads, words=words, room=room, snug=snug)
        return table.wrap(room, 1_000)[1]

    assert height(snug=True) < height(snug=False)
