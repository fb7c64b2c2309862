"""The counts as a grid: typed, undone, corrected, saved, copied, by real keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from threading import Event
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.plausibility import Problem
from app.i18n import Texts
from app.services import drafts, subjects, trail, visits
from app.services.errors import ServiceError
from app.ui import fonts
from app.ui.desk import Notice
from app.ui.pages.counts import CountsTab, entries
from app.ui.pages.counts.delegate import CountDelegate
from app.ui.pages.counts.table import WIDE_VISIT, WIDTHS
from app.ui.pages.counts.typed import defused
from app.ui.widgets import cells
from tests.ui.counting import CTRL, SHIFT, Counter
from tests.ui.visiting import DAY0, enrol_saa, log, view_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk
    from app.ui.theme import Theme

FIRST, SECOND = DAY0 + timedelta(days=35), DAY0 + timedelta(days=42)
TODAY = date(2026, 11, 18)


@pytest.fixture
def counter(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Counter:
    """A boy of 6 with two counts after his treatment."""
    subject_id = enrol_saa(desk.context)
    log(desk.context, subject_id, FIRST, WBC="1.20", ANC="0.35", HB="81", PLT="16")
    log(desk.context, subject_id, SECOND, WBC="1.50", ANC="0.48", HB="76", PLT="17")
    return Counter(qtbot, desk, subject_id, settle)


def test_it_opens_on_the_newest_row_at_the_foot(counter: Counter) -> None:
    assert counter.current() == (SECOND, "WBC")
    assert [row.day for row in counter.tab.grid.rows] == sorted(row.day for row in counter.tab.grid.rows)
    assert counter.cell(SECOND, "ANC") == "0.48"


def test_the_model_keeps_qts_rules(counter: Counter) -> None:
    tester = QAbstractItemModelTester(
        counter.tab.grid, QAbstractItemModelTester.FailureReportingMode.Fatal, counter.tab
    )
    counter.go(SECOND, "LYM")
    counter.type("0.9")
    counter.tab.add_day(TODAY)
    index = counter.tab.grid.index(0, counter.tab.grid.columns.index("ANC"))

    assert index.data(cells.SORT_ROLE) == Decimal("0.22")
    assert tester.model() is counter.tab.grid


class _Painted(QObject):
    """What is painted of a widget, at most: in pixels."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.most = 0
        widget.installEventFilter(self)

    # Qt overrides

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            area = cast("QPaintEvent", event).rect()
            self.most = max(self.most, area.width() * area.height())
        return False


def test_typing_paints_the_cell_and_not_the_whole_grid(counter: Counter, settle: Callable[[], None]) -> None:
    counter.go(SECOND, "LYM")
    settle()
    QApplication.processEvents()  # what is still to be painted of the opening
    table = counter.tab.table
    painted = _Painted(table.viewport())
    counter.press(Qt.Key.Key_1)
    counter.press(Qt.Key.Key_Escape)
    counter.qtbot.waitUntil(lambda: table.hasFocus() and painted.most > 0)

    cell = table.visualRect(table.currentIndex())
    assert painted.most <= 9 * cell.width() * cell.height()


def test_a_strip_below_takes_room_and_no_cell_is_painted_anew(
    counter: Counter, settle: Callable[[], None]
) -> None:
    settle()
    QApplication.processEvents()
    table, tab = counter.tab.table, counter.tab
    painted = _Painted(table.viewport())
    height = table.height()
    tab.foot.problem.show()
    counter.qtbot.waitUntil(lambda: table.height() < height)
    tab.foot.problem.hide()
    counter.qtbot.waitUntil(lambda: table.height() == height and painted.most > 0)
    assert painted.most < table.viewport().width() * table.viewport().height() / 2
    shown = tab.screen().grabWindow(tab.winId()).toImage()
    assert shown == tab.grab().toImage().convertToFormat(shown.format())


