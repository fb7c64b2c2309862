"""The command `assess`: answers, codes with their paths, exit status."""

import copy
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.i18n import Texts
from app.services.assess import Desk, answer, assess_command, load
from app.services.protocols import Library

ROOT = Path(__file__).resolve().parents[2]
DESK = Desk(Library((ROOT / "protocols",)), Texts())
CASE: dict[str, Any] = {
    "id": "T01",
    "kind": "response",
    "protocol": "saa_atg",
    "arm": "msc",
    "patient": {"sex": "M", "birth_date": "2014-03-10", "weight_kg": 20.0},
    "anchor_date": "2020-01-06",
    "labs": [
        {"date": "2020-01-04", "analyte": "ANC", "value": 0.15, "unit": "10*9/L"},
        {"date": "2020-04-05", "analyte": "ANC", "value": "0,8", "unit": "10*9/L"},
        {"date": "2020-04-05", "analyte": "HB", "value": 8.8, "unit": "g/dL"},
        {"date": "2020-04-05", "analyte": "PLT", "value": 3.5, "unit": "10*4/uL"},
        {"date": "2020-04-05", "analyte": "RETIC_ABS", "value": 41, "unit": "10*9/L"},
    ],
    "transfusions": [{"date": "2020-01-03", "product": "RBC"}],
    "medications": [],
    "events": [],
    "assess_on": "2020-04-05",
}


def changed(path: tuple[str | int, ...], value: object) -> Any:
    """The case with one value changed; `...` takes the key away."""
    case = copy.deepcopy(CASE)
    *above, last = path
    node: Any = case
    for step in above:
        node = node.setdefault(step, {}) if isinstance(node, dict) else node[step]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return case


def error(case: object) -> tuple[str, str]:
    found = answer(case, DESK)["error"]
    assert found["message"] and found["message"] != found["code"]
    return found["code"], found["path"]


def test_units_and_decimal_commas_are_converted():
    assert answer(CASE, DESK)["status"] == "PR"


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        (("protocol",), "saa", "unknown_protocol", "protocol"),
        (("protocol",), ..., "missing_field", "protocol"),
        (("protocol",), ["saa_atg"], "unknown_protocol", "protocol"),
        (("arm",), "placebo", "unknown_protocol", "arm"),
        (("kind",), "relapse", "unknown_kind", "kind"),
        (("id",), ..., "missing_field", "id"),
        (("patient",), ..., "missing_field", "patient"),
        (("anchor_date",), ..., "missing_field", "anchor_date"),
        (("assess_on",), "2020-02-30", "bad_date", "assess_on"),
        (("assess_on",), "05.04.2020", "bad_date", "assess_on"),
        (("assess_on",), "20200405", "bad_date", "assess_on"),
        (("assess_on",), 20200405, "bad_date", "assess_on"),
        (("patient", "birth_date"), "2020-04-06", "bad_date", "patient.birth_date"),
        (("labs", 1, "date"), "2020-4-5", "bad_date", "labs[1].date"),
        (("labs", 1, "analyte"), "NEUT", "unknown_analyte", "labs[1].analyte"),
        (("labs", 2, "unit"), "mg/dL", "unknown_unit", "labs[2].unit"),
        (("labs", 2, "unit"), ..., "unit_missing", "labs[2].unit"),
        (("labs", 2, "unit"), "", "unit_missing", "labs[2].unit"),
        (("labs", 2, "unit"), None, "unit_missing", "labs[2].unit"),
        (("labs", 3, "value"), "many", "bad_number", "labs[3].value"),
        (("labs", 3, "value"), True, "bad_number", "labs[3].value"),
        (("labs", 3, "value"), float("nan"), "bad_number", "labs[3].value"),
        (("labs", 3, "value"), float("inf"), "bad_number", "labs[3].value"),
        (("labs", 3, "value"), "1e999999999", "bad_number", "labs[3].value"),
        (("labs", 3, "date"), "0001-01-01", "bad_date", "labs[3].date"),
        (("arm",), ["msc"], "unknown_protocol", "arm"),
        (("patient", "sex"), ["M"], "missing_field", "patient.sex"),
        (("labs", 3, "value"), "1.234,5", "bad_number", "labs[3].value"),
        (("labs", 3, "value"), -4, "negative_value", "labs[3].value"),
        (("labs", 3, "value"), "<-4", "negative_value", "labs[3].value"),
        (("labs", 3, "value"), ..., "missing_field", "labs[3].value"),
        (("labs", 3), "row", "missing_field", "labs[3]"),
        (("transfusions", 0, "product"), "FFP", "unknown_analyte", "transfusions[0].product"),
        (
            ("medications",),
            [{"date_start": "2020-01-32", "drug": "x"}],
            "bad_date",
            "medications[0].date_start",
        ),
        (
            ("medications",),
            [{"date_start": "2020-01-30", "date_stop": "later", "drug": "x"}],
            "bad_date",
            "medications[0].date_stop",
        ),
        (("medications",), [{"date_start": "2020-01-30"}], "missing_field", "medications[0].drug"),
        (("events",), [{"date": "2020-01-30"}], "missing_field", "events[0].type"),
        (("prior_assessments",), [{"date": "2020-01-30"}], "missing_field", "prior_assessments[0].status"),
        (
            ("marrow",),
            {"cellularity_pct": "sparse"},
            "bad_number",
            "marrow.cellularity_pct",
        ),
        (
            ("infusions",),
            [{"date": "2020-01-30", "cells_total": -1}],
            "negative_value",
            "infusions[0].cells_total",
        ),
    ],
)
def test_what_cannot_be_used_has_a_code_and_a_path(path, value, code, where):
    assert error(changed(path, value)) == (code, where)


