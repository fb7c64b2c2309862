"""Whatever JSON a file holds, each case gets an answer or a fault with code and path; nothing crashes."""

import copy
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.i18n import Texts
from app.services.assess import Desk, answer_all, assess_command, differences, load
from app.services.protocols import Library
from tests.domain.response.drawn import calm

ROOT = Path(__file__).resolve().parents[2]
DESK = Desk(Library((ROOT / "protocols",)), Texts())
CASES = [
    case
    for file in sorted((ROOT / "protocols" / "cases").glob("*.json"))
    for case in json.loads(file.read_text(encoding="utf-8"))
]
GOOD = next(case for case in CASES if case["protocol"] == "saa_atg" and case["kind"] == "response")
CODES = {
    "unknown_protocol",
    "unknown_kind",
    "unknown_analyte",
    "unknown_unit",
    "unit_missing",
    "unit_refused",
    "bad_date",
    "bad_number",
    "negative_value",
    "missing_field",
}
ODD_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e999", "-1", "-0.0", "1e-999", "9" * 5000, "0", "1E400")
ODD_TEXTS = (
    "",
    " ",
    "\u0000",
    "\ud800",
    "x" * 100_000,
    "mg/dL",
    "<",
    ">>5",
    "1,2,3",
    "１２",
    "nan",
    "0001-01-01",
    "9999-12-31",
    "2024-02-30",
    "1900-01-01",
    "../saa_atg",
    "{value}",
    "death",
    "RBC",
    "CSA",
)
odd_values = (
    st.sampled_from([None, True, False, [], {}, [[]], {"value": 1}, "[[[" * 3])
    | st.sampled_from(ODD_TEXTS)
    | st.sampled_from(ODD_NUMBERS).map(load)
    | st.text(max_size=8)
    | st.integers()
    | st.dates().map(str)
)


def places(value: object, path: tuple[object, ...] = ()):
    """Every place below a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


@st.composite
def spoilt(draw):
    """A worked case with a few places replaced, left out or doubled."""
    case = copy.deepcopy(draw(st.sampled_from(CASES)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(places(case))))
        holder = case
        for key in path[:-1]:
            holder = holder[key]
        deed = draw(st.sampled_from(["replace", "replace", "replace", "drop", "double"]))
        if deed == "replace":
            holder[path[-1]] = copy.deepcopy(draw(odd_values))  # put into itself, a value would have no end
        elif deed == "drop":
            del holder[path[-1]]
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(holder[path[-1]]))
        if not case:
            break
    return case


def is_answer(found: dict[str, Any]) -> None:
    json.dumps(found, allow_nan=False, ensure_ascii=False).encode("utf-8")
    if "error" in found:
        assert found["error"]["code"] in CODES
        assert isinstance(found["error"]["path"], str)
        assert 0 < len(found["error"]["message"]) < 400
    else:
        assert found["status"]
        assert found["evidence"]["criterion"]


@settings(calm, max_examples=4 * calm.max_examples)
@given(case=spoilt())
def test_a_spoilt_case_is_answered_or_refused_and_the_next_is_answered_all_the_same(case):
    first, second = answer_all([case, GOOD], DESK)
    is_answer(first)
    assert second["status"] == GOOD["expected"]["status"]
    list(differences(case, first))


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.floats().map(lambda x: load(json.dumps(x))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@calm
@given(case=json_values)
def test_what_is_no_case_at_all_is_refused(case):
    (found,) = answer_all([case], DESK)
    assert found["error"]["code"] == "missing_field"
    is_answer(found)


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"unit": "furlong"}, "unknown_unit", "labs[0].unit"),
        ({"unit": ""}, "unit_missing", "labs[0].unit"),
        ({"unit": None}, "unit_missing", "labs[0].unit"),
        ({"unit": 7}, "unknown_unit", "labs[0].unit"),
        ({"analyte": "CSA", "unit": "mg/dL", "value": 150}, "unit_refused", "labs[0].unit"),
        ({"value": -1}, "negative_value", "labs[0].value"),
        ({"value": "<-1"}, "negative_value", "labs[0].value"),
        ({"value": float("nan")}, "bad_number", "labs[0].value"),
        ({"value": float("inf")}, "bad_number", "labs[0].value"),
        ({"value": "NaN"}, "bad_number", "labs[0].value"),
        ({"value": load("1e999")}, "bad_number", "labs[0].value"),
        ({"value": load("9" * 5000)}, "bad_number", "labs[0].value"),
        ({"value": True}, "bad_number", "labs[0].value"),
        ({"value": [1]}, "bad_number", "labs[0].value"),
        ({"value": "7" * 100_000}, "bad_number", "labs[0].value"),
        ({"value": None}, "missing_field", "labs[0].value"),
        ({"analyte": "XYZ"}, "unknown_analyte", "labs[0].analyte"),
        ({"date": "2024-13-01"}, "bad_date", "labs[0].date"),
        ({"date": 20240101}, "bad_date", "labs[0].date"),
        ({"date": None}, "missing_field", "labs[0].date"),
    ],
)
def test_each_unusable_value_has_its_code_and_path(change, code, path):
    case = copy.deepcopy(GOOD)
    case["labs"] = [case["labs"][0] | {"date": case["assess_on"]} | change]
    (found,) = answer_all([case], DESK)
    assert (found["error"]["code"], found["error"]["path"]) == (code, path)
    is_answer(found)


def test_a_row_after_the_day_is_passed_over_whatever_it_holds():
    case = copy.deepcopy(GOOD)
    case["labs"].append({"date": "2999-01-01", "analyte": "?", "value": "NaN", "unit": None})
    (found,) = answer_all([case], DESK)
    assert found["status"] == GOOD["expected"]["status"]


def test_the_command_writes_names_and_numbers_that_json_and_utf8_could_not(tmp_path):
    file = tmp_path / "cases.json"
    text = '[{"id": "\\ud800"}, {"id": 1.5}, {"id": NaN}, {"id": ' + "9" * 5000 + '}, "no case", '
    file.write_text(text + json.dumps(GOOD) + "]", encoding="utf-8")
    out = io.StringIO()
    status = assess_command(
        file, verify=False, library=DESK.library, texts=DESK.texts, out=out, err=io.StringIO()
    )
    answers = json.loads(out.getvalue().encode("utf-8"))
    assert status == 1
    assert [answer["id"] for answer in answers[1:3]] == ["1.5", "nan"]
    assert answers[-1]["status"] == GOOD["expected"]["status"]


@pytest.mark.parametrize(
    "expected", [[], "CR", {"lineage": []}, {"flags": "x"}, {"missing": [1]}, {"flags": 3}]
)
def test_an_odd_expectation_is_no_crash(expected):
    (found,) = answer_all([GOOD], DESK)
    list(differences(GOOD | {"expected": expected}, found))