def test_a_row_is_typed_with_enter_and_tab_and_saved(counter: Counter) -> None:
    counter.press(Qt.Key.Key_Semicolon, CTRL)
    assert counter.current() == (TODAY, "WBC")
    counter.type("2.8", "1.1", key=Qt.Key.Key_Tab)
    counter.go(TODAY, "HB")
    counter.type("9.9 g/dL", "49", "57", key=Qt.Key.Key_Tab)
    assert counter.stored(TODAY) == {}

    counter.save()

    assert counter.stored(TODAY) == {
        "WBC": Decimal("2.8"),
        "ANC": Decimal("1.1"),
        "HB": Decimal(99),
        "PLT": Decimal(49),
        "RETIC_ABS": Decimal(57),
    }
    assert not counter.tab.grid.pending
    assert "5 values saved" in counter.tab.strip.text


def test_enter_goes_down_and_shift_enter_up(counter: Counter) -> None:
    counter.go(FIRST, "LYM")
    counter.type("0.7")
    assert counter.current() == (SECOND, "LYM")
    counter.press(Qt.Key.Key_Return, SHIFT)
    assert counter.current() == (FIRST, "LYM")
    counter.press(Qt.Key.Key_Right)
    assert counter.current() == (FIRST, "HB")


def test_a_dash_is_not_done_in_words(counter: Counter) -> None:
    counter.go(SECOND, "LYM")
    counter.type("-")
    assert counter.cell(SECOND, "LYM") == "not done"

    counter.save()

    row = next(
        each
        for each in subjects.course(counter.desk.context, counter.subject_id).counts
        if each.analyte == "LYM"
    )
    assert (row.value, row.missing) == (None, "not_done")


def test_ctrl_z_takes_back_and_ctrl_shift_z_brings_again(counter: Counter) -> None:
    counter.go(SECOND, "LYM")
    counter.type("0.9")
    assert counter.cell(SECOND, "LYM") == "0.90"
    counter.press(Qt.Key.Key_Z, CTRL)
    assert counter.cell(SECOND, "LYM") == ""
    counter.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert counter.cell(SECOND, "LYM") == "0.90"


def test_f2_corrects_a_stored_value_with_a_reason(counter: Counter) -> None:
    counter.go(SECOND, "PLT")
    counter.press(Qt.Key.Key_F2)
    counter._focus().selectAll()  # type: ignore[attr-defined]
    counter.press(Qt.Key.Key_7)
    counter.press(Qt.Key.Key_1)
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(lambda: counter.cell(SECOND, "PLT") == "71")
    counter.save()
    assert counter.stored(SECOND)["PLT"] == Decimal(17)
    assert counter.tab.correction.isVisible()

    counter.tab.correction.reason.setCurrentIndex(1)
    counter.click(counter.tab.correction.save)
    counter.settle()

    assert counter.stored(SECOND)["PLT"] == Decimal(71)
    visit_id = next(row.visit_id for row in counter.tab.grid.rows if row.day == SECOND)
    history = trail.of_value(counter.desk.context, visit_id=visit_id or 0, analyte="PLT")
    assert "transcription_error" in {past.reason_code for past in history.values}
    # The cell bears the mark, its sentence says what stood there, and the bar says what the mark means.
    key = next(row.key for row in counter.tab.grid.rows if row.day == SECOND)
    said = counter.tab.grid.index_of((key, "PLT"))
    assert "corrected, was 17 ×10⁹/L" in str(said.data(Qt.ItemDataRole.AccessibleTextRole))
    assert counter.tab.bar.corrected.isVisible()


def test_a_question_is_answered_below_the_grid(counter: Counter) -> None:
    counter.go(SECOND, "HB")
    counter.press(Qt.Key.Key_Semicolon, CTRL)
    counter.go(TODAY, "HB")
    counter.type("10.4")
    assert "looks like g/dL" in counter.tab.foot.problem.accessibleName()
    use, _keep = counter.tab.foot.problem.buttons()

    counter.click(use)
    counter.save()

    assert counter.stored(TODAY) == {"HB": Decimal(104)}


def test_a_refused_value_stays_typed_and_the_rest_is_saved(counter: Counter) -> None:
    counter.go(FIRST, "LYM")
    counter.type("0.7")
    counter.go(SECOND, "RETIC_ABS")
    counter.type("4900")
    assert counter.tab.grid.pending[counter.tab.grid.rows[-1].key, "RETIC_ABS"].problem is not None
    last = counter.tab.grid.rowCount() - 1
    for row in (last - 1, last):
        said = counter.tab.grid.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert said.endswith("; 1 value not saved yet")

    counter.save()

    assert counter.stored(FIRST)["LYM"] == Decimal("0.7")
    assert [code for _, code in counter.tab.grid.pending] == ["RETIC_ABS"]


