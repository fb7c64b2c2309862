"""The ways in: the first run with its recovery key, a one-time passphrase, a lost one. And the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.bootstrap import Options, Program
from app.services import access, accounts, studies
from app.ui import darkness
from app.ui.pages.door.first_run import FirstRunPage
from app.ui.pages.door.passphrases import OwnPassphrasePage, RecoverPage
from app.ui.pages.door.recovery_key import RecoveryKeyPage
from app.ui.pages.door.unlock import UnlockPage
from app.ui.window import MainWindow
from tests.services.conftest import CHEAP, NEW, PASSPHRASE

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Start = Callable[[], Program]


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Start]:
    running: list[Program] = []

    def begin() -> Program:
        program = Program(qapp, Options(data_dir=tmp_path / "data"))
        running.append(program)
        program.start()
        return program

    yield begin
    for program in running:
        program.end()
        program.deleteLater()


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "study.mtrack"
    studies.close(studies.create(path, NEW, cost=CHEAP))
    return path


def door_of(qtbot: QtBot, program: Program, kind: type) -> object:
    qtbot.waitUntil(lambda: isinstance(program.door, kind), timeout=20_000)
    return program.door


def entered(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    qtbot.waitUntil(lambda: program.operations.idle, timeout=20_000)


def window_of(program: Program) -> MainWindow:
    assert program.window is not None
    return program.window


def unlock(qtbot: QtBot, program: Program, name: str, passphrase: str) -> None:
    door = program.door
    assert isinstance(door, UnlockPage)
    door.user_name.setText(name)
    qtbot.keyClicks(door.passphrase, passphrase)
    qtbot.keyClick(door.passphrase, Qt.Key.Key_Return)


def test_the_first_run_shows_the_recovery_key_before_the_window(qtbot: QtBot, start: Start) -> None:
    program = start()
    page = program.door
    assert isinstance(page, FirstRunPage)
    for key, text in {
        "name": "S", "site": "TJ", "display_name": "Mei Li", "passphrase": PASSPHRASE, "again": PASSPHRASE
    }.items():  # fmt: skip
        qtbot.keyClicks(page.inputs[key], text)
    qtbot.keyClick(page.inputs["again"], Qt.Key.Key_Return)
    shown = door_of(qtbot, program, RecoveryKeyPage)
    assert isinstance(shown, RecoveryKeyPage)
    key = shown.card.key
    assert len(key) == 44
    assert key.split("-")[0] in {label.text() for label in shown.findChildren(QLabel)}
    assert program.window is None

    qtbot.mouseClick(shown.card.kept_button, Qt.MouseButton.LeftButton)
    entered(qtbot, program)
    assert shown.card.key == ""
    path = program.paths.studies()[0]
    program.lock()
    qtbot.waitUntil(lambda: program.operations.idle, timeout=20_000)
    context = studies.recover(path, recovery_key=key, user_name="m.li", passphrase="found on paper")
    studies.close(context)


def test_a_one_time_passphrase_leads_to_an_own_one(qtbot: QtBot, start: Start, study: Path) -> None:
    admin = studies.unlock(study, user_name="mei", passphrase=PASSPHRASE)
    _id, once, _ = accounts.add(admin, accounts.NewUser("zhou", "Zhou", access.COORDINATOR))
    studies.close(admin)
    program = start()
    unlock(qtbot, program, "zhou", once)
    page = door_of(qtbot, program, OwnPassphrasePage)
    assert isinstance(page, OwnPassphrasePage)
    assert program.window is None

    qtbot.keyClicks(page.inputs["passphrase"], "too short")
    qtbot.mouseClick(page.finish, Qt.MouseButton.LeftButton)
    assert page.fields["passphrase"].problem.startswith("The passphrase needs at least 12")
    assert page.inputs["passphrase"].hasFocus()
    qtbot.keyClicks(page.inputs["passphrase"], "zhou chose this one")  # what nobody sees is typed anew
    qtbot.keyClick(page.inputs["passphrase"], Qt.Key.Key_Return)
    qtbot.keyClicks(page.inputs["again"], "zhou chose this one")
    qtbot.keyClick(page.inputs["again"], Qt.Key.Key_Return)
    entered(qtbot, program)
    assert window_of(program).desk.context.user.user_name == "zhou"


def test_back_from_the_own_passphrase_closes_the_study(qtbot: QtBot, start: Start, study: Path) -> None:
    admin = studies.unlock(study, user_name="mei", passphrase=PASSPHRASE)
    _id, once, _ = accounts.add(admin, accounts.NewUser("zhou", "Zhou", access.COORDINATOR))
    studies.close(admin)
    program = start()
    unlock(qtbot, program, "zhou", once)
    page = door_of(qtbot, program, OwnPassphrasePage)
    assert isinstance(page, OwnPassphrasePage)
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    door_of(qtbot, program, UnlockPage)
    qtbot.waitUntil(lambda: program.operations.idle, timeout=20_000)
    assert (
        not study.with_name("study.mtrack-wal").exists()
        or study.with_name("study.mtrack-wal").stat().st_size == 0
    )


def test_the_recovery_key_opens_and_sets_a_passphrase(qtbot: QtBot, start: Start, study: Path) -> None:
    admin = studies.unlock(study, user_name="mei", passphrase=PASSPHRASE)
    key, _ = accounts.renew_recovery_key(admin, passphrase=PASSPHRASE)
    studies.close(admin)
    program = start()
    door = program.door
    assert isinstance(door, UnlockPage)
    door.user_name.setText("mei")
    door.move(120, 40)
    qtbot.mouseClick(door.recover, Qt.MouseButton.LeftButton)
    page = door_of(qtbot, program, RecoverPage)
    assert isinstance(page, RecoverPage)
    assert (page.x(), page.y()) == (120, 40), "a door stands where the one before stood"
    assert page.inputs["user_name"].text() == "mei"

    slip = ("B" if key[0] == "A" else "A") + key[1:]
    for name, text in (("key", slip), ("passphrase", "found on paper"), ("again", "found on paper")):
        qtbot.keyClicks(page.inputs[name], text)
    qtbot.keyClick(page.inputs["again"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.strip.text), timeout=20_000)
    assert page.strip.text.startswith("A letter or digit of the recovery key is not right.")

    page.inputs["key"].clear()
    qtbot.keyClicks(page.inputs["key"], key.lower().replace("-", " "))
    qtbot.mouseClick(page.finish, Qt.MouseButton.LeftButton)
    entered(qtbot, program)
    studies.close(studies.unlock(study, user_name="mei", passphrase="found on paper"))


# the lock


def opened(qtbot: QtBot, start: Start) -> Program:
    program = start()
    unlock(qtbot, program, "mei", PASSPHRASE)
    entered(qtbot, program)
    return program


def test_a_lock_takes_dialogs_menus_title_and_clipboard_away(
    qtbot: QtBot, qapp: QApplication, start: Start, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The off-screen platform has a clipboard but does not know whose its content is.
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _clipboard: True)
    program = opened(qtbot, start)
    window = program.window
    assert window is not None
    window.does.show_shortcuts()
    QGuiApplication.clipboard().setText("TJ-001 ANC 0.3")

    program.lock()
    door = program.door
    assert isinstance(door, UnlockPage)
    shown = [each for each in qapp.topLevelWidgets() if each.isVisible()]
    assert shown == [door]
    assert door.windowTitle() == "MarrowTrack"
    assert NEW.name not in " ".join(label.text() for label in door.findChildren(QLabel))
    assert QGuiApplication.clipboard().text() == ""


def test_what_another_program_put_on_the_clipboard_stays(
    qtbot: QtBot, start: Start, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _clipboard: False)
    program = opened(qtbot, start)
    QGuiApplication.clipboard().setText("from elsewhere")
    program.lock()
    assert QGuiApplication.clipboard().text() == "from elsewhere"


def test_the_window_title_names_the_study_and_never_a_subject(
    qtbot: QtBot, start: Start, study: Path
) -> None:
    program = opened(qtbot, start)
    assert program.window is not None
    assert program.window.windowTitle() == f"{NEW.name} – MarrowTrack"


def test_idleness_locks_and_a_touch_puts_it_off(qtbot: QtBot, start: Start, study: Path) -> None:
    program = opened(qtbot, start)
    assert program.idle is not None
    assert 14 * 60_000 < program.idle.left <= 15 * 60_000
    assert program.window is not None
    program.window.menus.actions["lock_after_5"].trigger()
    assert program.settings.get(darkness.SETTING, 0) == 5
    assert program.idle.left <= 5 * 60_000

    idle = program.idle
    idle._timer.start(60_000)
    qtbot.waitUntil(lambda: idle.left < 59_900)
    QTest.keyClick(program.window.windowHandle(), Qt.Key.Key_Shift)  # as the screen tells it
    qtbot.waitUntil(lambda: idle.left > 59_900)
    program.idle._timer.start(0)
    qtbot.waitUntil(lambda: isinstance(program.door, UnlockPage), timeout=5_000)
    assert program.idle.left == -1


@pytest.mark.parametrize(("kept", "used"), [(5, 5), (60, 60), (0, 15), (1, 15), (100_000, 15), (-5, 15)])
def test_an_idle_time_that_was_never_offered_counts_as_the_usual_one(kept: int, used: int) -> None:
    assert darkness.minutes(kept) == used
