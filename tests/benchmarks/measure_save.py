"""A save: counts typed into the window until the visits are repainted, the service alone, and its audit."""

from __future__ import annotations

from app.services.demo import PASSPHRASE
from tests.benchmarks.benchmark import Benchmark, Figure, Process
from tests.benchmarks.studies import placing

BUDGET_MS = 40
AUDIT_BUDGET_PER_CENT = 30
UNLOCK_BUDGET_MS = 400
SIZES = (1_000, 10_000)


def _save(what: str) -> Process:
    return _told(what, "save")


def _told(what: str, figure: str) -> Process:
    arguments = ("-m", f"tests.benchmarks.{what}", figure, "{folder}", PASSPHRASE)
    return Process(arguments=arguments, figure=Figure.PRINTED)


BENCHMARKS = (
    tuple(
        Benchmark(
            name=f"save until repainted, {size:,} subjects",
            subject=_save("play"),
            budget=BUDGET_MS,
            prepare=placing(size),
        )
        for size in SIZES
    )
    + tuple(
        Benchmark(
            name=f"save, the service alone, {size:,} subjects",
            subject=_save("record"),
            prepare=placing(size),
        )
        for size in SIZES
    )
    + (
        Benchmark(
            name="the audit's addition to a save",
            subject=_told("record", "audit"),
            budget=AUDIT_BUDGET_PER_CENT,
            unit="%",
            prepare=placing(SIZES[0]),
        ),
        Benchmark(
            name="unlock with its key derivation",
            subject=_told("record", "unlock"),
            budget=UNLOCK_BUDGET_MS,
            prepare=placing(SIZES[0]),
        ),
    )
)
