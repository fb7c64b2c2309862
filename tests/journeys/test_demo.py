"""The demonstration as a newcomer starts it without a screen: one command, then papers and pictures."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage

from app import bootstrap
from app.cli import demo
from app.cli.verb import Options
from app.i18n import Texts
from app.i18n.texts import LANGUAGES, NAMES
from app.services import studies

ROOT = Path(__file__).resolve().parents[2]


def test_the_demo_plays_the_main_job_and_leaves_its_papers(tmp_path: Path) -> None:
    """No screen and no platform is named: the program finds the off-screen way by itself."""
    out = tmp_path / "out"
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "main.py", "demo", "--out", str(out)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "in English" in done.stdout
    pictures = sorted(path.name for path in out.glob("*.png"))
    for told in ("02-subjects", "06-visit-ready", "08-overview", "09-evidence", "11-preview", "17-enrolled"):
        assert f"{told}.png" in pictures
    assert all((out / name).stat().st_size > 5_000 for name in pictures)
    for path in (*out.glob("*.png"), *out.glob("*.pdf")):
        assert str(path) in done.stdout
    (page,) = out.glob("TJ-014-*-p1.png")
    assert QImage(str(page)).pixelColor(2, 2).name() == "#ffffff"  # paper, also in a dark viewer
    (summary,) = out.glob("TJ-014-*.pdf")
    text = "\n".join(page.extract_text() for page in PdfReader(summary).pages)
    assert "TJ-014" in text
    assert "Partial response" in text


@pytest.mark.parametrize("platform", ["offscreen", "minimal"])
def test_a_platform_without_a_screen_is_none(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setenv("DISPLAY", ":0")
    assert not demo._has_screen()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_on_linux_a_screen_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not demo._has_screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert demo._has_screen()


@pytest.mark.parametrize("language", LANGUAGES)
def test_off_screen_it_says_in_which_language_it_plays(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found by hand: in every language but English it ended before it began."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(demo, "_build", lambda study, _texts: study)
    monkeypatch.setattr(studies, "close", lambda _context: None)
    monkeypatch.setattr(bootstrap, "play", lambda window, **_given: [Path(window.language)])

    assert demo._off_screen(tmp_path, Options(None, language), Texts(language)) == 0

    printed = capsys.readouterr().out
    assert NAMES[language] in printed
    assert printed.endswith(f"{language}\n")
