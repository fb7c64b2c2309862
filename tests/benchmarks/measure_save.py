"""A save: counts typed into the window until the visits are repainted, and the service alone."""

from __future__ import annotations

from app.services.demo import PASSPHRASE
from tests.benchmarks.benchmark import Benchmark, Figure, Process
from tests.benchmarks.studies import placing

BUDGET_MS = 40
SIZES = (1_000, 10_000)


def _save(what: str, size: int) -> Process:
    arguments = ("-m", f"tests.benchmarks.{what}", "save", "{folder}", PASSPHRASE)
    return Process(arguments=arguments, figure=Figure.PRINTED)


BENCHMARKS = tuple(
    Benchmark(
        name=f"save until repainted, {size:,} subjects",
        subject=_save("play", size),
        budget=BUDGET_MS,
        prepare=placing(size),
    )
    for size in SIZES
) + tuple(
    Benchmark(
        name=f"save, the service alone, {size:,} subjects",
        subject=_save("record", size),
        prepare=placing(size),
    )
    for size in SIZES
)
