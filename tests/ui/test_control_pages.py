"""The page of queries, the second entry in the form, and the study's settings of the control of data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.i18n import Texts
from app.services import access, controlling, queries, visits
from app.ui import fonts, style
from app.ui.pages.queries import QueriesPage, QueriesTab
from app.ui.pages.queries.rows import visit_words
from app.ui.pages.queries.table import KEYS, QueryRows
from app.ui.pages.study.control import ControlTab
from app.ui.theme import LIGHT
from tests.services import controlled
from tests.ui.controlling import Person, desk_of
from tests.ui.ordering import order_by_menu
from tests.ui.visiting import view_of

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from app.services.contracts.control import Query
    from app.ui.desk import Desk

DeskOf = Callable[[str], "Desk"]


@pytest.fixture
def on(qtbot: QtBot, controlled_study: Path, tmp_path: Path) -> Iterator[controlled.Desk]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    fonts.load_latin()
    style.dress(application, LIGHT)
    with controlled.opened(controlled_study, tmp_path / "data") as study:
        yield study


@pytest.fixture
def desk_for(on: controlled.Desk, tmp_path: Path) -> Iterator[DeskOf]:
    with ExitStack() as stack:
        yield lambda role: stack.enter_context(desk_of(on.by[role], tmp_path))


def shown(qtbot: QtBot, widget: QWidget, desk: Desk) -> None:
    qtbot.addWidget(widget)
    widget.resize(1190, 620)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    idle(qtbot, desk)


def idle(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: desk.operations.idle, timeout=10_000)


def ask(on: controlled.Desk, field: str, text: str) -> int:
    return queries.raise_query(on.monitor, on.visit_id, field=field, text=text)[0]


def test_the_page_lists_what_waits_and_enter_leads_to_the_field(
    qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf
) -> None:
    ask(on, "values.HB", "88 or 98?")
    closed = ask(on, "values.PLT", "31?")
    queries.close(on.monitor, closed, version=1)
    desk = desk_for(access.COORDINATOR)
    page = QueriesPage(desk)
    shown(qtbot, page, desk)
    page.begin()
    led: list[tuple[object, ...]] = []
    desk.field_wanted.connect(lambda *where: led.append(where))

    assert page.about.text() == "1 open, 2 in all"
    assert [row.field for row in page.view.rows.rows] == ["values.HB"]
    QTest.keyClick(page.view.table, Qt.Key.Key_Return)
    assert led == [(on.subject_id, on.visit_id, "values.HB")]

    page.view.status.setCurrentIndex(page.view.status.findData("all"))
    assert page.view.rows.rowCount() == 2
    page.view.age.setCurrentIndex(1)
    assert page.view.rows.rowCount() == 0
    assert page.view.empty.sentence.text() == "No query matches the filters."
    QTest.mouseClick(page.view.empty.action, Qt.MouseButton.LeftButton)
    assert page.view.rows.rowCount() == 1


# The off-screen platform says so when a menu opens.
@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_the_list_is_ordered_by_a_header_or_its_menu_and_keeps_order_and_chosen_query(
    qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf
) -> None:
    for field in ("values.PLT", "day", "values.HB"):
        ask(on, field, "?")
    desk = desk_for(access.COORDINATOR)
    page = QueriesPage(desk)
    shown(qtbot, page, desk)
    table, at = page.view.table, KEYS.index("field")

    def fields() -> list[str]:
        return [row.field for row in page.view.rows.rows]

    assert fields() == ["values.PLT", "day", "values.HB"]  # what waits longest first
    page.begin()
    header = table.horizontalHeader()
    middle = QPoint(header.sectionViewportPosition(at) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert fields() == ["values.HB", "values.PLT", "day"]
    assert table.chosen() == page.view.rows.rows[1]
    order_by_menu(qtbot, table, "Field")
    assert fields() == ["day", "values.PLT", "values.HB"]
    ask(on, "values.ANC", "?")
    page.read()
    idle(qtbot, desk)
    assert fields() == ["day", "values.PLT", "values.HB", "values.ANC"]
    again = QueriesPage(desk)
    shown(qtbot, again, desk)
    assert [row.field for row in again.view.rows.rows] == fields()


def test_a_query_is_answered_on_the_page_and_its_row_follows(
    qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf
) -> None:
    ask(on, "events", "was there no fever?")
    desk = desk_for(access.COORDINATOR)
    page = QueriesPage(desk)
    shown(qtbot, page, desk)
    thread = page.view.thread_
    assert "was there no fever?" in thread.said.text()
    assert thread.buttons["closed"].isHidden()  # a monitor's
    QTest.keyClicks(thread.text, "No fever, temperature 36.8.")
    with qtbot.waitSignal(desk.noticed) as told:
        QTest.mouseClick(thread.buttons["answered"], Qt.MouseButton.LeftButton)
    assert told.args[0].text == "The query is answered."
    idle(qtbot, desk)
    assert page.focusWidget() is page.view.table
    (row,) = page.view.rows.rows
    assert (row.status, row.steps[-1].text) == ("answered", "No fever, temperature 36.8.")


def test_the_second_of_two_clicks_does_not_close_the_query_that_takes_the_place(
    qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf
) -> None:
    ask(on, "values.HB", "88 or 98?")
    ask(on, "values.PLT", "31?")
    desk = desk_for(access.MONITOR)
    page = QueriesPage(desk)
    shown(qtbot, page, desk)
    thread = page.view.thread_
    QTest.mouseClick(thread.buttons["closed"], Qt.MouseButton.LeftButton)
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: page.view.rows.rowCount() == 1)
    QTest.mouseClick(thread.buttons["closed"], Qt.MouseButton.LeftButton)
    idle(qtbot, desk)
    assert [row.is_open for row in page.view.rows.rows] == [True]

    qtbot.waitUntil(thread._double.hasExpired)
    QTest.mouseClick(thread.buttons["closed"], Qt.MouseButton.LeftButton)
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: page.view.rows.rowCount() == 0)


def test_a_query_somebody_else_answered_in_between_keeps_the_text(
    qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf
) -> None:
    query_id = ask(on, "", "complete?")
    desk = desk_for(access.COORDINATOR)
    page = QueriesPage(desk)
    shown(qtbot, page, desk)
    queries.answer(on.investigator, query_id, version=1, text="yes")
    thread = page.view.thread_
    QTest.keyClicks(thread.text, "it is")
    QTest.mouseClick(thread.buttons["answered"], Qt.MouseButton.LeftButton)
    idle(qtbot, desk)
    assert "Somebody else wrote to this query" in thread.fault.text()
    assert thread.text.text() == "it is"


def test_a_subject_has_its_own_queries_on_a_tab(qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf) -> None:
    ask(on, "day", "18 or 19 November?")
    desk = desk_for(access.MONITOR)
    tab = QueriesTab(desk)
    shown(qtbot, tab, desk)
    tab.show_subject(view_of(on.monitor, on.subject_id))
    assert [row.text for row in tab.view.rows.rows] == ["18 or 19 November?"]
    assert not tab.view.subject.isVisible()


def test_the_table_model_holds_what_qt_asks_of_one(
    qtmodeltester: ModelTester, on: controlled.Desk, desk_for: DeskOf
) -> None:
    ask(on, "values.HB", "88 or 98?")
    rows = QueryRows(desk_for(access.MONITOR).texts)
    rows.show_rows(queries.every(on.monitor), today=controlled.D90)
    qtmodeltester.check(rows)


@pytest.mark.parametrize(
    ("title", "day", "words"),
    [
        ("CBC D84", 84, "CBC D84"),
        ("GVHD form D30–60", 45, "GVHD form D30–60 · D45"),
        ("Screening", -7, "Screening · D−7"),
    ],
)
def test_a_visit_whose_name_says_its_day_says_it_once(title: str, day: int, words: str) -> None:
    query = SimpleNamespace(visit_title=title, visit_day=day, visit_actual=None)
    assert visit_words(cast("Query", query), Texts("en")) == words


def test_a_query_about_a_row_of_a_log_stands_at_its_section(
    qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf
) -> None:
    stored = visits.form(on.coordinator, subject_id=on.subject_id, visit_id=on.visit_id).stored
    assert stored is not None
    event = visits.EventEntry(controlled.D90, "infection", "otitis")
    reason = visits.Reason("new_information")
    kept = tuple(replace(entry, confirmed=True) for entry in stored.values)
    visits.record(
        on.coordinator, replace(stored, values=kept, events=(event,), no_event=False, reason=reason)
    )
    person = Person(qtbot, desk_for(access.MONITOR), on.subject_id)
    person.open(on.visit_id)
    row = person.form.typed.since.events.rows[0]
    row.focus("day")
    person.click(person.form.control.raise_button)
    person.say("which grade?", "")
    (query,) = queries.every(on.monitor)
    assert query.field == f"events.{row.text().id}"
    assert person.controller.marks.buttons["events"].text() == "? 1"
    assert person.strip.close_button.hasFocus()
    person.strip.thread_.text.setFocus()
    QTest.keyClick(person.strip.thread_.text, Qt.Key.Key_Escape)
    assert not person.strip.isVisible()
    assert person.form.isVisible(), "Esc is first that of the strip"


def test_a_query_wanted_from_elsewhere_begins_beside_its_field(
    qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf
) -> None:
    person = Person(qtbot, desk_for(access.MONITOR), on.subject_id)
    person.open(on.visit_id)
    person.form.focus_field("values.PLT")
    assert person.form.typed.path_of(person.form.focusWidget()) == "values.PLT"
    assert not person.strip.isVisible(), "who comes to a field does not come to ask"
    person.form.focus_field("queries.new.values.HB")
    thread = person.strip.thread_
    assert thread.heading.text() == "Query about haemoglobin"
    assert thread.text.hasFocus()
    QTest.keyClick(thread.text, Qt.Key.Key_Escape)
    assert person.form.typed.path_of(person.form.focusWidget()) == "values.HB"
    ask(on, "values.PLT", "31?")
    person.form.show_view(view_of(on.coordinator, on.subject_id))
    person.form.focus_field("queries")
    assert "31?" in thread.said.text()


def switch_on(on: controlled.Desk) -> None:
    setting = controlling.settings(on.administrator)
    controlling.change_settings(
        on.administrator, replace(setting, second_entry=True), reason=visits.Reason("other", "4.2")
    )


def test_the_second_entry_is_typed_blind_and_a_difference_is_decided(
    qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf
) -> None:
    switch_on(on)
    person = Person(qtbot, desk_for(access.INVESTIGATOR), on.subject_id)
    person.open(on.visit_id)
    person.click(person.form.control.second_button)
    person.settle()
    strip = person.controller.second
    assert not person.form.typed.isVisible()
    assert not person.form.preview.isVisible()
    for code, text in (controlled.COUNTS | {"HB": "98"}).items():
        QTest.keyClicks(strip.fields[code][0], text)
    person.click(strip.save_button)
    person.settle()

    assert person.form.typed.isVisible()
    said = {label.text() for label in strip.findChildren(QLabel)}
    assert {"First entry: 88 g/L", "Second entry: 98 g/L (wu)"} <= said
    person.click(strip.buttons["HB", "keep_first"])
    assert strip.fault.text()  # the reason comes first
    strip.reason.setCurrentIndex(2)
    person.click(strip.buttons["HB", "keep_first"])
    person.settle()
    assert on.control.second_entry == "done"
    assert not strip.isVisible()


def test_the_second_entry_goes_into_the_form_where_it_is_right(
    qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf
) -> None:
    from app.services import second_entries
    from tests.services.conftest import values

    switch_on(on)
    second_entries.record(on.investigator, on.visit_id, values(**controlled.COUNTS | {"HB": "98"}))
    person = Person(qtbot, desk_for(access.COORDINATOR), on.subject_id)
    person.open(on.visit_id)
    person.click(person.form.control.second_button)
    person.settle()
    person.click(person.controller.second.buttons["HB", "take_second"])
    assert person.row("HB").field.text() == "98"
    person.save()
    person.press(Qt.Key.Key_Down)
    person.click(person.form.correction.save)
    person.settle()
    assert on.control.second_entry == "done"


def test_an_administrator_changes_the_settings_with_a_reason(
    qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf
) -> None:
    desk = desk_for(access.ADMINISTRATOR)
    tab = ControlTab(desk)
    shown(qtbot, tab, desk)
    tab.read()
    idle(qtbot, desk)
    assert tab.days.text() == "7"
    tab.days.setText("999")
    QTest.mouseClick(tab.save, Qt.MouseButton.LeftButton)
    assert tab.days_field.problem
    tab.days.setText("14")
    QTest.keyClick(tab.second, Qt.Key.Key_Space)
    QTest.mouseClick(tab.save, Qt.MouseButton.LeftButton)
    assert tab.reason_field.problem
    QTest.keyClicks(tab.reason, "agreed with the sponsor")
    QTest.keyClick(tab.reason, Qt.Key.Key_Return)
    idle(qtbot, desk)
    now = controlling.settings(on.administrator)
    assert (now.late_entry_days, now.second_entry) == (14, True)
    assert tab.strip.text == "Data control is saved."


def test_the_settings_are_scrolled_where_letters_are_large(
    qtbot: QtBot, qapp: QApplication, on: controlled.Desk, desk_for: DeskOf
) -> None:
    """Found in a walk: in a low window every field was squeezed to a part of its line."""
    style.dress(qapp, LIGHT, text_size=200)
    desk = desk_for(access.ADMINISTRATOR)
    tab = ControlTab(desk)
    shown(qtbot, tab, desk)
    tab.resize(1000, 400)
    tab.read()
    idle(qtbot, desk)
    tab.grab()  # lays everything out
    for part in (tab.days, tab.second, tab.reason, tab.save):
        assert part.height() >= part.fontMetrics().height()
    assert tab.horizontalScrollBar().maximum() == 0

    def in_sight(part: QWidget) -> bool:
        return part.visibleRegion().boundingRect() == part.rect()

    assert in_sight(tab.days)
    assert not in_sight(tab.save)
    tab.save.click()
    qtbot.waitUntil(lambda: in_sight(tab.reason_field), timeout=5_000)
    assert tab.reason_field.problem
    QTest.keyClicks(tab.reason, "agreed with the sponsor")
    QTest.keyClick(tab.reason, Qt.Key.Key_Return)
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: in_sight(tab.strip), timeout=5_000)
    style.dress(qapp, LIGHT)


def test_others_read_the_settings(qtbot: QtBot, on: controlled.Desk, desk_for: DeskOf) -> None:
    desk = desk_for(access.COORDINATOR)
    tab = ControlTab(desk)
    shown(qtbot, tab, desk)
    assert not tab.days.isEnabled()
    assert not tab.save.isVisible()
