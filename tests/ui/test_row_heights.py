"""Rows are as high as designed, 4 pixels less or more; their text and the pointer keep their room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QStringListModel
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QTreeView, QWidget

from app.i18n import Texts
from app.ui import fonts, style
from app.ui.pages.response.tree import EvidenceDelegate
from app.ui.pages.today.delegate import TodayDelegate
from app.ui.theme import LIGHT
from app.ui.widgets.chip import chip_height
from app.ui.widgets.read_table import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    fonts.load_latin()
    yield qapp
    style.dress(qapp, LIGHT)


@pytest.mark.parametrize(
    ("density", "heights"),
    [
        ("compact", (24, 24, 24)),
        ("normal", (28, 26, 24)),
        ("roomy", (32, 30, 28)),
        ("unheard of", (28, 26, 24)),
    ],
)
def test_a_row_is_as_high_as_its_density_has_it_but_never_too_low_to_be_hit(
    application: QApplication, density: str, heights: tuple[int, ...]
) -> None:
    style.dress(application, LIGHT, density=density)
    assert tuple(map(fonts.row, (28, 26, 24))) == heights
    assert fonts.density() == (density if density in fonts.DENSITIES else "normal")


@pytest.mark.parametrize("text_size", style.TEXT_SIZES)
def test_compact_rows_hold_their_text_and_chips_at_every_text_size(
    application: QApplication, text_size: int
) -> None:
    style.dress(application, LIGHT, text_size=text_size, density="compact")
    held = max(fonts.measured(10)[1].height() + 4, chip_height() + 2)  # with the line below the row
    assert all(fonts.row(height) >= held for height in (28, 26, 25, 24))
    assert fonts.row(28) < fonts.scaled(28)


def test_tables_and_trees_take_the_density_in_use(qtbot: QtBot, application: QApplication) -> None:
    def heights() -> list[int]:
        parent = QWidget()
        qtbot.addWidget(parent)
        tree, lines = QTreeView(parent), QStringListModel(["one"], parent)
        option, index = QStyleOptionViewItem(), QModelIndex()
        table = read_table(lines, name="rows", row=28, widths=[80], samples={}, parent=parent)
        hints = [
            each.sizeHint(option, index) for each in (TodayDelegate(Texts("en"), tree), EvidenceDelegate())
        ]
        return [table.rowHeight(0), *(hint.height() for hint in hints)]

    found = {}
    for density in fonts.DENSITIES:
        style.dress(application, LIGHT, density=density)
        found[density] = heights()
    assert found == {"compact": [24, 24, 24], "normal": [28, 28, 25], "roomy": [32, 32, 29]}
