"""Enrolled subjects for the tests of the visits, made through the services, and somebody who types."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.eligibility import Answer
from app.services import enrolment, subjects, visits
from app.ui import subject_view
from app.ui.pages.visits import VisitsTab

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
    from pytestqt.qtbot import QtBot

    from app.services.context import Context
    from app.services.subjects import CountRow
    from app.ui.desk import Desk, Notice
    from app.ui.pages.visit_form.form import VisitFormPage
    from app.ui.pages.visit_form.value_row import ValueRow
    from app.ui.subject_view import SubjectView

DAY0 = date(2026, 8, 20)  # D90 is 18 November 2026, the day of the tests' clock


def enrol_saa(context: Context, *, code: str = "TJ-014") -> int:
    """A boy of 6 on saa_atg, arm msc."""
    screening = DAY0 - timedelta(days=3)
    values = {
        "ANC": ("0.22", "10*9/L"),
        "PLT": ("12", "10*9/L"),
        "HB": ("65", "g/L"),
        "RETIC_ABS": ("12", "10*9/L"),
    }
    return _enrol(
        context,
        enrolment.EnrolmentDraft(
            protocol="saa_atg",
            arm="msc",
            code=code,
            sex="M",
            birth_date=date(2020, 5, 1),
            weight_kg=Decimal("21.4"),
            height_cm=Decimal(118),
            screening_date=screening,
            values=_entries(values),
            marrow_cellularity_pct=Decimal(10),
            marrow_residual_pct=Decimal(5),
            consent_version="2.1",
            consent_date=screening,
            assent=True,
            day0=DAY0,
        ),
    )


def enrol_pgf(context: Context, *, day0: date, code: str = "TJ-020") -> int:
    """A woman of 38 on pgf_msc."""
    screening = day0 - timedelta(days=2)
    values = {
        "ANC": ("0.3", "10*9/L"),
        "PLT": ("12", "10*9/L"),
        "HB": ("65", "g/L"),
        "KPS": ("80", "%"),
        "CHIM_DONOR": ("99", "%"),
    }
    return _enrol(
        context,
        enrolment.EnrolmentDraft(
            protocol="pgf_msc",
            arm="msc",
            code=code,
            sex="F",
            birth_date=date(1988, 2, 1),
            weight_kg=Decimal(58),
            height_cm=Decimal(165),
            screening_date=screening,
            values=_entries(values),
            marrow_cellularity_pct=Decimal(10),
            marrow_residual_pct=Decimal(5),
            consent_version="2.1",
            consent_date=screening,
            assent=True,
            day0=day0,
            hsct_date=day0 - timedelta(days=60),
        ),
    )


def enrol_rsaa(context: Context, *, code: str = "TJ-025") -> int:
    """A man of 40 on rsaa_atg_msc."""
    screening = DAY0 - timedelta(days=2)
    values = {
        "ANC": ("0.3", "10*9/L"),
        "PLT": ("12", "10*9/L"),
        "HB": ("65", "g/L"),
        "RETIC_ABS": ("12", "10*9/L"),
    }
    draft = enrolment.EnrolmentDraft(
        protocol="rsaa_atg_msc",
        arm="msc",
        code=code,
        sex="M",
        birth_date=date(1986, 2, 1),
        weight_kg=Decimal(70),
        height_cm=Decimal(175),
        screening_date=screening,
        values=_entries(values),
        marrow_cellularity_pct=Decimal(10),
        marrow_residual_pct=Decimal(5),
        consent_version="1",
        consent_date=screening,
        assent=True,
        day0=DAY0,
    )
    return _enrol(context, draft)


def log(context: Context, subject_id: int, day: date, **values: str) -> int:
    """Save an unscheduled visit with values in their canonical units."""
    from app.domain.quantities import analyte

    entries = tuple(
        visits.ValueEntry(code, text, analyte(code).unit, confirmed=True) for code, text in values.items()
    )
    visit_id, _ = visits.record(
        context,
        visits.VisitDraft(
            subject_id=subject_id,
            visit_id=None,
            day=day,
            title="Blood count",
            values=entries,
            no_transfusion=True,
            no_event=True,
            medicines_unchanged=True,
        ),
    )
    return visit_id


def view_of(context: Context, subject_id: int) -> SubjectView:
    """What the tabs are shown."""
    return subject_view.load(context, subject_id)


def visit_on_day(context: Context, subject_id: int, day: int) -> int:
    """The planned visit whose target is a study day."""
    rows = subjects.course(context, subject_id).visits
    return next(row.id for row in rows if row.day == day and row.plan_id)


def _entries(values: dict[str, tuple[str, str]]) -> tuple[visits.ValueEntry, ...]:
    return tuple(visits.ValueEntry(code, text, unit, confirmed=True) for code, (text, unit) in values.items())


def _enrol(context: Context, draft: enrolment.EnrolmentDraft) -> int:
    answers = tuple(
        Answer(result.criterion.id, "present" if result.criterion.kind == "inclusion" else "absent", "")
        for result in enrolment.criteria(context, draft)
        if result.answered_by == "user"
    )
    subject_id, _ = enrolment.enrol(context, replace(draft, answers=answers))
    return subject_id


class Typist:
    """Types into the tab as a coordinator does."""

    tab: VisitsTab

    def __init__(self, qtbot: QtBot, desk: Desk, subject_id: int, settle: Callable[[], None]) -> None:
        self.qtbot, self.desk, self.subject_id, self.settle = qtbot, desk, subject_id, settle
        self.notices: list[Notice] = []
        desk.noticed.connect(self.notices.append)
        desk.changed.connect(lambda _changes: self.tab.show_subject(view_of(desk.context, subject_id)))
        self.tab = VisitsTab(desk)
        qtbot.addWidget(self.tab)
        self.tab.resize(1190, 620)
        with qtbot.waitActive(self.tab):
            self.tab.show()
            self.tab.activateWindow()
        self.tab.show_subject(view_of(desk.context, subject_id))

    @property
    def form(self) -> VisitFormPage:
        assert self.tab.form is not None, "no form is open"
        return self.tab.form

    @property
    def closed(self) -> bool:
        """Whether no form is open: after a save, or Esc."""
        return self.tab.form is None

    def open(self, visit_id: int | None) -> VisitFormPage:
        self.tab.open_visit(visit_id)
        self.settle()
        return self.form

    def row(self, code: str) -> ValueRow:
        return next(row for row in self.form.typed.grid.rows if row.code == code)

    def keys(self, text: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the focus"
        QTest.keyClicks(focused, text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.tab, key, modifiers)

    def enter(self, *texts: str) -> None:
        for text in texts:
            self.keys(text)
            self.press(Qt.Key.Key_Return)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def put(self, field: QLineEdit, text: str) -> None:
        """Replace what stands in a field."""
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def tick_none(self) -> None:
        for section in self.form.typed.since.sections().values():
            if not section.isHidden() and not section.answered:
                self.click_tick(section.tick)

    def click_tick(self, box: QAbstractButton) -> None:
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)

    def review(self) -> None:
        """Wait for the check and the preview of what stands there."""
        self.form._reviewer.now()
        self.settle()

    def save(self) -> None:
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def stored(self, code: str) -> CountRow | None:
        rows = [
            row for row in subjects.course(self.desk.context, self.subject_id).counts if row.analyte == code
        ]
        return rows[-1] if rows else None
