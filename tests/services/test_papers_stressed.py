"""Every document with long names, hundreds of rows and nothing at all: nothing cut, covered or left alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.i18n import Texts
from app.reports.base import Sheet
from app.reports.content import Piece, Printing
from app.services import day_lists, enrolment, printing, queries, studies, subjects, visits
from app.services.contracts.papers import Order
from tests.reports.placed import assert_apart, assert_in_frame, assert_no_orphan, texts_of
from tests.services.conftest import CHEAP, NEW, Clock, drafts_of, values

DAY0 = date(2026, 8, 20)
# Labels have sheets of their own.
KINDS = (*(kind for kind in printing.KINDS if kind != "specimen_labels"), day_lists.KIND)
PAGES = (("A4", "en"), ("Letter", "zh"), ("A4", "pt"))
TAIL = " of Pneumonoultramicroscopicsilicovolcanoconiosis 附睾丸间质细胞增生 and what else was written down"
ROWS, FEW = 300, 60
# What is a code, a figure or a word of the program's own, and so never long.
_CODES = frozenset({
    "after", "aligns", "barcode", "boxes", "call", "code", "code_label", "colour", "course",
    "criteria_remark", "date", "day", "document_id", "empty", "events_title", "figure", "flag", "foot",
    "frame", "grade", "grade_before", "heads", "key", "label", "language", "limit", "mark", "marks",
    "morning", "next_label", "notes", "observed", "parts", "phones", "reference", "remark", "role",
    "rules_remark", "sheet", "signatures", "since_baseline", "since_last", "state", "takes", "ticked",
    "title", "treatment_title", "trend", "unit", "used", "value", "values", "verdict", "weekday",
    "weight", "word",
})  # fmt: skip
_LISTS = {"rows": ROWS, "lines": FEW, "criteria": FEW, "treatment": FEW, "events": FEW, "rules": 12}
_LISTS |= {"fields": FEW, "dates": FEW, "worked": 12}
_NAMES = re.compile(r"[A-Za-zÀ-ÿ\u4e00-\u9fff]{4,}")


def changed(value: Any, how: str) -> Any:
    """Content with every name longer, every list longer, or every list empty."""
    if isinstance(value, Piece) and how == "long":
        return replace(value, text=longer(value.text))
    if isinstance(value, tuple):
        return tuple(changed(one, how) for one in value)
    if isinstance(value, str):
        return longer(value) if how == "long" else value
    if not is_dataclass(value) or isinstance(value, type):
        return value
    given: dict[str, Any] = {}
    for field in fields(value):
        own = getattr(value, field.name)
        if field.name in _CODES and not (field.name == "parts" and own and is_dataclass(own[0])):
            continue
        if field.name in _LISTS and isinstance(own, tuple) and how != "long":
            own = of_length(own, _LISTS[field.name] if how == "many" else 0)
        given[field.name] = changed(own, how)
    return replace(value, **given)


def of_length(items: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """The same items again and again."""
    if not items or isinstance(items[0], Piece | str):
        return items  # words, or the lines of a signature
    return tuple(items[at % len(items)] for at in range(count))


def longer(text: str) -> str:
    """A name goes on; a figure, a date or a short code stays."""
    return text + TAIL if _NAMES.search(text) else text


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A child with two visits, an infection, a query, and an infusion ahead."""
    path = tmp_path_factory.mktemp("stress") / "study.mtrack"
    studies.close(studies.create(path, NEW, clock=Clock(), cost=CHEAP))
    context = studies.unlock(path, user_name=NEW.user_name, passphrase=NEW.passphrase, clock=Clock())
    subject_id = enrolment.enrol(context, drafts_of(context)())[0]
    more: dict[str, Any] = {
        "transfusions": (visits.TransfusionEntry(DAY0 + timedelta(days=5), "RBC", Decimal(2)),),
        "medications": (visits.MedicationEntry("ciclosporin", DAY0, None, "5 mg/kg/d"),),
        "events": (visits.EventEntry(DAY0 + timedelta(days=6), "infection", grade=2, ctcae="5.0"),),
    }
    for day, anc, plt, hb in ((7, "0.08", "9", "64"), (49, "0.4", "15", "80"), (84, "1.1", "24", "99")):
        counts = values(ANC=anc, PLT=plt, HB=hb, RETIC_ABS="31", WBC="2.1", ALT="30" if day else "")[:5]
        form = visits.VisitDraft(
            subject_id, None, DAY0 + timedelta(days=day), title="Count", values=counts, **more
        )
        visits.record(context, form)
        more = {}
    made = subjects.course(context, subject_id).visits
    queries.raise_query(context, next(row.id for row in made if row.actual), field="values.HB", text="g/dL?")
    yield context, subject_id
    studies.close(context)


