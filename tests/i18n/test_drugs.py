"""Medicines in the languages: kept by their generic name, read in one's own."""

import pytest

from app.i18n import LANGUAGES, Texts
from app.i18n.drugs import KNOWN, drug_name, generic_name


def test_a_person_reads_the_name_of_her_language():
    assert drug_name(Texts("zh"), "ciclosporin") == "环孢素"
    assert drug_name(Texts("pt"), "Ciclosporin") == "ciclosporina"
    assert drug_name(Texts("en"), "Ciclosporin") == "Ciclosporin"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_chosen_is_kept_by_its_generic_name(language):
    texts = Texts(language)
    assert [generic_name(texts, drug_name(texts, drug)) for drug in KNOWN] == list(KNOWN)


def test_a_name_that_nobody_listed_stays_as_it_was_typed():
    assert drug_name(Texts("zh"), "imatinib") == "imatinib"
    assert generic_name(Texts("pt"), " Imatinib ") == "Imatinib"
