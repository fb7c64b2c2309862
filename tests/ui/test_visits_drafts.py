"""The list of visits says in the form of which visit something is typed and not saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from app.i18n import LANGUAGES, Texts
from app.services import drafts
from app.ui.pages.visit_form.keeper import draft_key
from app.ui.pages.visit_list.model import KEYS, VisitRows
from app.ui.widgets.buttons import Button
from tests.ui.visiting import Typist, enrol_saa, view_of, visit_on_day

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk


@pytest.fixture
def typist(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Typist:
    """A boy of 6 on his day 90."""
    return Typist(qtbot, desk, enrol_saa(desk.context), settle)


def state(typist: Typist, visit_id: int, role: int = Qt.ItemDataRole.DisplayRole, key: str = "state") -> str:
    rows = typist.tab.list.rows
    return str(rows.index(rows.position_of(visit_id), KEYS.index(key)).data(role))


def begin(typist: Typist) -> int:
    """Type a value into the form of the due visit and leave it with Escape."""
    typist.settle()
    due = visit_on_day(typist.desk.context, typist.subject_id, 90)
    assert "draft" not in state(typist, due)
    typist.open(due)
    typist.put(typist.row("HB").field, "99")
    typist.press(Qt.Key.Key_Escape)
    typist.settle()
    typist.settle()
    assert typist.closed
    return due


def test_a_visit_with_a_kept_draft_says_so_also_to_a_reader(typist: Typist) -> None:
    due = begin(typist)
    said = state(typist, due)
    assert said.endswith(" · draft kept")
    assert said in state(typist, due, Qt.ItemDataRole.AccessibleTextRole, "title")
    chosen = typist.tab.list.table.chosen()
    assert chosen is not None
    assert chosen.id == due
    assert sum("draft kept" in state(typist, row.id) for row in typist.tab.list.rows.rows) == 1


def test_the_mark_goes_when_the_draft_is_discarded_in_the_form(typist: Typist) -> None:
    due = begin(typist)
    form = typist.open(due)
    button = next(each for each in form.notice.findChildren(Button) if each.text() == "Discard draft")
    typist.click(button)
    typist.settle()
    typist.press(Qt.Key.Key_Escape)
    typist.settle()
    typist.settle()
    assert typist.closed
    assert "draft" not in state(typist, due)


def test_the_mark_goes_with_the_save(typist: Typist) -> None:
    due = begin(typist)
    typist.open(due)
    for code, value in (
        ("WBC", "3.10"),
        ("ANC", "1.24"),
        ("LYM", "1.52"),
        ("PLT", "58"),
        ("RETIC_ABS", "62"),
    ):
        typist.put(typist.row(code).field, value)
    typist.tick_none()
    typist.save()
    typist.settle()
    assert typist.closed
    assert state(typist, due) == "Done"


def test_the_mark_goes_when_the_draft_is_discarded_elsewhere_and_the_list_comes_back(typist: Typist) -> None:
    due = begin(typist)
    typist.tab.hide()
    drafts.discard(typist.desk.context, draft_key(typist.subject_id, due))
    typist.tab.show()
    typist.settle()
    typist.settle()
    assert "draft" not in state(typist, due)


def test_another_subject_has_no_mark_of_the_one_before(typist: Typist) -> None:
    begin(typist)
    other = enrol_saa(typist.desk.context, code="TJ-015")
    typist.tab.show_subject(view_of(typist.desk.context, other))
    assert not typist.tab.list._kept.ids
    typist.settle()
    assert not any("draft" in state(typist, row.id) for row in typist.tab.list.rows.rows)


def test_the_row_is_painted_anew_and_no_other(qapp: object, typist: Typist) -> None:
    view = view_of(typist.desk.context, typist.subject_id)
    for language in LANGUAGES:
        model, today = VisitRows(Texts(language)), typist.desk.context.today()
        visits = view.course.visits
        model.show_rows(visits, day0=None, today=today)
        before = [model.look_of(place) for place in range(len(visits))]
        model.show_rows(visits, day0=None, today=today, drafts=frozenset({visits[1].id}))
        after = [model.look_of(place) for place in range(len(visits))]
        assert [old != new for old, new in zip(before, after, strict=True)].index(True) == 1
        assert sum(old != new for old, new in zip(before, after, strict=True)) == 1
