"""The list: what a row says, order and search, opening by keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from app.i18n import Texts
from app.services import subjects as service
from app.services.context import Changes
from app.services.subjects import Lack, ListQuery, SubjectRow, Waits
from app.ui import fonts
from app.ui.desk import Notice
from app.ui.pages.subjects import SubjectsPage
from app.ui.pages.subjects import views as subject_views
from app.ui.pages.subjects.columns import COLUMNS, KEYS
from app.ui.pages.subjects.marks import MarksRead
from app.ui.pages.subjects.pages import PAGE
from app.ui.pages.subjects.rows import SubjectRows
from app.ui.pages.subjects.table import SubjectTable
from app.ui.pages.subjects.view_order import ViewOrder
from app.ui.widgets import cells
from tests.ui.people import STORY, TODAY, subject

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from app.services.context import Context
    from app.services.contracts.subjects import Marks
    from app.ui.desk import Desk


@pytest.fixture
def rows(qapp: object) -> SubjectRows:
    made = SubjectRows(Texts("en"), today=lambda: TODAY)
    made.show_rows(STORY)
    return made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[ListQuery]:
    """The questions that reached the service; answers come from the story."""
    questions: list[ListQuery] = []

    def found(query: ListQuery) -> tuple[SubjectRow, ...]:
        return tuple(row for row in STORY if query.text in row.code and query.status in ("", row.status))

    def listing(_context: Context, query: ListQuery) -> tuple[SubjectRow, ...]:
        questions.append(query)
        return found(query)

    def tally(_context: Context, query: ListQuery) -> dict[str, int]:
        return Counter(row.state for row in found(query))

    monkeypatch.setattr(service, "listing", listing)
    monkeypatch.setattr(service, "tally", tally)
    monkeypatch.setattr(service, "arms", lambda _context: (("saa_atg", "control"), ("saa_atg", "msc")))
    return questions


@pytest.fixture
def page(
    qtbot: QtBot, desk: Desk, asked: list[ListQuery], settle: Callable[[], None]
) -> Iterator[SubjectsPage]:
    made = SubjectsPage(desk)
    qtbot.addWidget(made)
    made.resize(1222, 700)
    made.show()
    settle()
    yield made
    settle()  # what waits at the last rows is asked for behind their paint


def words(rows: SubjectRows, code: str, key: str) -> str:
    place = next(place for place, row in enumerate(rows.rows) if row.code == code)
    return str(rows.index(place, KEYS.index(key)).data())


def test_the_model_is_a_sound_one(qtmodeltester: ModelTester, rows: SubjectRows) -> None:
    qtmodeltester.check(rows)


def test_a_row_says_what_the_design_says(rows: SubjectRows) -> None:
    said = {key: words(rows, "TJ-014", key) for key in KEYS}
    assert said == {
        "code": "TJ-014",
        "person": "M, 6 y",
        "protocol": "saa_atg · MSC",
        "day0": "20 Aug 2026",
        "day": "90",
        "status": "PR",
        "anc": "1.10",
        "plt": "49",
        "trend": "",
        "next": "D90 response",
        "target": "18 Nov",
        "window": "11–25 Nov",
        "flags": "unconfirmed",
    }


def test_every_flag_stands_in_words_and_none_is_hidden(rows: SubjectRows) -> None:
    texts = Texts("en")
    for row in STORY:
        said = words(rows, row.code, "flags")
        whole = rows.index(rows.position_of(row.id), KEYS.index("flags")).data(Qt.ItemDataRole.ToolTipRole)
        for flag in row.flags:
            short = f"flags.{flag}.short"
            assert texts(short if texts.has(short) else f"flags.{flag}") in said
            assert texts(f"flags.{flag}") in whole


def test_a_late_visit_has_a_warning_and_its_days(rows: SubjectRows) -> None:
    place = rows.position_of(9)
    target = rows.index(place, KEYS.index("target"))
    assert (target.data(), target.data(cells.TONE_ROLE), target.data(cells.ICON_ROLE)) == (
        "31 Oct",
        "warning",
        "warning",
    )
    assert words(rows, "TJ-009", "flags") == "4 d late"
    assert rows.index(rows.position_of(14), KEYS.index("target")).data(cells.TONE_ROLE) is None


def test_newest_platelets_that_are_critical_stand_first_among_the_flags_of_who_takes_part(
    rows: SubjectRows,
) -> None:
    low = subject(17, plt=Decimal(8), flags=("unconfirmed",))
    rows.show_rows((low, replace(low, id=18, state="left"), replace(low, id=19, plt=Decimal(10))))
    told, left, enough = (rows.index(place, KEYS.index("flags")) for place in range(3))
    assert told.data() == "PLT 8, unconfirmed"
    assert (told.data(cells.TONE_ROLE), told.data(cells.ICON_ROLE)) == ("error", "warning")
    assert {left.data(), enough.data()} == {"unconfirmed"}


@pytest.mark.parametrize(("count", "said"), [(1, "1 query"), (2, "2 queries")])
def test_open_queries_are_a_flag_in_words(rows: SubjectRows, count: int, said: str) -> None:
    rows.show_rows((subject(5, flags=("death",), queries=count),))
    flags = rows.index(0, KEYS.index("flags"))
    assert flags.data() == flags.data(Qt.ItemDataRole.ToolTipRole) == f"death, {said}"


def test_a_status_is_spoken_with_since_and_flags(rows: SubjectRows) -> None:
    index = rows.index(rows.position_of(14), KEYS.index("status"))
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Status PR, partial response, since 12 Nov 2026, unconfirmed"


def test_sorting_asks_for_another_order(qtbot: QtBot, rows: SubjectRows) -> None:
    with qtbot.waitSignal(rows.order_wanted) as caught:
        rows.sort(KEYS.index("anc"), Qt.SortOrder.DescendingOrder)
    assert caught.args == ["anc", True]
    with qtbot.waitSignal(rows.order_wanted) as caught:
        rows.sort(KEYS.index("day0"), Qt.SortOrder.AscendingOrder)
    assert caught.args == ["day0", False]
    with qtbot.waitSignal(rows.order_wanted) as caught:
        rows.sort(KEYS.index("day"), Qt.SortOrder.DescendingOrder)
    assert caught.args == ["day", True]
    assert {column.sort for column in COLUMNS} - {""} <= set(_sorts())


def _sorts() -> tuple[str, ...]:
    from app.storage.listing import SORTS

    return SORTS


def test_typing_in_the_table_searches(
    qtbot: QtBot, page: SubjectsPage, asked: list[ListQuery], settle: Callable[[], None]
) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, "1")
    qtbot.keyClick(page.search, "4")
    qtbot.waitUntil(lambda: asked[-1].text == "14", timeout=2000)
    settle()
    assert [row.code for row in page.rows.rows] == ["TJ-014"]
    assert page.about.text() == "1 match"


def test_enter_opens_the_chosen_row(qtbot: QtBot, page: SubjectsPage, desk: Desk) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(desk.subject_wanted) as caught:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert caught.args == [STORY[1].id, "overview"]


def test_a_double_click_opens_too(qtbot: QtBot, page: SubjectsPage, desk: Desk) -> None:
    at = page.table.visualRect(page.rows.index(2, 0)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(desk.subject_wanted) as caught:
        qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == [STORY[2].id, "overview"]


def test_enter_in_the_search_opens_the_only_match(
    qtbot: QtBot, page: SubjectsPage, desk: Desk, asked: list[ListQuery], settle: Callable[[], None]
) -> None:
    qtbot.keyClicks(page.search, "016")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)  # before the pause is over: looks at once
    settle()
    with qtbot.waitSignal(desk.subject_wanted) as caught:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert caught.args == [16, "overview"]


def test_a_click_on_a_header_orders_in_sql(
    qtbot: QtBot, page: SubjectsPage, asked: list[ListQuery], settle: Callable[[], None]
) -> None:
    header = page.table.horizontalHeader()
    at = header.sectionViewportPosition(KEYS.index("anc")) + 10
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 15))
    settle()
    assert asked[-1].sort == "anc"


# The off-screen platform says so when a menu opens.
@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_the_menu_key_orders_too_and_turns_the_order_round(
    qtbot: QtBot, page: SubjectsPage, asked: list[ListQuery], settle: Callable[[], None]
) -> None:
    for descending in (True, False):  # it stands in the order of the codes already
        qtbot.keyClick(page.table, Qt.Key.Key_Menu)
        menu = page.table.findChild(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
        assert menu is not None
        orders = menu.findChild(QMenu)
        assert orders is not None
        next(action for action in orders.actions() if action.text() == "Code").trigger()
        menu.close()
        qtbot.waitUntil(lambda: not page.table.findChildren(QMenu))
        settle()
        assert (asked[-1].sort, asked[-1].descending) == ("code", descending)


def test_what_is_searched_for_comes_in_turns_and_what_is_filtered_at_once(
    qtbot: QtBot, page: SubjectsPage, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_turns: list[str] = []
    monkeypatch.setattr(page.table, "paint_in_turns", lambda: in_turns.append(page.search.text()))
    page.status.setCurrentIndex(page.status.findData("PR"))
    settle()
    assert in_turns == []
    qtbot.keyClicks(page.search, "014")
    qtbot.waitUntil(lambda: in_turns == ["014"])
    page.status.setCurrentIndex(0)
    settle()
    assert in_turns == ["014"]


def test_a_filter_without_match_says_so_and_clears(
    qtbot: QtBot, page: SubjectsPage, asked: list[ListQuery], settle: Callable[[], None]
) -> None:
    qtbot.keyClicks(page.search, "TJ-99")
    qtbot.waitUntil(lambda: asked[-1].text == "TJ-99", timeout=2000)
    settle()
    assert page.empty.sentence.text() == "No subject matches “TJ-99”."
    qtbot.mouseClick(page.empty.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: asked[-1].text == "", timeout=2000)
    settle()
    assert page.rows.rowCount() == len(STORY)


def test_the_selection_survives_new_rows(page: SubjectsPage, settle: Callable[[], None]) -> None:
    page.table.choose(14)
    page.read()
    settle()
    assert page.table.chosen() == 14


def shown_flags(page: SubjectsPage, subject_id: int) -> cells.Cell:
    place = page.rows.position_of(subject_id)
    found = page.rows.index(place, KEYS.index("flags")).data(cells.CELL_ROLE)
    assert isinstance(found, cells.Cell)
    return found


def test_a_cell_holds_as_many_flags_as_one_line_has_room_for_and_counts_the_others(
    page: SubjectsPage,
) -> None:
    at = KEYS.index("flags")
    assert {page.table.rowHeight(place) for place in range(page.rows.rowCount())} == {28}
    assert shown_flags(page, 16).text == "ANC on G-CSF +2"
    assert words(page.rows, "TJ-016", "flags") == "ANC on G-CSF, lost after recovery, unconfirmed"
    assert page.table.columns is not None
    for row in page.rows.rows:
        found = shown_flags(page, row.id)
        assert cells.height_of(found, page.table.columns.widths["flags"]) == 0, found.text
    page.resize(1700, 700)
    page.table.columns.fit()
    assert shown_flags(page, 16).text == words(page.rows, "TJ-016", "flags")
    assert page.table.columnWidth(at) >= page.table.columns.widths["flags"]


def test_what_is_critical_then_what_is_late_has_the_line_before_other_flags(page: SubjectsPage) -> None:
    late = {"next_target": date(2026, 11, 1), "next_earliest": date(2026, 10, 20)}
    row = subject(17, flags=("unconfirmed", "cr_not_excluded"), next_latest=date(2026, 11, 12), **late)
    page.rows.show_rows((row, replace(row, id=18, plt=Decimal(8))))
    said = [page.rows.index(place, KEYS.index("flags")).data() for place in (0, 1)]
    assert said == ["6 d late, unconfirmed, CR not excluded", "PLT 8, 6 d late, unconfirmed, CR not excluded"]
    assert shown_flags(page, 17).text == "6 d late +2"
    found = shown_flags(page, 18)
    assert (found.text, found.bold, found.icon) == ("PLT 8, 6 d late +2", True, "warning")


def test_a_flag_that_no_line_holds_has_a_second_one_in_its_own_row(page: SubjectsPage) -> None:
    long = "a_flag_of_a_protocol_whose_words_are_longer_than_the_column"
    page.rows.show_rows((subject(17, flags=(long,)), subject(18, flags=("unconfirmed",))))
    assert [page.table.rowHeight(place) > 28 for place in (0, 1)] == [True, False]
    page.rows.show_rows(page.rows.rows[::-1])
    assert [page.table.rowHeight(place) > 28 for place in (0, 1)] == [False, True]


def test_flags_and_status_never_give_way(page: SubjectsPage, qtbot: QtBot) -> None:
    page.resize(820, 600)
    qtbot.waitUntil(lambda: page.table.isColumnHidden(KEYS.index("window")), timeout=2000)
    for key in ("code", "status", "flags", "anc", "plt"):
        assert not page.table.isColumnHidden(KEYS.index(key))


def test_filters_that_have_no_room_beside_the_search_stand_below_it(qtbot: QtBot, page: SubjectsPage) -> None:
    filters = page.filters

    def below() -> bool:
        return filters.due.geometry().top() > filters.search.geometry().bottom()

    assert not below()
    page.resize(640, 700)
    qtbot.waitUntil(below, timeout=2000)
    assert filters.due.geometry().right() <= filters.width()
    page.resize(1222, 700)
    qtbot.waitUntil(lambda: not below(), timeout=2000)


def test_a_column_that_was_switched_off_stays_away(page: SubjectsPage, desk: Desk) -> None:
    assert page.table.columns is not None
    page.table.columns._switch("trend", on=False)
    again = SubjectTable(desk, page.rows, page)
    assert again.isColumnHidden(KEYS.index("trend"))


def test_the_list_is_exported_as_it_is_narrowed(
    page: SubjectsPage, desk: Desk, settle: Callable[[], None], tmp_path: Path
) -> None:
    told: list[Notice] = []
    desk.noticed.connect(told.append)
    page.status.setCurrentIndex(page.status.findData("PR"))
    settle()
    page.export.ask_path = lambda name: tmp_path / name
    page.export.click()
    settle()
    lines = (tmp_path / "subjects_2026-11-18.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines[1:]] == [row.code for row in page.rows.rows]
    assert told[-1].kind == "done"

    def meanwhile(name: str) -> Path:
        page.asking.marks.keep(MarksRead(page.asking.marks.reading()().moment, {"gap": {1: ("RETIC",)}}))
        return tmp_path / name

    asked_with: list[ListQuery] = []
    query = page.export._query

    def noted() -> ListQuery:
        asked_with.append(query())
        return asked_with[-1]

    page.export._query = noted
    page.export.ask_path = meanwhile
    page.export.click()
    settle()
    assert asked_with[-1].marks == {"gap": {1: ("RETIC",)}}  # as they are known once the place is chosen
    page.export.ask_path = lambda name: tmp_path / "gone" / name
    page.export.click()
    settle()
    assert told[-1].kind == "error"
    assert "gone" in told[-1].text


def test_an_empty_study_invites_to_enrol(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> None:
    page = SubjectsPage(desk)
    qtbot.addWidget(page)
    page.show()
    settle()
    assert page.empty.action.text() == "Enrol the first subject"
    with qtbot.waitSignal(desk.enrolment_wanted):
        qtbot.mouseClick(page.empty.action, Qt.MouseButton.LeftButton)


def test_ten_thousand_rows_come_without_widgets_in_cells(page: SubjectsPage) -> None:
    page.rows.show_rows(many(10_000))
    assert page.rows.rowCount() == 10_000
    assert page.table.indexWidget(page.rows.index(0, 0)) is None


def many(number: int) -> tuple[SubjectRow, ...]:
    return tuple(replace(subject(1), id=at, code=f"TJ-{at:05d}") for at in range(number))


def test_only_what_comes_into_sight_is_asked_for(qtbot: QtBot, rows: SubjectRows) -> None:
    every = many(1000)
    rows.show_rows(every[:PAGE], total=1000)
    assert rows.rowCount() == 1000
    with qtbot.waitSignal(rows.page_wanted) as wanted:
        assert rows.index(650, 0).data() is None
    assert wanted.args == [3]
    with qtbot.assertNotEmitted(rows.page_wanted):
        rows.index(651, 0).data()
    rows.add_page(3, every[600:800])
    assert rows.index(650, 0).data() == "TJ-00650"
    assert rows.position_of(651) == 651


def test_a_page_that_came_into_sight_is_filled(
    page: SubjectsPage, monkeypatch: pytest.MonkeyPatch, settle: Callable[[], None]
) -> None:
    every = many(1000)
    monkeypatch.setattr(
        service, "listing", lambda _context, query: every[query.offset : query.offset + query.limit]
    )
    monkeypatch.setattr(service, "tally", lambda _context, _query: {"enrolled": 1000})
    page.read()
    settle()
    assert page.about.text() == "1000 enrolled"
    page.table.scrollToBottom()
    page.table.viewport().repaint()
    settle()
    assert words_at(page.rows, 999) == "TJ-00999"


def words_at(rows: SubjectRows, place: int) -> str:
    return str(rows.index(place, 0).data())


def test_protocols_are_offered_with_their_arms(
    page: SubjectsPage, asked: list[ListQuery], settle: Callable[[], None]
) -> None:
    box = page.filters.protocol
    assert "saa_atg · MSC" in [box.itemText(place) for place in range(box.count())]
    box.setCurrentIndex(box.findText("saa_atg · MSC"))
    settle()
    assert (asked[-1].protocol, asked[-1].arm) == ("saa_atg", "msc")


def test_the_next_visit_is_a_filter(
    page: SubjectsPage, asked: list[ListQuery], settle: Callable[[], None]
) -> None:
    page.filters.due.setCurrentIndex(page.filters.due.findData("overdue"))
    settle()
    assert asked[-1].due == "overdue"


def test_a_flag_is_a_filter_kept_in_a_view_and_the_head_orders_by_urgency(
    page: SubjectsPage, desk: Desk, asked: list[ListQuery], settle: Callable[[], None]
) -> None:
    page.filters.flag.setCurrentIndex(page.filters.flag.findText("To verify"))
    settle()
    assert asked[-1].flag == "verify"
    header = page.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(KEYS.index("flags")) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert (asked[-1].sort, asked[-1].descending) == ("flags", False)
    subject_views.keep(desk.state, {"Mine": page._query})
    assert subject_views.kept(desk.state)["Mine"] == ListQuery(flag="verify", sort="flags")
    page.clear_search()
    settle()
    assert asked[-1].flag == ""


def test_what_is_typed_may_be_a_flag(
    page: SubjectsPage, asked: list[ListQuery], settle: Callable[[], None], qtbot: QtBot
) -> None:
    QTest.keyClicks(page.search, "late")
    qtbot.waitUntil(lambda: asked[-1].text == "late", timeout=2000)
    settle()
    assert asked[-1].said == ("late",)


def test_a_ready_view_sets_filters_and_order(
    page: SubjectsPage, asked: list[ListQuery], settle: Callable[[], None]
) -> None:
    page.filters.views.fill()
    menu = page.filters.views.menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Overdue visits").trigger()
    settle()
    assert (asked[-1].due, asked[-1].sort) == ("overdue", "next")
    assert page.table.horizontalHeader().sortIndicatorSection() == KEYS.index("next")
    assert page.filters.views.text() == "View: Overdue visits"
    page.filters.clear()
    assert page.filters.views.text() == "Views"


def test_a_view_is_saved_under_a_name_without_what_was_searched_for(
    qtbot: QtBot, page: SubjectsPage, desk: Desk, settle: Callable[[], None]
) -> None:
    page.filters.status.setCurrentIndex(page.filters.status.findData("NR"))
    page.search.setText("Wang")
    qtbot.waitUntil(lambda: page._query.text == "Wang", timeout=2000)
    settle()
    page.filters.views.fill()
    qtbot.keyClicks(page.filters.views.name, "No response")
    qtbot.keyClick(page.filters.views.name, Qt.Key.Key_Return)
    assert subject_views.kept(desk.state) == {"No response": ListQuery(status="NR")}
    assert "Wang" not in desk.state.get(subject_views.SETTING, "")
    page.search.clear()
    assert page.filters.views.text() == "View: No response"
    subject_views.keep(desk.state, {})
    page.filters.views.arranged()
    assert page.filters.views.text() == "Views"


def test_saved_views_are_named_anew_moved_and_forgotten_where_they_stand(
    qtbot: QtBot, page: SubjectsPage, desk: Desk
) -> None:
    views = {"A": ListQuery(status="NR"), "B": ListQuery(status="PR"), "C": ListQuery(status="CR")}
    subject_views.keep(desk.state, views)
    page.filters.views.fill()
    menu = page.filters.views.menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Arrange views…").trigger()
    strip = page.findChild(ViewOrder)
    assert strip is not None
    assert strip.isVisible()

    qtbot.keyClick(strip.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert list(subject_views.kept(desk.state)) == ["B", "A", "C"]
    qtbot.mouseClick(strip.down, Qt.MouseButton.LeftButton)
    assert list(subject_views.kept(desk.state)) == ["B", "C", "A"]
    assert not strip.down.isEnabled()
    strip.list.model().moveRow(QModelIndex(), 0, QModelIndex(), 3)  # drawn to the end
    assert list(subject_views.kept(desk.state)) == ["C", "A", "B"]

    strip.list.setCurrentRow(0)
    qtbot.keyClick(strip.list, Qt.Key.Key_F2)
    typed = strip.list.findChild(QLineEdit)
    assert typed is not None
    typed.setText("A")
    qtbot.keyClick(typed, Qt.Key.Key_Return)
    qtbot.waitUntil(strip.said.isVisible)  # the name of another view
    assert list(subject_views.kept(desk.state)) == ["C", "A", "B"]
    strip.list.item(0).setText(" Complete ")
    assert subject_views.kept(desk.state) == {
        "Complete": views["C"],
        "A": views["A"],
        "B": views["B"],
    }
    page.show_view(views["C"])
    assert page.filters.views.text() == "View: Complete"
    strip.list.item(1).setText("x" * (subject_views.LONGEST + 1))
    assert "x" * subject_views.LONGEST in subject_views.kept(desk.state)
    strip.list.item(1).setText("A")

    qtbot.keyClick(strip.list, Qt.Key.Key_Delete)
    assert page.filters.views.text() == "Views"
    qtbot.keyClick(strip.list, Qt.Key.Key_Escape)
    assert not strip.isVisible()
    assert list(subject_views.kept(desk.state)) == ["A", "B"]


@pytest.mark.parametrize("stored", ["[]", "nonsense", '{"a": 1}', '{"a": {"sort": "drop", "due": 3}}'])
def test_views_that_cannot_be_read_harm_nothing(desk: Desk, stored: str) -> None:
    desk.state.put(subject_views.SETTING, stored)
    assert all(query.sort == "code" for query in subject_views.kept(desk.state).values())


def test_a_column_keeps_the_width_that_was_drawn_until_its_edge_is_double_clicked(
    qtbot: QtBot, desk: Desk, page: SubjectsPage, settle: Callable[[], None]
) -> None:
    """Found by hand: the next change of the window's size took it back."""
    at = KEYS.index("protocol")
    header = page.table.horizontalHeader()
    designed = header.sectionSize(at)

    def edge() -> QPoint:
        return QPoint(header.sectionViewportPosition(at) + header.sectionSize(at) - 1, header.height() // 2)

    start = edge()
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(header.viewport(), start + QPoint(40, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))
    assert header.sectionSize(at) == designed + 40
    page.resize(1180, 700)
    page.resize(1222, 700)
    assert header.sectionSize(at) == designed + 40
    again = SubjectsPage(desk)
    qtbot.addWidget(again)
    again.resize(1222, 700)
    again.show()
    settle()
    assert again.table.horizontalHeader().sectionSize(at) == designed + 40
    QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=edge())
    assert header.sectionSize(at) == designed


