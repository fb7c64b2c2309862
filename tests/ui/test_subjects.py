"""The list: what a row says, order and search, opening by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from app.i18n import Texts
from app.services import subjects as service
from app.services.subjects import ListQuery, SubjectRow
from app.ui.pages.subject_rows import COLUMNS, KEYS, SubjectRows
from app.ui.pages.subjects import SubjectsPage
from app.ui.widgets import cells
from tests.ui.people import STORY, TODAY, subject

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from app.services.context import Context
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

    def listing(_context: Context, query: ListQuery) -> tuple[SubjectRow, ...]:
        questions.append(query)
        return tuple(row for row in STORY if query.text in row.code and query.status in ("", row.status))

    monkeypatch.setattr(service, "listing", listing)
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
    assert caught.args == ["day", True], "an earlier day 0 is a later study day"
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
    from PySide6.QtCore import QPoint

    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 15))
    settle()
    assert asked[-1].sort == "anc"


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


def test_where_flags_need_a_second_line_every_row_has_one(page: SubjectsPage) -> None:
    long = page.rows.position_of(16)
    assert page.table.rowHeight(long) > 28
    assert {page.table.rowHeight(place) for place in range(page.rows.rowCount())} == {
        page.table.rowHeight(long)
    }


def test_flags_and_status_never_give_way(page: SubjectsPage, qtbot: QtBot) -> None:
    page.resize(820, 600)
    qtbot.waitUntil(lambda: page.table.isColumnHidden(KEYS.index("window")), timeout=2000)
    for key in ("code", "status", "flags", "anc", "plt"):
        assert not page.table.isColumnHidden(KEYS.index(key))


def test_an_empty_study_invites_to_enrol(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> None:
    page = SubjectsPage(desk)
    qtbot.addWidget(page)
    page.show()
    settle()
    assert page.empty.action.text() == "Enrol the first subject"
    with qtbot.waitSignal(desk.enrolment_wanted):
        qtbot.mouseClick(page.empty.action, Qt.MouseButton.LeftButton)


def test_ten_thousand_rows_come_without_widgets_in_cells(page: SubjectsPage) -> None:
    page.rows.show_rows(tuple(replace(subject(1), id=number) for number in range(10_000)))
    assert page.rows.rowCount() == 10_000
    assert page.table.indexWidget(page.rows.index(0, 0)) is None
