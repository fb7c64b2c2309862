"""Every sentence stands in every language, with the same parameters, and was really translated."""

import json
import re
import string
from pathlib import Path

import pytest

from app.i18n import LANGUAGES

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"
AREAS = sorted(path.stem for path in (TRANSLATIONS / "en").glob("*.json"))
OTHERS = [language for language in LANGUAGES if language != "en"]
# A verb form that English needs for its plurals and others build into the sentence.
GRAMMAR = {"were"}
# Words that stay as they are: codes of analytes and states, names of sources and programs, units, keys.
CODES = set(
    """
    ANC Hb PLT MCV LDH ALT AST CMV EBV DNA ATG MSC G CSF GVHD CR PR NR NE RELAPSE CLONAL EVOL PENDING CTCAE v
    LLN I II III IV SHA NCT WHO Sun CSA Pang Clé Lan Camitta NIH ASTCT CIBMTR Harris MAGIC Karnofsky Lansky
    MarrowTrack PDF pdf marrowtrack recovery key mtrack Ctrl Alt Tab Enter Esc kg cm mg d L MB KB CSV XLSX
    ODM XPT JSON U C F A B D E S M mL min h SpO₂ Shift Down Up Page Home End Z H T V
    """.split()  # noqa: SIM905 - a list of one word a line would fill the page
)
# Words that a language shares with English.
SHARED = {
    "zh": set(),
    "pt": {
        "Backup",
        "Backups",
        "Log",
        "log",
        "Linear",
        "Status",
        "Monitor",
        "monitor",
        "dose",
        "residual",
        "n",
        "a",
        "Queries",
        "Query",
        "Dose",
        "Total",
        "status",
        "Retic",
        "Neut",
        "Temp",
        "Resp",
        "Hist",
        "query",
        *("filgrastim", "lenograstim", "pegfilgrastim", "romiplostim", "danazol", "deferasirox"),
        *("aciclovir", "ganciclovir"),  # international names
    },
}


def read(language: str, area: str) -> dict[str, str]:
    path = TRANSLATIONS / language / f"{area}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def fields(sentence: str) -> set[str]:
    return {found[1] for found in string.Formatter().parse(sentence) if found[1] is not None}


def words(sentence: str) -> set[str]:
    """The words of a sentence without its parameters."""
    return set(re.findall(r"[^\W\d_⁰¹²³⁴-⁹]+", re.sub(r"\{.*?\}", " ", sentence)))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("area", AREAS)
def test_each_sentence_of_an_area_stands_in_every_language_with_the_same_parameters(area, language):
    english, other = read("en", area), read(language, area)
    assert sorted(other) == sorted(english)
    for key, sentence in english.items():
        assert fields(other[key]) | GRAMMAR == fields(sentence) | GRAMMAR, f"{area}.{key}"
        assert bool(other[key].strip()) == bool(sentence.strip()), f"{area}.{key}"
        assert other[key].count("&") == sentence.count("&"), f"{area}.{key}: letters to press with Alt"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("area", AREAS)
def test_nothing_but_codes_and_shared_words_reads_as_in_english(area, language):
    english, other = read("en", area), read(language, area)
    left = [
        f"{key}: {sentence}"
        for key, sentence in english.items()
        if other.get(key) == sentence and words(sentence) - CODES - SHARED[language]
    ]
    assert not left


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("area", AREAS)
def test_the_words_that_a_language_avoids_are_avoided(area, language):
    avoided = {"zh": "错误|无效|成功|！", "pt": r"(?i)\b(por favor|erro|inválid[oa]|sucesso)\b|!"}[language]
    said = [f"{key}: {text}" for key, text in read(language, area).items() if re.search(avoided, text)]
    assert not said


def test_no_language_has_areas_of_its_own():
    for language in OTHERS:
        assert {path.stem for path in (TRANSLATIONS / language).glob("*.json")} <= set(AREAS)