@pytest.fixture(scope="module")
def said(study) -> Callable[[str, str], tuple[Any, Callable[..., Any]]]:
    """What a document says in a language, and what draws it; each made once."""
    context, subject_id = study
    kept: dict[tuple[str, str], tuple[Any, Callable[..., Any]]] = {}

    def of(kind: str, language: str) -> tuple[Any, Callable[..., Any]]:
        if (kind, language) not in kept:
            kept[kind, language] = content(kind, language)
        return kept[kind, language]

    def content(kind: str, language: str) -> tuple[Any, Callable[..., Any]]:
        texts = Texts(language)
        if kind == day_lists.KIND:
            told: Any = day_lists.content_of(context, protocol="", texts=texts)
        else:
            told, _ = printing._drawn(context, order_of(context, subject_id, kind), texts=texts, book=None)
        at = Clock().moment
        stamp = Printing("A. Coordinator" + TAIL[:40], at, "MarrowTrack", "5124-1583FFB215DEBE40", 2)

        def draw(content: Any, paper: str) -> Any:
            return pages_of(kind, content, stamp, texts, paper)

        return told, draw

    return of


def order_of(context: Any, subject_id: int, kind: str) -> Order:
    about = printing.KINDS[kind].about
    if about == "visit":
        rows = subjects.course(context, subject_id).visits
        infusion = kind == "infusion_worksheet"
        made = [row.id for row in rows if (row.plan_id == "msc1_d14" if infusion else row.actual is not None)]
        return Order(
            kind, visit_id=made[-1], detail="cells=5.6\nviability=93\nweight=26.4" if infusion else ""
        )
    return Order(
        kind, subject_id if about == "subject" else 0, protocol="saa_atg" if about == "protocol" else ""
    )


def pages_of(kind: str, told: Any, stamp: Printing, texts: Texts, paper: str) -> Any:
    """The document of changed content."""
    from app.reports import day_list, evidence_report, patient_calendar, visit_summary
    from app.reports.content import VisitSummary
    from app.reports.evidence_content import EvidenceReport
    from app.reports.paper import pages
    from app.reports.paper_content import PrintedPaper

    if kind == "visit_summary":
        return visit_summary.pages(VisitSummary(told, stamp), texts=texts, paper=paper)
    if kind == "evidence_report":
        return evidence_report.pages(EvidenceReport(told, stamp), texts=texts, paper=paper)
    if kind == "patient_calendar":
        return patient_calendar.pages(told, stamp, texts=texts, paper="A5" if paper == "Letter" else paper)
    if kind == day_lists.KIND:
        return day_list.pages(told, stamp, texts=texts, paper=paper)
    return pages(PrintedPaper(told, stamp), texts=texts, paper=paper)


@pytest.mark.parametrize(
    ("how", "paper", "language"),
    [
        *((how, *page) for page in PAGES for how in ("as it is", "long")),
        *((how, *PAGES[1]) for how in ("many", "none")),  # no word decides where these break
        ("many", *PAGES[0]),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_covered_or_left_alone(said, kind, paper, language, how):
    told, draw = said(kind, language)
    content = told if how == "as it is" else changed(told, how)
    if how == "long" and kind != day_lists.KIND:
        content = replace(content, code="TJ-0123456789-ABCDEF")
    found = texts_of(lambda: draw(content, paper))
    sheet = Sheet("A5" if kind == "patient_calendar" and paper == "Letter" else paper)
    assert found
    assert_in_frame(found, sheet)
    assert_apart(found)
    assert_no_orphan(found)


@pytest.mark.parametrize("sheet", printing.label_sheets())
@pytest.mark.parametrize("how", ["as it is", "long", "none"])
def test_labels_keep_their_words_on_their_own_label(study, sheet, how):
    from app.reports import specimen_labels
    from app.reports.base import PAPERS

    context, subject_id = study
    order = replace(order_of(context, subject_id, "specimen_labels"), detail=f"sheet={sheet}\ncopies=12")
    drawn: Any = printing._drawn(context, order, texts=Texts("zh"), book=None)
    told = drawn[0]
    content: Any = {"as it is": told, "long": changed(told, "long"), "none": replace(told, labels=())}[how]
    if how == "long":
        content = replace(content, labels=tuple(replace(one, code="TJ-0123456789") for one in content.labels))
    stamp = Printing("A. Coordinator", Clock().moment, "MarrowTrack")
    found = texts_of(lambda: specimen_labels.pages(content, stamp, texts=Texts("zh")))
    assert bool(found) == (how != "none")
    assert_apart(found)
    size, of = PAPERS[specimen_labels.SHEETS[sheet].paper], specimen_labels.SHEETS[sheet]
    for one in found:
        column = int((one.left / 2.834646 - of.left) // of.across)
        edge = (of.left + column * of.across + of.width) * 2.834646
        assert one.right <= edge, one
        assert 0 < one.y < size[1]
