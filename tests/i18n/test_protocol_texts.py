"""The sentences of the protocol templates in every language; quotes stay as they are registered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from app.domain.endings import LAST_VISIT_TITLE
from app.i18n import LANGUAGES, Texts
from app.services import definitions
from app.services.protocols import Library

PROTOCOLS = Path(__file__).resolve().parents[2] / "protocols"
# Keys of a template or definition whose value a person reads in his or her language.
READ = {"title", "titles", "short_title", "text", "interpreted", "about", "dose", "time_frame"}
# What a person reads but stands as it is: names of groups and products in Latin letters.
SAME = re.compile(r"[A-Z][\w/-]*( \d{4}| PLT ≥ \d+|( \d+)|, [\w-]+| ANC ≥ 0\.5)?|BM-MSC")
OTHERS = [language for language in LANGUAGES if language != "en"]


def sentences(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, dict) and value.get("kind") == "site_default":
        yield str(value.get("citation", ""))  # the site's own words; other sources are cited as published
    if isinstance(value, str):
        if value and key in READ:
            yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from sentences(each, name)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from sentences(each, key)


@pytest.fixture(scope="module")
def written() -> list[str]:
    library = Library((PROTOCOLS,))
    found = [each for name in library.ids() for each in sentences(library.get(name))]
    found += [each for definition in definitions.at_hand((PROTOCOLS,)) for each in sentences(definition)]
    found.append(LAST_VISIT_TITLE)  # the one visit that the program itself plans
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_templates_and_definitions_is_translated(language, written):
    texts = Texts(language)
    left = [each for each in written if texts.written(each) == each and not SAME.fullmatch(each)]
    assert len(written) > 300
    assert left == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_over_and_numbers_have_a_place(language, written):
    known = json.loads((PROTOCOLS / "translations" / f"{language}.json").read_text(encoding="utf-8"))
    patterns = {re.sub(r"\d+", "#", each) for each in written}
    assert [key for key in known if key not in written and key not in patterns] == []
    for key, sentence in known.items():
        asked = {f"{{{at}}}" for at in range(1, key.count("#") + 1)}
        assert set(re.findall(r"\{\d+\}", sentence)) == asked, key


def test_numbers_of_a_title_are_carried_over_and_unknown_titles_stand():
    assert Texts("zh").written("MSC infusion 2 of 3") == "MSC 输注 2/3"
    assert Texts("pt").written("CBC D84") == "Hemograma D84"
    assert Texts("zh").written("第 90 天随访（本中心）") == "第 90 天随访（本中心）"
    assert Texts("en").written("CBC D84") == "CBC D84"


@pytest.mark.parametrize("language", OTHERS)
def test_a_registered_quote_stays_as_it_is_registered(language):
    # The report asks for a quote's words as they are; only what the site says of them is translated.
    template = Library((PROTOCOLS,)).get("saa_atg")
    quote = next(quote for quote in template.quotes if quote.topic == "cr")
    assert Texts(language).written(quote.registered) == quote.registered
    assert Texts(language).written(quote.interpreted) != quote.interpreted
