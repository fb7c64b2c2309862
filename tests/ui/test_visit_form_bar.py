"""The foot of the form says what is open in the room that its buttons leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import Texts
from app.ui import fonts
from app.ui.pages.visit_form.answers import Open, said
from app.ui.pages.visit_form.bar import ButtonBar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MATTERS = (
    Open("day", "reason for the visit outside its window", "refused"),
    Open("transfusions", "transfusions", "log"),
    Open("events", "events", "log"),
)


def test_what_is_open_is_counted_where_its_names_have_no_room() -> None:
    whole, brief = said(MATTERS, Texts("en"), key="not_saved_yet")
    assert whole == (
        "Not saved yet: 1 to mend: reason for the visit outside its window · "
        "2 answers open: transfusions, events"
    )
    assert brief == "Not saved yet: 1 to mend · 2 answers open"
    assert said((), Texts("en"), key="not_saved_yet") == ("", "")


def test_the_bar_keeps_its_height_and_tells_the_names_below_the_mouse(qtbot: QtBot) -> None:
    fonts.load_latin()
    bar = ButtonBar(Texts("en"))
    qtbot.addWidget(bar)
    whole, brief = said(MATTERS, Texts("en"))
    bar.resize(1100, 60)
    bar.show_open(whole, brief)
    bar.show()
    assert (bar._open.text(), bar._open.toolTip()) == (whole, "")
    bar.resize(620, 60)
    qtbot.waitUntil(lambda: bar._open.text() == brief)
    assert whole in bar._open.toolTip()
    assert bar._open.accessibleName() == bar.open_words == whole
