"""The status chip: one shape per status, words, and colours that can be read in both schemes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from app.domain.status_marks import DASHED_EDGE, SHAPES, shape
from app.domain.truth import Truth
from app.i18n import Texts
from app.ui.theme import DARK, LIGHT, Theme
from app.ui.widgets.chip import StatusChip, accessible_text, chip_text, chip_width, paint_chip, paint_shape
from app.ui.widgets.verdict_mark import VerdictMark, paint_mark, verdict_colour

STATUSES = tuple(SHAPES)
TEXTS = Texts("en")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels: list[float] = []
    shown = QColor(colour)
    for value in (shown.redF(), shown.greenF(), shown.blueF()):
        channels.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def painted(draw: object) -> QImage:
    image = QImage(200, 40, QImage.Format.Format_ARGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    draw(painter)  # type: ignore[operator]
    painter.end()
    return image


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("status", STATUSES)
def test_the_words_of_a_chip_can_be_read(status: str, theme: Theme) -> None:
    tone = theme.statuses[status]
    assert contrast(tone.ink, tone.ground) >= 4.5
    assert contrast(tone.edge, theme.surface) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_colours_of_the_window_can_be_read(theme: Theme) -> None:
    for ink, ground in (
        (theme.text, theme.surface),
        (theme.text2, theme.surface),
        (theme.text2, theme.window),
        (theme.text, theme.selection),
        (theme.accent, theme.surface),
        (theme.on_accent, theme.accent),
        (theme.warning.ink, theme.warning.ground),
        (theme.error.ink, theme.error.ground),
        (theme.warning.ink, theme.surface),
        (theme.error.ink, theme.window),
    ):
        assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(theme.control, theme.surface) >= 3


def test_each_status_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)
    assert shape("") is SHAPES["SCREENING"]


@pytest.mark.usefixtures("qapp")
def test_the_shapes_differ_without_colour() -> None:
    from PySide6.QtCore import QRectF

    pictures = [
        painted(
            lambda painter, what=what: paint_shape(painter, what, rect=QRectF(2, 2, 24, 24), colour="#000000")
        )
        for what in SHAPES.values()
    ]
    for place, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[place + 1 :])


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("status", STATUSES)
def test_a_chip_is_drawn_in_its_colours(status: str, theme: Theme) -> None:
    text = chip_text(TEXTS, status)
    image = painted(lambda painter: paint_chip(painter, theme, status, text=text, at=QPointF(0, 0)))
    ground = image.pixelColor(int(chip_width(text)) - 4, 4).name().upper()
    assert ground == theme.statuses[status].ground
    colours = {image.pixelColor(x, y).name().upper() for x in range(120) for y in range(20)}
    assert theme.statuses[status].ink in colours


@pytest.mark.usefixtures("qapp")
def test_an_answer_that_is_still_open_has_a_dashed_edge() -> None:
    for status in STATUSES:
        text = chip_text(TEXTS, status)
        image = painted(
            lambda painter, status=status, text=text: paint_chip(
                painter, LIGHT, status, text=text, at=QPointF(0, 0)
            )
        )
        edge = {image.pixelColor(x, 0).name().upper() for x in range(6, int(chip_width(text)) - 6)}
        assert ("#FFFFFF" in edge or len(edge) > 1) == (status in DASHED_EDGE), status


def test_the_words_are_those_of_the_design() -> None:
    assert [chip_text(TEXTS, status) for status in STATUSES] == [
        "CR",
        "PR",
        "NR",
        "RELAPSE",
        "CLONAL EVOL.",
        "NE",
        "PENDING",
        "SCREENING",
        "SCREEN FAIL",
    ]
    assert chip_text(TEXTS, "PR", full=True) == "PR · partial response"
    said = accessible_text(TEXTS, "PR", since="12 November 2026", flags=("unconfirmed",))
    assert said == "Status PR, partial response, since 12 November 2026, unconfirmed"


def test_a_chip_says_its_status_to_a_screen_reader(qtbot: object) -> None:
    chip = StatusChip(TEXTS, full=True)
    qtbot.addWidget(chip)  # type: ignore[attr-defined]
    chip.show_status("NR", flags=("unconfirmed",))
    assert chip.accessibleName() == "Status NR, no response, unconfirmed"
    assert chip.sizeHint().height() >= 20


def test_unknown_is_neither_met_nor_not_met(qtbot: object) -> None:
    mark = VerdictMark(TEXTS)
    qtbot.addWidget(mark)  # type: ignore[attr-defined]
    words = []
    for verdict in Truth:
        mark.show_verdict(verdict)
        words.append(mark.accessibleName())
    assert words == ["Met", "Not met", "Unknown"]
    for theme in (LIGHT, DARK):
        inks = {verdict_colour(theme, verdict) for verdict in Truth}
        assert len(inks) == 3
        assert all(contrast(ink, theme.surface) >= 4.5 for ink in inks)
    from PySide6.QtCore import QRectF

    pictures = [
        painted(
            lambda painter, verdict=verdict: paint_mark(painter, LIGHT, verdict, rect=QRectF(0, 0, 16, 16))
        )
        for verdict in Truth
    ]
    assert pictures[0] != pictures[1] != pictures[2]
