"""What a list was narrowed to outlives a lock and ends with the day; no search text is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from app.ui.kept_choice import chosen, keep_box, keep_tick
from app.ui.pages.events import EventsTab
from app.ui.pages.overview import OverviewTab
from app.ui.pages.queries.view import QueriesView
from app.ui.pages.subjects import SubjectsPage
from app.ui.pages.support import SupportTab
from app.ui.pages.today import TodayPage
from app.ui.pages.visit_list.page import VisitListPage
from app.ui.widgets.choice_box import ChoiceBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk


def tomorrow(desk: Desk) -> None:
    context, now = desk.context, desk.context.clock()

    def clock() -> datetime:
        return now + timedelta(days=1)

    desk.context = replace(context, clock=clock)


def box(qtbot: QtBot, desk: Desk) -> ChoiceBox:
    made = ChoiceBox()
    qtbot.addWidget(made)
    for value in ("", "PR", 7):
        made.addItem(f"shown {value}", value)
    keep_box(made, desk, "test")
    return made


def test_a_choice_is_kept_for_the_day_and_forgotten_on_the_next(qtbot: QtBot, desk: Desk) -> None:
    first = box(qtbot, desk)
    assert first.currentIndex() == 0
    first.setCurrentIndex(2)
    assert box(qtbot, desk).currentData() == 7
    tomorrow(desk)
    assert box(qtbot, desk).currentIndex() == 0


def test_the_whole_list_is_no_choice(qtbot: QtBot, desk: Desk) -> None:
    made = box(qtbot, desk)
    made.setCurrentIndex(1)
    made.setCurrentIndex(0)
    assert chosen(desk, "test") == ""
    tick = QCheckBox()
    qtbot.addWidget(tick)
    keep_tick(tick, desk, "tick")
    tick.setChecked(True)
    assert chosen(desk, "tick") == "on"


def test_a_value_that_is_offered_later_stands_there_from_the_start(qtbot: QtBot, desk: Desk) -> None:
    box(qtbot, desk).setCurrentIndex(1)
    later = ChoiceBox()
    qtbot.addWidget(later)
    later.addItem("all", "")
    keep_box(later, desk, "test", said=str.lower)
    assert (later.currentData(), later.currentText()) == ("PR", "pr")


def test_every_page_comes_back_as_it_was_narrowed(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    def make(kind: Callable[..., QWidget], **given: object) -> QWidget:
        made = kind(desk, **given)
        qtbot.addWidget(made)
        return made

    today = make(TodayPage)
    assert isinstance(today, TodayPage)
    today.filters.buttons["due"].click()
    subjects = make(SubjectsPage)
    assert isinstance(subjects, SubjectsPage)
    subjects.filters.status.setCurrentIndex(subjects.filters.status.findData("PR"))
    subjects.filters.offer_protocols(("saa_atg",), (("saa_atg", "msc"), ("saa_atg", "control")))
    subjects.filters.protocol.setCurrentIndex(subjects.filters.protocol.findData("saa_atg/msc"))
    subjects.search.setText("Zhang")
    queries = make(QueriesView, subject=True)
    assert isinstance(queries, QueriesView)
    queries.age.setCurrentIndex(1)
    events, support = make(EventsTab), make(SupportTab)
    assert isinstance(events, EventsTab)
    assert isinstance(support, SupportTab)
    events.serious.setChecked(True)
    support.kind.setCurrentIndex(1)
    visits, overview = make(VisitListPage), make(OverviewTab)
    assert isinstance(visits, VisitListPage)
    assert isinstance(overview, OverviewTab)
    visits.filters["open"].setChecked(True)
    overview.log_every.trigger()
    settle()

    again = make(SubjectsPage)
    assert isinstance(again, SubjectsPage)
    assert again.filters.status.currentData() == "PR"
    assert again.filters.protocol.currentText() == "saa_atg · MSC"
    assert (again._query.protocol, again._query.arm, again._query.text) == ("saa_atg", "msc", "")
    assert make(TodayPage).filters.only == "due"  # type: ignore[attr-defined]
    assert make(QueriesView, subject=True).age.currentIndex() == 1  # type: ignore[attr-defined]
    assert make(QueriesView, subject=False).age.currentIndex() == 0  # type: ignore[attr-defined]
    assert make(EventsTab).serious.isChecked()  # type: ignore[attr-defined]
    assert make(SupportTab).kind.currentIndex() == 1  # type: ignore[attr-defined]
    assert make(VisitListPage).filters["open"].isChecked()  # type: ignore[attr-defined]
    assert make(OverviewTab).chart.view.every  # type: ignore[attr-defined]
    settle()
    kept = desk.settings._path.read_text(encoding="utf-8")
    assert "Zhang" not in kept
    tomorrow(desk)
    assert make(TodayPage).filters.only == ""  # type: ignore[attr-defined]
    assert make(SubjectsPage).filters.status.currentData() == ""  # type: ignore[attr-defined]
    assert make(OverviewTab).chart.view.every  # type: ignore[attr-defined]  # how it is drawn is kept
    settle()
