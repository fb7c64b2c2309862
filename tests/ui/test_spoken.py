"""What a screen reader is told: roles, names and news of what Qt knows nothing about."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from app.domain.truth import TRUE
from app.ui import spoken
from app.ui.pages.today.week import WeekCalendar
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.kept_split import KeptSplitter
from app.ui.widgets.verdict_mark import VerdictMark

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

Role, Text = QAccessible.Role, QAccessible.Text


@pytest.fixture(autouse=True)
def asked_here(qapp: object) -> None:
    spoken.install()


def seen(widget: QWidget) -> tuple[QAccessible.Role, str]:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.role(), interface.text(Text.Name)


def test_what_paints_itself_has_a_role_and_its_words(qtbot: QtBot, desk: Desk) -> None:
    chip, mark, week = StatusChip(desk.texts), VerdictMark(desk.texts), WeekCalendar(desk.texts)
    splitter = KeptSplitter(desk, name="test")
    for part in (QWidget(), QWidget()):
        splitter.addWidget(part)
    for made in (chip, mark, week, splitter):
        qtbot.addWidget(made)
    chip.show_status("PR")
    mark.show_verdict(TRUE)
    assert seen(chip) == (Role.StaticText, "Status PR, partial response")
    assert seen(mark) == (Role.StaticText, "Met")
    assert seen(week) == (Role.Grouping, "Calendar of the week")
    assert seen(splitter.handle(1)) == (Role.Splitter, "Divider of the page")


def test_a_frame_with_a_name_is_a_group_and_the_rest_is_left_to_qt(qtbot: QtBot) -> None:
    frame, plain, line = QFrame(), QFrame(), QLineEdit()
    for made in (frame, plain, line):
        qtbot.addWidget(made)
    frame.setAccessibleName("Study file")
    line.setAccessibleName("Weight")
    assert seen(frame) == (Role.Grouping, "Study file")
    assert seen(plain)[0] is Role.Border
    assert seen(line) == (Role.EditableText, "Weight")


def test_what_stands_for_a_widget_goes_with_it(qtbot: QtBot, desk: Desk) -> None:
    """Made by Python and kept by Qt: neither may take it away from the other."""
    around = QWidget()
    qtbot.addWidget(around)
    for _turn in range(200):
        chip = StatusChip(desk.texts, parent=around)
        chip.show_status("CR")
        assert seen(chip)[0] is Role.StaticText
        chip.setParent(None)
        del chip
    gc.collect()
    left = StatusChip(desk.texts, parent=around)
    assert seen(left)[0] is Role.StaticText
