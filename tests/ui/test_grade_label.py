"""The cell of a grade: the grade now is whole, the one before is whole or in the tooltip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import LANGUAGES, Texts
from app.ui import fonts, style
from app.ui.pages.visit_form.grade_label import GradeLabel
from app.ui.pages.visit_form.grades import GradeCell
from app.ui.theme import LIGHT

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_grade_before_is_whole_or_in_the_tooltip(
    qtbot: QtBot, qapp: QApplication, language: str, size: int
) -> None:
    """Found in a walk: in a narrow column “none was G0–1” ended as “was G0”, which is another grade."""
    fonts.load_latin()
    fonts.load_chinese()
    style.dress(qapp, LIGHT, text_size=size)
    texts = Texts(language)
    before = texts("grading.was", grade=texts("grading.at_most", low=0, high=1))
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(420, 60)
    cell = GradeLabel(holder)
    cell.setFixedSize(400, 40)
    holder.show()
    cell.show_cell(GradeCell(texts("grading.none"), before, "Baseline G2."), "ANC", texts)
    assert cell.was.isVisible()
    assert cell.toolTip() == "Baseline G2."
    wide = cell.was.sizeHint().width()
    for width in range(400, cell.now.sizeHint().width() + 10, -5):
        cell.setFixedWidth(width)
        QApplication.sendPostedEvents()  # lays it out anew
        assert cell.now.width() >= cell.now.sizeHint().width()
        assert not cell.was.isVisible() or cell.was.width() >= wide
        assert cell.was.isVisible() or cell.words in cell.toolTip()
        assert before in cell.accessibleName()
    assert not cell.was.isVisible()
    cell.show_cell(GradeCell("G4", tip="Baseline G2."), "ANC", texts)
    assert cell.toolTip() == "Baseline G2."
    style.dress(qapp, LIGHT)
