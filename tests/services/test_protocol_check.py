"""Checking a protocol file as a whole: what lies beside it, what no case notices, and the exit status."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.paths import PROTOCOLS
from app.services.protocol_check import Report, check_file
from tests.domain.protocol_text import NAMES, text_of


def codes(report: Report) -> list[str]:
    return [finding.fault.code for finding in report.findings]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the smallest template, its cases and its plan."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "plans").mkdir()
    for part in ("raa_msc.yaml", "cases/raa_msc.json", "plans/raa_msc.json"):
        shutil.copy(PROTOCOLS / part, tmp_path / part)
    return tmp_path / "raa_msc.yaml"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def cases_of(file: Path) -> list[dict[str, Any]]:
    text = (file.parent / "cases" / f"{file.stem}.json").read_text("utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def put_cases(file: Path, cases: object) -> None:
    (file.parent / "cases" / f"{file.stem}.json").write_text(json.dumps(cases, indent=1), encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_of_the_programs_templates_is_noticed_by_some_case(name):
    report = check_file(PROTOCOLS / f"{name}.yaml")
    assert [str(finding.fault) for finding in report.findings] == []
    assert report.notes == ()
    assert report.cases > 50
    assert report.changes > 150


def test_a_parameter_that_no_case_reaches_is_told_at_its_line(place):
    left = [case for case in cases_of(place) if case["id"] not in {"S_m_plt_7d", "S_m_plt_6d"}]
    put_cases(place, left)
    report = check_file(place)
    lines = place.read_text("utf-8").splitlines()
    told = {(finding.fault.path, finding.fault.params["now"]) for finding in report.findings}
    assert told == {
        ("response.lineages[2].free_of", ""),
        ("response.lineages[2].free_days", "6"),
        ("response.lineages[2].free_days", "8"),
    }
    assert set(codes(report)) == {"unnoticed", "unnoticed_absence"}
    assert all("{key: M," in lines[finding.fault.line - 1] for finding in report.findings)


def test_a_window_that_the_calendar_leaves_out_is_not_passed_over(place):
    plan = place.parent / "plans" / "raa_msc.json"
    content = json.loads(plan.read_text("utf-8"))
    del content["calendar"][0]["visits"]["m2"]
    plan.write_text(json.dumps(content), encoding="utf-8")
    (finding,) = check_file(place).findings
    assert (finding.fault.code, finding.fault.path, finding.file) == ("calendar_differs", "m2", plan)


def test_a_case_that_comes_out_otherwise_is_told_at_its_line(place):
    edit(place, 'analyte: PLT, op: ">", limit: 150', 'analyte: PLT, op: ">=", limit: 150')
    report = check_file(place)
    (finding,) = report.findings
    line = finding.file.read_text("utf-8").splitlines()[finding.fault.line - 1]
    assert finding.fault.code == "case_differs"
    assert '"S_cr_plt_150"' in line
    assert report.changes == 0  # nothing is tried while a case fails


def test_a_limit_of_eligibility_is_held_against_its_questions(tmp_path):
    file = tmp_path / "pgf_msc.yaml"
    file.write_text(text_of("pgf_msc").replace("      limit: 60\n", "      limit: 50\n", 1), encoding="utf-8")
    report = check_file(file, program=PROTOCOLS)  # the program's own cases and plan serve a copy
    assert codes(report) == ["eligibility_differs"]


def test_cases_that_cannot_be_used_are_told(place):
    cases: list[Any] = [*cases_of(place)]
    del cases[0]["assess_on"]
    cases[1]["expected"] = {}
    cases.append(cases[2])
    cases.append("no case")
    put_cases(place, cases)
    assert sorted(codes(check_file(place))) == [
        "case_expects_nothing",
        "case_twice",
        "case_unusable",
        "worked_unreadable",
    ]
    for content, code in (
        (b"[{", "json_unreadable"),
        (b"\xff", "file_not_text"),
        (b"[" * 100_000, "json_too_deep"),
    ):
        (place.parent / "cases" / "raa_msc.json").write_bytes(content)
        assert codes(check_file(place)) == [code]


def test_a_sound_template_without_cases_is_usable_and_said_to_be_unproved(tmp_path):
    file = tmp_path / "raa_msc.yaml"
    shutil.copy(PROTOCOLS / "raa_msc.yaml", file)
    report = check_file(file)
    assert report.findings == ()
    assert [finding.fault.code for finding in report.notes] == ["no_cases", "no_plan"]


def test_cases_may_lie_next_to_the_file_under_its_own_name(tmp_path):
    file = tmp_path / "mine.yaml"
    shutil.copy(PROTOCOLS / "raa_msc.yaml", file)
    shutil.copy(PROTOCOLS / "cases" / "raa_msc.json", tmp_path / "mine.cases.json")
    shutil.copy(PROTOCOLS / "plans" / "raa_msc.json", tmp_path / "mine.plans.json")
    report = check_file(file)
    assert report.findings == ()
    assert [note.fault.code for note in report.notes] == ["id_not_file_name"]  # no list would show it yet
    assert report.changes > 0


def test_without_changing_parameters_only_faults_and_cases_are_looked_at(place):
    report = check_file(place, mutate=False)
    assert (report.findings, report.changes) == ((), 0)
    assert report.cases > 50


def test_exit_status_and_lines_of_the_command(place, tmp_path, capsys):
    assert main(["check-protocol", "--no-mutate", str(place)]) == 0
    assert "no faults" in capsys.readouterr().out
    edit(place, "source: pang2017 A-19", "source: pang2071 A-19")
    edit(place, "  nr_from_day: 12", "  nr_from_day: soon")
    lines = place.read_text("utf-8").splitlines()
    assert main(["check-protocol", str(place)]) == 1
    out = capsys.readouterr().out.splitlines()
    first = next(n for n, line in enumerate(lines, 1) if "nr_from_day: soon" in line)
    assert out[0] == (
        f"{place}:{first}: not_a_whole_number: response.nr_from_day: nr_from_day is a whole number."
    )
    assert main(["check-protocol", str(place), str(tmp_path / "nothing.yaml")]) == 2
    assert "nothing.yaml:1: file_missing: The file is not there." in capsys.readouterr().out


def test_a_definition_is_checked_by_its_own_format(tmp_path, capsys):
    files = sorted((PROTOCOLS / "definitions").glob("*.yaml"))
    assert main(["check-protocol", *map(str, files)]) == 0
    assert capsys.readouterr().out.count("no faults") == len(files)
    broken = tmp_path / "nih.yaml"
    text = (PROTOCOLS / "definitions" / "nih.yaml").read_text("utf-8")
    broken.write_text(text.replace("analyte: HB", "analyte: HGB"), encoding="utf-8")
    assert main(["check-protocol", str(broken)]) == 1
    assert "HGB is not an analyte" in capsys.readouterr().out


def test_no_utf8_and_no_yaml_are_faults_of_the_file(tmp_path, capsys):
    file = tmp_path / "x.yaml"
    file.write_bytes(b"\xff\xfe")
    assert main(["check-protocol", str(file)]) == 1
    file.write_text("id: [", encoding="utf-8")
    assert main(["check-protocol", str(file)]) == 1
    out = capsys.readouterr().out
    assert "not_utf8" in out
    assert f"{file}:1: yaml_syntax: This is not YAML" in out


def test_the_schema_is_written_where_it_is_asked_for(tmp_path, capsys):
    assert main(["protocol-schema"]) == 0
    printed = capsys.readouterr().out
    target = tmp_path / "schema.json"
    assert main(["protocol-schema", "--out", str(target)]) == 0
    assert target.read_text("utf-8") == printed
    assert main(["protocol-schema", "--out", str(tmp_path / "no" / "schema.json")]) == 2
