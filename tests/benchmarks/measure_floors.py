"""The floors themselves, without a budget: they tell how fast this machine is today."""

from __future__ import annotations

from tests.benchmarks import floors
from tests.benchmarks.benchmark import Benchmark

BENCHMARKS = (
    Benchmark(name="bare window, first paint", subject=floors.BARE_WINDOW),
    Benchmark(name="bare window, memory", subject=floors.BARE_WINDOW_MEMORY, unit="MiB"),
    Benchmark(name="bare canvas", subject=floors.BARE_CANVAS),
    Benchmark(name="two-page document, warm", subject=floors.TWO_PAGE_DOCUMENT),
)
