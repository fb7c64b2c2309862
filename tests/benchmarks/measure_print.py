"""Paper: a visit summary from the command line, and again in a running program."""

from __future__ import annotations

from app.services.demo import PASSPHRASE
from tests.benchmarks import floors
from tests.benchmarks.benchmark import Benchmark, Figure, Process, warm
from tests.benchmarks.studies import CODE, VISIT, placing

SUBJECTS = 1000
_PRINT = Process(
    arguments=(
        *("-m", "tests.benchmarks.verb", "--data-dir", "{folder}"),
        *("print", CODE, "--visit", VISIT, "--out", "{folder}/summary.pdf"),
    ),
    environment={"MARROWTRACK_PASSPHRASE": PASSPHRASE},
    figure=Figure.WHOLE_LESS_PRINTED,
)
_WARM = """
from pathlib import Path
from app.i18n import Texts
from app.services import prints
from tests.benchmarks.studies import opened, visit_to_print

texts = Texts()
context = opened(Path(r"{folder}"))
visit = visit_to_print(context)

def work():
    prints.visit_summary(context, visit, texts=texts)
"""

BENCHMARKS = (
    Benchmark(
        name="print a visit summary, less the key",
        subject=_PRINT,
        floor=floors.BARE_CANVAS,
        budget=6,
        prepare=placing(SUBJECTS),
    ),
    Benchmark(
        name="visit summary, warm",
        subject=warm(_WARM),
        floor=floors.TWO_PAGE_DOCUMENT,
        budget=3,
        prepare=placing(SUBJECTS),
    ),
)