@pytest.fixture
def held(counter: Counter) -> Iterator[Event]:
    """The worker does nothing that it is asked for before this is set."""
    gate = Event()
    counter.desk.operations.run(lambda: gate.wait(20), owner=counter.tab)
    yield gate
    gate.set()


def test_what_is_typed_while_a_save_is_under_way_stays_typed(counter: Counter, held: Event) -> None:
    """It went with the values that were stored: of the same cell and of its neighbours in the row."""
    counter.go(SECOND, "LYM")
    counter.type("0.9")
    counter.tab.add_day(TODAY)
    counter.go(TODAY, "ANC")
    counter.type("1.1")
    counter.press(Qt.Key.Key_S, CTRL)
    counter.go(SECOND, "LYM")
    counter.type("0.8")
    counter.go(TODAY, "PLT")
    counter.type("49")
    held.set()
    counter.settle()

    assert (counter.stored(SECOND)["LYM"], counter.stored(TODAY)) == (Decimal("0.9"), {"ANC": Decimal("1.1")})
    typed = {code: over.text for (_, code), over in counter.tab.grid.pending.items()}
    assert typed == {"LYM": "0.8", "PLT": "49"}
    assert [row.day for row in counter.tab.grid.rows].count(TODAY) == 1, "no second visit of that day"
    assert counter.cell(TODAY, "PLT") == "49"


def test_a_question_left_open_in_a_row_that_was_added_stays_in_its_visit(counter: Counter) -> None:
    counter.tab.add_day(TODAY)
    counter.go(TODAY, "ANC")
    counter.type("1.1")
    counter.go(TODAY, "HB")
    counter.type("10.4")
    counter.save()

    assert counter.stored(TODAY) == {"ANC": Decimal("1.1")}
    assert [row.day for row in counter.tab.grid.rows].count(TODAY) == 1
    assert counter.cell(TODAY, "HB") == "10.4"


def test_a_save_that_ends_beside_another_subject_leaves_what_is_typed_there(
    counter: Counter, held: Event
) -> None:
    other = enrol_saa(counter.desk.context, code="TJ-015")
    counter.tab.add_day(TODAY)
    counter.go(TODAY, "ANC")
    counter.type("1.1")
    counter.press(Qt.Key.Key_S, CTRL)
    counter.tab.show_subject(view_of(counter.desk.context, other))
    counter.tab.add_day(TODAY)
    counter.go(TODAY, "PLT")
    counter.type("49")
    saved = counter.subject_id
    counter.subject_id = other  # whom the page shows
    held.set()
    counter.settle()

    assert [(code, over.text) for (_, code), over in counter.tab.grid.pending.items()] == [("PLT", "49")]
    counter.tab.keep_draft()
    counter.settle()
    assert drafts.find(counter.desk.context, f"counts:{other}") is not None
    counter.subject_id = saved
    assert counter.stored(TODAY) == {"ANC": Decimal("1.1")}


def test_a_refusal_of_a_row_names_its_column_once() -> None:
    def said(code: str, problem: str, **params: object) -> str:
        found = (Problem(f"values.{code}", problem, "refused", params),)
        return entries.refusal(ServiceError("refused", problems=found), Texts("en"))

    assert said("HB", "bad_number", text="x", analyte="HB").startswith("Haemoglobin: “x” is not a number.")
    assert said("HB", "above_possible", analyte="HB", value=400, low=0, high=250, unit="g/L").startswith(
        "Haemoglobin 400"
    )


def test_what_is_typed_comes_back_as_a_draft(counter: Counter) -> None:
    counter.tab.add_day(TODAY)
    counter.go(TODAY, "ANC")
    counter.type("1.1")
    counter.tab.keep_draft()
    counter.settle()
    assert drafts.find(counter.desk.context, f"counts:{counter.subject_id}") is not None

    other = enrol_saa(counter.desk.context, code="TJ-015")
    counter.show(other)
    assert not counter.tab.grid.pending
    counter.show(counter.subject_id)

    assert counter.cell(TODAY, "ANC") == "1.10"
    assert "restored" in counter.tab.strip.text


