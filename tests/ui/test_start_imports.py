"""What a start brings in until the home page is painted, and what it must do without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.services import demo

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"alembic", "numpy", "pydantic", "reportlab", "ruamel", "scipy", "sqlalchemy.orm"}
OTHER_PAGES = {
    "app.ui.pages.enrol",
    "app.ui.pages.preview",
    "app.ui.pages.queries",
    "app.ui.pages.study",
    "app.ui.pages.subject",
}
_START = """
import linecache, sys
from pathlib import Path
from app.settings import Settings
from tests.benchmarks.play import Play

folder, home, user_name, passphrase = Path(sys.argv[1]), *sys.argv[2:]
settings = Settings(folder / "settings.json")
settings.put("home", home)
settings.put("user_name.demo.mtrack", user_name)
play = Play(folder)
play.unlock(passphrase)
assert play.window.current == home
print(*sys.modules)
print(*(name for name in linecache.cache if name.endswith(".py") and "sqlalchemy" in name))
play.end()
"""


# Behind its most urgent lines the home page asks for protocols and for reasons of verdicts: those take rules.
@pytest.mark.parametrize(
    ("home", "other", "behind"), [("today", "subjects", {"pydantic"}), ("subjects", "today", set())]
)
def test_the_home_page_is_painted_without_rules_papers_and_other_pages(
    demo_data: Path, home: str, other: str, behind: set[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _START, str(demo_data), home, demo.USER_NAME, demo.PASSPHRASE],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    loaded, read_as_text = (set(line.split()) for line in done.stdout.split("\n")[:2])
    assert (HEAVY | OTHER_PAGES | {f"app.ui.pages.{other}"}) & loaded <= behind
    assert {f"app.ui.pages.{home}", "sqlalchemy"} <= loaded
    assert read_as_text == set(), "the source text of modules is not read"
