"""The pages on security and on rules: each rule names tests that exist, in every language the same ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, help_pages

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "help"
NAMED = re.compile(r"(tests/[\w/]+\.py)(?:::(\w+))?")


def rules(language: str) -> list[str]:
    text = (FOLDER / language / "51-regulations.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("- ")]


def test_every_rule_names_tests_that_exist() -> None:
    assert len(rules("en")) >= 15
    for line in rules("en"):
        named = NAMED.findall(line)
        assert named, line
        for file, name in named:
            source = (ROOT / file).read_text(encoding="utf-8")
            assert not name or f"def {name}(" in source, (file, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_names_the_same_tests_rule_by_rule(language: str) -> None:
    told = [NAMED.findall(line) for line in rules(language)]
    assert told == [NAMED.findall(line) for line in rules("en")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["backups", "security", "regulations"])
def test_the_pages_are_there_in_each_language_with_the_same_build(language: str, name: str) -> None:
    page = next(page for page in help_pages.pages(language) if page.name == name)
    first = next(page for page in help_pages.pages("en") if page.name == name)
    assert [block.kind for block in page.blocks] == [block.kind for block in first.blocks]
    assert language == "en" or page.title != first.title


@pytest.mark.parametrize("needed", ["threat", "restore", "21 CFR", "GDPR", "argon2id", "recovery key"])
def test_they_are_found_by_what_people_ask_for(needed: str) -> None:
    assert help_pages.search("en", needed)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "earlier copy of both files"),
        ("zh", "两者的较早副本"),
        ("pt", "cópia anterior dos dois arquivos"),
    ],
)
def test_what_only_ends_kept_elsewhere_show_is_said_in_each_language(language: str, told: str) -> None:
    text = (FOLDER / language / "50-security.txt").read_text(encoding="utf-8")
    assert told in text.split("\n## ")[2]
