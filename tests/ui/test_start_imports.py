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
from app.ui import warming
from tests.benchmarks.play import Play

warming._LOOK_MS = 10**6  # the other pages come behind the home page, on a slow machine before it is asked

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


_DOOR = """
import enum, runpy, sys

sys.path.insert(0, "")
made, usual = [], enum.EnumType.__new__
def watched(kind, name, *rest, **more):
    made.append(name)
    return usual(kind, name, *rest, **more)
enum.EnumType.__new__ = watched
sys.argv = ["main.py", "--data-dir", sys.argv[1], "--exit-when-painted"]
try:
    runpy.run_path("main.py", run_name="__main__")
except SystemExit:
    print(*made)
"""


def test_the_door_is_painted_without_the_names_of_qt(demo_data: Path) -> None:
    """To make the enums of Qt's namespace takes a tenth of the first paint; one name asks for all of them."""
    done = subprocess.run(
        [sys.executable, "-c", _DOOR, str(demo_data)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split(), "enums were watched"
    assert not {"AlignmentFlag", "FocusPolicy"} & set(done.stdout.split())