def test_what_is_said_of_entries_goes_with_them(counter: Counter) -> None:
    """Found by hand: that the draft was restored, or a row not saved, stood there behind Discard."""
    counter.go(SECOND, "LYM")
    counter.type("0.9")
    counter.tab.keep_draft()
    other = enrol_saa(counter.desk.context, code="TJ-015")
    counter.show(other)
    counter.show(counter.subject_id)
    assert "restored" in counter.tab.strip.text

    counter.go(SECOND, "LYM")
    counter.press(Qt.Key.Key_Delete)
    assert not counter.tab.grid.pending
    assert counter.tab.strip.text == ""

    counter.go(SECOND, "LYM")
    counter.type("0.9")
    counter.tab.strip.show_notice(Notice("error", "1 row was not saved:"))
    counter.tab.foot.discard.click()
    assert counter.tab.strip.text == ""


def test_a_saved_draft_is_forgotten(counter: Counter) -> None:
    counter.go(SECOND, "LYM")
    counter.type("0.9")
    counter.tab.keep_draft()
    counter.save()
    counter.settle()

    assert drafts.find(counter.desk.context, f"counts:{counter.subject_id}") is None


def test_a_block_is_copied_as_tab_separated_text(counter: Counter) -> None:
    counter.go(FIRST, "HB")
    counter.press(Qt.Key.Key_Right, SHIFT)
    counter.press(Qt.Key.Key_Down, SHIFT)
    counter.press(Qt.Key.Key_C, CTRL)

    assert QApplication.clipboard().text() == "81\t16\n76\t17"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "@sum", "-2+3"])
def test_a_formula_is_copied_as_text(text: str) -> None:
    assert defused(text) == f"'{text}"
    assert defused("-") == "-"
    assert defused("a\tb\nc") == "a b c"


def test_a_bare_block_is_put_in_from_the_current_cell(counter: Counter) -> None:
    counter.go(FIRST, "LYM")
    counter.paste("0,70\t82\n0.85\t-\n")

    assert counter.cell(FIRST, "LYM") == "0.70"
    assert counter.cell(FIRST, "HB") == "82"
    assert counter.cell(SECOND, "HB") == "not done"
    assert counter.stored(FIRST)["HB"] == Decimal(81)


