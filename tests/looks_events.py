"""Pictures of the visit form at work: grades, terms, GVHD, doses, a visit outside its window."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.pages.visit_form.form import VisitFormPage
    from app.ui.window import MainWindow
    from tests.looks import Stage


def _form(stage: Stage, code: str, plan: str) -> tuple[MainWindow, VisitFormPage]:
    from app.services import subjects
    from app.ui.pages.visits import VisitsTab

    window = stage.window()
    row = subjects.by_code(stage.desk.context, code)
    window.open_subject(row.id, "visits")
    stage.settle()
    course = subjects.course(stage.desk.context, row.id)
    visit = next(each for each in course.visits if each.plan_id == plan)
    stage.desk.visit_wanted.emit(row.id, visit.id)
    stage.settle()
    (tab,) = window.findChildren(VisitsTab)
    assert tab.form is not None
    return window, tab.form


def grades(stage: Stage) -> QWidget:
    """Values with their grades, one day out of the window, with a question open."""
    window, form = _form(stage, "TJ-014", "d90")
    typed = {"WBC": "3.10", "ANC": "1.24", "LYM": "0.7", "HB": "10.4", "PLT": "22"}
    for row in form.typed.grid.rows:
        if row.code in typed:
            row.field.setText(typed[row.code])
            row._on_text(typed[row.code])
        if row.code in ("WBC", "HB"):
            row.range.setText({"WBC": "4.5-13.5", "HB": "115-150"}[row.code])
    day = form.typed.head.day.day()
    if day is not None:
        form.typed.head.day.set_day(day - timedelta(days=9))
    return _reviewed(stage, window, form)


def events(stage: Stage) -> QWidget:
    """An infusion reaction with its text, acute and chronic GVHD as they are staged."""
    from app.ui.pages.visit_form.texts_of_form import EventText

    window, form = _form(stage, "TJ-014", "d90")
    day = form.typed.head.day.text()
    section = form.typed.since.events
    section.add(EventText(day, term="infusion_related_reaction", grade="2"))
    assert section.begun_button is not None
    section.begun_button.menu().actions()[0].trigger()  # an infection of another visit
    findings = {"skin_pct": "30", "bilirubin": "2.4", "bilirubin_unit": "mg/dL", "volume_ml": "400"}
    findings |= {"episodes": "6", "nausea": "0"}
    section.add(EventText(day, "gvhd", term="acute_gvhd", findings=findings))
    section.add(EventText(day, "gvhd", term="chronic_gvhd", findings={"skin": "1", "mouth": "2"}))
    form.typed.since.show_doses()
    stage.settle()
    form.typed.ensure_visible(section.rows[-1])
    return _reviewed(stage, window, form)


def infusion(stage: Stage) -> QWidget:
    """A dose above the maximum with its override being signed, and an ATG day."""
    from app.ui.pages.visit_form.infusion_row import InfusionRow
    from app.ui.pages.visit_form.texts_of_form import InfusionText

    window, form = _form(stage, "TJ-014", "d90")
    form.typed.head.weight.setText("21.6")
    day = form.typed.head.day.text()
    section = form.typed.since.infusions
    form.typed.since._products = ("MSC", "ATG")
    section.setVisible(True)
    section.add(InfusionText(day, "ATG", dose="75"))
    row = section.add(InfusionText(day, "MSC", cells="250", viability="96", batch="UC-0412", passage="P4"))
    form.typed.since.show_doses()
    stage.settle()
    if isinstance(row, InfusionRow):
        row.override_wanted.emit(row)
    form.typed.ensure_visible(row)
    return _reviewed(stage, window, form)


def limits(stage: Stage) -> QWidget:
    """The laboratory's limits of normal, two lines of them."""
    from decimal import Decimal

    from app.domain.grading.normal import ReferenceRow
    from app.ui.pages.study.limits import LimitsTab
    from app.ui.pages.study.page import StudyPage

    window = stage.window()
    window.go("study")
    stage.settle()
    (page,) = window.findChildren(StudyPage)
    page.choose("limits")
    stage.settle()
    (tab,) = window.findChildren(LimitsTab)
    tab.add(ReferenceRow("WBC", "", 0, None, Decimal(4), Decimal(10)))
    tab.add(ReferenceRow("CREA", "F", 144, 215, Decimal(35), Decimal(75)))
    stage.settle()
    return window


def declining(stage: Stage) -> QWidget:
    """The same, asked why none is given."""
    from app.ui.pages.overview.continuing import ContinuePanel

    window = continuing(stage)
    panel = next(each for each in window.findChildren(ContinuePanel) if each.decline is not None)
    assert panel.decline is not None
    panel.decline.click()
    stage.settle()
    return window


def continuing(stage: Stage) -> QWidget:
    """The overview of a subject whose response at one month lets the infusions go on."""
    from tests.ui.test_limits_and_infusions import raa

    window = stage.window()
    window.open_subject(raa(stage.desk.context, anc="1.3"), "overview")
    stage.settle()
    return window


def _reviewed(stage: Stage, window: MainWindow, form: VisitFormPage) -> QWidget:
    form._on_edited()
    form._reviewer.now()
    stage.settle()
    return window


PAGES = {
    "demo-form-grades": (grades, True),
    "demo-form-events": (events, True),
    "demo-form-infusion": (infusion, True),
    "demo-limits": (limits, True),
    "continuing": (continuing, False),
    "declining": (declining, False),
}