@pytest.mark.parametrize("unit", ["mg/dL", "mg/dl"])
def test_mg_per_dl_of_ciclosporin_is_refused(unit):
    row = {"date": "2020-04-05", "analyte": "CSA", "value": 200, "unit": unit}
    assert error(changed(("labs",), [*CASE["labs"], row])) == ("unit_refused", "labs[5].unit")


@pytest.mark.parametrize(("analyte", "unit"), [("CMV", "IU/mL"), ("WEIGHT", "lb"), ("HEIGHT", "in")])
def test_units_are_known_as_the_table_of_analytes_prints_them(analyte, unit):
    row = {"date": "2020-04-05", "analyte": analyte, "value": 66, "unit": unit}
    assert answer(changed(("labs",), [*CASE["labs"], row]), DESK)["status"] == "PR"


def test_rows_after_the_day_are_never_refused():
    row = {"date": "2020-04-06", "analyte": "NEUT", "value": "?", "unit": None}
    assert answer(changed(("labs",), [*CASE["labs"], row]), DESK)["status"] == "PR"


@pytest.mark.parametrize(
    ("weight", "code"), [(None, "missing_field"), (0, "bad_number"), (-3, "negative_value")]
)
def test_a_dose_needs_a_weight(weight, code):
    case = changed(("patient", "weight_kg"), weight) | {
        "kind": "dose",
        "infusions": [{"date": "2020-01-20", "product": "UC-MSC", "cells_total": 2e7}],
    }
    assert error(case) == (code, "patient.weight_kg")


@pytest.mark.parametrize("protocol", ["saa_atg", "pgf_msc", "raa_msc", "rsaa_atg_msc", "saa_hatg_epag"])
def test_a_day_0_at_the_end_of_the_calendar_is_one_still_to_come(protocol):
    case = {key: value for key, value in CASE.items() if key != "arm"} | {"protocol": protocol}
    last, later = (answer(case | {"anchor_date": day}, DESK) for day in ("9999-12-31", "2030-01-01"))
    assert last["status"] == later["status"] and "error" not in last


def test_a_case_that_is_no_object_is_answered_in_its_place():
    assert answer(["x"], DESK)["error"]["code"] == "missing_field"