def test_a_monitor_reads_and_types_nothing(
    counter: Counter, qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    desk.context = replace(desk.context, user=replace(desk.context.user, role="monitor"))
    counter.tab.show_subject(view_of(desk.context, counter.subject_id))
    counter.go(SECOND, "LYM")
    counter.press(Qt.Key.Key_1)

    assert not counter.tab.grid.pending
    assert counter.tab.foot.save.isHidden()
    assert counter.tab.bar.add.isHidden()
    assert "Your role" in counter.tab.foot.state.text()


def test_the_transfusion_column_says_where_transfusions_are_entered(counter: Counter) -> None:
    counter.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    foot = counter.tab.foot.cell
    assert foot.text.endswith("entered in “Transfusions and medications”, with “Log transfusion”")
    counter.press(Qt.Key.Key_Left)
    assert "“Transfusions and medications”" not in foot.text


def test_a_locked_visit_takes_no_value_and_says_so(counter: Counter) -> None:
    view = counter.tab.view
    assert view is not None
    visit_id = counter.tab.grid.rows[-1].visit_id
    assert visit_id is not None
    locked = replace(view.controls[visit_id], stage="locked")
    counter.tab.show_subject(replace(view, controls={**view.controls, visit_id: locked}))
    counter.go(SECOND, "LYM")
    counter.press(Qt.Key.Key_1)

    assert not counter.tab.grid.pending
    assert "locked" in counter.tab.strip.text.lower()


def test_group_units_and_grades_are_kept_for_the_person(counter: Counter) -> None:
    counter.click(counter.tab.bar.buttons["chemistry"])
    counter.tab.bar.units.setCurrentIndex(1)
    counter.tab.bar.grades.setChecked(False)
    again = CountsTab(counter.desk)
    counter.qtbot.addWidget(again)
    assert again.view is None, "what is kept is chosen before there is a subject"
    assert counter.tab.view is not None
    again.show_subject(counter.tab.view)
    assert again.bar.buttons["chemistry"].isChecked()
    assert again.grid.columns == counter.tab.grid.columns
    assert again.grid.words.entered
    assert not again.bar.grades.isChecked()


def test_the_grade_is_said_in_words_too(counter: Counter) -> None:
    counter.go(SECOND, "PLT")

    said = counter.tab.foot.cell.text
    assert "CTCAE" in said
    assert "G4" in said


def test_an_anc_under_a_growth_factor_bears_the_open_mark_of_the_chart_and_says_why(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, on = counter.desk.context, SECOND + timedelta(days=7)
    day_before = on - timedelta(days=1)
    given = visits.MedicationEntry("filgrastim", day_before, day_before, "5 µg/kg")
    counted = tuple(
        visits.ValueEntry(code, text, "10*9/L", confirmed=True)
        for code, text in (("ANC", "0.9"), ("PLT", "18"))
    )
    visits.record(
        context, visits.VisitDraft(counter.subject_id, None, on, values=counted, medications=(given,))
    )
    assert counter.tab.bar.growth.isHidden()
    counter.show(counter.subject_id)
    marked: list[QRect] = []
    paint_mark = CountDelegate._open_mark

    def note(self: CountDelegate, painter: QPainter, before: float, rect: QRect, theme: Theme) -> None:
        marked.append(QRect(rect))
        assert rect.center().x() - 12 < before < rect.right(), "beside the number, not at the edge"
        paint_mark(self, painter, before, rect, theme)

    monkeypatch.setattr(CountDelegate, "_open_mark", note)
    counter.go(on, "ANC")
    counter.tab.grab()

    index = counter.tab.table.currentIndex()
    assert {(rect.top(), rect.left()) for rect in marked} == {
        (counter.tab.table.visualRect(index).top(), counter.tab.table.visualRect(index).left())
    }
    assert not counter.tab.bar.growth.isHidden()
    words = "under filgrastim: may not support a response"
    assert words in counter.tab.foot.cell.text
    assert words in str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert words in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    for day, code in ((on, "PLT"), (SECOND, "ANC")):
        counter.go(day, code)
        assert words not in counter.tab.foot.cell.text


def test_a_new_day_is_asked_for_and_a_future_one_refused(counter: Counter) -> None:
    counter.click(counter.tab.bar.add)
    strip = counter.tab.day_strip
    strip.field.setText("2026-12-01")
    counter.click(strip.add)
    assert strip.problem.text()
    strip.field.setText("2026-11-12")
    counter.click(strip.add)

    assert counter.current() == (date(2026, 11, 12), "WBC")


def test_the_day_of_a_count_of_ten_years_ago_is_whole(counter: Counter) -> None:
    counter.tab.add_day(date(2016, 1, 4))
    counter.settle()
    table, day = counter.tab.table, counter.tab.grid.columns.index("day")
    words = str(counter.tab.grid.index(0, day).data())
    assert len(words) >= 5
    assert table.frozen.columnWidth(day) >= fonts.advance(words, 10) + 2 * cells.PADDING


def test_the_cell_in_use_never_lies_below_the_frozen_columns(counter: Counter) -> None:
    table = counter.tab.table
    table.setFixedWidth(table.frozen.width() + 150)
    counter.settle()
    counter.go(SECOND, "LYM")
    counter.qtbot.waitUntil(lambda: table.horizontalScrollBar().value() > 0)
    for code in ("ANC", "WBC"):
        counter.go(SECOND, code)
        assert table.visualRect(table.currentIndex()).left() >= table.frozen.width()


def test_the_title_of_a_visit_is_whole_as_soon_as_the_table_has_room(counter: Counter) -> None:
    table, visit = counter.tab.table, counter.tab.grid.columns.index("visit")
    for width, wanted in ((700, WIDTHS["visit"]), (1180, WIDE_VISIT)):
        table.resize(fonts.scaled(width), table.height())
        assert table.frozen.columnWidth(visit) == table.columnWidth(visit) == fonts.scaled(wanted)
