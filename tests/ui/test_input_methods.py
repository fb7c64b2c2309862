"""What a Chinese keyboard hands over: first the letters it is made of, then the words or signs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from app.domain.quantities import parse_number
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.value_field import ValueField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit
    from pytestqt.qtbot import QtBot


def hand_over(field: QLineEdit, *, letters: str = "", words: str = "") -> None:
    event = QInputMethodEvent(letters, [])
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


def test_a_search_hears_of_words_and_not_of_the_letters_they_are_made_of(qtbot: QtBot) -> None:
    field = SearchField(hint="", name="Search subjects")
    qtbot.addWidget(field)
    edited = QSignalSpy(field.textEdited)
    hand_over(field, letters="wang")
    assert (field.text(), edited.count()) == ("", 0)
    hand_over(field, words="王")
    assert (field.text(), edited.count()) == ("王", 1)


def test_a_code_in_full_width_is_searched_as_the_code_that_it_is(qtbot: QtBot) -> None:
    field = SearchField(hint="", name="Search subjects")
    qtbot.addWidget(field)
    for part in ("\uff34\uff2a", "\uff0d", "\uff10\uff11\uff14"):
        hand_over(field, words=part)
    assert field.text() == "TJ-014"


@pytest.mark.parametrize("dash", ["-", "\uff0d", "\N{MINUS SIGN}"])
def test_a_dash_that_no_key_typed_says_not_done_too(qtbot: QtBot, dash: str) -> None:
    field = ValueField()
    qtbot.addWidget(field)
    missing = QSignalSpy(field.declared_missing)
    hand_over(field, letters=dash)
    assert missing.count() == 0
    hand_over(field, words=dash)
    assert missing.count() == 1
    assert field.text() == ""
    field.setText("3")
    hand_over(field, words=dash)
    assert missing.count() == 1


def test_a_number_in_full_width_is_taken_and_a_field_to_read_takes_none(qtbot: QtBot) -> None:
    field = ValueField()
    qtbot.addWidget(field)
    hand_over(field, words="\uff13\uff0e\uff11")
    assert parse_number(field.text()) == ("", Decimal("3.1"))
    field.setReadOnly(True)
    assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
