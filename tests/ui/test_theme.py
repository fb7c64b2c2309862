"""The themes: what is read stands out from its ground, and a palette says which theme it is of."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui import style
from app.ui.theme import CONTRAST, CONTRAST_DARK, DARK, LIGHT, THEMES, Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.emblem import Emblem, emblem_icon
from app.ui.widgets.icon_mark import IconButton, IconMark

CONTRASTS = (CONTRAST, CONTRAST_DARK)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def grounds(theme: Theme) -> tuple[str, ...]:
    """What is written on: the page, panels, heads of tables, the chosen row, the window of a visit."""
    return (theme.window, theme.surface, theme.head, theme.selection, theme.band)


def read_on(theme: Theme) -> list[tuple[str, str]]:
    """Inks with the grounds that they are read on."""
    everywhere = (theme.text, theme.text2, theme.accent, theme.hb, theme.plt)
    told = (theme.warning, theme.error, *theme.statuses.values())
    return [
        *product(everywhere, grounds(theme)),
        *product((tone.ink for tone in told), grounds(theme)),  # a word in a row, the series of a chart
        *((tone.ink, tone.ground) for tone in told),
        *((theme.text, tone.ground) for tone in told),
        (theme.on_accent, theme.accent),
    ]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_can_be_read(theme: Theme) -> None:
    least = 7 if theme.contrast else 4.5
    for ink, ground in read_on(theme):
        assert contrast(ink, ground) >= least, f"{ink} on {ground}"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_edges_of_inputs_and_bars_can_be_seen(theme: Theme) -> None:
    for ground in (theme.window, theme.surface):
        assert contrast(theme.control, ground) >= 3
        assert contrast(theme.accent, ground) >= 3, "the frame of what has the focus"


@pytest.mark.parametrize("theme", CONTRASTS, ids=lambda theme: theme.name)
def test_high_contrast_tells_what_cannot_be_pressed_and_where_rows_end(theme: Theme) -> None:
    assert contrast(theme.off, theme.surface) >= 7
    assert contrast(theme.off, theme.text) >= 2, "or it looks as if it could be pressed"
    assert contrast(theme.line, theme.surface) >= 3
    assert theme.hint != theme.text, "or an empty field looks filled in"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_hints_can_be_read_and_a_sheet_of_paper_ends_in_sight(theme: Theme) -> None:
    assert contrast(theme.hint, theme.surface) >= 4.5
    assert contrast(theme.desk, "#FFFFFF") >= 3


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_filled_button_shows_its_focus_within_its_edge(
    qapp: QApplication, qtbot: QtBot, theme: Theme
) -> None:
    style.dress(qapp, theme)
    host = QWidget()
    button, other = Button("Save visit", kind="primary", parent=host), QLineEdit(host)
    button.resize(160, 34)
    other.move(0, 60)
    host.show()
    host.activateWindow()
    other.setFocus()
    inset = theme.edge + 2
    plain = button.grab().toImage().pixelColor(80, inset).name().upper()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    ringed = button.grab().toImage().pixelColor(80, inset).name().upper()
    style.dress(qapp, LIGHT)
    assert (plain, ringed) == (theme.accent, theme.on_accent)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_picture_of_the_style_sheet_is_there(theme: Theme) -> None:
    for scale in (1, 2):
        named = re.findall(r'url\("([^"]+)"\)', style.sheet(theme, scale=scale))
        assert named
        assert [name for name in named if not Path(name).exists()] == []
        own = {theme.text, theme.text2, theme.on_accent}
        assert all(colours(QImage(name)) <= own for name in named), "a picture of another scheme"
    rules = style.sheet(theme, scale=1.25).partition("*/")[2]
    assert "@" not in rules.replace("@2x", ""), "a token without a value"
    assert not emblem_icon(theme).isNull()


def test_marks_wear_the_scheme_that_is_switched_to(qapp: QApplication) -> None:
    style.dress(qapp, LIGHT)
    host = QWidget()
    mark, button, sign = IconMark("warning", parent=host), IconButton("history", parent=host), Emblem(host)
    host.show()
    for theme in (CONTRAST_DARK, DARK, CONTRAST, LIGHT):
        style.dress(qapp, theme)
        assert theme.warning.ink in colours(mark.pixmap().toImage())
        assert theme.text2 in colours(button.icon().pixmap(16, 16).toImage())
        assert {theme.accent, theme.on_accent} <= colours(sign.pixmap().toImage())


def test_marks_grow_with_the_text(qapp: QApplication) -> None:
    style.dress(qapp, LIGHT, text_size=200)
    size = IconMark("warning").pixmap().deviceIndependentSize().width()
    style.dress(qapp, LIGHT)
    assert (IconMark("warning").pixmap().deviceIndependentSize().width(), size) == (16, 32)


def test_the_arrow_of_a_menu_grows_with_the_text(qapp: QApplication) -> None:
    rooms = []
    for size in (100, 200):
        style.dress(qapp, LIGHT, text_size=size)
        plain, with_menu = Button("Views"), Button("Views")
        with_menu.setMenu(QMenu(with_menu))
        rooms.append(with_menu.sizeHint().width() - plain.sizeHint().width())
    style.dress(qapp, LIGHT)
    assert rooms == [12 + 4, 24 + 4]


def colours(image: QImage) -> set[str]:
    """The opaque colours of a picture."""
    seen = [image.pixelColor(x, y) for x, y in product(range(image.width()), range(image.height()))]
    return {colour.name().upper() for colour in seen if colour.alpha() == 255}


@pytest.mark.parametrize("theme", CONTRASTS, ids=lambda theme: theme.name)
def test_high_contrast_has_no_tints_and_wide_edges(theme: Theme) -> None:
    assert {tone.ground for tone in theme.statuses.values()} == {theme.surface}
    assert {tone.ink for tone in theme.statuses.values()} == {theme.text}
    text = style.sheet(theme, scale=1)
    assert ": 1px solid" not in text
    assert theme.edge == 2


@pytest.mark.parametrize("theme", CONTRASTS, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    "kind", [QLineEdit, QComboBox, QToolButton, lambda host: Button("Save", parent=host)]
)
def test_high_contrast_tells_what_is_off_by_a_broken_edge_and_focus_by_a_wider_one(
    qapp: QApplication, qtbot: QtBot, theme: Theme, kind: Callable[[QWidget], QWidget]
) -> None:
    style.dress(qapp, theme)
    host = QWidget()
    other, shown = QLineEdit(host), kind(host)
    shown.setGeometry(0, 60, 160, 34)
    shown.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    host.show()
    host.activateWindow()

    def edge(depth: int) -> set[str]:
        image = shown.grab().toImage()
        return {image.pixelColor(x, depth).name().upper() for x in range(20, 120)}

    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert edge(1) == {theme.border} and theme.accent not in edge(2)
    shown.setFocus()
    qtbot.waitUntil(shown.hasFocus)
    assert edge(1) == edge(2) == {theme.accent}
    shown.setEnabled(False)
    assert {theme.off, theme.surface} <= edge(1), "an edge with gaps"
    style.dress(qapp, LIGHT)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_palette_says_which_theme_it_is_of(qapp: QApplication, theme: Theme) -> None:
    style.dress(qapp, theme)
    assert style.theme_of(QWidget()) is theme
    style.dress(qapp, LIGHT)
    assert style.theme_of(QWidget()) is LIGHT


def test_each_scheme_has_its_theme(qapp: QApplication) -> None:
    assert [style.chosen(scheme) for scheme in style.SCHEMES[1:]] == [LIGHT, DARK, CONTRAST, CONTRAST_DARK]
