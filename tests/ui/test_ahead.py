"""What may be wanted next is built before anybody goes there, and never while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.ui.ahead import BuiltAhead
from app.ui.pages.subject import TABS, SubjectPage
from tests.ui.visiting import enrol_saa

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.services.context import Context
    from app.ui.desk import Desk

HERE = "app.ui.ahead:BuiltAhead"


def test_nothing_is_built_while_words_can_be_typed_nor_before_it_is_imported(
    qtbot: QtBot, desk: Desk
) -> None:
    page, built = QWidget(), list[str]()
    qtbot.addWidget(page)
    field, button = QLineEdit(page), QPushButton(page)

    def build(key: str) -> QWidget:
        built.append(key)
        return QWidget(page)

    paths = {"first": HERE, "second": HERE, "third": "app.ui.not_imported:Page"}
    ahead = BuiltAhead(paths, build, operations=desk.operations, page=page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    ahead.begin()
    with qtbot.waitSignal(ahead.timer.timeout):
        pass
    assert not built
    assert not ahead.timer.isActive(), "nothing ticks while somebody types"
    button.setFocus()
    with qtbot.waitSignal(ahead.timer.timeout):
        pass
    assert built == ["first"], "one at a time"
    qtbot.waitUntil(lambda: built == ["first", "second"])
    with qtbot.waitSignal(ahead.timer.timeout):
        pass
    assert built == ["first", "second"]
    page.hide()
    qtbot.waitUntil(lambda: not ahead.timer.isActive())


def test_the_tabs_of_a_subject_are_built_behind_the_one_in_front(
    qtbot: QtBot, desk: Desk, study_context: Context, settle: Callable[[], None]
) -> None:
    subject_id = enrol_saa(study_context)
    page = SubjectPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.open_subject(subject_id, "overview")
    settle()
    page.setFocus()
    qtbot.waitUntil(lambda: page.built == set(TABS), timeout=20_000)
    assert page.tab == "overview"
    assert page.stack.count() == 1, "none of them came to the front"
    assert desk.operations.idle, "none of them reads before it is looked at"
