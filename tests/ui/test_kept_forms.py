"""Small forms that ask why or what: half typed, they are there again after a lock, a crash, a power cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget

from app.services import drafts
from app.ui.kept_fields import KeptFields
from app.ui.pages.amend import AmendPage
from app.ui.pages.enrol.actions import Actions
from app.ui.pages.overview.decline import DeclineForm
from app.ui.pages.study.control import ControlTab
from app.ui.pages.study.inline_form import CHOICE, SECRET, TEXT, InlineForm
from app.ui.pages.study.limits import LimitsTab
from app.ui.pages.study.users import UsersTab
from app.ui.pages.visit_form.compare import Correction
from app.ui.pages.visit_form.correction_strip import CorrectionStrip
from app.ui.pages.visit_list.missed import MissedStrip
from app.ui.widgets.date_field import DateField
from tests.ui.counting import Counter
from tests.ui.test_counts_paste import TEXT as BLOCK
from tests.ui.visiting import enrol_saa, view_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

Settle = Callable[[], None]
Shown = Callable[[QWidget], QWidget]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    def show(made: QWidget) -> QWidget:
        qtbot.addWidget(made)
        made.show()
        return made

    return show


def choose(box: QComboBox, code: str) -> None:
    """As a person does."""
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def lock(desk: Desk, settle: Settle) -> None:
    desk.locking.emit()
    settle()


def test_why_a_value_is_corrected(desk: Desk, settle: Settle, shown: Shown) -> None:
    def asked() -> CorrectionStrip:
        strip = CorrectionStrip(desk.texts)
        strip.keep_as(desk, "visit:1:2:reason")
        host = shown(strip)
        strip.ask((Correction("ANC", "0.4", "0.5"),), {})
        settle()
        assert host.isVisible()
        return strip

    first = asked()
    choose(first.reason, "source_corrected")
    QTest.keyClicks(first.note, "the sheet says")
    lock(desk, settle)

    again = asked()
    assert (again.reason.currentData(), again.note.text()) == ("source_corrected", "the sheet says")
    assert again.save.isEnabled()

    drafts.discard(desk.context, "visit:1:2")  # the form was saved
    assert asked().note.text() == ""


def test_why_a_visit_was_missed(desk: Desk, settle: Settle, shown: Shown) -> None:
    first, again, other = (MissedStrip(desk) for _ in range(3))
    for strip in (first, again, other):
        shown(strip)
    first.ask(7, "Week 4")
    settle()
    choose(first.reason, "elsewhere")
    QTest.keyClicks(first.note, "seen in Harbin")
    lock(desk, settle)
    again.ask(7, "Week 4")
    other.ask(8, "Week 8")
    settle()
    assert (again.reason.currentData(), again.note.text()) == ("elsewhere", "seen in Harbin")
    assert other.note.text() == ""
    again.used()
    settle()
    assert drafts.find(desk.context, "missed:7") is None


def test_why_no_further_infusions_are_given(desk: Desk, settle: Settle, shown: Shown) -> None:
    first, again = (DeclineForm(desk, kept_as="decline:3") for _ in range(2))
    for form in (first, again):
        shown(form)
    first.ask()
    settle()
    QTest.keyClicks(first.note, "the family is against")
    lock(desk, settle)
    again.ask()
    settle()
    assert again.note.text() == "the family is against"


def test_why_somebody_is_a_screen_failure(desk: Desk, settle: Settle, shown: Shown) -> None:
    first, again = Actions(desk), Actions(desk)
    for bar in (first, again):
        shown(bar)
        bar.open_failure()
    settle()
    QTest.keyClicks(first.reason, "lives too far away")
    lock(desk, settle)
    again.open_failure()
    settle()
    assert again.reason.text() == "lives too far away"
    again.forget()
    settle()
    assert again.reason.text() == ""


def test_the_settings_of_the_study(desk: Desk, settle: Settle, shown: Shown) -> None:
    first = ControlTab(desk)
    shown(first)
    first.read()
    settle()
    stored = first.days.text()
    first.days.selectAll()
    QTest.keyClicks(first.days, "12")
    QTest.keyClicks(first.reason, "agreed in")
    first.read()  # the tab comes to the front again
    settle()
    assert first.reason.text() == "agreed in"
    lock(desk, settle)

    again = ControlTab(desk)
    shown(again)
    again.read()
    settle()
    assert (again.days.text(), again.reason.text()) == ("12", "agreed in")
    again.save.click()
    settle()
    assert drafts.find(desk.context, "study:control") is None
    assert again.days.text() == "12" != stored
    assert again.reason.text() == ""


def test_the_limits_of_normal_of_the_laboratory(desk: Desk, settle: Settle, shown: Shown) -> None:
    first = LimitsTab(desk)
    shown(first)
    first.read()
    settle()
    first.add_button.click()
    choose(first.lines[0].analyte, "ALT")
    choose(first.lines[0].sex, "F")
    QTest.keyClicks(first.lines[0].numbers["high"], "40,5x")
    QTest.keyClicks(first.reason, "Handb")
    lock(desk, settle)

    again = LimitsTab(desk)
    shown(again)
    again.read()
    settle()
    assert [line.texts() for line in again.lines] == [line.texts() for line in first.lines]
    assert again.lines[0].texts()["analyte"] == "ALT"
    assert again.lines[0].numbers["high"].text().startswith("40,5")
    assert again.reason.text() == "Handb"
    assert again.strip.isVisible()
    again.strip.action_wanted.emit()
    settle()
    assert again.lines == []
    assert drafts.find(desk.context, "study:limits") is None


def test_a_new_user_but_never_a_passphrase(desk: Desk, settle: Settle, shown: Shown) -> None:
    first = UsersTab(desk)
    shown(first)
    first.open("add")
    settle()
    QTest.keyClicks(first.forms["add"].inputs["display_name"], "Dr. L")
    first.keep_draft()  # the page is left: the form closes
    settle()
    again = UsersTab(desk)
    shown(again)
    again.open("add")
    settle()
    assert again.forms["add"].given()["display_name"] == "Dr. L"

    form = InlineForm("override_form", {"text": TEXT, "passphrase": SECRET}, texts=desk.texts)
    form.keep_as(desk, "override:1")
    shown(form)
    form.ask()
    settle()
    for name in ("text", "passphrase"):
        QTest.keyClicks(form.inputs[name], "something")
    lock(desk, settle)
    kept = drafts.find(desk.context, "override:1")
    assert kept is not None
    assert kept.fields == {"text": "something"}


def test_a_small_form_is_forgotten_when_it_is_sent_or_given_up(
    desk: Desk, settle: Settle, shown: Shown
) -> None:
    form = InlineForm(
        "unlock_form",
        {"reason": CHOICE, "note": TEXT},
        texts=desk.texts,
        choices={"": ("", ""), "a": ("A", "")},
    )
    form.keep_as(desk, "unlock:4")
    shown(form)
    for end in (form.back.click, form.try_it):
        form.ask()
        settle()
        assert form.given() == {"reason": "", "note": ""}
        choose(form.inputs["reason"], "a")  # type: ignore[arg-type]  # a choice is a box
        QTest.keyClicks(form.inputs["note"], "half")
        lock(desk, settle)
        assert drafts.find(desk.context, "unlock:4") is not None
        end()
        form.put_away()
        settle()
        assert drafts.find(desk.context, "unlock:4") is None


def test_a_small_form_that_was_refused_is_kept_on(desk: Desk, settle: Settle, shown: Shown) -> None:
    from app.services.context import ServiceError

    form = InlineForm("unlock_form", {"note": TEXT}, texts=desk.texts)
    form.keep_as(desk, "unlock:5")
    shown(form)
    form.ask()
    settle()
    QTest.keyClicks(form.inputs["note"], "half")
    form.try_it()
    form.show_refusal(ServiceError("disk_full"))
    form.put_away()
    settle()
    assert drafts.find(desk.context, "unlock:5") is not None


def test_the_reason_and_the_day_of_a_corrected_day_0(desk: Desk, settle: Settle, shown: Shown) -> None:
    view = view_of(desk.context, enrol_saa(desk.context))
    first, again = AmendPage(desk), AmendPage(desk)
    for page in (first, again):
        shown(page)
    first.show_day0(view)
    settle()
    QTest.keyClicks(first.field, "2026-08-2")
    QTest.keyClicks(first.reason, "the letter says")
    lock(desk, settle)
    again.show_day0(view)
    settle()
    assert (again.field.text(), again.reason.text()) == ("2026-08-2", "the letter says")


def test_a_day_from_the_calendar_is_kept_like_a_typed_one(desk: Desk, settle: Settle, shown: Shown) -> None:
    host = shown(QWidget())
    today = desk.context.today
    first, again = (DateField(desk.texts, today=today, calendar_hint="", parent=host) for _ in range(2))
    for field in (first, again):
        field.set_day(desk.context.today())
    KeptFields(desk, {"first": first}, host).about("continue:1")
    settle()
    first._pick(QDate(2026, 11, 2))
    lock(desk, settle)
    KeptFields(desk, {"first": again}, host).about("continue:1")
    settle()
    assert again.text() == first.text() != desk.context.today().isoformat()


def test_a_pasted_block_that_was_not_decided(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    subject_id = enrol_saa(desk.context)
    first = Counter(qtbot, desk, subject_id, settle)
    first.tab.pasting.paste(BLOCK)
    settle()
    assert first.tab.pasting.panel.isVisible()
    again = Counter(qtbot, desk, subject_id, settle)
    settle()
    assert again.tab.pasting.panel.isVisible()
    again.tab.pasting.cancel()
    settle()
    assert drafts.find(desk.context, f"paste:{subject_id}") is None


def test_the_draft_of_a_form_takes_those_of_its_parts_along_and_no_other(desk: Desk) -> None:
    for key in ("visit:1:2", "visit:1:2:reason", "visit:1:20", "visit:1:20:reason", "visit:1_2:reason"):
        drafts.keep(desk.context, key, {"text": "x"})
    drafts.discard(desk.context, "visit:1:2")
    left = [key for key in ("visit:1:2", "visit:1:2:reason") if drafts.find(desk.context, key)]
    assert left == []
    for key in ("visit:1:20", "visit:1:20:reason", "visit:1_2:reason"):
        assert drafts.find(desk.context, key) is not None
