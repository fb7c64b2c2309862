"""The Response tab on a stored subject, by real clicks and keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.endings import DEATH
from app.services import assessments, endings, subjects, visits
from app.services.contracts.endings import EndingDraft
from app.ui import fonts, style, subject_view
from app.ui.pages.response import ResponseTab
from app.ui.pages.response.gaps import Missing
from app.ui.pages.response.model import CRITERION, OBSERVED, REQUIRED
from app.ui.pages.response.tree import LINES
from app.ui.widgets.buttons import Button
from tests.ui import responding
from tests.ui.visiting import log

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot) -> ResponseTab:
    made = ResponseTab(desk)
    qtbot.addWidget(made)
    made.resize(1222, 618)
    made.show()
    return made


def _show(tab: ResponseTab, desk: Desk, subject_id: int, settle: Callable[[], None]) -> None:
    tab.show_subject(subject_view.load(desk.context, subject_id))
    settle()


def _said(widget: object) -> str:
    assert hasattr(widget, "findChildren")
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_tab_goes_from_what_is_missing_down_to_the_definitions(qtbot, tab, desk, settle):
    """Found by hand: from the last definition it went back up, past the end of the page."""
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child)
    _show(tab, desk, child, settle)
    tab.gaps.show_missing([Missing("Hb", "HB"), Missing("Reticulocytes", "RETIC_ABS")], may_enter=True)
    missing = tab.gaps.findChildren(Button)[-2:]
    qtbot.waitUntil(lambda: all(button.isVisible() for button in missing))
    assert [button.text() for button in missing] == ["Enter value", "Enter value"]
    tab.tree.setFocus()
    reached = []
    for _ in range(3):
        QTest.keyClick(tab.window().focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached == [*missing, tab.others.lines[0]]


def test_a_partial_response_shows_chip_sentence_flag_and_proof(tab, desk, settle):
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child)
    _show(tab, desk, child, settle)
    assert tab.chip.status == "PR"
    assert "unconfirmed" in tab.flag_words.text()
    assert "Hb, ANC and platelets" in tab.sentence.text()
    assert "No assessment at least 28 d earlier" in _said(tab.flags)
    assert tab.gaps.title.text() == "What would make it CR"
    assert "35 of >\N{NO-BREAK SPACE}100" in _said(tab.gaps)
    assert "not a medical decision" in _said(tab)
    assert tab.chooser.list.currentText() == "5 Apr 2020 · D90"


def test_nothing_is_said_to_make_it_cr_where_no_visit_is_to_come(tab, desk, settle):
    """Found by hand: of a child who had died it said which counts would make it a complete response."""
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child)
    endings.end(desk.context, EndingDraft(child, DEATH, responding.D90, "infection", ""))
    _show(tab, desk, child, settle)
    said = _said(tab.gaps)
    assert "No visit is expected: died 5 Apr 2020" in said
    assert "of >" not in said


def test_a_missing_count_is_named_and_its_row_comes_first_and_selected(tab, desk, settle):
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child, values={"ANC": "0.8", "HB": "88", "PLT": "35"})
    _show(tab, desk, child, settle)
    assert tab.chip.status == "NE"
    assert tab.gaps.title.text() == "What is missing to decide"
    assert "Reticulocytes: no value from 29 Mar 2020 to 5 Apr 2020" in _said(tab.gaps)
    row = tab.model.row_of(tab.tree.currentIndex())
    assert row is not None
    assert row.code == "pr.threshold.RETIC_ABS"
    assert tab.tree.isExpanded(tab.model.find("pr"))


def test_what_is_missing_says_what_depends_on_it_and_leads_to_the_field(tab, desk, settle, qtbot):
    child = responding.enrol_child(desk.context)
    visit_id = responding.log_d90(desk.context, child, values={"ANC": "0.8", "HB": "88", "PLT": "35"})
    _show(tab, desk, child, settle)
    assert "Without it 5 Apr 2020 stays NE; with it: PR or NR." in _said(tab.gaps)
    asked = []
    desk.field_wanted.connect(lambda *where: asked.append(where))
    button = next(each for each in tab.gaps.findChildren(Button) if each.text() == "Enter value")
    assert button.accessibleName() == "Enter value: Reticulocytes"
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked == [(child, visit_id, "values.RETIC_ABS")]


def test_what_was_worked_out_for_a_verdict_that_is_gone_is_dropped(tab, desk, settle, monkeypatch):
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child, values={"ANC": "0.8", "HB": "88", "PLT": "35"})
    _show(tab, desk, child, settle)
    view = subject_view.load(desk.context, child)
    answers: list[Callable[[], None]] = []

    def hold(work, *, done=None, **_how) -> None:
        if done is not None:  # what is typed is kept as a draft, too, and nobody waits for that
            answers.append(lambda: done(work()))

    monkeypatch.setattr(desk.operations, "run", hold)
    tab.outlook.ask()
    later = assessments.on_day(desk.context, child, responding.D90 + timedelta(days=1))
    tab.outlook.show(later, view, row=None)
    before = _said(tab.gaps)
    answers[0]()
    assert _said(tab.gaps) == before


def test_where_an_event_decides_no_criterion_of_cr_is_called_met(tab, desk, settle):
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child)
    event = visits.EventEntry(responding.D90, "clonal_evolution", "monosomy 7")
    draft = visits.VisitDraft(child, None, responding.D90, title="Marrow", events=(event,))
    visits.record(desk.context, draft)
    _show(tab, desk, child, settle)
    assert _said(tab.gaps).split("\n")[-1].startswith("No criterion of CR was judged")


def test_where_two_values_are_missing_each_says_that_it_decides_nothing_alone(tab, desk, settle):
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child, values={"ANC": "0.8", "HB": "88"})
    _show(tab, desk, child, settle)
    said = _said(tab.gaps)
    assert "Platelets: no value" in said
    assert "with it" in said


def test_arrow_keys_move_through_the_criteria_and_the_readings_follow(tab, desk, settle, qtbot):
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child)
    _show(tab, desk, child, settle)
    tab.tree.setCurrentIndex(tab.model.find("pr.threshold.RETIC_ABS"))
    assert tab.quotes.title.text() == "Reticulocytes"
    assert "reticulocyte count>30" in tab.quotes.registered.text()
    assert "read as transfusion" in tab.quotes.interpreted.text()
    tab.tree.setFocus()
    qtbot.keyClick(tab.tree, Qt.Key.Key_Down)
    assert tab.quotes.title.text() == "Platelets"
    assert "NCT02218437" in tab.quotes.citation.text


def test_another_day_is_computed_and_marked_by_its_own_verdict(tab, desk, settle, qtbot):
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child)
    _show(tab, desk, child, settle)
    tab.chooser.list.setCurrentIndex(1)
    tab.chooser.list.activated.emit(1)
    assert tab.chooser.field.isVisible()
    qtbot.keyClicks(tab.chooser.field, "2020-05-30")
    qtbot.keyClick(tab.chooser.field, Qt.Key.Key_Return)
    settle()
    assert tab.verdict is not None
    assert tab.verdict.day == date(2020, 5, 30)
    assert tab.chip.status == "NE"  # the last counts are too old by then
    tab.chooser.list.setCurrentIndex(0)
    tab.chooser.list.activated.emit(0)
    settle()
    assert tab.chip.status == "PR"


def test_a_day_before_day_0_is_refused_in_words(tab, desk, settle, qtbot):
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child)
    _show(tab, desk, child, settle)
    tab.chooser.list.setCurrentIndex(1)
    tab.chooser.list.activated.emit(1)
    qtbot.keyClicks(tab.chooser.field, "2019-12-30")
    qtbot.mouseClick(tab.chooser.show_button, Qt.MouseButton.LeftButton)
    assert tab.chooser.problem.text() == "30 Dec 2019 lies before day 0. Choose a day from 6 Jan 2020 on."
    assert tab.chip.status == "PR"


def test_a_corrected_value_supersedes_the_verdict_and_the_old_one_stays_struck(tab, desk, settle):
    child = responding.enrol_child(desk.context)
    visit_id = responding.log_d90(desk.context, child)
    _show(tab, desk, child, settle)
    version = next(v.version for v in subjects.course(desk.context, child).visits if v.id == visit_id)
    form = visits.form(desk.context, subject_id=child, visit_id=visit_id)
    assert form.stored is not None
    changed = {**responding.AT_D90, "PLT": "19"}
    draft = visits.VisitDraft(
        subject_id=child,
        visit_id=visit_id,
        expected_version=version,
        day=responding.D90,
        values=responding.entries(changed),
        transfusions=form.stored.transfusions,
        no_event=True,
        medicines_unchanged=True,
        reason=visits.Reason("transcription_error"),
    )
    visits.record(desk.context, draft)
    _show(tab, desk, child, settle)
    assert tab.chip.status == "NR"
    past = tab.past.findChildren(QLabel)
    struck = [label for label in past if label.font().strikeOut()]
    assert [label.text() for label in struck] == ["5 Apr · D90"]
    because = "PR → NR because platelets of 5 Apr were corrected from 35 to 19 ×10⁹/L"
    assert because in _said(tab.past).replace("\N{NO-BREAK SPACE}", " ")
    assert "superseded 18 Nov 2026 09:41" in _said(tab.past)


def test_the_history_says_why_a_status_changed_and_leaves_out_what_says_the_same_again(
    tab, desk, settle, qtbot
):
    child = responding.enrol_child(desk.context)

    def log_unscheduled(day: date, **counts: str) -> None:
        values = responding.entries({**responding.AT_D90, **counts})
        draft = visits.VisitDraft(
            child, None, day, values=values, no_transfusion=True, no_event=True, medicines_unchanged=True
        )
        visits.record(desk.context, draft)

    responding.log_d90(desk.context, child)
    log_unscheduled(date(2020, 4, 1), PLT="15")
    log_unscheduled(date(2020, 4, 7))
    _show(tab, desk, child, settle)
    said = _said(tab.past).replace("\N{NO-BREAK SPACE}", " ")
    assert "Platelets 35; all 6 PR criteria met" in said
    assert "7 Apr" not in said

    def offered() -> list[Button]:
        return [made for made in tab.past.findChildren(Button) if made.isVisibleTo(tab.past)]

    qtbot.waitUntil(lambda: bool(offered()))  # a layout shows what was added in a turn of its own
    (every,) = offered()
    assert every.text() == "Show all 3 verdicts"
    qtbot.mouseClick(every, Qt.MouseButton.LeftButton)
    assert "7 Apr" in _said(tab.past)
    assert tab.past.hasFocus() or not tab.isActiveWindow()


def test_before_the_first_visit_it_says_what_comes(tab, desk, settle):
    child = responding.enrol_child(desk.context)
    _show(tab, desk, child, settle)
    assert tab.empty.isVisible()
    assert "first visit" in tab.empty.text()
    assert not tab.chip.isVisible()


def test_a_narrow_tab_drops_the_right_column_below(tab, desk, settle):
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child)
    _show(tab, desk, child, settle)
    assert tab.splitter.orientation() is Qt.Orientation.Horizontal
    tab.resize(900, 618)
    assert tab.splitter.orientation() is Qt.Orientation.Vertical


@pytest.mark.parametrize("text_size", [100, 150])
def test_no_name_and_no_observation_of_the_tree_is_cut(tab, desk, settle, qtbot, text_size):
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    style.dress(application, desk.theme, text_size=text_size)
    _show(tab, desk, child, settle)
    tree = tab.tree
    tree.expandAll()
    columns = [at for at in (CRITERION, REQUIRED, OBSERVED) if not tree.isColumnHidden(at)]

    def whole() -> bool:
        cells = [index.siblingAtColumn(at) for index in tab.model.indexes() for at in columns]
        lines = [len(tree.lines(cell)) for cell in cells]
        heights = [tree.visualRect(cell).height() for cell in cells]
        need = fonts.measured(10)[1].lineSpacing()
        return max(lines) <= LINES and all(
            high >= n * need for n, high in zip(lines, heights, strict=True) if high
        )

    qtbot.waitUntil(whole, timeout=5_000)


def test_no_window_is_open_in_the_last_verdict_of_who_left_while_pending(tab, desk, settle):
    context, texts, child = desk.context, desk.texts, responding.enrol_child(desk.context)
    day0 = subject_view.load(context, child).course.subject.day0
    assert day0 is not None
    log(context, child, day0 + timedelta(days=9), ANC="0.2", PLT="9", HB="68")
    _show(tab, desk, child, settle)
    assert tab.chip.text == texts("common.status_full_PENDING")
    endings.end(context, EndingDraft(child, DEATH, day0 + timedelta(days=12), "infection"))
    _show(tab, desk, child, settle)
    assert tab.chip.text == texts("common.status_full_PENDING_over")
    assert tab.sentence.text() == texts("headlines.PENDING_over")
