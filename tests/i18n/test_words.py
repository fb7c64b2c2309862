"""One thing has one word, and a finding is told without advice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, Texts

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"


def texts_of(language: str) -> Iterator[tuple[str, str]]:
    """Each text of a language with its name: area.key."""
    for path in sorted((TRANSLATIONS / language).glob("*.json")):
        for key, text in json.loads(path.read_text(encoding="utf-8")).items():
            yield f"{path.stem}.{key}", text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_trough_or_a_dose_comes_to_is_told_without_advice(language: str) -> None:
    """Found by hand: “hold, and ask the physician” stood beside a trough."""
    advice = re.compile(r"\bask\b|\bhold\b|询问|暂停|onsult|uspend", re.IGNORECASE)
    beside = re.compile(r"visit_form\.(trough\.|dose_)|treatment\.(hold|trough|dose)_")
    told = [(name, text) for name, text in texts_of(language) if beside.match(name)]
    assert len(told) > 5
    assert [pair for pair in told if advice.search(pair[1])] == []


# Pages before the study is open and the steps of enrolment have a page before; a form is cancelled.
PAGES_BEFORE = {"enrol", "first_run", "own_passphrase", "recover", "restore_door"}


@pytest.mark.parametrize(("language", "word"), [("en", "Back"), ("zh", "返回"), ("pt", "Voltar")])
def test_back_goes_to_the_page_before_and_cancel_leaves_a_form(language: str, word: str) -> None:
    assert {name.partition(".")[0] for name, text in texts_of(language) if text == word} == PAGES_BEFORE


# A second name for what has one; patients read of their medicine, a worksheet asks for emergency drugs.
ELSEWHERE = {
    "en": (r"\bmedicines?\b|\bdrugs?\b", {"papers.blood_level", "papers.emergency"}),
    "zh": (r"未做|调回|选项卡", {"schedule.deviation.assessment_missing"}),
    "pt": (r"não realizad|\blocalizar\b|novas infusões|mais infusões|demais infusões", set()),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_thing_has_one_word(language: str) -> None:
    second, other = ELSEWHERE[language]
    found = {
        name
        for name, text in texts_of(language)
        if re.search(second, re.sub(r"\{\w+\}", "", text), re.IGNORECASE)
    }
    assert found == other


@pytest.mark.parametrize(
    ("language", "second", "but"),
    [
        ("en", r"stored", {"counts.units_stored"}),
        ("zh", r"已存", set()),
        ("pt", r"gravad", {"counts.units_stored"}),
    ],
)
def test_the_counts_say_of_what_is_kept_what_their_button_says(
    language: str, second: str, but: set[str]
) -> None:
    """Found by hand: “Save counts” told “5 values stored.”; a unit is stored beside the one entered."""
    found = {name for name, text in texts_of(language) if re.search(second, text)}
    assert {name for name in found if name.startswith("counts")} == but


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_whose_window_has_closed_has_one_name_in_list_and_filter(language: str) -> None:
    """Found by hand: “Late” stood in the list of visits, “Overdue” on Today and in the filter."""
    texts = Texts(language)
    assert texts("schedule.late") == texts("subjects.due_overdue")
    root = texts("schedule.late").casefold()
    for key in (
        "today.group_overdue",
        "overview.late_visit",
        "treatment.state_late",
        "subjects.view_overdue",
    ):
        assert root in texts(key, title="D90").casefold(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_named_in_an_empty_field_as_in_its_menu(language: str) -> None:
    texts = Texts(language)
    for key in ("placeholder.unknown", "placeholder.not_done"):
        whole = texts(f"visit_form.missing.{key.partition('.')[2]}").lower()
        short = texts(f"visit_form.{key}")
        assert whole == short or (short.endswith(".") and whole.startswith(short.rstrip("."))), key


LONGEST = 25  # words of a sentence on the screen


def test_no_sentence_of_the_screen_is_longer_than_a_breath() -> None:
    """What CTCAE prints stays as it is printed."""
    long = [
        (name, sentence)
        for name, text in texts_of("en")
        if not name.startswith("grading.term.")
        for sentence in re.split(r"(?<=[.?!])\s+", text)
        if len(sentence.split()) > LONGEST
    ]
    assert long == []
