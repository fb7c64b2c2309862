"""The grid of counts: ten years of days with ten analytes on the screen, beyond the reading of their rows."""

from __future__ import annotations

from tests.benchmarks import counts_play
from tests.benchmarks.benchmark import Benchmark, Figure, Process

BENCHMARKS = (
    Benchmark(
        name="3,650 days × 10 counts painted, less the read",
        subject=Process(
            arguments=("-m", "tests.benchmarks.counts_play", "{folder}"),
            environment={"QT_QPA_PLATFORM": "offscreen"},
            figure=Figure.PRINTED,
        ),
        budget=100,
        prepare=counts_play.prepare,
    ),
)