def test_what_waits_for_somebody_is_a_flag_said_whole_under_the_mouse(rows: SubjectRows) -> None:
    listed = (subject(11, flags=("unconfirmed",)), subject(14))
    rows.show_rows(listed)
    retic = ("RETIC_ABS",)
    gap = Lack("D180 response", date(2026, 11, 29), date(2026, 12, 13), names=retic, rule=retic)
    found = {11: Waits(gap=gap), 14: Waits(to_verify=2, to_sign=1)}
    rows.show_waits(found, of=listed)
    flags = [rows.index(place, KEYS.index("flags")) for place in (0, 1)]

    assert [each.data() for each in flags] == ["unconfirmed, Retic due", "2 to verify, to sign"]
    assert [each.data(Qt.ItemDataRole.ToolTipRole) for each in flags] == [
        "unconfirmed; Reticulocytes: by 13 Dec, without it D180 response becomes NE",
        "2 visits to verify; 1 visit to sign",
    ]
    rows.show_waits({}, of=listed[1:])  # read again: verified and signed meanwhile
    assert [each.data() for each in flags] == ["unconfirmed, Retic due", ""]


def test_what_waits_is_asked_for_behind_the_rows(page: SubjectsPage, settle: Callable[[], None]) -> None:
    settle()
    asked = page.rows.rows
    before = page.rows.index(0, KEYS.index("flags")).data()
    assert asked
    page.rows.show_waits({asked[0].id: Waits(to_verify=1)}, of=asked)
    page.read()
    settle()  # nothing waits in this study
    assert page.rows.index(0, KEYS.index("flags")).data() == before


