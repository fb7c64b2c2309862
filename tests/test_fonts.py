"""The bundled faces have the characters that the program relies on, and both reportlab and Qt take them."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from app.reports import fonts

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"
LATIN = ["OpenSans-Regular.ttf", "OpenSans-Semibold.ttf", "OpenSans-Bold.ttf", "OpenSans-Italic.ttf"]
CLINICAL = "×10⁹/L ≥ ≤ − – — · ½ µ μ ± ° … ‘’ “” çãéñüßøåłř"


@pytest.mark.parametrize("name", LATIN)
def test_the_latin_faces_have_every_clinical_character(name: str) -> None:
    characters = TTFont("face", str(FONTS / name)).face.charToGlyph

    assert [c for c in CLINICAL if ord(c) not in characters] == []


def test_the_fixed_width_face_has_arrows_and_marks() -> None:
    characters = TTFont("face", str(FONTS / "DejaVuSansMono.ttf")).face.charToGlyph

    assert [c for c in "0123456789abcdef→▲▼●○◆✓" if ord(c) not in characters] == []


def test_the_chinese_face_has_chinese_but_no_superscript_nine() -> None:
    characters = TTFont("face", str(FONTS / "wqy-microhei.ttc"), subfontIndex=0).face.charToGlyph

    assert [c for c in "再生障碍性贫血姓名王小明≥≤" if ord(c) not in characters] == []
    assert ord("⁹") not in characters  # the day it has one, the rule in resources/fonts/README.md can go


def test_qt_loads_every_face(qapp) -> None:
    from PySide6.QtGui import QFontDatabase

    for path in sorted(FONTS.glob("*.tt?")):
        number = QFontDatabase.addApplicationFont(str(path))
        assert number >= 0, path.name
        assert QFontDatabase.applicationFontFamilies(number), path.name
        QFontDatabase.removeApplicationFont(number)


def test_every_letter_of_every_translation_is_in_a_bundled_face() -> None:
    root = FONTS.parents[1]
    files = [*root.glob("resources/translations/*/*.json"), *root.glob("protocols/translations/*.json")]
    files += root.glob("resources/help/*/*.txt")
    letters = set("".join(path.read_text(encoding="utf-8") for path in files)) - set("\n\t")
    known: set[int] = set()
    for name in (*LATIN[:1], "DejaVuSansMono.ttf", "wqy-microhei.ttc"):
        known |= set(TTFont("face", str(FONTS / name), subfontIndex=0).face.charToGlyph)
    assert len(letters) > 1000
    assert sorted(letter for letter in letters if ord(letter) not in known) == []


@pytest.mark.parametrize("name", ["OpenSans-Regular.ttf", "OpenSans-Semibold.ttf", "OpenSans-Bold.ttf"])
def test_portuguese_is_set_in_one_face(name: str) -> None:
    root = FONTS.parents[1]
    text = "".join(path.read_text(encoding="utf-8") for path in root.glob("resources/translations/pt/*.json"))
    characters = TTFont("face", str(FONTS / name)).face.charToGlyph
    odd = {letter for letter in text if ord(letter) not in characters} - set("\n\t")
    assert odd <= set("→←↓↑⁰¹²³⁴⁵⁶⁷⁸⁹⁺₂≥≤−×简体中文")


def test_a_line_of_chinese_has_one_weight() -> None:
    assert fonts.runs("D77", "bold") == (("MT-bold", "D77"),)
    assert {font for font, _ in fonts.runs("D77 以来", "bold")} == {"MT-regular", "MT-chinese"}
