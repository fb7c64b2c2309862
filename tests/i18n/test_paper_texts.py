"""Days on a document: one way to write them, in every language."""

from datetime import UTC, date, datetime

import pytest

from app.i18n import LANGUAGES, Texts
from app.i18n.paper_texts import on_paper
from app.i18n.partial_dates import day_text

FIRST, LAST = date(2026, 9, 7), date(2026, 9, 21)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_writes_its_days_in_iso_and_a_range_shares_its_year(language: str) -> None:
    texts = on_paper(Texts(language))
    assert texts.language == language
    assert (texts.date(FIRST), texts.short_date(FIRST)) == ("2026-09-07", "2026-09-07")
    assert texts.span(FIRST, LAST) == texts.short_span(FIRST, LAST) == "2026-09-07 – 09-21"
    assert texts.span(FIRST, date(2027, 1, 2)) == "2026-09-07 – 2027-01-02"
    assert texts.moment(datetime(2026, 9, 7, 9, 41, tzinfo=UTC)) == "2026-09-07 09:41"


def test_a_day_that_is_known_to_the_month_stays_one() -> None:
    day = date(2024, 5, 1)
    assert day_text(day, "2024-05", on_paper(Texts("en"))) == "2024-05"
    assert day_text(day, "2024-05", Texts("en")) == "May 2024"
    assert day_text(day, "2024-05", Texts("zh")) == "2024年5月"
