"""The course chart of a subject without day 0: by date, and with nothing that is judged from day 0."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from app.domain.chart import paper, screen
from app.domain.chart.course import whole
from app.domain.chart.primitives import Label, Segment
from app.i18n import LANGUAGES, Texts
from app.i18n.chart_days import DayNames
from app.services import readings, visits
from app.services.charts import course_chart
from tests.services.conftest import drafts_of

if TYPE_CHECKING:
    from app.domain.chart.course import Course
    from app.domain.chart.primitives import Picture
    from app.services.context import Context

FIRST = date(2026, 9, 3)
STUDY_DAY = re.compile(r"D-?\d|第 ?\d+ ?天")


def chart(context: Context, texts: Texts, *, brief: bool = False, until: date | None = None) -> Course | None:
    """Of somebody who has counts, transfusions and a growth factor, and no day 0."""
    from app.services import enrolment

    subject_id, _ = enrolment.enrol(context, drafts_of(context)(day0=date(2026, 9, 6)))
    for day, platelets in ((date(2026, 9, 10), "11"), (date(2026, 9, 24), "14")):
        visits.record(
            context,
            visits.VisitDraft(
                subject_id,
                None,
                day,
                values=(visits.ValueEntry("PLT", platelets, "10*9/L", confirmed=True),),
                transfusions=(visits.TransfusionEntry(day, "PLT", Decimal(1), "prophylactic"),),
            ),
        )
    read = readings.read(context, subject_id)
    bare = replace(read.course, subject=replace(read.course.subject, day0=None), infusions=())
    return course_chart(bare, read.template, read.history, texts=texts, brief=brief, until=until)


def pictures(course: Course, texts: Texts) -> tuple[Picture, Picture]:
    """On the screen and on paper."""
    names = DayNames(texts, course.since)
    words = screen.Words(names, names, lambda days: f"{days} d", "")
    shown = screen.draw(course, whole(course), width=900, height=520, words=words)
    return shown, paper.draw(course, width=480, day_text=names)


def labels(picture: Picture) -> list[str]:
    return [item.text for item in picture.items if isinstance(item, Label)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("brief", [False, True])
def test_screen_and_paper_draw_the_same_course_and_say_dates(
    context: Context, language: str, *, brief: bool
) -> None:
    texts = Texts(language)
    course = chart(context, texts, brief=brief)
    assert course is not None
    assert (course.since, course.days[0]) == (FIRST, 0)
    assert not course.windows
    assert not course.phases
    assert not any(lane.limits for lane in course.lanes)
    on_screen, on_paper = pictures(course, texts)
    for picture in (on_screen, on_paper):
        said = labels(picture)
        assert texts.short_date(FIRST) in said
        assert not [text for text in said if STUDY_DAY.search(text)]
        assert not [text for text in said if text.startswith(("PR", "CR"))]
    dots = [
        [type(item) for item in picture.items if not isinstance(item, (Label, Segment))]
        for picture in (on_screen, on_paper)
    ]
    marks = {kind for kinds in dots for kind in kinds}
    assert marks
    readings_of = sum(len(lane.readings) for lane in course.lanes)
    assert readings_of == 5  # three at screening, and platelets twice
    assert all(len(kinds) >= readings_of for kinds in dots)


def test_the_last_transfusion_is_told_by_its_date(context: Context) -> None:
    course = chart(context, Texts("en"))
    assert course is not None
    (strip,) = (lane.strip for lane in course.lanes if lane.code == "PLT")
    assert strip is not None
    assert strip.note.endswith("24 Sep")


def test_no_line_marks_a_day_0_on_paper(context: Context) -> None:
    texts = Texts("en")
    course = chart(context, texts)
    assert course is not None
    dated = paper.draw(course, width=480, day_text=DayNames(texts, course.since))
    counted = paper.draw(replace(course, since=None), width=480, day_text=texts.study_day)
    uprights = [
        sum(
            isinstance(item, Segment) and item.x1 == item.x2 and item.stroke.width == 0.5
            for item in each.items
        )
        for each in (dated, counted)
    ]
    assert uprights[1] == uprights[0] + 1


def test_before_the_first_count_there_is_no_chart(context: Context) -> None:
    assert chart(context, Texts("en"), until=date(2026, 9, 2)) is None


@pytest.mark.parametrize("kind", ["subject_history", "visit_summary"])
def test_papers_of_a_screen_failure_draw_its_counts_by_date(context: Context, kind: str) -> None:
    from app.services import enrolment, printing, subjects
    from app.services.contracts.papers import Order

    failed, _ = enrolment.keep_screen_failure(context, drafts_of(context)(), reason="moved away")
    (visit,) = (each for each in subjects.course(context, failed).visits if each.actual is not None)
    assert visit.actual is not None
    order = Order(kind, visit_id=visit.id) if kind == "visit_summary" else Order(kind, failed)
    document = printing.make(context, order, texts=Texts("en"))
    pages = PdfReader(io.BytesIO(document.pdf)).pages
    said = "\n".join(page.extract_text() for page in pages).replace("\xa0", " ")
    axis = [line.strip() for line in said.splitlines()]
    assert {visit.actual.isoformat(), Texts("en").short_date(visit.actual)} & set(axis)
    assert "D0" not in axis
    assert "unscheduled visit" not in said  # it has no plan that the screening could stand beside


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_of_a_screen_failure_counts_nothing_from_day_0(context: Context, language: str) -> None:
    from app.services import enrolment, printing, subjects
    from app.services.contracts.papers import Order

    failed, _ = enrolment.keep_screen_failure(context, drafts_of(context)(), reason="moved away")
    (screening,) = (each for each in subjects.course(context, failed).visits if each.actual is not None)
    day = screening.actual
    assert day is not None
    given = (visits.TransfusionEntry(day, "PLT", Decimal(1), "prophylactic"),)
    visits.record(context, visits.VisitDraft(failed, None, day, transfusions=given))
    document = printing.make(context, Order("subject_history", failed), texts=Texts(language))
    pages = PdfReader(io.BytesIO(document.pdf)).pages
    said = "\n".join(page.extract_text() for page in pages).replace("\xa0", " ")
    assert day.isoformat() in said
    assert "D0–29" not in said
    assert "()" not in said
    assert "(–)" not in said
