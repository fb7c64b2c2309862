"""What is typed is looked for among the words that the flags of the list show."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.quantities import ANALYTES
from app.i18n import LANGUAGES, Texts
from app.i18n.flag_words import FlagWords
from app.i18n.today import Said

LEAST = 3  # letters that mean a flag


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_is_found_by_the_name_that_its_flag_shows(language: str) -> None:
    texts = Texts(language)
    words, said = FlagWords(texts), Said(texts, date(2026, 11, 18))
    unfound = {
        name
        for code in ANALYTES.keys() - {"RETIC_PCT", "NEUT_PCT"}  # no visit asks for these
        for name in said.names((code,), short=True)
        if len(name) >= LEAST and f"gap:{code}" not in words.meant(name)
    }
    assert unfound == set()