def test_the_line_of_who_left_while_pending_counts_its_days_to_the_end() -> None:
    rows = SubjectRows(Texts("en"), today=lambda: TODAY)
    row = subject(7, status="PENDING", state="left", ended="death", ended_on=date(2026, 8, 25))
    assert rows.text(row, "day") == "5"
    assert rows._accessible(row, "status").startswith("Status pending, not assessed before the end")
    assert rows.text(replace(row, state="enrolled", ended=""), "day") == "90"


@pytest.fixture
def marks_read(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """Of whom flags were asked for: two lack something where all are, nobody where some are."""
    read: list[tuple[int, ...]] = []

    def marks(_context: Context, *, of: tuple[int, ...] = ()) -> Marks:
        read.append(of)
        return {"gap": {1: ("RETIC",), 2: ("MARROW",)} if not of else {}}

    monkeypatch.setattr(service, "marks", marks)
    return read


def test_flags_are_read_ahead_once_the_list_has_been_shown(
    marks_read: list[tuple[int, ...]],
    page: SubjectsPage,
    asked: list[ListQuery],
    qtbot: QtBot,
    settle: Callable[[], None],
) -> None:
    desk = page._desk

    def ordered(descending: bool) -> ListQuery:
        page.table.sortByColumn(KEYS.index("flags"), Qt.SortOrder(int(descending)))
        settle()
        return asked[-1]

    qtbot.waitUntil(lambda: page.asking.marks.known is not None)
    desk.day_turned.emit()
    qtbot.waitUntil(lambda: page.asking.marks.known is not None)
    assert marks_read == [(), ()]
    assert ordered(False).marks == {"gap": {1: ("RETIC",), 2: ("MARROW",)}}
    desk.changed.emit(Changes(subjects=frozenset({2})))
    settle()  # the list as it is ordered is answered with it at once
    assert marks_read[2:] == [(2,)]
    assert asked[-1].marks == {"gap": {1: ("RETIC",)}}
    page.hide()
    desk.changed.emit(Changes(subjects=frozenset({1})))
    assert ordered(True).marks == {"gap": {}}, "changed behind its back"


def test_no_name_of_a_next_visit_is_cut_at_the_usual_width_of_the_window(page: SubjectsPage) -> None:
    named = ("GVHD and CBC month 4", "D180 response, marrow", "Follow-up 18 months", "CBC, ciclosporin M10")
    page.rows.show_rows(
        tuple(replace(row, next_visit=title) for row, title in zip(STORY, named, strict=False))
    )
    assert page.table.columns is not None
    room = page.table.columns.widths["next"] - 2 * cells.PADDING
    assert not page.table.isColumnHidden(KEYS.index("window"))
    assert max(fonts.advance(title, 10) for title in named) <= room
