"""What stands against a field is said with the numbers and the dates of the reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from app.domain.plausibility import Problem, check_value
from app.i18n import Texts
from app.ui.pages.visit_form.problem_strip import ProblemStrip, sentence


@pytest.mark.parametrize(("language", "dose"), [("en", "11.57"), ("zh", "11.57"), ("pt", "11,57")])
def test_a_dose_is_refused_with_the_decimals_of_the_language(language: str, dose: str) -> None:
    params = {"dose": Decimal("11.57"), "maximum": Decimal(10)}
    said = sentence(
        Texts(language), Problem("infusions.0.cells_total", "dose_above_maximum", "refused", params)
    )
    assert dose in said


def test_a_date_is_refused_as_the_language_writes_it() -> None:
    params = {"start": date(2026, 11, 18), "stop": date(2026, 11, 2)}
    said = sentence(Texts("pt"), Problem("medications.0.stop", "stop_before_start", "refused", params))
    assert "18 nov. 2026" in said
    assert "2026-11" not in said


def test_what_has_no_sentence_is_said_to_be_wrong_all_the_same() -> None:
    texts = Texts("en")
    assert sentence(texts, Problem("day", "never_heard_of", "refused")) == texts("visit_form.problem.unknown")


def test_each_answer_is_described_by_what_is_asked(qtbot: QtBot) -> None:
    strip = ProblemStrip(texts=Texts("en"))
    qtbot.addWidget(strip)
    (asked,) = check_value("HB", "10.4", "g/L", age_years=6, previous=None, confirmed=False).problems
    strip.show_problem(asked, mnemonics=True)
    said = {answer.accessibleDescription() for answer in strip.buttons()}
    assert said == {strip.accessibleName()} != {""}
