"""The documents tab: a summary for each logged visit, and what has left the program."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services import prints
from app.ui.pages.documents import DocumentsTab
from app.ui.pages.documents.rows import STATUS_COLUMN, PrintRows, SummaryRows
from app.ui.widgets.cells import STATUS_ROLE
from tests.ui.papering import responder
from tests.ui.visiting import enrol_saa, view_of


@pytest.fixture
def tab(qtbot, desk, settle):
    subject_id = responder(desk.context)
    made = DocumentsTab(desk)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_subject(view_of(desk.context, subject_id))
    settle()
    return made


def shown(model: SummaryRows | PrintRows, row: int) -> list[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_logged_visits_stand_newest_first_with_day_and_status(tab):
    assert shown(tab.rows, 0)[:3] == ["18 Nov 2026", "D90", "Blood count"]
    assert tab.rows.index(0, STATUS_COLUMN).data(STATUS_ROLE) == "PR"
    assert "unconfirmed" in shown(tab.rows, 0)


def test_enter_previews_the_chosen_visit(tab, desk, qtbot):
    tab.table.setFocus()
    QTest.keyClick(tab.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(desk.preview_wanted) as asked:
        QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert asked.args == [tab.visit.id]
    assert tab.table.currentIndex().row() == 1


def choose(tab, kind: str) -> None:
    tab.kind.setCurrentIndex(tab.kind.findData(kind))


def test_the_batch_of_an_infusion_is_typed_beside_its_worksheet(tab, desk, qtbot):
    assert not tab.details.isVisible()
    choose(tab, "infusion_worksheet")
    fields = tab.details.fields
    assert list(fields) == ["weight", "cells", "viability", "start"]
    assert fields["weight"].control.placeholderText() == "21.4"
    fields["cells"].control.setText("5,60")
    fields["viability"].control.setText("93")
    with qtbot.waitSignal(desk.document_wanted) as asked:
        QTest.mouseClick(tab.preview_button, Qt.MouseButton.LeftButton)
    assert asked.args[0].detail == "cells=5,60\nviability=93"
    tab.table.setCurrentIndex(tab.rows.index(1, 0))
    assert fields["cells"].control.text() == ""


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_shown(tab, desk, qtbot):
    choose(tab, "infusion_worksheet")
    field = tab.details.fields["viability"]
    field.control.setText("193")
    with qtbot.assertNotEmitted(desk.document_wanted):
        QTest.mouseClick(tab.preview_button, Qt.MouseButton.LeftButton)
    assert field.problem == "Viability is a number of percent. Check the field."
    field.control.clear()
    assert tab.order() is not None
    assert field.problem == ""


def test_labels_ask_for_their_sheet_and_where_it_is_free(tab):
    choose(tab, "specimen_labels")
    fields = tab.details.fields
    fields["start"].control.setText("5")
    order = tab.order()
    assert order is not None
    assert order.detail == "sheet=L7160\nstart=5"
    choose(tab, "crf")
    assert not tab.details.isVisible()


def test_saving_writes_the_summary_and_lists_it_below(tab, desk, settle, tmp_path):
    target = tmp_path / "out.pdf"
    tab.ask_path = lambda _name: target
    QTest.mouseClick(tab.save_button, Qt.MouseButton.LeftButton)
    settle()
    settle()
    document = prints.visit_summary(desk.context, tab.visit.id, texts=desk.texts)
    assert document.data_hash.encode() in target.read_bytes()
    assert document.copy == 2
    line = shown(tab.prints, 0)
    assert line[1:5] == ["Saved", "Blood count", "r.coordinator", "TJ-014-D90_visit-summary.pdf"]
    assert line[5].replace(" ", "").lower() == document.data_hash[:16]


def test_the_choice_stays_when_the_subject_is_read_again(tab, desk, settle):
    tab.table.setCurrentIndex(tab.rows.index(2, 0))
    chosen = tab.visit.id
    tab.show_subject(view_of(desk.context, 1))
    settle()
    assert tab.visit.id == chosen


def test_a_subject_without_a_logged_visit_is_told_so(qtbot, desk, settle, tab):
    from dataclasses import replace

    view = view_of(desk.context, enrol_saa(desk.context, code="TJ-050"))
    planned = tuple(visit for visit in view.course.visits if visit.actual is None)
    tab.show_subject(replace(view, course=replace(view.course, visits=planned)))
    settle()
    assert tab.empty.isVisible()
    assert not tab.preview_button.isEnabled()


def test_the_models_keep_qts_contract(tab, qtmodeltester):
    for model in (tab.rows, tab.prints):
        qtmodeltester.check(model)
