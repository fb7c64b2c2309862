"""Summaries and evidence in Chinese and Portuguese: words, numbers, and everything within the frame."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pdfplumber
import pytest

from app.i18n import Texts
from app.reports import fonts
from app.reports.base import LEFT, RIGHT
from app.services import enrolment, prints, subjects, visits
from tests.services import contents

DAY0 = date(2026, 8, 20)
SAID = {
    "zh": ("访视小结", "部分缓解", "未输红细胞", "血小板", "满足", "不构成医疗决定", "第 1 页"),
    "pt": (
        "Resumo da visita",
        "Resposta parcial",
        "Sem hemácias",
        "1,10",
        "atendido",
        "não é decisão médica",
    ),
}
# English that a reader of another language should not meet; codes, names and quotes stand as they are.
ENGLISH = re.compile(
    r"\b(with|from|since|not|platelets?|red cells|visit|criteria|change|page|printed|value)\b"
)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


@pytest.fixture
def visit(context, draft, log) -> int:
    """A partial response on day 84, with a transfusion, a drug and an event before it."""
    subject_id = enrolment.enrol(context, draft())[0]
    more = {
        "transfusions": (visits.TransfusionEntry(on(5), "RBC", Decimal(2)),),
        "medications": (visits.MedicationEntry("ciclosporin", on(0), None, "5 mg/kg/d"),),
    }
    log(subject_id, on(7), ANC="0.08", PLT="9", HB="64", RETIC_ABS="9", more=more)
    log(subject_id, on(84), ANC="1.10", PLT="24", HB="99", RETIC_ABS="57")
    rows = subjects.course(context, subject_id).visits
    return next(row.id for row in rows if row.actual == on(84))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", ["zh", "pt"])
@pytest.mark.parametrize("make", [prints.visit_summary, contents.evidence_report])
def test_a_document_keeps_within_its_page_and_every_letter_has_a_face(context, visit, make, language, paper):
    made = make(context, visit, texts=Texts(language), paper=paper)
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        for page in pdf.pages:
            words = page.extract_words()
            assert words
            assert min(word["x0"] for word in words) >= LEFT - 0.5
            assert max(word["x1"] for word in words) <= page.width - RIGHT + 0.5
            assert max(word["bottom"] for word in words) <= page.height - 20
            assert fonts.UNPRINTABLE not in page.extract_text()


@pytest.mark.parametrize("language", ["zh", "pt"])
def test_a_summary_speaks_the_language_on_one_page(context, visit, language):
    made = prints.visit_summary(context, visit, texts=Texts(language))
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages).replace("\xa0", " ")
    assert made.pages == 1
    assert [part for part in SAID[language] if part not in text] == []
    assert ENGLISH.findall(text.replace("MSC in marrow failure", "")) == []
