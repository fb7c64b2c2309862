"""Alt and a letter mean one thing: in the bar with all that its page offers, and in each menu."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QMenu

from app.i18n import LANGUAGES, Texts
from app.ui.widgets.key_card import KeyCard
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk
    from app.ui.pages.study.page import StudyPage


def shared(texts: Iterable[str]) -> set[str]:
    """Letters that more than one of these texts answers to."""
    found = (re.search(r"&(\w)", text) for text in texts)
    letters = Counter(each[1].lower() for each in found if each is not None)
    return {letter for letter, count in letters.items() if count > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_letter_means_one_thing_in_every_language(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None], language: str
) -> None:
    desk.texts = Texts(language)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    settle()
    bar = [action.text() for action in window.menuBar().actions()]
    assert shared(bar) == set()
    menus = window.menuBar().findChildren(QMenu)
    assert len(menus) > 6
    for menu in menus:
        assert shared(action.text() for action in menu.actions()) == set(), menu.title()
    users = cast("StudyPage", window.page("study")).tab_widget("users")
    shown = [button for button in users.findChildren(QAbstractButton) if button.isVisibleTo(users)]
    assert len(shown) > 6
    assert shared([*bar, *(button.text() for button in shown)]) == set()
    card = users.findChild(KeyCard)  # comes in the place of the button that makes the key
    assert card is not None
    beside = [*shown, *card.findChildren(QAbstractButton)]
    making = desk.texts("users.recovery_make")
    assert shared([*bar, *(button.text() for button in beside if button.text() != making)]) == set()
