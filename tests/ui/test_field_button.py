"""What lies at the end of a field: as large as the words, in the colours of the scheme, beside the words."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Texts
from app.ui import style
from app.ui.pages.visit_form.plain import be_plain
from app.ui.theme import LIGHT
from app.ui.widgets.date_field import DateField
from app.ui.widgets.field_button import FieldButton
from app.ui.widgets.search_field import SearchField

# The off-screen platform says so when a window takes its size.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support")


def day_field(parent: QWidget) -> DateField:
    field = DateField(Texts("en"), today=date.today, calendar_hint="Open the calendar", parent=parent)
    field.set_day(date(2026, 11, 18))
    return field


def on_show(qtbot: QtBot, host: QWidget, field: QWidget) -> None:
    qtbot.addWidget(host)
    QVBoxLayout(host).addWidget(field)
    host.show()


def test_the_button_of_the_calendar_grows_with_the_text_and_leaves_the_words_their_room(
    qapp: QApplication, qtbot: QtBot
) -> None:
    sides = []
    for size in (100, 200):
        style.dress(qapp, LIGHT, text_size=size)
        host = QWidget()
        field = day_field(host)
        on_show(qtbot, host, field)
        opener = field.opener.geometry()
        sides.append(opener.width())
        assert field.rect().contains(opener)
        assert abs(opener.center().y() - field.rect().center().y()) <= 1
        assert field.textMargins().right() >= field.width() - opener.left() - 8  # and its own room
        host.close()
    style.dress(qapp, LIGHT)
    assert sides[0] == 24
    assert sides[1] >= 32, "the icon of 200 % has its room"


def test_a_date_that_is_only_read_has_no_calendar(qtbot: QtBot) -> None:
    host = QWidget()
    field = day_field(host)
    on_show(qtbot, host, field)
    be_plain(host, on=True)
    assert not field.opener.isVisible()
    assert field.textMargins().right() == 0
    be_plain(host, on=False)
    assert field.opener.isVisible()
    assert field.opener.accessibleName() == "Open the calendar"


def test_what_was_searched_for_is_taken_out_by_one_click(qtbot: QtBot) -> None:
    host = QWidget()
    field = SearchField(hint="Code", name="Search", clear="Clear search", parent=host)
    on_show(qtbot, host, field)
    assert field.findChildren(FieldButton) == []  # not before there is something to clear
    qtbot.keyClicks(field, "TJ")
    (button,) = field.findChildren(FieldButton)
    assert button.isVisible()
    assert button.accessibleName() == "Clear search"
    with qtbot.waitSignal(field.textEdited):
        button.click()
    assert field.text() == ""
    assert not button.isVisible()
