"""The Response tab through time: then and now, why verdicts changed, and the course of response."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.services import visits
from app.services.context import Context
from app.ui import subject_view
from app.ui.pages.response import ResponseTab
from app.ui.pages.visit_form.keeper import draft_key
from app.ui.pages.visit_form.told import saved_notice
from tests.ui import responding

D90 = responding.D90
CHINA = timezone(timedelta(hours=8))


class Clock:
    def __init__(self) -> None:
        self.day = date(2020, 1, 6)

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, 41, tzinfo=CHINA)


@pytest.fixture
def clock(desk) -> Clock:
    made = Clock()
    desk.context = replace(desk.context, clock=made)
    return made


@pytest.fixture
def child(desk, clock: Clock) -> tuple[int, int]:
    """The boy of case V02: entered on each day as it came, corrected three days after day 90."""
    subject_id = responding.enrol_child(desk.context)
    clock.day = D90
    visit_id = responding.log_d90(desk.context, subject_id)
    clock.day = D90 + timedelta(days=3)
    correct(desk.context, subject_id, visit_id, PLT="18")
    return subject_id, visit_id


def draft_of(context: Context, subject_id: int, visit_id: int, **texts: str) -> visits.VisitDraft:
    form = visits.form(context, subject_id=subject_id, visit_id=visit_id)
    assert form.stored is not None
    values = tuple(replace(entry, text=texts.get(entry.analyte, entry.text)) for entry in form.stored.values)
    reason = visits.Reason("source_corrected")
    return replace(form.stored, values=values, expected_version=form.version, reason=reason)


def correct(context: Context, subject_id: int, visit_id: int, **texts: str) -> None:
    visits.record(context, draft_of(context, subject_id, visit_id, **texts))


@pytest.fixture
def tab(qtbot, desk) -> ResponseTab:
    made = ResponseTab(desk)
    qtbot.addWidget(made)
    made.resize(1240, 640)
    made.show()
    return made


def show(tab: ResponseTab, desk, subject_id: int, settle) -> None:
    tab.show_subject(subject_view.load(desk.context, subject_id))
    settle()


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel)).replace("\N{NO-BREAK SPACE}", " ")


def test_a_switch_shows_the_day_as_it_was_known_and_says_what_has_changed_since(
    tab, desk, child, settle, qtbot
) -> None:
    show(tab, desk, child[0], settle)
    assert tab.chip.status == "NR"

    qtbot.mouseClick(tab.known.switch.buttons["then"], Qt.MouseButton.LeftButton)
    settle()

    assert tab.chip.status == "PR"
    assert tab.known.said.text().replace("\N{NO-BREAK SPACE}", " ") == (
        "PR on the evening of 5 Apr 2020, NR now: since then platelets of 5 Apr were corrected from "
        "35 to 18 ×10⁹/L."
    )
    assert not tab.print_button.isEnabled()

    qtbot.mouseClick(tab.known.switch.buttons["now"], Qt.MouseButton.LeftButton)
    settle()
    assert tab.chip.status == "NR"
    assert tab.print_button.isEnabled()


def test_the_switch_works_by_keys(tab, desk, child, settle, qtbot) -> None:
    show(tab, desk, child[0], settle)
    button = tab.known.switch.buttons["then"]

    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    settle()

    assert tab.chip.status == "PR"
    assert button.isChecked()


def test_a_day_before_the_first_entry_says_that_nothing_was_known(tab, desk, clock, settle, qtbot) -> None:
    clock.day = date(2020, 6, 1)
    subject_id = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, subject_id)
    show(tab, desk, subject_id, settle)

    qtbot.mouseClick(tab.known.switch.buttons["then"], Qt.MouseButton.LeftButton)
    settle()

    assert (
        tab.empty.text()
    ) == "Nothing of this subject was in the study on 5 Apr 2020: its first entry is of 1 Jun 2020."
    assert tab.known.isVisible()
    qtbot.mouseClick(tab.known.switch.buttons["now"], Qt.MouseButton.LeftButton)
    settle()
    assert tab.chip.isVisible()


def test_another_subject_is_seen_with_what_is_known_now(tab, desk, child, settle, qtbot) -> None:
    show(tab, desk, child[0], settle)
    qtbot.mouseClick(tab.known.switch.buttons["then"], Qt.MouseButton.LeftButton)
    settle()
    other = responding.enrol_child(desk.context, code="TJ-002")
    responding.log_d90(desk.context, other)

    show(tab, desk, other, settle)

    assert tab.known.switch.known == "now"
    assert tab.known.switch.buttons["now"].isChecked()


def test_the_history_says_why_and_keeps_both(tab, desk, child, settle) -> None:
    show(tab, desk, child[0], settle)

    history = said(tab.past)

    assert "PR → NR because platelets of 5 Apr were corrected from 35 to 18 ×10⁹/L" in history
    struck = [label.text() for label in tab.past.findChildren(QLabel) if label.font().strikeOut()]
    assert struck == ["5 Apr · D90"]


def test_the_notice_after_saving_says_which_verdict_changed_and_why(desk, child) -> None:
    context = desk.context
    draft = draft_of(context, *child, PLT="44")

    saved = visits.save(context, draft, kept_as=draft_key(draft.subject_id, draft.visit_id))

    notice = saved_notice(saved, desk.texts, time="09:41")
    assert notice.text.replace("\N{NO-BREAK SPACE}", " ") == (
        "Saved 09:41 · 5 Apr · D90: NR → PR because platelets of 5 Apr were corrected from 18 to 44 ×10⁹/L"
    )


def test_a_first_save_says_the_status_alone(desk, clock) -> None:
    subject_id = responding.enrol_child(desk.context)
    clock.day = D90
    draft = visits.VisitDraft(
        subject_id, None, D90, title="Count", values=responding.entries(responding.AT_D90)
    )

    saved = visits.save(desk.context, draft, kept_as=draft_key(draft.subject_id, draft.visit_id))

    assert saved.rewritten == ()
    assert saved_notice(saved, desk.texts, time="09:41").text == f"Saved 09:41 · {saved.after}"


def test_the_course_of_response_stands_beside_the_proof(tab, desk, child, settle) -> None:
    correct(desk.context, *child, PLT="35")
    show(tab, desk, child[0], settle)

    lines = {line.code: line.value for line in tab.outcome.lines}

    assert tab.outcome.isVisible()
    assert lines["best"] == "PR · 5 Apr 2020 (D90)"
    assert lines["first"] == "PR · 5 Apr 2020 · 90 d from day 0"
    assert lines["duration"] == "0 d, going on when last seen 5 Apr 2020"
    assert lines["relapse"] == "none"
    assert lines["ffs"] == "90 d, no failure up to 5 Apr 2020"
    assert lines["os"] == "90 d, alive when last seen 5 Apr 2020"
    about = {line.code: line.about for line in tab.outcome.lines}
    assert about["ffs"].startswith("Ends at the earliest of death, NR at the assessment of D180, relapse")
    assert about["relapse"].endswith("NCT02218437, A-14.")
    assert said(tab.outcome).count("A-15") == 1


def test_before_day_0_there_is_no_course(tab, desk, settle, clock) -> None:
    subject_id = responding.enrol_child(desk.context)

    show(tab, desk, subject_id, settle)

    lines = {line.code: line.value for line in tab.outcome.lines}
    assert lines["best"] == "no assessment yet"
    assert lines["relapse"] == "none, no response so far"
