"""The response engine alone: records in memory, one core, evidence held by each verdict and made."""

from __future__ import annotations

from tests.benchmarks.benchmark import Benchmark, Figure, Process

TEMPLATES = ("saa_atg", "pgf_msc", "raa_msc", "rsaa_atg_msc")


def _measured(*arguments: str) -> Process:
    return Process(arguments=("-m", "tests.benchmarks.engine", *arguments), figure=Figure.PRINTED)


BENCHMARKS = (
    *(
        Benchmark(
            name=f"30,000 verdicts with evidence, 1,000 trees made, {name}",
            subject=_measured("verdicts", name),
            budget=1500,
        )
        for name in TEMPLATES
    ),
    *(
        Benchmark(
            name=f"30,000 verdicts with evidence, all 30,000 trees made, {name}",
            subject=_measured("trees", name),
            budget=1500,
        )
        for name in TEMPLATES
    ),
    *(
        Benchmark(
            name=f"verdict after 3,650 daily panels, {name}", subject=_measured("decade", name), budget=30
        )
        for name in TEMPLATES
    ),
    *(
        Benchmark(
            name=f"a verdict of 300 visits over one of 30, {name}",
            subject=_measured("growth", name),
            budget=1.5,
            unit="×",
        )
        for name in TEMPLATES
    ),
)
