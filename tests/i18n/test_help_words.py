"""What a help page quotes stands on the screen, word for word: a button that is not there is not pressed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, help_pages

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"
PARAMETER = re.compile(r"\{\w+\}")
MNEMONIC = re.compile(r"\(&\w\)|&")
# Quoted, but no words of the screen: the count of what a cell has no room for; what a pasted print may hold.
NOT_OF_THE_SCREEN = {"+2", "não realizado", "未做"}


def quoted(language: str) -> Iterator[tuple[str, str]]:
    """Page and quoted words, without the dots that say that a question follows."""
    for path in sorted((help_pages.FOLDER / language).glob("*.txt")):
        for words in re.findall(r"“([^”]*)”", path.read_text(encoding="utf-8")):
            yield path.stem, words.rstrip("….").strip()


def screen(language: str) -> list[str]:
    """Every text of a language as it is seen."""
    found: list[str] = []
    for path in sorted((TRANSLATIONS / language).glob("*.json")):
        texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        found += (MNEMONIC.sub("", text) for text in texts.values())
    return found


def filled(texts: list[str], language: str) -> list[re.Pattern[str]]:
    """Texts with something put in, of those that have words of their own around it."""
    least = 2 if language == "zh" else 3
    return [
        re.compile(".+?".join(map(re.escape, PARAMETER.split(text.rstrip(".。")))), re.IGNORECASE)
        for text in texts
        if PARAMETER.search(text) and len(re.sub(r"\W", "", PARAMETER.sub("", text))) >= least
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_help_page_quotes_stands_on_the_screen(language: str) -> None:
    texts = screen(language)
    whole, patterns = "\n".join(texts), filled(texts, language)
    edge = "" if language == "zh" else r"\b"

    def stands(words: str) -> bool:
        literal = edge + re.escape(words) + edge
        told = re.search(literal, whole, re.IGNORECASE)
        # Cut off before what is put in: “Free for 28 d since …”.
        return bool(told) or any(each.match(f"{words} 1") or each.fullmatch(words) for each in patterns)

    found = set(quoted(language))
    assert len(found) > 20
    missing = sorted(pair for pair in found if pair[1] not in NOT_OF_THE_SCREEN and not stands(pair[1]))
    assert missing == []
