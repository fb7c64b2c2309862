"""Dates, numbers and lists as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.i18n import Texts
from app.i18n.trail import reason_text
from app.services import continuing, endings, overriding
from app.storage import schema
from app.ui.pages.visit_form import correction_strip
from app.ui.pages.visit_list import missed

EN, ZH, PT = Texts("en"), Texts("zh"), Texts("pt")
DAY = date(2026, 11, 18)


def test_dates_are_written_in_the_way_of_the_language():
    assert [texts.date(DAY) for texts in (EN, ZH, PT)] == ["18 Nov 2026", "2026年11月18日", "18 nov. 2026"]
    assert [texts.short_date(DAY) for texts in (EN, ZH, PT)] == ["18 Nov", "11月18日", "18 nov."]
    assert PT.date(date(2026, 5, 3)) == "3 maio 2026"
    moment = datetime(2026, 11, 18, 9, 41, tzinfo=UTC)
    assert [texts.moment(moment) for texts in (ZH, PT)] == ["2026年11月18日 09:41", "18 nov. 2026 09:41"]


@pytest.mark.parametrize("texts", [EN, ZH, PT])
def test_a_date_has_its_year_where_it_is_another_one(texts):
    assert texts.date_from(DAY, DAY.replace(month=1)) == texts.short_date(DAY)
    assert texts.date_from(DAY, DAY.replace(year=2025)) == texts.date(DAY)


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (date(2026, 11, 11), ("11–18 Nov 2026", "2026年11月11–18日", "11–18 nov. 2026")),
        (date(2026, 10, 26), ("26 Oct – 18 Nov 2026", "2026年10月26日 – 11月18日", "26 out. – 18 nov. 2026")),
        (date(2025, 12, 20), ("20 Dec 2025 – 18 Nov 2026", "2025年12月20日 – 2026年11月18日")),
    ],
)
def test_a_span_says_year_and_month_once(first, said):
    assert tuple(texts.span(first, DAY) for texts in (EN, ZH, PT))[: len(said)] == said


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (date(2026, 11, 11), ("11–18 Nov", "11月11–18日", "11–18 nov.")),
        (date(2026, 10, 26), ("26 Oct – 18 Nov", "10月26日 – 11月18日", "26 out. – 18 nov.")),
    ],
)
def test_a_short_span_says_the_month_once(first, said):
    assert tuple(texts.short_span(first, DAY) for texts in (EN, ZH, PT)) == said


def test_portuguese_has_a_decimal_comma_everywhere():
    assert PT.number(Decimal("1.240"), 2) == "1,24"
    assert PT.number(Decimal("0.5")) == "0,5"
    assert PT.change(Decimal("-0.14"), 2) == "−0,14"
    assert ZH.number(Decimal("1.24")) == EN.number(Decimal("1.24")) == "1.24"


@pytest.mark.parametrize("area", ["trail", "backups"])
def test_whatever_the_trail_writes_about_has_a_name(area):
    """Found by hand: what a restore would lose was told as query_step."""
    silent = {"audit", "audit_seal", "audit_signer", "draft", "subject_summary", "unit_memory"}
    tables = set(schema.metadata.tables) - silent
    assert [table for table in sorted(tables) if not EN.has(f"{area}.table_{table}")] == []


def test_whatever_reason_a_person_chooses_is_told_in_the_language_of_the_reader():
    """Found by hand: why a visit was missed stood in the history as its English code."""
    of_missed = (code for codes in missed.REASONS.values() for code in codes)
    codes = {*of_missed, *correction_strip.REASONS, *continuing.REASONS, *overriding.REASONS}
    codes |= {*endings.UNDO_REASONS}
    for texts in (ZH, PT):
        assert [
            code for code in sorted(codes) if reason_text(code, "", texts) == code.replace("_", " ")
        ] == []


def test_units_and_lists_follow_the_language():
    assert [texts.unit("d") for texts in (EN, ZH, PT)] == ["d", "天", "d"]
    assert [texts.unit("1") for texts in (EN, ZH, PT)] == ["fraction", "比值", "fração"]
    assert [texts.listed(["Hb", "ANC"]) for texts in (EN, ZH, PT)] == ["Hb, ANC", "Hb、ANC", "Hb, ANC"]
    assert ZH.clauses(["一", "二"]) == "一；二"
    assert ZH.sentences(["甲。", "乙。"]) == "甲。乙。"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": "PR", "date": "11月12日", "day": "D84"}, "自 11月12日起 PR · D84"),
        ({"status": "PR", "date": "12", "day": "D84"}, "自 12 起 PR · D84"),
    ],
)
def test_chinese_sets_a_blank_between_han_and_figures_and_none_between_han(values, said):
    assert ZH("chart.phase", **values) == said


def test_what_somebody_typed_stays_as_it_is_typed():
    assert ZH("window.title", study="MSC治疗 骨髓") == "MSC治疗 骨髓 – MarrowTrack"


def test_one_of_a_thing_has_a_sentence_of_its_own():
    assert Texts("en")("papers.batch_count", count="1") == "1 summary"
    assert Texts("en")("papers.batch_count", count=2) == "2 summaries"
    assert Texts("pt")("enrol.day0.future", n=1) == "Planejado: amanhã."
    said = EN("visit_form.rewritten_more", first="D84: PR → NR", count=1)
    assert said == "D84: PR → NR; 1 more verdict changed"
    assert EN("headlines.criteria.NR_short", count=1) == "PR not reached on 1 criterion."
    assert EN("headlines.NE_missing_count", count=1) == "Not evaluable: 1 value is missing."
    assert PT("queries.visit_button", count=1) == "Queries: 1 aberta"
    assert PT("counts_paste.adds_limits", count=1).endswith("1 valor já salvo")
