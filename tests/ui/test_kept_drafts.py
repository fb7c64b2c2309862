"""The lines of the home page about what was typed and not saved: go on, discard, bring back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt

from app.services import drafts
from app.services.contracts.today import DRAFTS, Line
from app.ui.desk import Desk
from app.ui.pages.today import TodayPage
from app.ui.pause import MOST_MS, Pause


@pytest.fixture
def page(qtbot, desk: Desk, settle: Callable[[], None]) -> Iterator[TodayPage]:
    drafts.keep(desk.context, "enrolment", {"code": "TJ-009"})
    drafts.keep(desk.context, "study:limits", {"lines": []})
    made = TodayPage(desk)
    qtbot.addWidget(made)
    made.resize(1222, 700)
    made.show()
    settle()
    settle()
    yield made


def shown(page: TodayPage) -> list[Line]:
    return [line for group in page.rows.groups if group.key == DRAFTS for line in group.lines]


def of(page: TodayPage, form: str) -> Line:
    return next(line for line in shown(page) if line.about["form"] == form)


def test_each_line_leads_to_its_form(qtbot, desk: Desk, page: TodayPage) -> None:
    assert page.filters.buttons[DRAFTS].text() == "Drafts  2"
    page.tree.choose((DRAFTS, of(page, "enrolment").row_id))
    with qtbot.waitSignal(desk.enrolment_wanted):
        qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    with qtbot.waitSignal(desk.study_wanted) as wanted:
        page._do("act", of(page, "study"))
    assert wanted.args == ["limits"]


@pytest.mark.parametrize(
    ("about", "signal", "args"),
    [
        ("visit:12", "visit_wanted", [3, 12]),
        ("visit:new", "visit_wanted", [3, None]),
        ("visit:early_termination", "visit_wanted", [3, "early_termination"]),
        ("second:HB", "visit_wanted", [3, 12]),
        ("query:", "field_wanted", [3, 12, "queries"]),
        ("counts:", "subject_wanted", [3, "counts"]),
        ("paste:", "subject_wanted", [3, "counts"]),
        ("ending:", "subject_wanted", [3, "ending"]),
        ("consent:", "subject_wanted", [3, "consent"]),
        ("missed_back:", "subject_wanted", [3, "visits"]),
        ("decline:", "subject_wanted", [3, "overview"]),
    ],
)
def test_a_draft_about_a_subject_opens_where_it_was_typed(
    qtbot, page: TodayPage, about: str, signal: str, args: list[object]
) -> None:
    form, _, part = about.partition(":")
    line = replace(of(page, "study"), subject_id=3, visit_id=12, about={"form": form, "part": part})
    with qtbot.waitSignal(getattr(page._desk, signal)) as wanted:
        page._do("act", line)
    assert wanted.args == args


def test_delete_discards_and_the_strip_brings_back(
    qtbot, desk: Desk, page: TodayPage, settle: Callable[[], None]
) -> None:
    page.tree.choose((DRAFTS, of(page, "enrolment").row_id))
    qtbot.keyClick(page.tree, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(shown(page)) == 1, timeout=5_000)
    assert drafts.find(desk.context, "enrolment") is None
    strip = page._kept.strip
    assert strip.text == "Discarded: Draft of an enrolment."
    strip.action_wanted.emit()
    qtbot.waitUntil(lambda: len(shown(page)) == 2, timeout=5_000)
    found = drafts.find(desk.context, "enrolment")
    assert found is not None
    assert found.fields == {"code": "TJ-009"}
    assert not strip.isVisible()
    entries = page.tree.menu_of(page.tree.currentIndex(), of(page, "enrolment")).actions()
    assert [entry.text() for entry in entries] == ["Continue", "Discard draft"]


def test_the_page_that_is_come_back_to_shows_what_was_kept_meanwhile(
    qtbot, desk: Desk, page: TodayPage, settle: Callable[[], None]
) -> None:
    page.hide()
    drafts.discard(desk.context, "enrolment")
    page.show()
    qtbot.waitUntil(lambda: len(shown(page)) == 1, timeout=5_000)


def test_a_pause_runs_out_though_nobody_pauses(qtbot, qapp: QObject) -> None:
    pause = Pause(qapp, name="a test of pauses")
    pause.begin(60_000)
    assert pause.interval() <= MOST_MS
    pause.begin(10)
    with qtbot.waitSignal(pause.timeout):
        pass
    pause.deleteLater()
