"""The page Study, tab Users, by clicks and keys; and what each role finds in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from app import paths
from app.i18n import Texts
from app.services import access, accounts, studies, throttle
from app.services.context import Context, ServiceError
from app.settings import Settings
from app.ui.desk import Desk
from app.ui.operations import Operations
from app.ui.pages.study.users import UsersTab
from app.ui.theme import LIGHT
from app.ui.window import MainWindow
from tests.services import team
from tests.services.conftest import PASSPHRASE, Clock
from tests.services.team import TEAM, sign_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Open = Callable[[str], UsersTab]


@pytest.fixture
def file(team_study: Path, tmp_path: Path) -> Path:
    return team.copied(team_study, tmp_path / "data")


@pytest.fixture
def desk_of(qtbot: QtBot, file: Path) -> Iterator[Callable[[str], Desk]]:
    made: list[Desk] = []

    def sit(role: str) -> Desk:
        desk = Desk(
            context=sign_in(file, role, Clock()),
            texts=Texts("en"),
            theme=LIGHT,
            operations=Operations(),
            settings=Settings(paths.find(file.parent).settings),
        )
        made.append(desk)
        return desk

    yield sit
    for desk in made:
        desk.operations.close()
        studies.close(desk.context)


@pytest.fixture
def tab_of(qtbot: QtBot, desk_of: Callable[[str], Desk]) -> Open:
    def show(role: str) -> UsersTab:
        desk = desk_of(role)
        tab = UsersTab(desk)
        qtbot.addWidget(tab)
        tab.resize(1100, 700)
        tab.show()
        tab.read()
        settle(qtbot, tab)
        return tab

    return show


def settle(qtbot: QtBot, tab: UsersTab) -> None:
    qtbot.waitUntil(lambda: tab._desk.operations.idle, timeout=20_000)


def click(qtbot: QtBot, button: object) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(tab: UsersTab, user_name: str) -> None:
    for row in range(tab.rows.rowCount()):
        user = tab.rows.row_at(row)
        if user is not None and user.user_name == user_name:
            tab.table.setCurrentIndex(tab.rows.index(row, 0))
            return
    raise AssertionError(user_name)


def typed(qtbot: QtBot, field: object, text: str) -> None:
    assert isinstance(field, QLineEdit)
    field.clear()
    qtbot.keyClicks(field, text)


def opens(file: Path, name: str, passphrase: str) -> bool:
    try:
        studies.close(studies.unlock(file, user_name=name, passphrase=passphrase, clock=Clock()))
    except ServiceError:
        throttle.clear(file)
        return False
    return True


def test_a_user_is_added_by_keys_and_the_passphrase_told_once(qtbot: QtBot, tab_of: Open, file: Path) -> None:
    tab = tab_of(access.ADMINISTRATOR)
    click(qtbot, tab.buttons["add"])
    form = tab.forms["add"]
    assert form.inputs["display_name"].hasFocus()
    qtbot.keyClicks(form.inputs["display_name"], "Zhou Li")
    qtbot.keyClick(form.inputs["display_name"], Qt.Key.Key_Return)
    qtbot.keyClicks(form.inputs["user_name"], "zhou")
    role = form.inputs["role"]
    assert isinstance(role, QComboBox)
    qtbot.keyClick(form.inputs["user_name"], Qt.Key.Key_Return)
    assert role.hasFocus()  # nobody is added as what was never looked at
    assert form.fields["role"].problem == ""
    role.setCurrentIndex(role.findData(access.MONITOR))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        target = form.window().focusWidget()  # found by hand: a second key lost what is told once
        assert target is not None
        qtbot.keyClick(target, key)
    qtbot.waitUntil(lambda: bool(tab.once.secrets), timeout=20_000)
    settle(qtbot, tab)

    assert form.isHidden()
    assert list(tab.once.secrets) == ["zhou"]
    spoken = [made.accessibleName() for made in tab.once.findChildren(QLabel)]
    assert any("zhou" in said and tab.once.secrets["zhou"] in said for said in spoken), "not a row of letters"
    assert opens(file, "zhou", tab.once.secrets["zhou"])
    assert tab.rows.rowCount() == 5
    assert tab.user is not None
    assert tab.user.user_name == "zhou", "the next button is about the one just added"
    secret = tab.window().focusWidget()
    assert isinstance(secret, QLabel)
    assert secret.selectedText() == tab.once.secrets["zhou"], "ready to be copied"
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(secret, key)  # one more behind the form would have taken it away unread
    assert list(tab.once.secrets) == ["zhou"]
    qtbot.keyClick(secret, Qt.Key.Key_Tab)
    assert tab.once.done.hasFocus()
    qtbot.keyClick(tab.once.done, Qt.Key.Key_Space)
    assert tab.once.secrets == {}
    assert tab.once.isHidden()


def test_what_hinders_stands_beside_the_field(qtbot: QtBot, tab_of: Open) -> None:
    tab = tab_of(access.ADMINISTRATOR)
    click(qtbot, tab.buttons["add"])
    form = tab.forms["add"]
    click(qtbot, form.go)
    assert form.fields["display_name"].problem == "Type the name as it should stand in the audit trail."
    assert form.inputs["display_name"].hasFocus()

    typed(qtbot, form.inputs["display_name"], "Another Mei")
    typed(qtbot, form.inputs["user_name"], "MEI")
    click(qtbot, form.go)
    settle(qtbot, tab)
    assert form.fields["user_name"].problem.startswith("The user name mei is in use already")
    assert form.inputs["user_name"].hasFocus()
    assert form.told.isHidden(), "said once"
    assert form.isVisible()
    assert form.given()["user_name"] == "MEI"
    qtbot.keyClick(form.inputs["user_name"], Qt.Key.Key_Escape)
    assert form.isHidden()


def test_reset_disable_enable_and_role_by_clicks(qtbot: QtBot, tab_of: Open, file: Path) -> None:
    tab = tab_of(access.ADMINISTRATOR)
    choose(tab, "li")
    click(qtbot, tab.buttons["reset"])
    click(qtbot, tab.forms["reset"].go)
    qtbot.waitUntil(lambda: "li" in tab.once.secrets, timeout=20_000)
    settle(qtbot, tab)
    assert opens(file, "li", tab.once.secrets["li"])
    assert not opens(file, *TEAM[access.MONITOR])

    choose(tab, "li")
    click(qtbot, tab.buttons["disable"])
    assert "Li can’t sign in any more" in tab.forms["disable"].about.text()
    click(qtbot, tab.forms["disable"].go)
    settle(qtbot, tab)
    choose(tab, "li")
    user = tab.user
    assert user is not None
    assert not user.active
    assert tab.buttons["disable"].isHidden()

    click(qtbot, tab.buttons["enable"])
    click(qtbot, tab.forms["enable"].go)
    settle(qtbot, tab)
    assert opens(file, "li", tab.once.secrets["li"])

    choose(tab, "li")
    click(qtbot, tab.buttons["change_role"])
    role = tab.forms["change_role"].inputs["role"]
    assert isinstance(role, QComboBox)
    assert role.currentData() == access.MONITOR
    role.setCurrentIndex(role.findData(access.COORDINATOR))
    click(qtbot, tab.forms["change_role"].go)
    settle(qtbot, tab)
    choose(tab, "li")
    user = tab.user
    assert user is not None
    assert user.role == access.COORDINATOR


def test_the_own_row_offers_nothing_that_would_lock_one_out(tab_of: Open) -> None:
    tab = tab_of(access.ADMINISTRATOR)
    choose(tab, "mei")

    for code in ("reset", "disable", "change_role"):
        assert not tab.buttons[code].isEnabled()
        assert "Another administrator" in tab.buttons[code].toolTip()


@pytest.mark.parametrize("role", [access.COORDINATOR, access.INVESTIGATOR, access.MONITOR])
def test_other_roles_see_the_users_and_change_their_own_passphrase_alone(
    qtbot: QtBot, tab_of: Open, file: Path, role: str
) -> None:
    tab = tab_of(role)
    assert tab.rows.rowCount() == 4
    assert tab.buttons == {}
    assert (tab.recovery, tab.key) == (None, None)

    name, old = TEAM[role]
    click(qtbot, tab.own.button)
    form = tab.own.form
    qtbot.keyClicks(form.inputs["old"], "not it at all")
    qtbot.keyClicks(form.inputs["passphrase"], "a passphrase by hand")
    qtbot.keyClicks(form.inputs["again"], "a passphrase by hnad")
    qtbot.keyClick(form.inputs["again"], Qt.Key.Key_Return)
    assert form.fields["again"].problem
    qtbot.keyClicks(form.inputs["again"], "a passphrase by hand")  # takes the place of what nobody sees
    qtbot.keyClick(form.inputs["again"], Qt.Key.Key_Return)
    settle(qtbot, tab)
    assert form.told.text().startswith("This is not the passphrase of the signed-in user")
    typed(qtbot, form.inputs["old"], old)
    click(qtbot, form.go)
    settle(qtbot, tab)
    assert form.isHidden()
    assert opens(file, name, "a passphrase by hand")
    assert form.given() == {"old": "", "passphrase": "", "again": ""}


def test_a_new_recovery_key_is_shown_saved_and_forgotten(
    qtbot: QtBot, tab_of: Open, file: Path, tmp_path: Path
) -> None:
    tab = tab_of(access.ADMINISTRATOR)
    panel = tab.recovery
    assert panel is not None
    click(qtbot, panel.button)
    qtbot.keyClicks(panel.form.inputs["passphrase"], PASSPHRASE)
    qtbot.keyClick(panel.form.inputs["passphrase"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(panel.card.key), timeout=20_000)
    settle(qtbot, tab)
    key = panel.card.key
    assert key in panel.card.accessibleName()

    panel.card.ask_path = lambda: tmp_path / "kept.pdf"
    click(qtbot, panel.card.save_button)
    assert panel.card.state.text().startswith("Saved.")
    assert (tmp_path / "kept.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "kept.pdf").stat().st_mode & 0o077 == 0
    click(qtbot, panel.card.kept_button)
    assert panel.card.key == ""
    assert panel.card.accessibleName() == ""
    context = studies.recover(
        file, recovery_key=key, user_name="mei", passphrase="found on paper", clock=Clock()
    )
    studies.close(context)


def test_a_new_study_key_by_keys_with_one_time_passphrases_for_the_others(
    qtbot: QtBot, tab_of: Open, file: Path
) -> None:
    tab = tab_of(access.ADMINISTRATOR)
    panel = tab.key
    assert panel is not None
    click(qtbot, panel.button)
    qtbot.keyClick(panel.form.inputs["everybody"], Qt.Key.Key_Space)
    qtbot.keyClicks(panel.form.inputs["passphrase"], PASSPHRASE)
    qtbot.keyClick(panel.form.inputs["passphrase"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(tab.once.secrets), timeout=20_000)
    settle(qtbot, tab)

    assert set(tab.once.secrets) == {"chen", "wu", "li"}
    assert opens(file, "wu", tab.once.secrets["wu"])
    assert tab.rows.rowCount() == 4


def test_secrets_go_when_the_page_is_left(qtbot: QtBot, tab_of: Open) -> None:
    tab = tab_of(access.ADMINISTRATOR)
    tab.once.tell({"li": "ABCD-EFGH"})
    panel = tab.recovery
    assert panel is not None
    panel.card.show_key("AAAA-BBBB", study="S", day="today")
    click(qtbot, tab.own.button)
    qtbot.keyClicks(tab.own.form.inputs["old"], "half typed")

    tab.keep_draft()
    assert tab.once.secrets == {}
    assert panel.card.key == ""
    assert tab.own.form.given()["old"] == ""


def test_everything_on_the_tab_has_a_name_for_a_screen_reader(tab_of: Open) -> None:
    tab = tab_of(access.ADMINISTRATOR)
    for form in (*tab.forms.values(), tab.own.form):
        for control in form.inputs.values():
            assert control.accessibleName(), form
    for button in tab.buttons.values():
        assert button.text()
    assert tab.table.accessibleName() == "Users"


# what a role finds in the window


@pytest.mark.parametrize("role", access.ROLES)
def test_the_window_offers_what_the_role_may_do(
    qtbot: QtBot, desk_of: Callable[[str], Desk], role: str
) -> None:
    desk = desk_of(role)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: desk.operations.idle, timeout=20_000)
    may = role in access.ALLOWED["enrolment.enrol"]
    offered = {action.text() for action in window.menus.offered}

    assert ("&Enrol subject…" in offered) is may
    assert ("&Log due visit" in offered) is may
    assert window.menus.actions["enrol"].isVisible() is may
    assert window.menus.actions["enrol"].shortcut().isEmpty() is not may
    if not may:
        qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert window.current == "today"
    assert window.page("subjects").enrol.isHidden() is not may  # type: ignore[attr-defined]
    window.close()
    qtbot.waitUntil(lambda: desk.operations.idle, timeout=20_000)


def test_a_context_without_the_right_is_refused_whatever_the_window_shows(file: Path) -> None:
    context: Context = sign_in(file, access.MONITOR, Clock())
    with pytest.raises(ServiceError) as refusal:
        accounts.add(context, accounts.NewUser("x", "X", access.ADMINISTRATOR))
    assert refusal.value.code == "not_allowed"
    studies.close(context)
