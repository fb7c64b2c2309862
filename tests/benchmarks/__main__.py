"""Measure the program against what this machine does at best: `make bench`, or `python -m tests.benchmarks`.

Each figure is the median of 7 whole processes. Floor and subject take turns, so that a busy minute slows
both; one run of each before that is thrown away (disk and font caches). Budgets are ratios, so that they hold
on a slow machine too. The exit status is 1 if a figure is over its budget or a process failed.

To add figures, write a module `tests/benchmarks/measure_<subject>.py` with a tuple `BENCHMARKS`:

    from tests.benchmarks import floors
    from tests.benchmarks.benchmark import Benchmark, Figure, Process, warm

    BENCHMARKS = (
        Benchmark(
            name="first window, existing study",
            subject=Process(arguments=("main.py", "--data-dir", "{folder}", "--exit-when-painted")),
            floor=floors.BARE_WINDOW,
            budget=1.5,
            prepare=make_study,  # called once with the folder
        ),
        Benchmark(name="visit summary, warm", subject=warm(SOURCE), floor=floors.TWO_PAGE_DOCUMENT, budget=3),
    )

`SOURCE` is Python source with a function `work()`; other ways to take a figure from a process stand in
`Figure`.
"""

from __future__ import annotations

import argparse
import compileall
import importlib
import os
import pkgutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tests.benchmarks
from tests.benchmarks.benchmark import Benchmark, Figure, Process

ROOT = Path(__file__).resolve().parents[2]
RUNS = 7
COLUMNS = "{:<44} {:>10} {:>10} {:>7} {:>9}  {}"


class FailedRunError(Exception):
    """A process that should have been measured ended with an error."""


def collect() -> list[Benchmark]:
    """The benchmarks of every measure_*.py in this folder, by file name."""
    modules = sorted(found.name for found in pkgutil.iter_modules(tests.benchmarks.__path__))
    return [
        benchmark
        for name in modules
        if name.startswith("measure_")
        for benchmark in importlib.import_module(f"tests.benchmarks.{name}").BENCHMARKS
    ]


def neutral_environment(home: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MARROWTRACK_", "QT_", "XDG_", "PYTHON")) and "DISPLAY" not in name
    }
    return kept | {
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }


def run_once(process: Process, *, folder: Path, environment: dict[str, str]) -> float:
    arguments = [argument.replace("{folder}", str(folder)) for argument in process.arguments]
    own = {name: value.replace("{folder}", str(folder)) for name, value in process.environment.items()}
    start = time.perf_counter()
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment | own,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    whole = (time.perf_counter() - start) * 1000
    if result.returncode != 0:
        raise FailedRunError(
            f"exit status {result.returncode}: {result.stderr.strip() or result.stdout.strip()}"
        )
    if process.figure is Figure.WHOLE:
        return whole
    lines = result.stdout.split("\n")
    try:
        printed = float([line for line in lines if line.strip()][-1])
    except (IndexError, ValueError):
        raise FailedRunError(f"no figure in the last line of {result.stdout!r}") from None
    return printed if process.figure is Figure.PRINTED else whole - printed


def measure(benchmark: Benchmark, *, runs: int) -> tuple[float, float | None]:
    """Medians of subject and floor."""
    taking_turns = [process for process in (benchmark.floor, benchmark.subject) if process is not None]
    figures: list[list[float]] = [[] for _ in taking_turns]
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        home, folder = Path(name, "home"), Path(name, "data")
        home.mkdir()
        folder.mkdir()
        environment = neutral_environment(home)
        if benchmark.prepare is not None:
            try:
                benchmark.prepare(folder)
            except Exception as error:  # whatever it is, the other figures are still wanted
                raise FailedRunError(f"not prepared: {error!r}") from error
        for turn in range(runs + 1):
            for process, taken in zip(taking_turns, figures, strict=True):
                figure = run_once(process, folder=folder, environment=environment)
                if turn > 0:
                    taken.append(figure)
    medians = [statistics.median(taken) for taken in figures]
    return medians[-1], medians[0] if benchmark.floor is not None else None


def judge(benchmark: Benchmark, *, figure: float, floor: float | None) -> bool:
    """Whether the figure keeps its budget."""
    if benchmark.budget is None:
        return True
    return (figure if floor is None else figure / floor) <= benchmark.budget


def line(benchmark: Benchmark, *, figure: float, floor: float | None) -> str:
    budget = "" if benchmark.budget is None else f"{benchmark.budget:g}"
    within = judge(benchmark, figure=figure, floor=floor)
    return COLUMNS.format(
        benchmark.name,
        f"{figure:.1f} {benchmark.unit}",
        "" if floor is None else f"{floor:.1f}",
        "" if floor is None else f"{figure / floor:.2f}",
        (f"× {budget}" if floor is not None else f"{budget} {benchmark.unit}") if budget else "",
        "" if not budget else "ok" if within else "OVER",
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure against floors.")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"whole processes per figure (default {RUNS})")
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="only benchmarks whose name contains WORDS"
    )
    options = parser.parse_args(arguments)
    # A start from source text would measure the compiler.
    compileall.compile_dir(ROOT / "app", quiet=1)
    over = 0
    print(COLUMNS.format("figure", "median", "floor", "ratio", "budget", ""), flush=True)
    for benchmark in collect():
        if options.only not in benchmark.name:
            continue
        try:
            figure, floor = measure(benchmark, runs=options.runs)
        except FailedRunError as error:
            print(f"{benchmark.name:<44} failed: {error}", flush=True)
            over += 1
        else:
            print(line(benchmark, figure=figure, floor=floor), flush=True)
            over += not judge(benchmark, figure=figure, floor=floor)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
