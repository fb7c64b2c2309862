"""The desk: the home page after Enter, pages, the list of 10,000 in another order, and doing nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.services.demo import PASSPHRASE
from app.settings import Settings
from tests.benchmarks import floors, studies
from tests.benchmarks.benchmark import Benchmark, Figure, Process

if TYPE_CHECKING:
    from pathlib import Path

SUBJECTS, MANY = 1000, 10_000


def _played(what: str, *, module: str = "desk_play") -> Process:
    arguments = ("-m", f"tests.benchmarks.{module}", what, "{folder}", PASSPHRASE)
    return Process(arguments=arguments, figure=Figure.PRINTED)


def _at_home(folder: Path, *, count: int) -> None:
    """A study as a new user finds it: the home page comes first."""
    studies.place(folder, count=count)
    Settings(folder / "settings.json").put("home", "today")


BENCHMARKS = (
    Benchmark(
        name="Enter to today of 1,000, less the key",
        subject=_played("enter", module="play"),
        floor=floors.BARE_WINDOW,
        budget=2.5,
        prepare=partial(_at_home, count=SUBJECTS),
    ),
    Benchmark(
        name="another page, 1,000 subjects",
        subject=_played("switch"),
        budget=50,
        prepare=partial(_at_home, count=SUBJECTS),
    ),
    Benchmark(
        name="the slowest first showing of a page or tab",
        subject=_played("first"),
        budget=50,
        prepare=partial(_at_home, count=SUBJECTS),
    ),
    Benchmark(
        name="list of 10,000 in another order",
        subject=_played("sort"),
        budget=60,
        prepare=studies.placing(MANY),
    ),
    Benchmark(
        name="list of 10,000 in the order of flags, each time after a change",
        subject=_played("flagged"),
        budget=60,
        prepare=studies.placing(MANY),
    ),
    Benchmark(
        name="list of 10,000 filtered",
        subject=_played("filter"),
        budget=60,
        prepare=studies.placing(MANY),
    ),
    Benchmark(
        name="nobody does a thing for 3 s",
        subject=_played("idle"),
        budget=15,
        prepare=partial(_at_home, count=SUBJECTS),
    ),
)
