"""The themes: what is read stands out from its ground, and a palette says which theme it is of."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui import style
from app.ui.theme import CONTRAST, CONTRAST_DARK, DARK, LIGHT, THEMES, Theme

CONTRASTS = (CONTRAST, CONTRAST_DARK)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def read_on(theme: Theme) -> list[tuple[str, str]]:
    """Inks with the grounds that they are read on."""
    return [
        (theme.text, theme.surface),
        (theme.text, theme.selection),
        (theme.text2, theme.window),
        (theme.accent, theme.surface),
        (theme.accent, theme.selection),
        (theme.on_accent, theme.accent),
        (theme.warning.ink, theme.warning.ground),
        (theme.error.ink, theme.error.ground),
        *((tone.ink, tone.ground) for tone in theme.statuses.values()),
    ]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_can_be_read(theme: Theme) -> None:
    least = 7 if theme.contrast else 4.5
    for ink, ground in read_on(theme):
        assert contrast(ink, ground) >= least, f"{ink} on {ground}"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_edges_of_inputs_can_be_seen(theme: Theme) -> None:
    assert contrast(theme.control, theme.surface) >= 3


@pytest.mark.parametrize("theme", CONTRASTS, ids=lambda theme: theme.name)
def test_high_contrast_has_no_tints_and_wide_edges(theme: Theme) -> None:
    assert {tone.ground for tone in theme.statuses.values()} == {theme.surface}
    assert {tone.ink for tone in theme.statuses.values()} == {theme.text}
    text = style.sheet(theme, scale=1)
    assert ": 1px solid" not in text
    assert theme.edge == 2


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_palette_says_which_theme_it_is_of(qapp: QApplication, theme: Theme) -> None:
    style.dress(qapp, theme)
    assert style.theme_of(QWidget()) is theme
    style.dress(qapp, LIGHT)
    assert style.theme_of(QWidget()) is LIGHT


def test_each_scheme_has_its_theme(qapp: QApplication) -> None:
    assert [style.chosen(scheme) for scheme in style.SCHEMES[1:]] == [LIGHT, DARK, CONTRAST, CONTRAST_DARK]
