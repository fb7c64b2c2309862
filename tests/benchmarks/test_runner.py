"""The benchmark runner measures what it says; no test depends on the speed of the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.__main__ import FailedRunError, collect, judge, line, measure
from tests.benchmarks.benchmark import Benchmark, Figure, source, warm


def test_a_printed_figure_is_taken_and_the_floor_beside_it() -> None:
    benchmark = Benchmark(
        name="printed",
        subject=source("print('noise'); print(3.5)", figure=Figure.PRINTED),
        floor=source("print(2)", figure=Figure.PRINTED),
        budget=2,
    )

    assert measure(benchmark, runs=1) == (3.5, 2.0)


def test_a_printed_time_is_taken_off_the_whole() -> None:
    benchmark = Benchmark(name="less", subject=source("print(1e6)", figure=Figure.WHOLE_LESS_PRINTED))

    figure, floor = measure(benchmark, runs=1)

    assert figure < 0
    assert floor is None


def test_warm_work_is_timed_without_the_start_of_the_process() -> None:
    figure, _ = measure(Benchmark(name="warm", subject=warm("def work(): pass")), runs=1)

    assert 0 <= figure < 5


def test_the_prepared_folder_is_named_in_arguments(tmp_path: Path) -> None:
    def prepare(folder: Path) -> None:
        (folder / "size").write_text("42", encoding="utf-8")

    subject = source("print(open('{folder}/size').read())", figure=Figure.PRINTED)

    assert measure(Benchmark(name="folder", subject=subject, prepare=prepare), runs=1)[0] == 42


def test_a_failed_process_is_no_figure() -> None:
    with pytest.raises(FailedRunError, match="exit status 3: broken"):
        measure(Benchmark(name="bad", subject=source("import sys; print('broken'); sys.exit(3)")), runs=1)


def test_a_folder_that_cannot_be_prepared_fails_its_own_figure_alone() -> None:
    def prepare(folder: Path) -> None:
        raise OSError("full")

    with pytest.raises(FailedRunError, match="not prepared: OSError"):
        measure(Benchmark(name="bad", subject=source(""), prepare=prepare), runs=1)


@pytest.mark.parametrize(
    ("budget", "figure", "floor", "within"),
    [(1.5, 30.0, 20.0, True), (1.5, 31.0, 20.0, False), (40, 40.0, None, True), (40, 40.1, None, False)],
)
def test_a_budget_is_a_ratio_with_a_floor_and_a_limit_without(
    budget: float, figure: float, floor: float | None, within: bool
) -> None:
    benchmark = Benchmark(name="x", subject=source(""), budget=budget)

    assert judge(benchmark, figure=figure, floor=floor) is within
    assert line(benchmark, figure=figure, floor=floor).split()[-1] == ("ok" if within else "OVER")


def test_the_floors_are_always_shown() -> None:
    assert "bare window, first paint" in [benchmark.name for benchmark in collect()]
