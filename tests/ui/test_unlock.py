"""The door: right and wrong keys, told in words, nothing of the content before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton

from app import paths
from app.i18n import Texts
from app.services import studies
from app.settings import Settings
from app.storage.keys import Cost
from app.ui.operations import Operations
from app.ui.pages.door.unlock import UnlockPage
from tests.ui.conftest import PASSPHRASE

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.services.context import Context


@pytest.fixture
def door(qtbot: QtBot, tmp_path: Path) -> Iterator[UnlockPage]:
    new = studies.NewStudy("MSC in marrow failure", "TJ", "TJ-###", "r.coordinator", "R. C.", PASSPHRASE)
    studies.close(studies.create(tmp_path / "msc.mtrack", new, cost=Cost(1, 8 * 4, 4)))
    operations = Operations()
    page = UnlockPage(
        paths=paths.find(tmp_path),
        texts=Texts("en"),
        settings=Settings(tmp_path / "settings.json"),
        operations=operations,
    )
    qtbot.addWidget(page)
    page.show()
    yield page
    operations.close()


def type_and_enter(qtbot: QtBot, door: UnlockPage, *, user: str, passphrase: str) -> None:
    door.user_name.clear()
    qtbot.keyClicks(door.user_name, user)
    qtbot.keyClick(door.user_name, Qt.Key.Key_Return)
    door.passphrase.clear()
    qtbot.keyClicks(door.passphrase, passphrase)
    qtbot.keyClick(door.passphrase, Qt.Key.Key_Return)


def open_rightly(qtbot: QtBot, door: UnlockPage) -> Context:
    with qtbot.waitSignal(door.opened, timeout=10_000) as caught:
        type_and_enter(qtbot, door, user="r.coordinator", passphrase=PASSPHRASE)
    context: Context = caught.args[0]
    return context


def test_the_right_passphrase_opens_the_study(qtbot: QtBot, door: UnlockPage) -> None:
    context = open_rightly(qtbot, door)
    assert context.study.name == "MSC in marrow failure"
    assert door.passphrase.text() == ""
    studies.close(context)


def test_a_second_enter_while_the_key_is_derived_presses_nothing(qtbot: QtBot, door: UnlockPage) -> None:
    pressed = [QSignalSpy(each.clicked) for each in door.findChildren(QAbstractButton)]
    with qtbot.waitSignal(door.opened, timeout=10_000) as caught:
        type_and_enter(qtbot, door, user="r.coordinator", passphrase=PASSPHRASE)
        qtbot.keyClick(door.focusWidget(), Qt.Key.Key_Return)
    assert [spy.count() for spy in pressed] == [0] * len(pressed)
    studies.close(caught.args[0])


def test_the_user_name_is_kept_for_the_next_time(qtbot: QtBot, door: UnlockPage, tmp_path: Path) -> None:
    studies.close(open_rightly(qtbot, door))
    assert Settings(tmp_path / "settings.json").get("user_name.msc.mtrack", "") == "r.coordinator"


@pytest.mark.parametrize(
    ("user", "passphrase"), [("r.coordinator", "not the passphrase"), ("nobody", PASSPHRASE)]
)
def test_one_sentence_whichever_of_the_two_is_wrong(
    qtbot: QtBot, door: UnlockPage, user: str, passphrase: str
) -> None:
    type_and_enter(qtbot, door, user=user, passphrase=passphrase)
    qtbot.waitUntil(lambda: bool(door.strip.text), timeout=10_000)
    assert door.strip.text.startswith("This user name and passphrase do not open the study file.")
    assert door.user_name.text() == user
    assert door.passphrase.selectedText() == passphrase or door.passphrase.hasSelectedText()


def test_nothing_of_the_content_stands_on_the_door(door: UnlockPage) -> None:
    from PySide6.QtWidgets import QLabel

    said = " ".join(made.text() for made in door.findChildren(QLabel)) + door.windowTitle()
    assert "marrow failure" not in said
    assert "R. C." not in said


def test_while_the_key_is_derived_the_button_says_so(qtbot: QtBot, door: UnlockPage) -> None:
    with qtbot.waitSignal(door.opened, timeout=10_000) as caught:
        type_and_enter(qtbot, door, user="r.coordinator", passphrase=PASSPHRASE)
        assert door.unlock.text() == "Unlocking…"
        assert not door.unlock.isEnabled()
    studies.close(caught.args[0])
    assert door.unlock.text() == "Unlock"


def test_the_third_failure_counts_down_in_words(qtbot: QtBot, door: UnlockPage) -> None:
    for _try in range(3):
        type_and_enter(qtbot, door, user="r.coordinator", passphrase="wrong wrong wrong")
        qtbot.waitUntil(door.passphrase.isEnabled, timeout=10_000)
    assert "seconds" in door.strip.text
    assert not door.unlock.isEnabled()
    left = door._left
    assert 3 <= left <= 5
    for _second in range(left - 1):
        door._count_down()
    assert "1 second." in door.strip.text
    door._count_down()
    assert door.strip.text.startswith("The last tries did not open the study file.")
    assert door.unlock.isEnabled()


def test_a_fresh_program_waits_as_long_as_the_one_before(qtbot: QtBot, door: UnlockPage) -> None:
    from dataclasses import replace
    from datetime import datetime

    from app.storage import keys

    now = int(datetime.now().timestamp())  # noqa: DTZ005 - the same moment in each zone
    keys.changing(door.path, lambda file: replace(file, tries=6, tried=now))
    type_and_enter(qtbot, door, user="r.coordinator", passphrase=PASSPHRASE)
    qtbot.waitUntil(lambda: bool(door.strip.text), timeout=10_000)

    assert door.strip.text.startswith(
        "Several tries did not open the study file. The next one is possible in"
    )
    assert 30 <= door._left <= 40
    assert not door.unlock.isEnabled()


def test_caps_lock_is_told_with_the_first_letter(qtbot: QtBot, door: UnlockPage) -> None:
    assert door.caps.isHidden()
    qtbot.keyClick(door.passphrase, "A")  # a capital without Shift
    assert not door.caps.isHidden()
    qtbot.keyClick(door.passphrase, "b")
    assert door.caps.isHidden()


def test_show_shows_the_passphrase_and_hide_hides_it(qtbot: QtBot, door: UnlockPage) -> None:
    field = door.passphrase
    qtbot.keyClicks(field, "abc")
    assert field.displayText() != "abc"
    qtbot.mouseClick(field.show_button, Qt.MouseButton.LeftButton)
    assert field.displayText() == "abc"
    assert field.show_button.text() == "Hide"
    qtbot.mouseClick(field.show_button, Qt.MouseButton.LeftButton)
    assert field.displayText() != "abc"


def test_the_recovery_key_is_offered_with_the_chosen_file_and_user(qtbot: QtBot, door: UnlockPage) -> None:
    qtbot.keyClicks(door.user_name, "r.coordinator")
    with qtbot.waitSignal(door.recovery_wanted) as caught:
        qtbot.mouseClick(door.recover, Qt.MouseButton.LeftButton)
    assert caught.args == [door.path, "r.coordinator"]
