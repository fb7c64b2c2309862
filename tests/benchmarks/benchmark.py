"""The values of a benchmark: what is run, against which floor, within which budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path


class Figure(Enum):
    """What one run of a process yields."""

    WHOLE = "from start to exit, in ms"
    WHOLE_LESS_PRINTED = "from start to exit, less the ms in the last line printed (a key derivation)"
    PRINTED = "the last line printed: a time inside the process, or its memory"


@dataclass(frozen=True, kw_only=True)
class Process:
    """`python *arguments` in the repository, with `{folder}` replaced by the folder of the benchmark."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    figure: Figure = Figure.WHOLE


WARM_UP = 2
WARM_CALLS = 5

_TIMED = f"""
import statistics, time
def once():
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
for _ in range({WARM_UP}):
    work()
print(statistics.median(once() for _ in range({WARM_CALLS})))
"""


def source(
    code: str, *, figure: Figure = Figure.WHOLE, environment: Mapping[str, str] | None = None
) -> Process:
    """A process that runs Python source."""
    return Process(arguments=("-c", code), environment=environment or {}, figure=figure)


def warm(code: str, *, environment: Mapping[str, str] | None = None) -> Process:
    """A process that times its function `work()`, in ms, after calling it twice."""
    return source(code + _TIMED, figure=Figure.PRINTED, environment=environment)


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """One line of the table.

    With a floor, `budget` is the ratio to it; without one it is a limit in `unit`; None: shown, not judged.
    `prepare` is called once with the empty folder that `{folder}` stands for in the arguments.
    """

    name: str
    subject: Process
    floor: Process | None = None
    budget: float | None = None
    unit: str = "ms"
    prepare: Callable[[Path], None] | None = None
