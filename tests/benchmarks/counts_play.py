"""A subject with ten years of daily counts, opened in the grid: the ms from its rows to the screen.

`python -m tests.benchmarks.counts_play DATA_DIR` prints, in its last line, the median of what opening takes
until it is painted, less the reading of the same rows. The line before has both. Each time the subject comes
after another one, as on a desk.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert

from main import OBJECTS_BETWEEN_COLLECTIONS

if TYPE_CHECKING:
    from app.services.context import Context
    from app.ui.subject_view import SubjectView

DAYS, TURNS = 3650, 5
ANALYTES = ("WBC", "ANC", "LYM", "HB", "PLT", "RETIC_ABS", "MCV", "RBC", "CREA", "ALT")
FIRST = date(2016, 1, 1)
CODE, OTHER = "TJ-014", "TJ-001"


def prepare(folder: Path) -> None:
    """Put a study with such a subject into a folder. Rows go in without audit: no figure depends on it."""
    from app.services import subjects
    from app.storage import schema
    from tests.benchmarks import studies

    studies.place(folder, count=1)
    context = studies.opened(folder)
    subject_id = subjects.by_code(context, CODE).id
    at = context.clock()
    visits = [
        {
            "id": 500_000 + number,
            "subject_id": subject_id,
            "kind": "unscheduled",
            "title": "Blood count",
            "actual": FIRST + timedelta(days=number),
            "assessments": [],
            "entered_at": at,
        }
        for number in range(DAYS)
    ]
    values = [
        {
            "subject_id": subject_id,
            "visit_id": visit["id"],
            "analyte": code,
            "day": visit["actual"],
            "value": Decimal(50 + number % 40) / (1 if code in {"HB", "PLT", "MCV"} else 50),
            "unit": "",
            "entered_value": "1",
            "entered_at": at,
        }
        for number, visit in enumerate(visits)
        for code in ANALYTES
    ]
    with context.db.scribble() as connection:
        connection.execute(insert(schema.visit), visits)
        connection.execute(insert(schema.count_value), values)
    context.db.close()


def _read(context: Context, subject_id: int) -> tuple[SubjectView, float]:
    from app.ui import subject_view

    start = time.perf_counter()
    view = subject_view.load(context, subject_id)
    return view, (time.perf_counter() - start) * 1000


def main(folder: Path) -> None:
    """Open it some times over and print the figure."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.i18n import Texts
    from app.services import subjects
    from app.settings import Settings
    from app.ui import fonts, style
    from app.ui.desk import Desk
    from app.ui.operations import Operations
    from app.ui.pages.counts import CountsTab
    from app.ui.theme import LIGHT
    from tests.benchmarks import studies
    from tests.benchmarks.play import Painted, wait

    application = QApplication([])
    fonts.load_latin()
    style.dress(application, LIGHT)
    context, operations = studies.opened(folder), Operations()
    desk = Desk(
        context=context,
        texts=Texts("en"),
        theme=LIGHT,
        operations=operations,
        settings=Settings(folder / "settings.json"),
    )
    subject_id = subjects.by_code(context, CODE).id
    other, _ = _read(context, subjects.by_code(context, OTHER).id)
    tab = CountsTab(desk)
    tab.resize(1190, 620)
    tab.show()
    application.processEvents()
    reads, shows = [], []
    for _turn in range(TURNS):
        view, taken = _read(context, subject_id)
        reads.append(taken)
        tab.show_subject(other)
        application.processEvents()
        painted = Painted(tab.table.viewport(), lambda: len(tab.grid.rows) >= DAYS)
        start = time.perf_counter()
        tab.show_subject(view)
        tab.table.viewport().update()
        wait(painted.seen)
        shows.append((painted.at - start) * 1000)
    print(f"read {statistics.median(reads):.1f}, then shown", *(f"{each:.1f}" for each in shows))
    print(statistics.median(shows), flush=True)  # the process ends without the usual clean-up
    operations.close()
    context.db.close()
    os._exit(0)


if __name__ == "__main__":
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # as main.py does
    main(Path(sys.argv[1]))
