"""The window: its first paint, the way from Enter on the passphrase to the list, its memory."""

from __future__ import annotations

from app.services.demo import PASSPHRASE
from tests.benchmarks import floors
from tests.benchmarks.benchmark import Benchmark, Figure, Process
from tests.benchmarks.studies import placing

SUBJECTS = 1000
_FIRST_PAINT = Process(arguments=("main.py", "--data-dir", "{folder}", "--exit-when-painted"))


def _played(what: str, figure: Figure) -> Process:
    arguments = ("-m", "tests.benchmarks.play", what, "{folder}", PASSPHRASE)
    return Process(arguments=arguments, figure=figure)


BENCHMARKS = (
    Benchmark(
        name="first paint, nothing there yet", subject=_FIRST_PAINT, floor=floors.BARE_WINDOW, budget=1.5
    ),
    Benchmark(
        name="first paint, a study to unlock",
        subject=_FIRST_PAINT,
        floor=floors.BARE_WINDOW,
        budget=1.5,
        prepare=placing(SUBJECTS),
    ),
    Benchmark(
        name="Enter to the list of 1,000, less the key",
        subject=_played("enter", Figure.PRINTED),
        floor=floors.BARE_WINDOW,
        budget=1.5,
        prepare=placing(SUBJECTS),
    ),
    Benchmark(
        name="start to the list of 1,000, less the key",
        subject=_played("whole", Figure.WHOLE_LESS_PRINTED),
        floor=floors.BARE_WINDOW,
        budget=6,
        prepare=placing(SUBJECTS),
    ),
    Benchmark(
        name="memory on the list of 1,000",
        subject=_played("memory", Figure.PRINTED),
        floor=floors.BARE_WINDOW_MEMORY,
        budget=3.2,
        unit="MiB",
        prepare=placing(SUBJECTS),
    ),
)
