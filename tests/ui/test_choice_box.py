"""The wheel over a choice scrolls what it stands on: nothing is chosen by passing over it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Texts
from app.ui import fonts, style
from app.ui.pages.visit_form.log_rows import MedicationRow
from app.ui.pages.visit_form.texts_of_form import MedicationText
from app.ui.pages.visit_form.why_missing import reason_box
from app.ui.theme import LIGHT
from app.ui.widgets.choice_box import ChoiceBox

TEXTS = Texts("en")
PAGES = Path(__file__).parents[2] / "app" / "ui"
# The door has one box and nothing to scroll, and is painted before anything else is loaded.
ALLOWED = {"choice_box.py", "unlock.py"}


@pytest.mark.parametrize("focused", [False, True])
def test_the_wheel_changes_no_choice(qtbot: QtBot, focused: bool) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["g/L", "g/dL"])
    box.show()
    if focused:
        box.setFocus()
    at = QPointF(box.rect().center())
    down, none = QPoint(0, -120), Qt.KeyboardModifier.NoModifier
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(at, at, QPoint(), down, buttons, none, phase, False)
    QApplication.sendEvent(box, wheel)
    assert box.currentText() == "g/L"
    assert not wheel.isAccepted()
    assert box.focusPolicy() == Qt.FocusPolicy.StrongFocus, "nor does it take the focus from a field"


def test_a_box_that_is_shown_grows_with_the_lines_offered_to_it(qtbot: QtBot) -> None:
    fonts.load_latin()
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.offer([("other", "Other")])
    box.show()
    assert box.sizeHint().width() < box.fontMetrics().horizontalAdvance("Chronic GVHD (NIH 2014)")
    box.offer(
        [("acute_gvhd", "Acute GVHD (MAGIC)"), ("chronic_gvhd", "Chronic GVHD (NIH 2014)")], "chronic_gvhd"
    )
    box.resize(box.sizeHint())
    assert not box.cut


@pytest.mark.parametrize("words", ["Grade {}", "{} 级", "Grau {}"])
def test_the_number_of_a_grade_chooses_it(qtbot: QtBot, words: str) -> None:
    """Found by hand: after the 3 was typed the box still said that there is no grade."""
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.offer([("", words.format("–")), *((grade, words.format(grade)) for grade in "345")])
    box.show()
    chosen: list[int] = []
    box.activated.connect(chosen.append)
    QTest.keyClicks(box, "4")
    assert (box.code, chosen) == ("4", [2])
    QTest.keyClicks(box, "2")
    assert box.code == "4", "no such grade"


@pytest.mark.parametrize(("typed", "code"), [("4", "plain"), ("1", "u")])
def test_a_line_that_begins_with_the_number_goes_first(qtbot: QtBot, typed: str, code: str) -> None:
    """And a number inside a word is none."""
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.offer([("plain", "Reticulocytes"), ("t", "CD4 cells, panel 1"), ("u", "10*9/L")])
    box.show()
    QTest.keyClicks(box, typed)
    assert box.code == code


def test_a_long_name_that_was_typed_is_seen_from_its_first_letter(qtbot: QtBot) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.setEditable(True)
    box.setEditText("Methylprednisolone")
    editor = box.lineEdit()
    assert editor is not None
    assert editor.cursorPosition() == 0, "put there"
    editor.insert("Oral ")
    QApplication.sendEvent(box, QFocusEvent(QEvent.Type.FocusOut))
    assert editor.cursorPosition() == 0, "typed and left"


def test_a_line_without_room_is_cut_with_an_ellipsis_and_whole_as_the_tooltip(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _box: told.append(text))
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["Consent withdrawn from everything", "Died"])
    box.resize(120, 30)
    box.show()

    def tip() -> str:
        QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5)))
        return told[-1]

    assert box.cut.endswith("…")
    assert tip() == "Consent withdrawn from everything"
    box.setCurrentIndex(1)
    assert (box.cut, tip()) == ("", "")
    box.setCurrentIndex(0)
    box.resize(500, 30)
    assert (box.cut, tip()) == ("", "")


@pytest.mark.parametrize("text_size", [100, 200])
def test_a_box_as_wide_as_it_likes_cuts_nothing(qtbot: QtBot, qapp: QApplication, text_size: int) -> None:
    fonts.load_latin()
    style.dress(qapp, LIGHT, text_size=text_size)
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["Male", "Female"])
    box.setCurrentIndex(1)
    box.adjustSize()
    box.show()
    cut = box.cut
    style.dress(qapp, LIGHT)
    assert cut == ""


def test_every_choice_of_the_pages_is_such_a_box() -> None:
    made = re.compile(r"QComboBox\(|\(QComboBox\):\n\s+\"\"\"|QSpinBox\(")
    others = [path.name for path in PAGES.rglob("*.py") if made.search(path.read_text(encoding="utf-8"))]
    assert set(others) <= ALLOWED


def test_the_code_of_the_chosen_line_is_told_and_a_code_that_is_not_offered_chooses_the_first(
    qtbot: QtBot,
) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    told: list[int] = []
    box.currentIndexChanged.connect(told.append)
    assert box.code == ""
    box.offer([("", "All"), ("HB", "Haemoglobin"), ("PLT", "Platelets")], "HB")
    assert (box.code, told) == ("HB", [])
    box.choose("PLT")
    assert (box.code, told) == ("PLT", [2])
    box.choose("lost")
    assert (box.code, box.currentText()) == ("", "All")


def test_the_line_of_a_box_that_can_be_typed_in_is_spoken_by_the_name_of_the_box(qtbot: QtBot) -> None:
    """A screen reader on Linux is told that the line has the focus."""
    page = QWidget()
    qtbot.addWidget(page)
    today = date(2026, 11, 18)
    row = MedicationRow(MedicationText(), name="Medicine", texts=TEXTS, today=lambda: today, parent=page)
    row.call(2)
    drug = row.findChild(ChoiceBox)
    why = reason_box(TEXTS, name="Haemoglobin", parent=page)
    for box in (drug, why):
        assert box is not None
        editor = box.lineEdit()
        assert editor is not None
        assert editor.accessibleName() == box.accessibleName()
    assert drug is not None
    assert drug.accessibleName().startswith(row._name)
    assert drug.accessibleName().count("2") == 1
