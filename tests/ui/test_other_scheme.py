"""Another scheme while a page is open: nothing on it keeps a colour of the scheme before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from itertools import combinations, pairwise

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui import style
from app.ui.desk import Desk, Notice
from app.ui.theme import CONTRAST_DARK, DARK, LIGHT, Theme
from app.ui.widgets.calendar import Calendar
from app.ui.window import MainWindow
from tests.ui.responding import enrol_child, log_d90


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> MainWindow:
    """A window on a child with a verdict, in light clothes."""
    subject_id = enrol_child(desk.context)
    log_d90(desk.context, subject_id)
    shown = MainWindow(desk)
    qtbot.addWidget(shown)
    shown.resize(1100, 680)
    shown.show()
    settle()
    shown.open_subject(subject_id, "overview")
    settle()
    return shown


def wear(desk: Desk, theme: Theme) -> None:
    """What the choice in the menu does."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    style.dress(application, theme)
    desk.theme = theme
    desk.themed.emit()


def told(theme: Theme) -> set[str]:
    """All its colours."""
    values = asdict(theme)
    tones = [values.pop("warning"), values.pop("error"), *values.pop("statuses").values()]
    listed = [*values.values(), *(colour for tone in tones for colour in tone.values())]
    return {colour for colour in listed if colour.startswith("#")}


def lies_between(colour: str, first: str, second: str) -> bool:
    """Whether the edge of a letter in one colour upon the other may show it."""
    parts = ([int(each[at : at + 2], 16) for at in (1, 3, 5)] for each in (colour, first, second))
    looked, start, end = parts
    way = [b - a for a, b in zip(start, end, strict=True)]
    gone = sum((c - a) * step for c, a, step in zip(looked, start, way, strict=True))
    part = min(1.0, max(0.0, gone / sum(step * step for step in way)))
    return all(abs(a + part * step - c) <= 2 for c, a, step in zip(looked, start, way, strict=True))


def own_colours(theme: Theme, *, beside: Theme) -> set[int]:
    """The colours that the other scheme shows nowhere, not at the edge of a letter either, as pixels."""
    pairs = list(combinations(told(beside), 2))
    own = (c for c in told(theme) if not any(lies_between(c, *pair) for pair in pairs))
    return {0xFF000000 | int(colour[1:], 16) for colour in own}


def pixels(shown: QWidget) -> set[int]:
    """The colours that a widget shows."""
    image = shown.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return set(memoryview(image.constBits()).cast("I"))


def kept(shown: QWidget, before: Theme, now: Theme) -> set[str]:
    """The colours of the scheme before that are still painted."""
    return {f"#{pixel & 0xFFFFFF:06X}" for pixel in pixels(shown) & own_colours(before, beside=now)}


def test_no_page_keeps_the_colours_of_the_scheme_before(
    window: MainWindow, desk: Desk, settle: Callable[[], None]
) -> None:
    subject_id, calendar = window.subject_page.subject_id, Calendar(window)
    places: dict[str, Callable[[], None]] = {
        "overview": lambda: None,
        "counts": lambda: window.open_subject(subject_id, "counts"),
        "form": window.does.log_due,
    }
    schemes = pairwise((LIGHT, CONTRAST_DARK, DARK, LIGHT))
    for (place, go), (before, now) in zip(places.items(), schemes, strict=True):
        go()
        settle()
        desk.noticed.emit(Notice("warning", "News of a page"))
        window.grab()  # painted, with all that is kept of it
        wear(desk, now)
        settle()
        assert kept(window, before, now) == set(), f"{place}, {before.name} to {now.name}"
        assert kept(calendar, before, now) == set()
        assert 0xFFFF0000 not in pixels(calendar), "Qt's own red of weekends"
