"""The calendar of a subject's visits in its tab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractItemView, QAbstractSlider, QStyleOptionViewItem, QWidget

from app.domain.schedule import VisitState
from app.domain.status_marks import OVERRIDE
from app.i18n import Texts
from app.services import subjects, visits
from app.services.subjects import VisitRow
from app.ui import fonts, subject_view
from app.ui.pages.subject import SubjectPage
from app.ui.pages.visit_form.about import about
from app.ui.pages.visit_list import rows as said
from app.ui.pages.visit_list import table as visit_table
from app.ui.pages.visit_list.model import KEYS, VisitRows
from app.ui.pages.visit_list.table import StateDelegate, VisitTable
from app.ui.visit_choice import next_visit
from app.ui.widgets import cells
from app.ui.widgets.chip import chip_text, chip_width
from app.ui.window import MainWindow
from tests.ui.visiting import Typist, enrol_saa, log, view_of, visit_on_day

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.services.context import Context
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

TEXTS = Texts("en")
TODAY = date(2026, 11, 18)


@pytest.fixture
def typist(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Typist:
    """A boy of 6 on his day 90."""
    return Typist(qtbot, desk, enrol_saa(desk.context), settle)


def visit(number: int, state: VisitState, target: date | None, *, actual: date | None = None) -> VisitRow:
    return VisitRow(
        id=number,
        plan_id="p" if target else "",
        title=f"V{number}" if target else "",
        kind="scheduled" if target else "unscheduled",
        day=None,
        target=target,
        earliest=target - timedelta(days=7) if target else None,
        latest=target + timedelta(days=7) if target else None,
        actual=actual,
        state=state.value,
        assessment=False,
        infusion="",
        status="",
        flags=(),
        version=1,
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (visit(1, VisitState.DUE, TODAY), "Due, 7 d left"),
        (visit(2, VisitState.LATE, date(2026, 11, 8)), "Overdue, 3 d"),
        (visit(3, VisitState.UPCOMING, date(2026, 12, 1)), "Upcoming, opens in 6 d"),
        (visit(4, VisitState.DONE, TODAY, actual=TODAY), "Done"),
        (visit(5, VisitState.DONE_LATE, date(2026, 11, 8), actual=date(2026, 11, 17)), "Done late, 2 d"),
        (visit(6, VisitState.DONE_EARLY, TODAY, actual=date(2026, 11, 10)), "Done early, 1 d"),
        (visit(7, VisitState.MISSED, date(2026, 10, 1)), "Missed"),
        (visit(8, VisitState.UNSCHEDULED, None, actual=TODAY), "Unscheduled"),
    ],
)
def test_each_state_has_words_and_a_shape_of_its_own(row: VisitRow, words: str):
    assert said.state_words(row, today=TODAY, texts=TEXTS) == words
    assert said.SHAPES[said.state_of(row)]


def test_shapes_tell_open_late_done_missed_and_upcoming_apart():
    told = [VisitState.DUE, VisitState.LATE, VisitState.DONE, VisitState.MISSED, VisitState.UPCOMING]
    assert len({said.SHAPES[state] for state in told}) == len(told)


def test_the_visit_to_log_is_the_due_one_that_closes_first():
    rows = [
        visit(1, VisitState.LATE, date(2026, 11, 1)),
        visit(2, VisitState.DUE, date(2026, 11, 20)),
        visit(3, VisitState.DUE, date(2026, 11, 14)),
        visit(4, VisitState.UPCOMING, date(2026, 12, 14)),
    ]
    following = [next_visit(rows), next_visit(rows[:1] + rows[3:]), next_visit(rows[3:])]
    assert [row.id for row in following if row is not None] == [3, 1, 4]
    assert next_visit([]) is None


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 11), date(2026, 11, 25), "11–25 Nov 2026"),
        (date(2026, 10, 26), date(2026, 11, 1), "26 Oct – 1 Nov 2026"),
        (date(2026, 12, 20), date(2027, 1, 5), "20 Dec 2026 – 5 Jan 2027"),
    ],
)
def test_a_window_is_written_as_short_as_it_can_be(first: date, last: date, words: str):
    assert said.span_words(first, last, TEXTS) == words


def test_the_model_keeps_qts_rules(qtbot: QtBot):
    model = VisitRows(TEXTS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows((visit(1, VisitState.DUE, TODAY),), day0=date(2026, 8, 20), today=TODAY)
    index = model.index(0, KEYS.index("target"))
    assert index.data(cells.SORT_ROLE) == TODAY
    assert index.data(cells.ROW_ROLE).id == 1
    assert tester.model() is model


def test_after_a_change_each_cell_says_what_its_visit_says_now(qtbot: QtBot):
    model = VisitRows(TEXTS)
    due, ahead = visit(1, VisitState.DUE, TODAY), visit(2, VisitState.UPCOMING, date(2026, 12, 1))

    def words() -> list[str]:
        column = KEYS.index("state")
        return [model.index(at, column).data(cells.CELL_ROLE).text for at in range(model.rowCount())]

    day0 = date(2026, 8, 20)
    model.show_rows((due, ahead), day0=day0, today=TODAY)
    assert words() == ["Due, 7 d left", "Upcoming, opens in 6 d"]
    kept = model.index(1, 0).data(cells.CELL_ROLE)
    done = replace(due, state=VisitState.DONE.value, actual=TODAY)
    model.show_rows((done, ahead), day0=day0, today=TODAY)
    assert words() == ["Done", "Upcoming, opens in 6 d"]
    assert model.index(1, 0).data(cells.CELL_ROLE) is kept
    model.show_rows((ahead, done), day0=day0, today=TODAY)
    assert words() == ["Upcoming, opens in 6 d", "Done"]
    model.show_rows((ahead, done), day0=day0, today=TODAY + timedelta(days=1))
    assert words() == ["Upcoming, opens in 5 d", "Done"]
    corrected = frozenset({done.id})
    model.show_rows((ahead, done), day0=day0, today=TODAY + timedelta(days=1), corrected=corrected)
    assert words() == ["Upcoming, opens in 5 d", "Done · corrected"]


def test_the_due_visit_is_selected_and_in_sight(typist: Typist):
    table = typist.tab.list.table
    row = table.chosen()
    assert row is not None
    assert (row.day, row.state) == (90, "due")
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))


def test_the_due_visit_is_in_sight_when_the_tab_first_comes_to_the_front_of_the_window(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
):
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_subject(enrol_saa(desk.context), "overview")
    settle()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    settle()
    qtbot.waitUntil(lambda: bool(window.findChildren(VisitTable)))
    (table,) = window.findChildren(VisitTable)
    row = table.chosen()
    assert row is not None and row.day == 90

    def in_the_middle() -> bool:
        where = table.visualRect(table.currentIndex())
        return abs(where.center().y() - table.viewport().rect().center().y()) <= where.height()

    qtbot.waitUntil(in_the_middle)
    bar = table.verticalScrollBar()
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    window.resize(1120, 700)  # other heights of rows do not fetch back who scrolled away
    settle()
    qtbot.wait(60)
    assert bar.value() == 0


@pytest.mark.parametrize("flag", ["anc_on_gcsf", "interpretation_sensitive"])
def test_what_a_visit_has_to_say_is_not_cut_while_other_columns_have_room(qtbot, desk: Desk, flag: str):
    rows = VisitRows(desk.texts)
    table = VisitTable(desk, rows, holder := QWidget())
    qtbot.addWidget(holder)
    table.resize(1190, 300)
    holder.show()
    done = visit(1, VisitState.DONE_LATE, TODAY - timedelta(days=30), actual=TODAY)
    rows.show_rows((replace(done, flags=(flag,)),), day0=date(2026, 8, 20), today=TODAY)
    for key in ("state", "flags"):
        words = rows.text(rows.rows[0], key)
        assert words
        beside = StateDelegate.before if key == "state" else 0
        room = table.columnWidth(KEYS.index(key)) - 2 * cells.PADDING - beside
        assert room >= fonts.advance(words, 10), words


def test_the_words_of_a_state_are_painted_in_the_room_that_they_are_measured_for(
    qtbot, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    rows = VisitRows(desk.texts)
    table = VisitTable(desk, rows, holder := QWidget())
    qtbot.addWidget(holder)
    rows.show_rows((visit(1, VisitState.UPCOMING, TODAY),), day0=date(2026, 8, 20), today=TODAY)
    index, option, rooms = rows.index(0, KEYS.index("state")), QStyleOptionViewItem(), list[int]()
    monkeypatch.setattr(fonts, "scaled", lambda pixels: 2 * pixels)  # as at 200 % text
    monkeypatch.setattr(visit_table, "paint_words", lambda *_on, rect: rooms.append(rect.width()))
    delegate = StateDelegate(table)
    option.rect, option.palette = QRect(0, 0, delegate.width_of(index), 40), table.palette()
    painter = QPainter(ground := QPixmap(option.rect.size()))
    delegate.paint(painter, option, index)
    painter.end()
    assert not ground.isNull()
    assert rooms == [fonts.advance(rows.text(rows.rows[0], "state"), 10)]


def test_the_chip_of_a_status_has_its_room_however_long_its_name_is(qtbot, desk: Desk):
    """The column was as wide as its head: CLONAL EVOL. was cut behind a table of dates."""
    rows = VisitRows(desk.texts)
    table = VisitTable(desk, rows, holder := QWidget())
    qtbot.addWidget(holder)
    done = visit(1, VisitState.DONE, TODAY, actual=TODAY)
    clonal = replace(done, status="CLONAL_EVOLUTION", flags=(OVERRIDE,))
    rows.show_rows((clonal,), day0=date(2026, 8, 20), today=TODAY)
    needed = chip_width(chip_text(desk.texts, "CLONAL_EVOLUTION"), signed=True)
    assert table._wanted()["status"] >= needed + 2 * cells.PADDING
    rows.show_rows((done,), day0=date(2026, 8, 20), today=TODAY)
    assert table._wanted()["status"] < needed, "no wider than what stands in it"


def test_enter_and_a_double_click_open_the_form(typist: Typist):
    table = typist.tab.list.table
    table.setFocus()
    typist.press(Qt.Key.Key_Return)
    typist.settle()
    assert typist.form.title == "D90 response"
    typist.press(Qt.Key.Key_Escape)
    typist.settle()
    assert typist.closed
    assert table.hasFocus()
    middle: QPoint = table.visualRect(table.currentIndex()).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    typist.settle()
    assert typist.form.title == "D90 response"


def test_log_visit_opens_the_selected_one_and_unscheduled_a_new_one(typist: Typist):
    typist.click(typist.tab.list.log_button)
    typist.settle()
    assert typist.form.visit_id == visit_on_day(typist.desk.context, typist.subject_id, 90)
    typist.press(Qt.Key.Key_Escape)
    typist.click(typist.tab.list.unscheduled_button)
    typist.settle()
    assert typist.form.visit_id is None


def test_a_missed_visit_asks_why_and_says_so_in_the_list(typist: Typist):
    late = visit_on_day(typist.desk.context, typist.subject_id, 84)
    page = typist.tab.list
    page.table.choose(late)
    typist.click(page.missed_button)
    assert page.marking is not None
    missed = page.marking.missed
    assert missed.isVisible()
    missed.reason.setCurrentIndex(missed.reason.count() - 1)
    assert not missed.mark.isEnabled()  # "other" needs its note
    missed.reason.setFocus()
    typist.press(Qt.Key.Key_Return)
    assert missed.told.text() == "Say in the note what the other reason was."
    typist.put(missed.note, "snowed in")
    typist.click(missed.mark)
    typist.settle()
    row = next(v for v in subjects.course(typist.desk.context, typist.subject_id).visits if v.id == late)
    assert row.state == "missed"
    chosen = page.table.chosen()
    assert chosen is not None
    assert (chosen.id, chosen.state) == (late, "missed")
    assert page.missed_button.text() == "Take back missed…"
    words = about(
        visits.form(typist.desk.context, subject_id=typist.subject_id, visit_id=late), TEXTS, today=TODAY
    )
    assert words.endswith("marked as missed; saving it takes that back")


def test_the_mark_of_a_missed_visit_is_taken_back_where_it_was_set_with_its_reason(typist: Typist):
    context, late = typist.desk.context, visit_on_day(typist.desk.context, typist.subject_id, 84)
    visits.mark_missed(context, late, visits.Reason("unwell"))
    typist.tab.show_subject(view_of(context, typist.subject_id))
    page = typist.tab.list
    page.table.choose(late)
    typist.click(page.missed_button)
    assert page.marking is not None
    strip = page.marking.expected
    assert strip.isVisible()
    assert not page.marking.missed.isVisible()
    assert strip.reason.hasFocus()
    strip.reason.choose("other")
    assert not strip.mark.isEnabled()  # "other" needs its note
    typist.put(strip.note, "the wrong line was marked")
    typist.click(strip.mark)
    typist.settle()
    row = next(v for v in subjects.course(context, typist.subject_id).visits if v.id == late)
    assert (row.state, row.missed, row.missed_note) == ("late", "", "")
    assert page.missed_button.text() == "Mark missed…"
    assert page.missed_button.isEnabled()
    assert typist.notices[-1].text.endswith("is no longer marked as missed.")


def test_a_visit_is_rescheduled_and_taken_back_where_it_stands(typist: Typist):
    due = visit_on_day(typist.desk.context, typist.subject_id, 90)
    page = typist.tab.list
    page.table.choose(due)
    typist.click(page.reschedule_button)
    assert page.marking is not None
    strip = page.marking.rescheduled
    assert strip.day.hasFocus()
    assert not strip.go.isEnabled()
    assert not strip.take_back.isVisible()
    typist.put(strip.day, "2026-11-17")
    assert strip.told.text().startswith("17 Nov 2026 has passed.")
    typist.put(strip.day, "2026-11-28")
    assert strip.told.text() == (
        "Saturday 28 Nov 2026 lies after the window 11–25 Nov. A visit on that day is a deviation."
    )
    typist.put(strip.day, "2026-11-24")
    assert strip.told.text() == "Tuesday 24 Nov 2026, in the window 11–25 Nov."
    typist.press(Qt.Key.Key_Return)
    assert strip.note.hasFocus()
    typist.put(strip.note, "school trip")
    typist.press(Qt.Key.Key_Return)
    typist.settle()

    assert page.table.hasFocus()
    row = page.table.chosen()
    assert row is not None
    assert (row.id, row.agreed, row.agreed_note) == (due, date(2026, 11, 24), "school trip")
    assert page.rows.text(row, "actual") == "planned 24 Nov"
    assert page.deviations.text().startswith("planned 24 Nov (window 11–25 Nov)")
    form = typist.open(due)
    words = about(form._form, TEXTS, today=TODAY)
    assert words == "target 18 Nov 2026 · window 11–25 Nov 2026 · planned 24 Nov"
    typist.tab.reschedule()  # by its key, from the form: what is typed there is kept
    typist.settle()
    assert (strip.day.text(), strip.note.text()) == ("2026-11-24", "school trip")
    typist.click(strip.take_back)
    typist.settle()
    row = page.table.chosen()
    assert row is not None
    assert row.agreed is None


def test_filters_count_and_show_what_is_open_and_what_is_done(typist: Typist):
    log(typist.desk.context, typist.subject_id, TODAY, PLT="49")
    typist.tab.show_subject(view_of(typist.desk.context, typist.subject_id))
    page = typist.tab.list
    every = page.rows.rowCount()
    typist.click(page.filters["done"])
    done = page.rows.rowCount()
    assert all(row.actual is not None or row.state == "missed" for row in page.rows.rows)
    typist.click(page.filters["open"])
    assert page.rows.rowCount() + done == every
    assert page.filters["done"].text() == f"Done  {done}"


def test_what_no_visit_of_the_list_has_to_say_takes_no_room(typist: Typist):
    """Found in a walk: at large text words broke into lines beside an empty column “Took place”."""
    log(typist.desk.context, typist.subject_id, TODAY, PLT="49")
    typist.tab.show_subject(view_of(typist.desk.context, typist.subject_id))
    page = typist.tab.list
    assert not page.table.isColumnHidden(KEYS.index("actual"))
    typist.click(page.filters["open"])
    rows = page.rows
    for key in ("actual", "status", "control", "flags"):
        said = any(rows.text(row, key) for row in rows.rows)
        assert page.table.isColumnHidden(KEYS.index(key)) == (not said), key
    assert page.table.isColumnHidden(KEYS.index("actual"))
    assert not page.table.isColumnHidden(KEYS.index("title"))
    typist.click(page.filters["all"])
    assert not page.table.isColumnHidden(KEYS.index("actual"))


def test_a_summary_can_be_printed_of_a_logged_visit_only(typist: Typist):
    page = typist.tab.list
    assert not page.summary_button.isEnabled()
    assert page.summary_button.toolTip()
    visit_id = log(typist.desk.context, typist.subject_id, TODAY, PLT="49")
    typist.tab.show_subject(view_of(typist.desk.context, typist.subject_id))
    page.table.choose(visit_id)
    wanted: list[int] = []
    typist.desk.preview_wanted.connect(wanted.append)
    typist.click(page.summary_button)
    assert wanted == [visit_id]


def test_the_selection_stays_when_the_subject_is_read_again(typist: Typist):
    table = typist.tab.list.table
    wanted = visit_on_day(typist.desk.context, typist.subject_id, 180)
    table.choose(wanted)
    typist.tab.show_subject(view_of(typist.desk.context, typist.subject_id))
    row = table.chosen()
    assert row is not None
    assert row.id == wanted
    assert table.selectionMode() is QAbstractItemView.SelectionMode.SingleSelection


def test_a_subject_that_takes_long_to_read_says_that_it_is_being_read(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by hand: ten years of daily counts left an empty page for seconds."""
    child, read, go_on = enrol_saa(desk.context), subject_view.load, Event()

    def slow(context: Context, subject_id: int) -> SubjectView:
        assert go_on.wait(20)
        return read(context, subject_id)

    monkeypatch.setattr(subject_view, "load", slow)
    page = SubjectPage(desk)
    qtbot.addWidget(page)
    page.resize(1222, 680)
    page.show()
    page.open_subject(child, "visits")
    qtbot.waitUntil(page.busy.isVisible)
    go_on.set()
    settle()
    assert page.busy.isHidden()
    assert page.view is not None
