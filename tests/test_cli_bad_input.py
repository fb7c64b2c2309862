"""Files, folders and lines that a verb cannot use: it says so with what to do, in each language."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from app.i18n import LANGUAGES

# What no person should read: Python's and the system's own words, and those that the texts do without.
FOREIGN = re.compile(
    r"Errno|Traceback|No such file|Is a directory|Not a directory|codec|Expecting|char \d|\berror\b|invalid",
    re.IGNORECASE,
)
STATUS = {"verify-document": 1, "check-protocol": 2}
Cases = dict[str, Path]


@pytest.fixture
def files(tmp_path: Path) -> Cases:
    made = {
        "missing": tmp_path / "missing.json",
        "folder": tmp_path / "folder",
        "below_a_file": tmp_path / "plain" / "x.json",
        "prose": tmp_path / "prose.json",
        "empty": tmp_path / "empty.json",
        "bytes": tmp_path / "bytes.json",
        "deep": tmp_path / "deep.json",
    }
    made["folder"].mkdir()
    (tmp_path / "plain").touch()
    made["prose"].write_text("[1,\n dear colleagues]", encoding="utf-8")
    made["empty"].touch()
    made["bytes"].write_bytes(b"\xff\xfe\x00")
    made["deep"].write_text("[" * 100_000, encoding="utf-8")
    return made


def told(capsys: pytest.CaptureFixture[str]) -> str:
    outcome = capsys.readouterr()
    said = outcome.err + outcome.out
    assert said.strip()
    assert not FOREIGN.search(said), said
    return said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["missing", "folder", "below_a_file", "prose", "empty", "bytes", "deep"])
def test_assess_says_why_a_file_cannot_be_used(
    files: Cases, capsys: pytest.CaptureFixture[str], name: str, language: str
) -> None:
    assert main(["assess", str(files[name]), "--language", language]) == 2
    assert files[name].name in told(capsys)


def test_assess_leads_to_the_place_that_is_no_json(files: Cases, capsys: pytest.CaptureFixture[str]) -> None:
    main(["assess", str(files["prose"])])
    assert "line 2, column 2" in told(capsys)


@pytest.mark.parametrize("verb", ["assess", "verify-document", "check-protocol"])
def test_a_file_that_may_not_be_read_is_told(
    files: Cases, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    reads = {name: getattr(Path, name) for name in ("read_text", "read_bytes")}

    def guarded(name: str) -> Callable[..., object]:
        def read(self: Path, *given: object, **more: object) -> object:
            if self == files["prose"]:
                raise PermissionError(errno.EACCES, "Permission denied")
            return reads[name](self, *given, **more)

        return read

    for name in reads:
        monkeypatch.setattr(Path, name, guarded(name))
    assert main([verb, str(files["prose"])]) == STATUS.get(verb, 2)
    assert re.search("may not be read|may not read", told(capsys))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["missing", "folder"])
@pytest.mark.parametrize("verb", ["verify-document", "check-protocol"])
def test_other_verbs_say_why_a_file_cannot_be_read(
    files: Cases, capsys: pytest.CaptureFixture[str], verb: str, name: str, language: str
) -> None:
    assert main(["--language", language, verb, str(files[name])]) == STATUS[verb]
    told(capsys)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["folder", "below_a_file"])
def test_a_place_that_takes_no_file_is_told(
    files: Cases, capsys: pytest.CaptureFixture[str], name: str, language: str
) -> None:
    assert main(["protocol-schema", "--out", str(files[name]), "--language", language]) == 2
    assert files[name].name in told(capsys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstration_does_not_write_over_a_file(
    files: Cases, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert main(["demo", "--out", str(files["prose"]), "--language", language]) == 1
    assert "prose.json" in told(capsys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_is_no_study(files: Cases, capsys: pytest.CaptureFixture[str], language: str) -> None:
    line = ["list", "--user", "mei", "--study", str(files["folder"]), "--language", language]
    assert main(line) == 1
    assert "folder" in told(capsys)


LINES = {
    "choice": ["print", "--document", "bogus", "--out", "x.pdf"],
    "value": ["list", "--user"],
    "unknown": ["list", "--bogus"],
    "needed": ["status"],
    "argument": ["status", "TJ-001", "--on", "18.11.2026"],
    "verb": ["bogus"],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(LINES))
def test_a_line_that_cannot_be_read_is_told_in_the_language_that_it_asks_for(
    capsys: pytest.CaptureFixture[str], name: str, language: str
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--language", language, *LINES[name]])
    assert end.value.code == 2
    usage, _, sentence = told(capsys).rstrip().rpartition("\n")
    assert usage.startswith({"en": "usage", "zh": "用法", "pt": "uso"}[language])
    assert sentence.endswith("。" if language == "zh" else ".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_in_the_language_that_the_line_asks_for(
    capsys: pytest.CaptureFixture[str], language: str, run_help: Callable[[list[str]], None]
) -> None:
    run_help(["--language", language, "assess", "--help"])
    expected = {"en": "compare with the expected", "zh": "与预期答案比较", "pt": "comparar com as respostas"}
    assert expected[language] in told(capsys)


@pytest.mark.parametrize("verb", ["", "assess"])
def test_what_every_line_takes_is_told_in_the_help(
    capsys: pytest.CaptureFixture[str], verb: str, run_help: Callable[[list[str]], None]
) -> None:
    run_help([*verb.split(), "--help"])
    options = " ".join(told(capsys).split())
    assert "--data-dir DIR the folder with the studies" in options
    assert "--language {en,zh,pt} language of the answer" in options


@pytest.fixture
def run_help() -> Callable[[list[str]], None]:
    def run(line: list[str]) -> None:
        with pytest.raises(SystemExit) as end:
            main(line)
        assert end.value.code == 0

    return run
