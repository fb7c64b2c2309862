"""The help window: pages, search, plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.i18n import Texts, help_pages
from app.ui import fonts, help_for, style
from app.ui.help_window import HelpWindow, Picture
from app.ui.pages.study.page import TABS as STUDY_TABS
from app.ui.pages.subject import TABS as SUBJECT_TABS
from app.ui.shell import PAGES
from app.ui.theme import CONTRAST_DARK, DARK, LIGHT

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


# The off-screen platform says so when a dialog takes its size.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[HelpWindow]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = HelpWindow(Texts("en"), parent=parent)
    made.show()
    yield made


def labels(window: HelpWindow) -> list[QLabel]:
    page = window.page.widget()
    assert page is not None
    return page.findChildren(QLabel)


def shown(window: HelpWindow) -> list[str]:
    return [made.text() for made in labels(window)]


def test_the_first_page_is_in_front(window: HelpWindow) -> None:
    first = help_pages.pages("en")[0]
    assert shown(window)[0] == first.title
    assert window.list.count() == len(help_pages.pages("en"))


def test_typing_leaves_the_pages_that_hold_the_word(qtbot: QtBot, window: HelpWindow) -> None:
    qtbot.keyClicks(window.search, "binder")
    assert 0 < window.list.count() < 99
    assert any("binder" in line for line in shown(window))


def test_a_word_that_no_page_holds_is_told(qtbot: QtBot, window: HelpWindow) -> None:
    qtbot.keyClicks(window.search, "zebra")
    assert window.list.count() == 0
    assert "zebra" in window.nothing.text()


def test_enter_leads_to_the_list_and_closes_nothing(qtbot: QtBot, window: HelpWindow) -> None:
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.isVisible()


def test_a_title_of_one_line_is_one_line_high(qapp: QApplication, qtbot: QtBot) -> None:
    fonts.load_chinese()
    style.dress(qapp, CONTRAST_DARK)  # of the widest edges
    parent = QWidget()
    qtbot.addWidget(parent)
    made = HelpWindow(Texts("zh"), parent=parent)
    made.show()
    made.grab()  # lays it out
    heights = {made.list.visualItemRect(made.list.item(row)).height() for row in range(made.list.count())}
    style.dress(qapp, LIGHT)
    assert len(heights) == 1  # the longest of them fills its line to the last pixels


def test_nothing_is_run_as_mark_up(window: HelpWindow) -> None:
    for made in labels(window):
        assert made.textFormat() == Qt.TextFormat.PlainText


def test_a_page_is_opened_by_its_name(window: HelpWindow) -> None:
    window.open_page(help_pages.pages("en")[-1].name)
    assert window.list.currentRow() == window.list.count() - 1


def test_what_is_searched_for_hides_no_page_that_is_asked_for(qtbot: QtBot, window: HelpWindow) -> None:
    qtbot.keyClicks(window.search, "binder")
    window.open_page("security")
    assert shown(window)[0] == next(p.title for p in help_pages.pages("en") if p.name == "security")
    window.open_page("no such page")
    assert window.list.currentItem().text() == shown(window)[0]


def test_pictures_wear_the_ground_of_the_scheme(qapp: QApplication, window: HelpWindow) -> None:
    window.open_page("today")
    picture = window.page.findChildren(Picture)[0]
    assert picture.accessibleName()
    bright = []
    for theme in (LIGHT, DARK, CONTRAST_DARK, LIGHT):
        style.dress(qapp, theme)
        bright.append(picture.pixmap().toImage().pixelColor(500, 5).lightness() > 128)
    assert bright == [True, False, False, True]


@pytest.mark.parametrize("table", [help_for.PAGES, help_for.SUBJECT, help_for.STUDY])
def test_the_pages_that_f1_leads_to_are_there(table: dict[str, str]) -> None:
    assert set(table.values()) <= {page.name for page in help_pages.pages("en")}


def test_f1_knows_every_page_and_tab() -> None:
    assert help_for.PAGES.keys() | {"subject", "study"} == set(PAGES)
    assert help_for.SUBJECT.keys() == set(SUBJECT_TABS)
    assert help_for.STUDY.keys() == set(STUDY_TABS)


def test_large_text_and_pictures_scroll_a_page_down_only(qapp: QApplication, qtbot: QtBot) -> None:
    style.dress(qapp, LIGHT, text_size=200)
    parent = QWidget()
    qtbot.addWidget(parent)
    window = HelpWindow(Texts("pt"), parent=parent)
    window.show()
    (longer,) = window.list.findItems("Incluir um participante", Qt.MatchFlag.MatchExactly)
    one_line = window.list.sizeHintForRow(0)
    assert window.list.visualItemRect(longer).height() > 1.5 * one_line, "one line cuts it"
    for row in range(window.list.count() - 1):  # the last names tests, which have no place to break at
        window.list.setCurrentRow(row)
        window.grab()  # lays everything out
        assert window.page.horizontalScrollBar().maximum() == 0, window.list.item(row).text()
    style.dress(qapp, LIGHT)


def test_a_wide_window_puts_nothing_between_a_mark_and_its_words(qtbot: QtBot, window: HelpWindow) -> None:
    window.resize(1500, 800)
    marks = [each for each in labels(window) if each.text() == "•"]
    assert marks

    def gap(mark: QLabel) -> int:
        line = mark.parentWidget()
        assert line is not None
        (words,) = (each for each in line.findChildren(QLabel) if each is not mark)
        return words.x() - mark.geometry().right()

    qtbot.waitUntil(lambda: window.page.widget().width() > 800)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: max(gap(mark) for mark in marks) < 12)
