"""One visit in four pairs of hands: completed, asked about, verified, signed, changed, locked, unlocked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services import access
from app.storage import audit
from app.ui import fonts, style
from app.ui.theme import LIGHT
from tests.services import controlled
from tests.services.team import TEAM
from tests.ui.controlling import Person, desk_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SIGNATURE = TEAM[access.INVESTIGATOR][1]


class Team:
    """Everybody at a window of the own, on one file."""

    def __init__(self, stack: ExitStack, qtbot: QtBot, on: controlled.Desk, folder: Path) -> None:
        self.on = on
        self._made: dict[str, Person] = {}
        self._stack, self._qtbot, self._folder = stack, qtbot, folder

    def __call__(self, role: str) -> Person:
        """The person of a role, with the visit's form open as it stands now."""
        if role not in self._made:
            desk = self._stack.enter_context(desk_of(self.on.by[role], self._folder))
            self._made[role] = Person(self._qtbot, desk, self.on.subject_id)
        person = self._made[role]
        person.tab.window().activateWindow()
        if not person.closed:
            person.press(Qt.Key.Key_Escape)
        from tests.ui.visiting import view_of

        person.tab.show_subject(view_of(person.desk.context, self.on.subject_id))
        person.open(self.on.visit_id)
        return person


@pytest.fixture
def team(qtbot: QtBot, controlled_study: Path, tmp_path: Path) -> Iterator[Team]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    fonts.load_latin()
    style.dress(application, LIGHT)
    with controlled.opened(controlled_study, tmp_path / "data") as on, ExitStack() as stack:
        yield Team(stack, qtbot, on, tmp_path)


def test_a_visit_passes_through_all_hands_and_a_change_takes_the_signature_back(team: Team) -> None:
    coordinator = team(access.COORDINATOR)
    coordinator.press_step()
    assert coordinator.stages == "tick Complete"
    assert coordinator.step == ""  # verifying is a monitor's
    focus = QApplication.focusWidget()  # the button took none with it
    assert focus is not None and coordinator.form.typed.isAncestorOf(focus)

    monitor = team(access.MONITOR)
    assert monitor.row("HB").field.isReadOnly()
    assert monitor.form.typed.grid.rows[0].field.hasFocus()  # who reads begins at the top
    assert monitor.form.bar.close_button.text() == "Close"
    monitor.row("HB").field.setFocus()
    monitor.click(monitor.form.control.raise_button)
    monitor.say("88 here, 98 on the sheet?", "")
    assert monitor.controller.marks.buttons["values.HB"].text() == "? 1"
    assert not monitor.form.control.step_button.isEnabled()
    assert "open queries" in monitor.form.control.step_button.toolTip()

    coordinator = team(access.COORDINATOR)
    coordinator.click(coordinator.controller.marks.buttons["values.HB"])
    assert "88 here, 98 on the sheet?" in coordinator.strip.thread_.said.text()
    coordinator.say("The sheet says 88.", "answered")

    monitor = team(access.MONITOR)
    monitor.click(monitor.controller.marks.buttons["values.HB"])
    monitor.click(monitor.strip.thread_.buttons["closed"])
    monitor.settle()
    assert monitor.controller.marks.buttons["values.HB"].text() == "?"
    monitor.press_step()

    investigator = team(access.INVESTIGATOR)
    investigator.press_step()
    asked = investigator.controller.forms.sign
    assert "21 CFR 11.50" in asked.about.text()
    assert "I have reviewed the data" in asked.about.text()
    asked.put_away()
    investigator.sign("not the passphrase")
    assert asked.told.text()
    asked.put_away()
    investigator.sign(SIGNATURE)
    assert investigator.stages == "tick Complete · tick Verified · tick Signed"
    assert investigator.form.control.step_button.hasFocus()  # where locking is next

    coordinator = team(access.COORDINATOR)
    coordinator.put(coordinator.row("HB").field, "98")
    coordinator.save()
    coordinator.form.correction.reason.setCurrentIndex(1)
    coordinator.click(coordinator.form.correction.save)
    coordinator.settle()

    coordinator = team(access.COORDINATOR)
    assert coordinator.stages == "tick Complete · cross Verified, void · cross Signed, void"
    assert "is void: data changed" in coordinator.form.control.banner.text
    with team.on.coordinator.db.read() as connection:
        assert audit.verify(connection) is None


def test_what_is_not_saved_is_not_signed_off(team: Team) -> None:
    coordinator = team(access.COORDINATOR)
    field = coordinator.row("HB").field
    stored = field.text()
    coordinator.put(field, "98")
    coordinator.press_step()
    assert "is not saved" in coordinator.form.notice.text
    assert team.on.control.stage != "complete"
    coordinator.click(coordinator.form.notice._inside.action)
    assert field.text() == stored
    coordinator.put(field, "98")
    coordinator.put(field, stored)
    coordinator.form.focus_field("step")  # where a line of Today that waits for it leads to
    assert coordinator.form.control.step_button.hasFocus()
    coordinator.press_step()
    assert team.on.control.stage == "complete"


def test_what_is_added_to_a_completed_visit_is_asked_for_its_reason(team: Team) -> None:
    coordinator = team(access.COORDINATOR)
    coordinator.press_step()
    coordinator.put(coordinator.row("WBC").field, "2.9")
    coordinator.save()
    strip = coordinator.form.correction
    assert strip.isVisible()
    assert "White cells: – → 2.9 ×10⁹/L" in strip._inside.what.text()
    strip.reason.setCurrentIndex(5)
    coordinator.click(strip.save)
    coordinator.settle()
    assert coordinator.closed
    assert team.on.control.stage == "complete"


def test_a_locked_visit_is_plain_text_until_it_is_unlocked_with_a_reason(team: Team) -> None:
    for role, sign in ((access.COORDINATOR, ""), (access.MONITOR, ""), (access.INVESTIGATOR, SIGNATURE)):
        person = team(role)
        person.sign(sign) if sign else person.press_step()
    investigator = team(access.INVESTIGATOR)
    investigator.press_step()

    coordinator = team(access.COORDINATOR)
    field = coordinator.row("HB").field
    assert field.isReadOnly()
    assert field.property("plain")
    assert "Locked 18 Nov 2026" in coordinator.form._lock_words.text()
    assert not coordinator.form.bar.save_button.isVisible()
    preview = coordinator.form.preview
    assert (preview.title.text(), preview.note.text()) == ("Status with these values", "")
    QTest.keyClicks(field, "99")
    QTest.keyClick(coordinator.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    coordinator.settle()
    assert not coordinator.closed
    assert field.text() == "88"

    investigator = team(access.INVESTIGATOR)
    assert investigator.step == "Unlock visit…"
    investigator.press_step()
    form = investigator.controller.forms.unlock
    investigator.click(form.go)
    assert form.fields["note"].problem
    form.inputs["reason"].setCurrentIndex(2)  # type: ignore[union-attr]
    investigator.put(form.inputs["note"], "the laboratory sent a corrected sheet")  # type: ignore[arg-type]
    investigator.click(form.go)
    investigator.settle()
    assert not investigator.row("HB").field.isReadOnly()
    assert investigator.form.bar.save_button.isVisible()
    assert investigator.form.preview.title.text() == "Status if saved now"
    assert investigator.stages == "tick Complete · tick Verified · tick Signed"