def run(tmp_path: Path, content: str, *, verify: bool = False) -> tuple[int, str, str]:
    file = tmp_path / "cases.json"
    file.write_text(content, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    status = assess_command(file, verify=verify, library=DESK.library, texts=DESK.texts, out=out, err=err)
    return status, out.getvalue(), err.getvalue()


def test_exit_status(tmp_path):
    good = json.dumps(CASE | {"expected": {"status": "PR"}})
    assert run(tmp_path, good, verify=True)[0] == 0
    wrong = json.dumps([CASE | {"expected": {"status": "CR", "flags": ["death"], "lineage": {"PLT": "CR"}}}])
    status, out, err = run(tmp_path, wrong, verify=True)
    assert status == 1
    assert json.loads(out)[0]["status"] == "PR"
    assert len(err.splitlines()) == 3
    assert all(line.startswith("T01: ") for line in err.splitlines())
    assert run(tmp_path, wrong)[0] == 0  # nothing is compared without --verify
    assert run(tmp_path, json.dumps([CASE, {"id": "x"}]))[0] == 1
    assert run(tmp_path, "{not json")[0] == 2
    assert run(tmp_path, "[]") == (0, "[]\n", "")


def test_one_bad_case_does_not_keep_the_others_from_an_answer(tmp_path):
    bad = changed(("labs", 0, "unit"), "10^9/L")
    status, out, _ = run(tmp_path, json.dumps([bad, CASE]))
    first, second = json.loads(out)
    assert status == 1
    assert first["error"]["path"] == "labs[0].unit"
    assert second["status"] == "PR"


def test_shape_of_an_answer():
    found = answer(CASE, DESK)
    assert set(found) == {"id", "status", "lineage", "flags", "missing", "evidence"}
    node = found["evidence"]
    wanted = {"criterion", "text", "verdict", "required", "observed", "reason", "source", "children"}
    stack = [node]
    while stack:
        node = stack.pop()
        assert set(node) - {"note"} == wanted
        assert node["verdict"] in {"met", "not_met", "unknown"}
        stack += node["children"]
    json.dumps(found, allow_nan=False)


def nodes_of(case: Any) -> list[Any]:
    """All nodes of the evidence of an answer."""
    found = [answer(case, DESK)["evidence"]]
    for node in found:
        found += node["children"]
    return found


def test_every_unknown_node_has_its_reason_and_a_certain_one_only_where_it_is_confounded():
    empty = nodes_of(CASE | {"labs": []})
    assert {node["reason"] for node in empty if node["verdict"] == "unknown"} == {"no_value", "no_baseline"}
    assert not [node for node in empty if node["verdict"] != "unknown" and node["reason"]]
    given = nodes_of(CASE | {"transfusions": [{"date": CASE["assess_on"], "product": "PLT"}]})
    assert {node["reason"] for node in given if node["verdict"] == "not_met"} == {None, "transfused"}


def test_what_is_told_of_a_certain_node_stands_in_a_note():
    relapse = next(node for node in nodes_of(CASE) if node["criterion"] == "no_relapse")
    assert (relapse["reason"], relapse["note"]) == (None, "no_earlier_response")


@pytest.mark.parametrize("name", ["V1", 7, ""])
def test_an_answer_bears_the_name_of_its_case(name):
    assert answer(CASE | {"id": name}, DESK)["id"] == name
    assert answer(CASE | {"id": name, "labs": 5}, DESK)["id"] == name


def test_a_number_of_json_may_have_a_power_of_ten():
    case: Any = load(json.dumps(CASE).replace('"weight_kg": 20.0', '"weight_kg": 2e1'))
    infusions = '[{"date": "2020-01-20", "product": "UC-MSC", "cells_total": 2.2e8}]'
    dose = case | {"kind": "dose", "infusions": load(infusions)}
    assert answer(dose, DESK)["flags"] == ["dose_above_mtd"]
    assert error(dose | {"infusions": load(infusions.replace("2.2e8", "2e999999999"))})[0] == "bad_number"


@pytest.mark.parametrize(("value", "status"), [('"1.500"', "PR"), ("1500", "PR"), ("1.500", "NR")])
def test_a_number_of_json_has_no_points_between_thousands(value, status):
    row = CASE["labs"][1] | {"analyte": "ANC", "value": load(value), "unit": "/uL"}
    others = [lab for lab in CASE["labs"] if (lab["date"], lab["analyte"]) != (row["date"], "ANC")]
    assert answer(CASE | {"labs": [*others, row]}, DESK)["status"] == status


def test_entered_value_and_unit_are_kept():
    found = answer(CASE, DESK)
    cr: Any = next(node for node in found["evidence"]["children"] if node["criterion"] == "cr")
    haemoglobin = cr["children"][0]["observed"][0]
    assert haemoglobin == {
        "analyte": "HB",
        "date": "2020-04-05",
        "value": 88,
        "unit": "g/L",
        "entered_value": "8.8",
        "entered_unit": "g/dL",
    }


def test_numbers_of_a_file_stay_exact():
    exact: Any = load('{"value": 0.30000000000000004}')
    assert str(exact["value"]) == "0.30000000000000004"


@pytest.mark.parametrize("before", [True, False])
def test_command_line_answers_without_a_window_or_a_database(tmp_path, before):
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([CASE]), encoding="utf-8")
    options = ["--data-dir", str(tmp_path / "data"), "--language", "en"]
    line = [*options, "assess", str(file)] if before else ["assess", str(file), *options]
    script = (
        "import sys; from app.cli import main; status = main(sys.argv[1:]);"
        "loaded = {name.split('.')[0] for name in sys.modules};"
        "heavy = loaded & {'sqlalchemy', 'PySide6', 'reportlab', 'scipy'};"
        "sys.exit(status or (3 if heavy else 0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *line], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["status"] == "PR"
