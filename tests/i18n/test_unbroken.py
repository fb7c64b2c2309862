"""Where a line may not end: inside a date, and between a number and its unit."""

from __future__ import annotations

import pytest

from app.i18n.unbroken import unbroken

SPACE, JOINER = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("1 May 2026 (24 Apr – 8 May)", ["1~May~2026", "(24~Apr", "8~May)"]),
        ("de 16 out. 2026 a 15 nov. 2026, 46 d", ["16~out.~2026", "15~nov.~2026,", "46~d"]),
        ("10.4 g/dL would be 104 g/L.", ["10.4~g/dL", "104~g/L."]),
        ("5 mg/kg, >= 20 ×10⁹/L", ["5~mg/kg,", "=~20~×10⁹/L"]),
        ("D90 ± 7, ANC > 0.5", ["D90", "±~7,", ">~0.5"]),
        ("G2 · CTCAE 5.0", ["G2~·", "CTCAE~5.0"]),
        ("G2 · CTCAE v5.0", ["G2~·", "CTCAE~v5.0"]),
        ("5 linhas; recusadas: 1", ["recusadas:~1"]),
        ("Early response D45 · rescheduled", ["D45~·"]),
        ("D180 疗效评估，骨髓 · 已改期", ["骨髓"]),
        ("MSC infusion 4 of 4, dia 2 de 5", ["4~of~4,", "2~de~5"]),
        ("ANC on G-CSF, 6 results due", ["6~results"]),
        ("3 transfusions", ["3", "transfusions"]),
        ("自 2026年10月16日起 28 天", ["2026+年+10+月+16+日起", "28~天"]),
        ("11月11–25日", ["11+月+11–+25+日"]),
    ],
)
def test_dates_and_units_stay_in_one_line(text: str, held: list[str]) -> None:
    words = unbroken(text).split(" ")
    for each in held:
        wanted = each.replace("~", SPACE).replace("+", JOINER)
        assert any(word.endswith(wanted) for word in words), (wanted, words)


def test_words_without_a_number_are_left_as_they_are() -> None:
    assert unbroken("Transfusion-free and above every limit") == "Transfusion-free and above every limit"


def test_nothing_but_the_blanks_changes() -> None:
    text = "自 2026年10月16日起 28 天, 18 Nov 2026 at 104 g/L"
    assert unbroken(text).replace(SPACE, " ").replace(JOINER, "") == text
