"""Every sentence stands in every language, with the same parameters, and was really translated."""

import json
import string
from pathlib import Path

import pytest

from app.i18n import LANGUAGES

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"
OTHERS = [language for language in LANGUAGES if language != "en"]
# Areas whose translation is finished. The list only grows.
FINISHED = ["common", "window", "status", "response", "causes", "roles", "criteria", "flags", "reasons"]
FINISHED += ["limits", "headlines", "outcomes", "definitions"]
# A verb form that English needs for its plurals and others build into the sentence.
GRAMMAR = {"were"}


def read(language: str, area: str) -> dict[str, str]:
    path = TRANSLATIONS / language / f"{area}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def fields(sentence: str) -> set[str]:
    return {
        name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name is not None
    }


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("area", FINISHED)
def test_each_sentence_of_an_area_stands_in_every_language_with_the_same_parameters(area, language):
    english, other = read("en", area), read(language, area)
    assert sorted(other) == sorted(english)
    for key, sentence in english.items():
        assert fields(other[key]) | GRAMMAR == fields(sentence) | GRAMMAR, f"{area}.{key}"
        assert bool(other[key].strip()) == bool(sentence.strip()), f"{area}.{key}"
        assert other[key].count("&") == sentence.count("&"), f"{area}.{key}: letters to press with Alt"
