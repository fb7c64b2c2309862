"""Signing for a status on the Response tab, by real clicks and keys, and where it then shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget

from app.services import access
from app.ui import fonts, style, subject_view
from app.ui.pages.overview import OverviewTab
from app.ui.pages.response import ResponseTab
from app.ui.theme import LIGHT
from app.ui.widgets.banner import Banner
from tests.services import team
from tests.services.team import TEAM
from tests.ui import controlling, responding

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

WHY = "The transfusion of 6 March was given for a biopsy."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("override") / "study.mtrack"
    team.make(path)
    with team.signed_in(path, access.COORDINATOR) as (context,):
        child = responding.enrol_child(context, code="TJ-901")
        responding.log_d90(context, child, values={**responding.AT_D90, "PLT": "19"})
    return path


class Hands:
    """The Response tab of the study's one child in the hands of a role."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.tab = ResponseTab(desk)
        qtbot.addWidget(self.tab)
        self.tab.resize(1222, 618)
        self.tab.show()
        desk.changed.connect(lambda _changes: self.show())
        self.show()
        self.settle()

    def show(self) -> None:
        self.tab.show_subject(subject_view.load(self.desk.context, 1))

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.desk.operations.idle, timeout=20_000)

    def press(self, button: QWidget) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def sign(self, status: str = "PR", *, why: str = WHY, passphrase: str = "") -> None:
        form = self.tab.override.form
        self.press(self.tab.override_button)
        for key, code in (("status", status), ("code", "other")):
            box = form.inputs[key]
            assert isinstance(box, QComboBox)
            box.setFocus()
            self.qtbot.keyClick(box, Qt.Key.Key_Home)
            while box.currentData() != code:
                self.qtbot.keyClick(box, Qt.Key.Key_Down)
        words = form.inputs["text"]
        assert isinstance(words, QLineEdit)
        words.setFocus()
        self.qtbot.keyClicks(words, why)
        self.qtbot.keyClick(words, Qt.Key.Key_Return)
        secret = form.inputs["passphrase"]
        self.qtbot.keyClicks(secret, passphrase or TEAM[access.INVESTIGATOR][1])
        self.qtbot.keyClick(secret, Qt.Key.Key_Return)
        self.settle()


@pytest.fixture
def hands(made: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Hands]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    fonts.load_latin()
    style.dress(application, LIGHT)
    path = team.copied(made, tmp_path / "data")
    with (
        team.signed_in(path, access.INVESTIGATOR) as (context,),
        controlling.desk_of(context, tmp_path) as desk,
    ):
        yield Hands(desk, qtbot)


def _said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_a_signed_override_shows_on_the_page_with_the_automatic_verdict_struck_through(hands):
    assert hands.tab.chip.status == "NR"
    hands.sign()
    tab = hands.tab
    assert (tab.chip.status, tab.chip.signed) == ("PR", True)
    assert tab.flag_words.text() == "override"
    because = "“The transfusion of 6 March was given for a biopsy”"
    said = f"Override by Wu on 18 Nov 2026: PR in place of NR, because {because}."
    assert tab.override.said.text() == said
    assert not tab.override_button.isVisible()
    struck = [label.text() for label in tab.past.findChildren(QLabel) if label.font().strikeOut()]
    assert struck == ["5 Apr · D90"]
    assert said in _said(tab.past)
    assert "PR not reached" in tab.sentence.text()  # the evidence is still that of the automatic verdict


def test_the_banner_wears_pen_and_word(hands, qtbot):
    hands.sign()
    banner = Banner(hands.desk.texts)
    qtbot.addWidget(banner)
    view = subject_view.load(hands.desk.context, 1)
    banner.show_subject(view, today=hands.desk.context.today())
    assert (banner.chip.status, banner.chip.signed) == ("PR", True)
    assert "override" in banner.since.text()
    assert "override" in banner.chip.accessibleName()


def test_without_words_or_passphrase_nothing_is_signed_and_the_field_says_so(hands):
    hands.sign(why=" ")
    form = hands.tab.override.form
    assert form.isVisible()
    assert form.fields["text"].problem == "Say in words why."
    assert not hands.tab.quotes.isVisible()  # the evidence has its room
    assert hands.tab.chip.status == "NR"
    hands.qtbot.keyClick(form.inputs["text"], Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert hands.tab.quotes.isVisible()
    hands.press(hands.tab.override_button)
    hands.press(form.go)
    assert form.fields["status"].problem == "Choose the status that holds."
    assert form.fields["code"].problem == "Choose a reason."
    hands.press(form.back)
    hands.sign(passphrase="not it")
    assert form.isVisible()
    assert form.told.text() != ""
    assert hands.tab.chip.status == "NR"


def test_it_is_undone_with_a_reason_and_can_be_signed_anew(hands):
    hands.sign()
    panel = hands.tab.override
    hands.press(panel.undo_button)
    assert "The automatic NR holds again" in panel.undo_form.about.text()
    words = panel.undo_form.inputs["text"]
    hands.qtbot.keyClicks(words, "Signed on the wrong day.")
    hands.qtbot.keyClick(words, Qt.Key.Key_Return)
    hands.settle()
    assert (hands.tab.chip.status, hands.tab.chip.signed) == ("NR", False)
    assert "Undone by Wu: Signed on the wrong day." in _said(hands.tab.past)
    hands.sign("CR")
    assert hands.tab.chip.status == "CR"


def test_tried_values_stand_without_the_override(hands):
    hands.sign()
    hands.press(hands.tab.try_button)
    hands.qtbot.waitUntil(lambda: hands.tab.trying.on, timeout=5_000)
    hands.settle()
    assert hands.tab.chip.status == "NR"
    assert not hands.tab.override.isVisible()
    hands.press(hands.tab.trying.panel.end_button)
    hands.settle()
    assert hands.tab.chip.status == "PR"


def test_a_coordinator_sees_it_and_finds_no_button(made, tmp_path, qtbot):
    path = team.copied(made, tmp_path / "data")
    with (
        team.signed_in(path, access.COORDINATOR) as (context,),
        controlling.desk_of(context, tmp_path) as desk,
    ):
        hands = Hands(desk, qtbot)
        assert not hands.tab.override_button.isVisible()
        assert hands.tab.try_button.isVisible()


def test_the_overview_and_the_other_definitions_tell_the_override_too(hands: Hands, qtbot: QtBot) -> None:
    hands.sign()
    others = hands.tab.others
    qtbot.waitUntil(lambda: "A signed override sets the status: PR." in _said(others), timeout=10_000)
    assert others.lines[0].because.text() == "automatic"

    overview = OverviewTab(hands.desk)
    qtbot.addWidget(overview)
    overview.show_subject(subject_view.load(hands.desk.context, 1))
    assert overview.why.title.text() == "Why PR: a signed override"
    said = _said(overview.why)
    assert "Override by Wu on 18 Nov 2026: PR in place of NR" in said
    assert "The automatic status NR stays on record:" in said
