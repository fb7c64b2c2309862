"""The same day under other definitions, by clicks and keys; and the evidence report from there to paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.services import prints
from app.ui import subject_view
from app.ui.pages.preview import PreviewPage
from app.ui.pages.response import ResponseTab
from app.ui.pages.response.gaps import judges_cr
from tests.ui import papering, responding

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot, settle: Callable[[], None]) -> ResponseTab:
    """The Response tab of the boy of day 90 in partial response."""
    child = responding.enrol_child(desk.context)
    responding.log_d90(desk.context, child)
    made = ResponseTab(desk)
    qtbot.addWidget(made)
    made.resize(1222, 900)
    made.show()
    made.show_subject(subject_view.load(desk.context, child))
    settle()
    return made


def _line(tab: ResponseTab, title: str):
    return next(
        line for line in tab.others.lines if any(label.text() == title for label in line.findChildren(QLabel))
    )


def _criteria(tab: ResponseTab) -> list[str]:
    model = tab.model
    found = []

    def walk(parent):
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            found.append(f"{model.data(index)} {model.data(index.siblingAtColumn(1))}")
            walk(index)

    from PySide6.QtCore import QModelIndex

    walk(QModelIndex())
    return found


def test_the_protocol_comes_first_and_sets_the_status(tab):
    first, *rest = tab.others.lines
    assert first.isChecked()
    assert first.accessibleName() == "This protocol, PR, sets the status"
    assert [line.comparison.definition.id for line in rest] == [
        "anc_increment",
        "anc_absolute",
        "camitta2000_saa",
        "nih",
        "japan_saa",
    ]


def test_each_line_says_its_answer_and_what_makes_it_differ(tab):
    assert _line(tab, "Camitta 2000 *").because.text() == "CR: platelets >\N{NO-BREAK SPACE}150; unconfirmed"
    assert _line(tab, "NIH *").because.text() == "no second panel 7 d earlier"
    assert _line(tab, "Japanese group").because.text() == "to compare only"
    assert _line(tab, "ANC as an increment").because.text() == "same result; unconfirmed"


def test_recalled_wording_is_marked_and_the_mark_is_explained(tab):
    said = [label.text() for label in tab.others.findChildren(QLabel)]
    assert "* wording not yet checked against the printed source" in said
    spoken = _line(tab, "NIH *").accessibleName()
    assert spoken.endswith("wording not yet checked against the printed source")


def test_a_click_shows_the_definition_s_evidence_and_says_so(tab, qtbot):
    qtbot.mouseClick(_line(tab, "Camitta 2000 *"), Qt.MouseButton.LeftButton)
    assert any("Platelets >\N{NO-BREAK SPACE}150" in row for row in _criteria(tab))
    assert tab.strip.text.startswith("Shown is “Camitta 2000 *”. The status is set by this protocol.")
    assert tab.chip.status == "PR"  # the answer of the page is still the protocol's


def _said(tab: ResponseTab) -> list[str]:
    return [each.text() for each in tab.gaps.findChildren(QLabel)]


def test_what_would_make_it_cr_goes_by_the_definition_that_is_shown(tab, qtbot):
    own = _said(tab)
    assert own[-2].endswith("of >\N{NO-BREAK SPACE}100")
    qtbot.mouseClick(_line(tab, "Camitta 2000 *"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: own[-2] not in _said(tab))  # the bars of before are gone
    assert "By the limits of Camitta 2000 *." in _said(tab)
    assert any(said.endswith("of >\N{NO-BREAK SPACE}150") for said in _said(tab))
    qtbot.mouseClick(tab.others.lines[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _said(tab) == own)


def test_a_definition_without_a_cr_of_its_own_leaves_the_protocol_s_limits_and_says_so(tab, qtbot):
    for line in tab.others.lines[1:]:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: len([said for said in _said(tab) if said.startswith("By ")]) == 1)
        named = [said for said in _said(tab) if said.startswith("By ")]
        judged = line.comparison.kind == "status" and judges_cr(line.comparison.verdict)
        assert named[0].startswith("By the limits of" if judged else "By this protocol’s limits"), named


def test_the_quotes_follow_the_definition_and_never_quote_what_was_only_recalled(tab, qtbot):
    qtbot.mouseClick(_line(tab, "Camitta 2000 *"), Qt.MouseButton.LeftButton)
    tab.tree.setCurrentIndex(tab.model.index(1, 0))
    assert tab.quotes.registered.text() == (
        "The wording is from memory and not yet checked against the printed source."
    )
    assert "150" in tab.quotes.interpreted.text()
    assert "not yet checked" in tab.quotes.citation.text


def test_the_way_back_shows_the_protocol_again(tab, qtbot):
    before = _criteria(tab)
    qtbot.mouseClick(_line(tab, "NIH *"), Qt.MouseButton.LeftButton)
    back = next(button for button in tab.strip.findChildren(QPushButton) if "Back" in button.text())
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert (tab.strip.text, _criteria(tab)) == ("", before)
    assert tab.others.lines[0].isChecked()
    assert tab.others.lines[0].hasFocus()


def test_the_lines_are_one_stop_for_tab_and_arrow_keys_choose_among_them(tab, qtbot):
    first, second, *_ = tab.others.lines
    assert first.focusPolicy() & Qt.FocusPolicy.TabFocus
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    assert second.isChecked()
    assert "ANC as an increment" in tab.strip.text


def test_another_day_begins_with_the_protocol_again(tab, desk, qtbot, settle):
    qtbot.mouseClick(_line(tab, "NIH *"), Qt.MouseButton.LeftButton)
    tab.chooser.list.setCurrentIndex(1)
    tab.chooser.list.activated.emit(1)
    tab.chooser.field.setText("2020-04-04")
    qtbot.mouseClick(tab.chooser.show_button, Qt.MouseButton.LeftButton)
    settle()
    assert tab.strip.text == ""
    assert tab.others.lines[0].isChecked()
    assert not tab.print_button.isEnabled()
    assert "logged visit" in tab.print_button.toolTip()


def test_print_evidence_asks_for_the_report_of_the_chosen_visit(tab, desk, qtbot):
    with qtbot.waitSignal(desk.evidence_wanted) as asked:
        qtbot.mouseClick(tab.print_button, Qt.MouseButton.LeftButton)
    assert asked.args == [tab.chooser.visit_id]


def test_the_report_is_previewed_and_saved_with_its_own_line_in_the_audit(desk, qtbot, settle, tmp_path):
    subject = papering.responder(desk.context)
    view = subject_view.load(desk.context, subject)
    visit = next(row.id for row in view.course.visits if row.actual == papering.on(90))
    page = PreviewPage(desk)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.show_evidence(visit)
    settle()
    assert page.title.text() == "Evidence report"
    assert page.pdf.pageCount() == 2
    page.ways.path = lambda name: tmp_path / name
    page.save()
    settle()
    (line,) = prints.earlier(desk.context, subject)
    assert (line.document_id, line.how) == ("TJ-014-D90_evidence.pdf", "saved")
    assert page.document is not None
    assert (tmp_path / line.document_id).read_bytes() == page.document.pdf
    page.show_visit(visit)
    settle()
    assert page.title.text() == "Visit summary"
    assert page.pdf.pageCount() == 1
