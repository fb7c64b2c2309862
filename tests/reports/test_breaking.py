"""Where lines end: no word is lost, and nothing is wider than its room."""

from __future__ import annotations

import re

import pytest

from app.reports.breaking import broken
from app.reports.content import Piece
from app.reports.ink import width
from app.reports.look import TABLE

ENGLISH = "Overriding events, relapse rules, growth factor and other readings of 'above the baseline'"
CHINESE = "血小板 42 ×10⁹/L，未报告；无发热（见第 3 页），患者于第 14 天复查血常规。"


def shown(words: str | tuple[Piece, ...], room: float) -> list[str]:
    return ["".join(piece.text for piece in line) for line in broken(words, TABLE, room)]


@pytest.mark.parametrize("room", [45, 60, 90, 200, 2000])
@pytest.mark.parametrize("text", [ENGLISH, CHINESE, "N" * 60, "a " + "N" * 60 + " b"])
def test_every_letter_is_there_and_no_line_is_too_wide(text: str, room: float):
    lines = broken(text, TABLE, room)
    assert all(width(line, TABLE) <= room + 0.01 for line in lines)
    assert "".join(shown(text, room)).replace(" ", "") == text.replace(" ", "")


def test_latin_words_stay_whole():
    assert " ".join(shown(ENGLISH, 80)) == ENGLISH


def test_closing_signs_never_begin_a_line_and_opening_ones_never_end_it():
    for room in range(30, 200, 3):
        lines = shown(CHINESE, room)
        assert not [line for line in lines if line[0] in "，；。）"]
        assert not [line for line in lines if line.endswith("（")]


def test_a_no_break_space_holds_its_neighbours_together():
    lines = shown("one two three\xa0four five", 40)
    assert any("three\xa0four" in line for line in lines)


def test_pieces_without_a_space_between_them_are_one_word():
    words = (Piece("grade "), Piece("ab", "bold"), Piece("cd", "", "secondary"), Piece(" end"))
    room = width("grade abc", TABLE)
    assert shown(words, room) == ["grade", "abcd end"]
    assert broken(words, TABLE, room)[1] == (Piece("ab", "bold"), Piece("cd", "", "secondary"), Piece(" end"))


def test_nothing_is_one_empty_line():
    assert broken("", TABLE, 100) == ((),)
    assert broken("   ", TABLE, 100) == ((),)


def test_a_number_stays_in_one_line_with_its_unit():
    said = "transfusões, plaquetas > 20 e ANC acima de 0,5 ×10⁹/L até 18 nov. 2026, 28 d"
    for room in range(60, 260, 4):
        lines = shown(said, room)
        assert " ".join(lines) == said  # nothing but spaces holds them together in what is copied from a PDF
        assert not [line for line in lines if re.match(r"×|d$|2026", line)], room


def test_a_chinese_date_and_a_number_with_its_unit_stay_in_one_line():
    said = "末次输注为2026年11月18日，距今 28 天"
    for room in range(70, 200, 3):
        lines = shown(said, room)
        assert "".join(lines).replace(" ", "") == said.replace(" ", "")
        assert any("2026年11月18日" in line for line in lines), room
        assert any("28 天" in line for line in lines), room


def test_what_no_line_is_wide_enough_for_breaks_at_its_spaces():
    lines = shown("0.5 ×10⁹/L", 26)
    assert lines == ["0.5", "×10⁹/L"]


def test_the_space_before_held_words_keeps_its_place():
    words = (Piece("PLT", "bold"), Piece(" 49 ×10⁹/L"))
    assert shown(words, 400) == ["PLT 49 ×10⁹/L"]
