"""Paper: a visit summary from the command line, and again in a running program.

The floor of the warm figure is a document whose words are there, so what is held against it is a summary
whose content is finished. With its study read, which no minimal document does, it is shown and not judged.
"""

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
_OPENED = """
from pathlib import Path
from app.i18n import Texts
from app.reports import visit_summary
from app.services import prints
from tests.benchmarks.studies import opened, visit_to_print
from tests.services import contents

texts = Texts()
context = opened(Path(r"{folder}"))
visit = visit_to_print(context)
"""
_FROM_CONTENT = (
    _OPENED
    + """
content = contents.summary_content(context, visit, texts=texts)

def work():
    visit_summary.pages(content, texts=texts)
"""
)
_FROM_STUDY = (
    _OPENED
    + """
def work():
    prints.visit_summary(context, visit, texts=texts)
"""
)

# 200 visits of a study; the peak of memory tells whether a long batch needs more than a short one.
_BATCH = Process(
    arguments=("-m", "tests.benchmarks.batch", "{folder}", "200"),
    figure=Figure.PRINTED,
)
_BATCH_MEMORY = Process(
    arguments=("-m", "tests.benchmarks.batch", "{folder}", "200", "--memory"),
    figure=Figure.PRINTED,
)

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
        subject=warm(_FROM_CONTENT),
        floor=floors.TWO_PAGE_DOCUMENT,
        budget=2.5,
        prepare=placing(SUBJECTS),
    ),
    Benchmark(
        name="visit summary with its study read, warm",
        subject=warm(_FROM_STUDY),
        floor=floors.TWO_PAGE_DOCUMENT,
        prepare=placing(SUBJECTS),
    ),
    Benchmark(
        name="200 visit summaries into one file, processor time",
        subject=_BATCH,
        budget=10_000,
        prepare=placing(SUBJECTS),
    ),
    Benchmark(
        name="memory that 200 summaries take beyond 10",
        subject=_BATCH_MEMORY,
        budget=16,
        unit="MB",
        prepare=placing(SUBJECTS),
    ),
)
