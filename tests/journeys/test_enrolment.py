"""Enrolling to the end: what was clicked and typed is what the study holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from app.services import drafts, subjects
from app.ui.pages.enrol import asking
from app.ui.pages.enrol.keeping import KEY
from tests.ui.conftest import desk, founded_study, settle, study_context
from tests.ui.enrolling import Clerk

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

__all__ = ["desk", "founded_study", "settle", "study_context"]  # fixtures


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The services are asked at once, not after a pause in typing."""
    monkeypatch.setattr(asking, "ASK_AFTER_MS", 1)


@pytest.fixture
def clerk(desk: Desk, qtbot: QtBot, settle: Callable[[], None]) -> Clerk:
    return Clerk(desk, qtbot, settle)


def test_a_child_with_severe_anaemia_is_enrolled_and_its_page_opens(clerk, desk):
    opened, told, news = (QSignalSpy(signal) for signal in (desk.subject_wanted, desk.changed, desk.noticed))
    clerk.to_calendar()
    clerk.page.steps.setCurrentRow(1)
    clerk.paste_into(clerk.subject.fields["name"].editor, "李梅 <Li & Mei>")
    clerk.page.steps.setCurrentRow(5)
    assert clerk.bar.next.text() == "Enrol subject"
    assert clerk.bar.next.isDefault()
    clerk.click(clerk.bar.next)
    stored = subjects.by_code(desk.context, "TJ-001")
    assert (stored.state, stored.protocol, stored.arm, stored.sex) == ("enrolled", "saa_atg", "msc", "F")
    assert (stored.birth_date, stored.day0) == (date(2019, 2, 14), date(2026, 8, 20))
    course = subjects.course(desk.context, stored.id)
    assert course.weight_kg == Decimal("24.0")
    assert (course.consent_version, course.consent_date) == ("2.1", date(2026, 8, 18))
    counts = {row.analyte: row.value for row in course.counts}
    assert (counts["ANC"], counts["PLT"], counts["RETIC_ABS"]) == (Decimal("0.34"), Decimal(11), Decimal(16))
    d90 = next(visit for visit in course.visits if visit.day == 90 and visit.assessment)
    assert (d90.target, d90.earliest, d90.latest) == (
        date(2026, 11, 18),
        date(2026, 11, 11),
        date(2026, 11, 25),
    )
    assert (opened.at(0), told.count()) == ([stored.id, "overview"], 1)
    assert news.at(0)[0].text.startswith("TJ-001 is enrolled.")
    assert drafts.find(desk.context, KEY) is None


def test_a_graft_patient_is_enrolled_with_the_day_of_the_transplant(clerk, desk):
    clerk.to_subject(protocol="pgf_msc", arm="")
    clerk.fill_subject(birth="1984-05-02", weight="61,5", height="168")
    clerk.next("eligibility")
    clerk.type_counts({"CHIM_DONOR": "98", "KPS": "70"})
    clerk.answer_all()
    clerk.next("consent")
    clerk.fill_consent(day="2026-11-10")
    assert "signs" in clerk.consent.who.text()
    assert not clerk.consent.assent.isVisible()
    clerk.next("day0")
    clerk.type_into(clerk.day0.fields["day0"].editor, "2026-11-16")
    assert clerk.bar.next.toolTip() == "Give the date of the transplant."
    clerk.type_into(clerk.day0.fields["hsct_date"].editor, "2026-09-01")
    clerk.next("calendar")
    clerk.click(clerk.bar.next)
    course = subjects.course(desk.context, subjects.by_code(desk.context, "TJ-001").id)
    assert course.hsct_date == date(2026, 9, 1)
    assert course.weight_kg == Decimal("61.5")
    year = [visit for visit in course.visits if visit.target == date(2027, 9, 1)]
    assert len(year) == 1


def test_the_whole_way_can_be_gone_by_keyboard(clerk, desk, qtbot):
    first = clerk.protocol.protocols["saa_atg"]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    arm = clerk.protocol.arms["saa_atg", "control"]
    arm.setFocus()
    qtbot.keyClick(arm, Qt.Key.Key_Space)
    clerk.wait()
    clerk.bar.next.setFocus()
    qtbot.keyClick(clerk.bar.next, Qt.Key.Key_Space)
    clerk.wait()
    assert clerk.page.step == "subject"
    assert clerk.subject.female.hasFocus()  # the code is proposed, so the first empty value has the focus
    qtbot.keyClick(clerk.subject.female, Qt.Key.Key_Space)
    clerk.type_into(clerk.subject.fields["birth_date"].editor, "20190214")
    clerk.type_into(clerk.subject.fields["weight_kg"].editor, "24")
    clerk.bar.next.setFocus()
    qtbot.keyClick(clerk.bar.next, Qt.Key.Key_Space)
    clerk.wait()
    assert clerk.page.step == "eligibility"
    button = clerk.eligibility.lines["E-1"].buttons["absent"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    clerk.wait()
    assert clerk.eligibility.lines["E-1"].verdict.text == "Absent"
    assert clerk.page.form.arm == "control"
