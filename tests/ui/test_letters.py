"""Alt and a letter mean one thing: in the bar with what its page offers, in each menu, at each door."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QWidget

from app import paths
from app.i18n import LANGUAGES, Texts
from app.ui.pages.door.first_run import FirstRunPage
from app.ui.pages.door.unlock import UnlockPage
from app.ui.widgets.key_card import KeyCard
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk
    from app.ui.pages.study.page import StudyPage
    from app.ui.pages.study.users import UsersTab


def shared(texts: Iterable[str]) -> set[str]:
    """Letters that more than one of these texts answers to."""
    found = (re.search(r"&(\w)", text) for text in texts)
    letters = Counter(each[1].lower() for each in found if each is not None)
    return {letter for letter, count in letters.items() if count > 1}


def lettered(root: QWidget) -> list[str]:
    """The words in sight that a letter may stand in: those of buttons, and of labels that lead to a field."""
    buttons = [each.text() for each in root.findChildren(QAbstractButton) if each.isVisibleTo(root)]
    labels = [each for each in root.findChildren(QLabel) if each.buddy() is not None]
    return [*buttons, *(each.text() for each in labels if each.isVisibleTo(root))]


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_is_taken_twice_while_the_forms_of_the_users_are_open(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None], language: str
) -> None:
    """Found by hand: Alt+P was both Print… of the recovery key and the passphrase of the form below it."""
    desk.texts = Texts(language)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.go("study")
    users = cast("UsersTab", cast("StudyPage", window.page("study")).tab_widget("users"))
    settle()
    bar = [action.text() for action in window.menuBar().actions()]
    assert users.key is not None and users.recovery is not None
    for panel in (users.own, users.recovery, users.key):
        panel.open()
    seen: list[str] = []
    for code in ("change_role", "add"):
        users.open(code)
        seen = lettered(users)
        assert desk.texts("own_change.old") in seen
        assert shared([*bar, *seen]) == set(), code
    card = users.findChild(KeyCard)
    assert card is not None
    making = desk.texts("users.recovery_make")  # the card comes in its place
    beside = [*seen, *(button.text() for button in card.findChildren(QAbstractButton))]
    assert shared([*bar, *(words for words in beside if words != making)]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_in_a_form_answers_to_letters_that_no_menu_has(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None], language: str
) -> None:
    texts = desk.texts = Texts(language)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    settle()
    bar = [action.text() for action in window.menuBar().actions()]
    answers = [texts("plausibility.use_unit", unit="g/dL"), texts("plausibility.keep_unit", unit="g/L")]
    answers.append(texts("plausibility.keep_value", value="4"))
    first = {answer[:1].lower() for answer in answers}
    assert shared([*bar, *(f"&{letter}" for letter in first)]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_is_taken_twice_at_the_doors(
    qtbot: QtBot, desk: Desk, tmp_path: Path, language: str
) -> None:
    found = paths.find(tmp_path)
    for kind in (UnlockPage, FirstRunPage):
        page = kind(paths=found, texts=Texts(language), settings=desk.settings, operations=desk.operations)
        qtbot.addWidget(page)
        assert shared(lettered(page)) == set(), kind.__name__
        every = [each.text() for each in page.findChildren(QLabel) if each.buddy() is not None]
        assert len(every) > 2
        assert shared(every) == set(), kind.__name__  # also of what is shown only now and then
