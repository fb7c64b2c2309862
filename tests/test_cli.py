"""The verbs that read a study, in this process and as a person starts them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.cli import VERBS, _asked, main, opening
from app.services import enrolment, studies
from tests.services.conftest import (  # noqa: F401 - fixtures
    CHEAP,
    NEW,
    PASSPHRASE,
    adult,
    clock,
    context,
    draft,
    log,
    made_study,
    study_file,
)

ROOT = Path(__file__).resolve().parents[1]
DAY0 = date(2026, 8, 20)


@pytest.fixture
def folder(context, study_file, draft, log, monkeypatch) -> Path:  # noqa: F811
    """A data folder with one study of one subject, PR on its day 70."""
    subject_id, _ = enrolment.enrol(context, draft())
    good = {"ANC": "1.2", "PLT": "60", "HB": "100", "RETIC_ABS": "50"}
    log(subject_id, DAY0 + timedelta(days=70), **good)
    studies.close(context)
    monkeypatch.setenv("MARROWTRACK_PASSPHRASE", PASSPHRASE)
    place: Path = study_file.parent
    return place


def test_list_tells_each_subject_with_its_status_and_flags(folder: Path, capsys) -> None:
    assert main(["list", "--data-dir", str(folder), "--user", "mei"]) == 0

    header, line = capsys.readouterr().out.splitlines()
    assert header.split("\t")[0] == "CODE"
    assert line.split("\t")[:7] == [
        "TJ-001",
        "saa_atg",
        "msc",
        "2026-08-20",
        "PR",
        "2026-10-29",
        "unconfirmed",
    ]


def test_status_tells_every_criterion_with_what_was_seen(folder: Path, capsys) -> None:
    assert main(["--data-dir", str(folder), "status", "TJ-001", "--user", "mei"]) == 0

    out = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert out.startswith("TJ-001  29 Oct 2026 (D70)  PR · partial response")
    assert "Flags: unconfirmed" in out
    assert "> 20 ×10⁹/L | 60 · 29 Oct | Met" in out
    assert "not a medical decision" in out


def test_status_of_another_day_uses_what_was_known_of_that_day(folder: Path, capsys) -> None:
    assert main(["status", "TJ-001", "--on", "2026-09-20", "--data-dir", str(folder), "--user", "mei"]) == 0

    out = capsys.readouterr().out
    assert "(D31)" in out
    assert "Missing: " in out


def test_status_ends_with_the_course_of_response_and_its_rules(folder: Path, capsys) -> None:
    assert main(["status", "TJ-001", "--user", "mei", "--data-dir", str(folder)]) == 0

    course = capsys.readouterr().out.partition("Course of response")[2]
    assert "Best response: no assessment yet" in course  # a blood count is no assessment of the plan
    assert "Overall survival: 70 d, alive when last seen 29 Oct 2026 | Counted from day 0" in course
    assert "Default A-15." in course


def test_status_as_known_then_refuses_a_day_before_the_first_entry(folder: Path, capsys) -> None:
    line = ["status", "TJ-001", "--on", "2026-10-29", "--known", "then", "--user", "mei"]

    assert main([*line, "--data-dir", str(folder)]) == 1

    assert "was in the study on 2026-10-29: its first entry is of 2026-11-18" in capsys.readouterr().err


def test_status_as_known_then_tells_the_verdict_alone(folder: Path, capsys) -> None:
    line = ["status", "TJ-001", "--on", "2026-11-18", "--known", "then", "--user", "mei"]

    assert main([*line, "--data-dir", str(folder)]) == 0

    assert "Course of response" not in capsys.readouterr().out


def test_print_writes_the_summary_and_tells_the_audit(folder: Path, tmp_path: Path, capsys) -> None:
    target = tmp_path / "summary.pdf"
    line = ["print", "TJ-001", "--visit", "scr", "--out", str(target)]

    assert main([*line, "--data-dir", str(folder), "--user", "mei"]) == 0

    assert target.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out.strip() == str(target)


_SUMMARY = ["print", "TJ-001", "--visit", "scr", "--out", "x.pdf", "--user", "mei"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["status", "TJ-999", "--user", "mei"], "No subject has the code TJ-999."),
        (["status", "TJ-001", "--on", "2026-08-01", "--user", "mei"], "before day 0"),
        (["print", "TJ-001", "--visit", "zzz", "--out", "x.pdf", "--user", "mei"], "zzz"),
        (["print", "TJ-001", "--visit", "d90", "--out", "x.pdf", "--user", "mei"], "not logged yet"),
        (["print", "TJ-001", "--out", "x.pdf", "--user", "mei"], "--visit"),
        ([*_SUMMARY, "--set", "cell=5.60"], "cell=5.60"),
        ([*_SUMMARY, "--document", "infusion-worksheet", "--set", "cells"], "weight, cells, viability"),
        ([*_SUMMARY, "--document", "specimen-labels", "--set", "start=999"], "from 1 to"),
        ([*_SUMMARY, "--document", "enrolment-log"], "Leave out TJ-001"),
        ([*_SUMMARY, "--document", "enrolment-log", "--set", "subject=TJ-001"], "subject=TJ-001"),
        (["list", "--study", "other"], "not there"),
        (["list", "--user", "bob"], "do not open the study file"),
        (["list"], "--user"),
        (["list", "--user", "mei", "--study", "other"], "not there"),
    ],
)
def test_a_refusal_is_a_sentence_and_status_1(folder: Path, capsys, line: list[str], said: str) -> None:
    assert main([*line, "--data-dir", str(folder)]) == 1

    outcome = capsys.readouterr()
    assert said in outcome.err
    assert outcome.out == ""


def test_a_document_of_the_study_may_be_kept_to_one_subject(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "audit.pdf"
    line = ["print", "TJ-001", "--document", "audit-report", "--out", str(target), "--user", "mei"]

    assert main([*line, "--data-dir", str(folder)]) == 0

    said = PdfReader(target).pages[0].extract_text()
    assert "TJ-001" in said


def test_a_file_that_cannot_be_written_is_told(folder: Path, capsys) -> None:
    line = ["print", "TJ-001", "--visit", "scr", "--out", "/nowhere/x.pdf", "--user", "mei"]

    assert main([*line, "--data-dir", str(folder)]) == 1
    assert "x.pdf was not written: its folder /nowhere is not there." in capsys.readouterr().err


@pytest.mark.parametrize("line", [["status"], ["status", "TJ-001", "--on", "18.11.2026"], ["no_such_verb"]])
def test_a_line_that_cannot_be_read_is_status_2(line: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as end:
        main(line)

    assert end.value.code == 2
    assert capsys.readouterr().err


def test_several_studies_need_a_name(folder: Path, capsys) -> None:
    studies.close(studies.create(folder / "second.mtrack", NEW, cost=CHEAP))

    assert main(["list", "--data-dir", str(folder), "--user", "mei"]) == 1
    assert "second.mtrack" in capsys.readouterr().err
    assert main(["list", "--data-dir", str(folder), "--user", "mei", "--study", "second"]) == 0
    assert capsys.readouterr().out == "No subjects yet.\n"


def test_an_empty_folder_has_no_study(tmp_path: Path, capsys) -> None:
    assert main(["list", "--data-dir", str(tmp_path)]) == 1
    assert "no study file" in capsys.readouterr().err


def test_the_remembered_user_serves(folder: Path, capsys) -> None:
    from app.settings import Settings

    Settings(folder / "settings.json").put("user_name.study.mtrack", "mei")

    assert main(["list", "--data-dir", str(folder)]) == 0


def test_as_a_person_starts_it_the_passphrase_comes_from_the_environment_or_not_at_all(folder: Path) -> None:
    line = [sys.executable, "main.py", "--data-dir", str(folder), "list", "--user", "mei"]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

    def run(**more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            line,
            env=environment | more,
            cwd=ROOT,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    told = run(MARROWTRACK_PASSPHRASE=PASSPHRASE)
    assert (told.returncode, "TJ-001" in told.stdout, told.stderr) == (0, True, "")
    silent = run()
    assert (silent.returncode, silent.stdout) == (1, "")
    assert "MARROWTRACK_PASSPHRASE" in silent.stderr


def test_definitions_tells_the_same_day_under_each_definition(folder: Path, capsys) -> None:
    assert main(["definitions", "TJ-001", "--data-dir", str(folder), "--user", "mei"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "TJ-001  29 Oct 2026 (D70)"
    rows = [line.split("\t") for line in lines[2:] if "\t" in line]
    assert rows[0] == ["This protocol", "PR", "sets the status"]
    answers = {row[0].partition(" (")[0]: row[1] for row in rows}
    assert answers["Camitta 2000 *"] == "PR"
    assert answers["NIH *"] == "NE"  # one panel only
    assert "* wording not yet checked against the printed source" in lines


def test_print_writes_the_evidence_report_of_a_visit(folder: Path, tmp_path: Path, capsys) -> None:
    user = ["--data-dir", str(folder), "--user", "mei"]
    target = tmp_path / "evidence.pdf"
    number = _number_of_the_visit(folder)
    assert main(["print", "TJ-001", "--visit", number, "--evidence", "--out", str(target), *user]) == 0

    assert capsys.readouterr().out.strip() == str(target)
    assert target.read_bytes().startswith(b"%PDF")
    assert main(["print", "TJ-001", "--visit", "scr", "--evidence", "--out", str(target), *user]) == 1
    assert "no verdict yet" in capsys.readouterr().err


def _number_of_the_visit(folder: Path) -> str:
    from app.services import subjects

    opened = studies.unlock(folder / "study.mtrack", user_name="mei", passphrase=PASSPHRASE)
    row = subjects.by_code(opened, "TJ-001")
    visits = subjects.course(opened, row.id).visits
    studies.close(opened)
    return str(next(visit.id for visit in visits if visit.actual == DAY0 + timedelta(days=70)))


def test_a_reader_that_leaves_early_is_no_fault(folder: Path) -> None:
    line = [sys.executable, str(ROOT / "main.py"), "list", "--data-dir", str(folder), "--user", "mei"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()

    assert (process.returncode, told) == (0, b"")


def test_what_a_verb_brings_in_while_the_key_is_derived_is_there():
    for verb, modules in opening._NEXT.items():
        assert verb in VERBS
        assert modules
        assert [name for name in modules if find_spec(name) is None] == []


def test_a_line_builds_the_parser_of_its_verb_alone():
    assert list(_asked(["--data-dir", "print", "--language=zh", "list"])) == ["list"]
    for line in (["--help", "print"], ["nothing", "print"], []):
        assert _asked(line) == VERBS, line
