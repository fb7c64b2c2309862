"""One thing has one word, and a finding is told without advice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.i18n import LANGUAGES

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"


def texts_of(language: str) -> Iterator[tuple[str, str]]:
    """Each text of a language with its name: area.key."""
    for path in sorted((TRANSLATIONS / language).glob("*.json")):
        for key, text in json.loads(path.read_text(encoding="utf-8")).items():
            yield f"{path.stem}.{key}", text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_trough_or_a_dose_of_ciclosporin_comes_to_is_told_without_advice(language: str) -> None:
    """Found by hand: “hold, and ask the physician” stood beside a trough."""
    advice = re.compile(r"\bask\b|\bhold\b|询问|暂停|onsult|uspend", re.IGNORECASE)
    beside = re.compile(r"visit_form\.trough\.|treatment\.(hold|trough)_")
    told = [(name, text) for name, text in texts_of(language) if beside.match(name)]
    assert len(told) > 5
    assert [pair for pair in told if advice.search(pair[1])] == []
