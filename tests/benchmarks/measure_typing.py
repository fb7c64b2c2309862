"""Typing: the longest that the window is busy with a key or with what follows it, in a study of 10,000."""

from __future__ import annotations

from app.services.demo import PASSPHRASE
from tests.benchmarks.benchmark import Benchmark, Figure, Process
from tests.benchmarks.studies import placing

SUBJECTS, BUDGET_MS = 10_000, 16
PLACES = {
    "form": "a visit",
    "search": "the search of the list",
    "grid": "the grid of counts",
    "finder": "Ctrl+K",
    "try": "a scratch copy",
}

BENCHMARKS = tuple(
    Benchmark(
        name=f"the longest turn while typing into {words}",
        subject=Process(
            arguments=("-m", "tests.benchmarks.typing_play", place, "{folder}", PASSPHRASE),
            figure=Figure.PRINTED,
        ),
        budget=BUDGET_MS,
        prepare=placing(SUBJECTS),
    )
    for place, words in PLACES.items()
)
