"""A clerk who enrols by clicks and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from app.ui.pages.enrol import EnrolPage
from app.ui.pages.enrol.calendar import CalendarStep
from app.ui.pages.enrol.consent import ConsentStep
from app.ui.pages.enrol.day0 import Day0Step
from app.ui.pages.enrol.eligibility import EligibilityStep
from app.ui.pages.enrol.protocol import ProtocolStep
from app.ui.pages.enrol.subject import SubjectStep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

LEFT = Qt.MouseButton.LeftButton


class Clerk:
    """Opens the page and works through it the way a person does."""

    def __init__(
        self, desk: Desk, qtbot: QtBot, settle: Callable[[], None], *, registered: bool = True
    ) -> None:
        self._qtbot, self._settle = qtbot, settle
        self.page = EnrolPage(desk)
        if registered:
            qtbot.addWidget(self.page)
        self.page.resize(1222, 712)
        self.page.show()
        self.page.begin()
        self.wait()
        self.bar = self.page.actions_bar

    @property
    def protocol(self) -> ProtocolStep:
        page = self.page.pages["protocol"]
        assert isinstance(page, ProtocolStep)
        return page

    @property
    def subject(self) -> SubjectStep:
        page = self.page.pages["subject"]
        assert isinstance(page, SubjectStep)
        return page

    @property
    def eligibility(self) -> EligibilityStep:
        page = self.page.pages["eligibility"]
        assert isinstance(page, EligibilityStep)
        return page

    @property
    def consent(self) -> ConsentStep:
        page = self.page.pages["consent"]
        assert isinstance(page, ConsentStep)
        return page

    @property
    def day0(self) -> Day0Step:
        page = self.page.pages["day0"]
        assert isinstance(page, Day0Step)
        return page

    @property
    def calendar(self) -> CalendarStep:
        page = self.page.pages["calendar"]
        assert isinstance(page, CalendarStep)
        return page

    def wait(self) -> None:
        """Until the pause in typing is over and the services have answered."""
        self._qtbot.waitUntil(lambda: self.page.settled, timeout=5_000)
        self._settle()

    def click(self, button: QAbstractButton) -> None:
        assert button.isEnabled(), button.text()
        QTest.mouseClick(button, LEFT)
        self.wait()

    def type_into(self, field: QLineEdit, text: str, *, clear: bool = False) -> None:
        field.setFocus()
        if clear:
            field.selectAll()
            QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Tab)
        self.wait()

    def paste_into(self, field: QLineEdit, text: str) -> None:
        """What no Latin keyboard types."""
        QApplication.clipboard().setText(text)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert field.text() == text
        self.wait()

    def choose(self, protocol: str, arm: str = "") -> None:
        self.click(self.protocol.protocols[protocol])
        if arm:
            self.click(self.protocol.arms[protocol, arm])

    def next(self, step: str) -> None:
        self.click(self.bar.next)
        assert self.page.step == step

    def to_subject(self, *, protocol: str = "saa_atg", arm: str = "msc") -> None:
        self.choose(protocol, arm)
        self.next("subject")

    def fill_subject(self, *, birth: str = "2019-02-14", weight: str = "24.0", height: str = "123") -> None:
        self.click(self.subject.female)
        self.type_into(self.subject.fields["birth_date"].editor, birth)
        self.type_into(self.subject.fields["weight_kg"].editor, weight)
        self.type_into(self.subject.fields["height_cm"].editor, height)

    def to_eligibility(self) -> None:
        self.to_subject()
        self.fill_subject()
        self.next("eligibility")

    def type_counts(self, values: Mapping[str, str], *, marrow: str = "") -> None:
        screening = self.eligibility.screening
        for analyte, text in values.items():
            self.type_into(screening.values[analyte].editor, text)
        if marrow:
            self.type_into(screening.marrow["marrow_cellularity_pct"].editor, marrow)

    def answer(self, criterion: str, choice: str) -> None:
        self.click(self.eligibility.lines[criterion].buttons[choice])

    def answer_all(self) -> None:
        """Confirm every inclusion and deny every exclusion that a person answers."""
        for code, line in self.eligibility.lines.items():
            if line.buttons:
                self.answer(code, "present" if code.startswith("I") else "absent")

    def to_consent(self) -> None:
        self.to_eligibility()
        self.type_counts({"ANC": "0.34", "PLT": "11", "RETIC_ABS": "16"}, marrow="10")
        self.answer_all()
        self.next("consent")

    def fill_consent(self, *, day: str = "2026-08-18") -> None:
        self.type_into(self.consent.fields["consent_version"].editor, "2.1")
        self.type_into(self.consent.fields["consent_date"].editor, day)

    def to_calendar(self) -> None:
        self.to_consent()
        self.fill_consent()
        self.next("day0")
        self.type_into(self.day0.fields["day0"].editor, "2026-08-20")
        self.next("calendar")
