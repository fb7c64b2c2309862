"""The first run: proposals, words beside the fields, and an encrypted file at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from app import paths
from app.i18n import Texts
from app.services import studies
from app.settings import Settings
from app.ui.operations import Operations
from app.ui.pages.door.first_run import FirstRunPage
from app.ui.passphrase import strength
from app.ui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[FirstRunPage]:
    operations = Operations()
    made = FirstRunPage(
        paths=paths.find(tmp_path),
        texts=Texts("en"),
        settings=Settings(tmp_path / "settings.json"),
        operations=operations,
    )
    qtbot.addWidget(made)
    made.show()
    yield made
    operations.close()


def fill(qtbot: QtBot, page: FirstRunPage, **texts: str) -> None:
    for key, text in texts.items():
        page.inputs[key].clear()
        qtbot.keyClicks(page.inputs[key], text)


def test_a_study_is_made_by_keys_alone(qtbot: QtBot, page: FirstRunPage, tmp_path: Path) -> None:
    fill(
        qtbot,
        page,
        name="MSC in marrow failure",
        site="TJ",
        display_name="Ana Ferreira",
        passphrase="a quiet marrow",
        again="a quiet marrow",
    )
    with qtbot.waitSignal(page.opened, timeout=20_000) as caught:
        qtbot.keyClick(page.inputs["again"], Qt.Key.Key_Return)
    context = caught.args[0]
    assert context.study.code_pattern == "TJ-###"
    assert context.user.user_name == "a.ferreira"
    assert context.user.display_name == "Ana Ferreira"
    assert (tmp_path / "msc-in-marrow-failure.mtrack").exists()
    assert page.inputs["passphrase"].text() == ""
    studies.close(context)


def test_an_empty_form_says_beside_each_field_what_is_missing(qtbot: QtBot, page: FirstRunPage) -> None:
    qtbot.mouseClick(page.finish, Qt.MouseButton.LeftButton)
    said = {key: field.problem for key, field in page.fields.items()}
    assert said["name"] == "Type the name of the study."
    assert said["passphrase"].startswith("The passphrase is too short")
    assert all(said[key] for key in ("site", "code_pattern", "display_name", "user_name"))
    assert said["code_pattern"] == "Type how subjects are numbered, such as TJ-###."
    assert page.inputs["name"].hasFocus()
    assert page.inputs["name"].accessibleDescription() == said["name"]


def test_two_different_passphrases_are_told_at_the_second(qtbot: QtBot, page: FirstRunPage) -> None:
    fill(
        qtbot, page, name="S", site="TJ", display_name="Ana Ferreira", passphrase="a quiet marrow", again="a"
    )
    qtbot.mouseClick(page.finish, Qt.MouseButton.LeftButton)
    assert page.fields["again"].problem.startswith("The two passphrases differ.")
    assert page.inputs["again"].hasFocus()
    fill(qtbot, page, passphrase="a")
    assert page.fields["again"].problem == "", "it may be the first that was mistyped"


def test_tab_leads_from_the_passphrase_to_its_repetition(qtbot: QtBot, page: FirstRunPage) -> None:
    first = page.inputs["passphrase"]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert page.inputs["again"].hasFocus()


def test_a_shown_passphrase_is_hidden_when_its_button_is_left(qtbot: QtBot, page: FirstRunPage) -> None:
    first = page.inputs["passphrase"]
    assert isinstance(first, SecretField)
    first.show_button.setFocus()
    qtbot.keyClick(first.show_button, Qt.Key.Key_Space)
    assert first.echoMode() == SecretField.EchoMode.Normal
    page.finish.setFocus()
    assert first.echoMode() == SecretField.EchoMode.Password


def test_a_problem_goes_when_the_field_is_edited(qtbot: QtBot, page: FirstRunPage) -> None:
    qtbot.mouseClick(page.finish, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.inputs["site"], "T")
    assert page.fields["site"].problem == ""


def test_each_show_says_to_a_reader_whose_it_is(page: FirstRunPage) -> None:
    shows = [field.show_button for field in page.findChildren(SecretField)]
    assert [button.accessibleName() for button in shows] == ["Show, Passphrase", "Show, Passphrase again"]
    shows[1].click()
    assert shows[1].accessibleName() == "Hide, Passphrase again"


def test_the_code_pattern_is_shown_by_its_first_codes(qtbot: QtBot, page: FirstRunPage) -> None:
    fill(qtbot, page, site="Beijing 2")
    assert page.inputs["code_pattern"].text() == "BEIJIN-###"
    fill(qtbot, page, code_pattern="B2-####")
    assert page.fields["code_pattern"].line.text() == "Codes will be B2-0001, B2-0002 …"
    fill(qtbot, page, site="Other")
    assert page.inputs["code_pattern"].text() == "B2-####", "a typed pattern stays"


def test_a_typed_user_name_is_not_overwritten(qtbot: QtBot, page: FirstRunPage) -> None:
    fill(qtbot, page, display_name="Ana Ferreira")
    assert page.inputs["user_name"].text() == "a.ferreira"
    fill(qtbot, page, user_name="ana")
    fill(qtbot, page, display_name="Ana Ferreira de Souza")
    assert page.inputs["user_name"].text() == "ana"


def test_the_page_says_where_the_file_will_be(qtbot: QtBot, page: FirstRunPage, tmp_path: Path) -> None:
    fill(qtbot, page, name="Étude 1")
    assert page.where.text() == f"The file will be {tmp_path / 'etude-1.mtrack'}"


@pytest.mark.parametrize(
    ("passphrase", "words"),
    [
        ("short", "short"),
        ("aaaaaaaaaaaaaaaa", "weak"),
        ("123456789012", "weak"),
        ("passwordpassword", "weak"),
        ("marrow at dawn", "fair"),
        ("a quiet marrow at dawn, 4 cells", "strong"),
    ],
)
def test_the_strength_of_a_passphrase_is_told_in_words(passphrase: str, words: str) -> None:
    assert strength(passphrase) == words
