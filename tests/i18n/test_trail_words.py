"""The audit trail as a coordinator reads it: whatever a table can hold is told in words, no code."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Boolean, Date, Integer, Table

from app.domain.cause_values import to_json
from app.domain.causes import Cause, Happening
from app.domain.endings import KINDS
from app.i18n import LANGUAGES, Texts, trail_codes
from app.i18n import trail as words
from app.i18n.trail_values import WAYS, row_text, stored_text
from app.services.contracts.trail import TrailRow
from app.services.workflow import MEANING
from app.storage import schema
from app.storage.types import Exact, Moment

SILENT = {"audit", "audit_seal", "audit_signer", "draft", "subject_summary", "unit_memory"}
TABLES = [table for name, table in schema.metadata.tables.items() if name not in SILENT]
QUIET = {"id", "version", "entered_at", "changed"}  # columns that leave no line
WITH_STATUS = {"cause"}  # told together with the status that it brought about
PT = Texts("pt")
LINE = TrailRow(
    *(1, datetime(2026, 11, 18, 9, 41, 7, tzinfo=UTC), "Mei Li", "insert", "count_value", 812, "TJ-001", ""),
    *(None, None, "", ""),
    item="PLT",
    visit_id=3,
    visit_title="D90 response",
    user="mei",
)


def told(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.name not in QUIET]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_field_that_can_change_is_told_by_what_it_holds(table: Table) -> None:
    """A new column has to be said: a code with its words, something written, or a day, number, yes or no."""
    plain = (Boolean, Date, Integer, Exact, Moment)
    unsaid = [
        column.name
        for column in table.columns
        if column.name not in QUIET | WITH_STATUS | trail_codes.ASIDE | trail_codes.WRITTEN
        and not isinstance(column.type, plain)
        and not trail_codes.places(table.name, column.name)
        and not {column.name, f"{table.name}.{column.name}"} & WAYS.keys()
    ]
    assert unsaid == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_name(language: str) -> None:
    texts = Texts(language)
    names = {name for table in TABLES for name in told(table)}
    assert sorted(name for name in names if not texts.has(f"fields.{name}")) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("field", "stored", "said"),
    [
        ("weight_kg", "24.5", ("24.5", "24.5", "24,5")),
        ("day0", "2026-11-18", ("18 Nov 2026", "2026年11月18日", "18 nov. 2026")),
        ("at", "2026-05-03T09:41:07+08:00", ("3 May 2026 09:41", "2026年5月3日 09:41", "3 maio 2026 09:41")),
        ("no_event", "true", ("yes", "是", "sim")),
        ("entered_value", "<0.10", ("<0.10", "<0.10", "<0,10")),
        ("entered_range", "4.5-13.5", ("4.5–13.5", "4.5–13.5", "4,5–13,5")),
        ("start_known", "2024-05", ("May 2024", "2024年5月", "maio 2024")),
        ("drug", "ciclosporin", ("ciclosporin", "环孢素", "ciclosporina")),
        ("consent_version", "2.1", ("2.1", "2.1", "2.1")),
        ("entered_value", "1.500", ("1.500", "1.500", "1.500")),  # it may be fifteen hundred
        ("batch", "2026-11-18", ("2026-11-18", "2026-11-18", "2026-11-18")),
    ],
)  # fmt: skip
def test_values_are_written_as_the_language_writes_them(
    language: str, field: str, stored: str, said: tuple[str, str, str]
) -> None:
    assert stored_text("", field, stored, Texts(language)) == said[LANGUAGES.index(language)]


def test_a_line_names_its_row_its_visit_and_its_field() -> None:
    en = Texts("en")
    assert words.place_text(LINE, en) == "Platelets, D90 response"
    changed = replace(LINE, action="update", field="entered_value", old="1.5", new="3.5")
    assert words.place_text(changed, PT) == "Plaquetas, Resposta D90: valor digitado"
    assert words.change_text(changed, PT) == "1,5 → 3,5"
    assert words.change_text(replace(changed, field="missing", old="not_done", new=""), en) == (
        "Not done → nothing"
    )
    printed = replace(LINE, action="printed", table="visit", field="visit_summary", item="")
    assert words.place_text(printed, en) == "Visit summary, D90 response"
    noted = replace(LINE, action="backup", table="", field="asked", item="", visit_id=None)
    assert words.place_text(noted, en) == "By hand"
    assert words.change_text(replace(LINE, new='{"note":"' + "x" * 500 + '"}'), en).endswith("…")


def test_a_new_row_is_told_by_what_it_holds_without_what_only_the_program_needs() -> None:
    count = {"analyte": "HB", "day": "2026-11-18", "entered_unit": "g/dL", "entered_value": "10.4"}
    count |= {"subject_id": "9", "unit": "g/L", "value": "104", "visit_id": "12"}
    assert row_text("count_value", json.dumps(count), PT) == "10,4 g/dL (104 g/L); dia: 18 nov. 2026"
    answer = {"answer": '{"by":"user","note":"","reason":null,"value":"absent"}', "result": "met"}
    assert row_text("eligibility_answer", json.dumps(answer), Texts("en")) == "answer: Absent; result: Met"
    dose = {"reason": "agreed", "user_name": "wu", "at": "2026-11-18T09:41:00.000+00:00"}
    dose |= {"cells_total": "110000000", "weight_kg": "10.5"}
    said = stored_text("infusion", "override", json.dumps(dose), PT)
    plain = said.replace("\N{NO-BREAK SPACE}", " ")
    assert plain == "agreed; wu; 18 nov. 2026 09:41; células: 1,1 × 10⁸; peso (kg): 10,5"
    declined = {"reason": "patient", "note": "", "day": "2026-11-18", "user_name": "wu", "at": dose["at"]}
    assert stored_text("subject", "declined_infusions", json.dumps(declined), Texts("zh")).startswith(
        "受试者意愿；2026年11月18日"
    )


def test_a_verdict_says_what_brought_it_about() -> None:
    happened = Happening("corrected", "analyte", "HB", None, "9.2", "6.6", "g/dL", "g/dL")
    cause = json.dumps(to_json(Cause("data", "PR", (happened,))))
    verdict = {
        "status": "NR",
        "cause": cause,
        "why": "correction",
        "study_day": "90",
        "missing": '["RETIC_ABS"]',
    }
    said = row_text("assessment", json.dumps(verdict), PT)
    assert "PR → NR" in said and "6,6" in said and "reticulócitos" in said and "D90" in said
    assert not re.search(r"\d\.\d|[a-z]_[a-z]", said)


@pytest.mark.parametrize("texts", [Texts("zh"), PT], ids=["zh", "pt"])
def test_codes_of_ends_and_signatures_have_words(texts: Texts) -> None:
    for table, field, codes in (
        ("ending", "kind", KINDS),
        ("sign_off", "meaning", (MEANING,)),
        ("sign_off", "void_code", ("data_changed", "verdict_changed", "source_corrected")),
        ("visit", "kind", ("scheduled", "unscheduled", "early_termination")),
    ):
        assert [code for code in codes if not trail_codes.word(table, field, code, texts)] == []


@pytest.mark.parametrize(
    ("action", "field", "stored"),
    [
        (
            "saved",
            "visit_summary",
            {"document": "TJ-001.pdf", "pages": 2, "language": "pt"},
        ),
        ("exported", "subject_list", {"document": "subjects.csv", "rows": 19, "sha256": "ab"}),
        ("backup", "asked", {"file": "a.mtrack", "rows": 12, "second_place": True, "head": "ab"}),
        ("restore", "study", {"file": "a.mtrack", "rows": 12, "head": "ab"}),
        ("upgraded", "schema", {"revision": "0015", "rows": {"visit": 40, "subject": 2}}),
        ("self_check", "result", {"passed": False, "checks": 30, "failed": ["installation.fonts"]}),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_noted_beside_the_data_is_told_in_words(
    action: str, field: str, stored: dict[str, object], language: str
) -> None:
    texts = Texts(language)
    line = replace(LINE, action=action, table="", field=field, item="", visit_id=None, new=json.dumps(stored))
    said = words.value_text(line, line.new, texts)
    assert said and not re.search(r"[a-z]_[a-z]|[{}\[\]\"]|installation\.", said)
    aside = trail_codes.ASIDE | trail_codes.ASIDE_OF.get(action, frozenset())
    assert [name for name in stored.keys() - aside if not texts.has(f"fields.{name}")] == []
