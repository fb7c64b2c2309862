"""The service alone: `visits.record` of the next visits of subjects, warm; prints the median in ms.

`python -m tests.benchmarks.record save DATA_DIR`
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.services import studies, subjects, visits
from tests.benchmarks.studies import fresh_subjects, opened

if TYPE_CHECKING:
    from app.services.context import Context

SAVES = 7


def next_visit(context: Context, subject_id: int) -> visits.VisitDraft:
    """The first visit that is not yet logged, with the values of the one before typed again."""
    course = subjects.course(context, subject_id)
    visit = next(visit for visit in course.visits if visit.actual is None)
    form = visits.form(context, subject_id=subject_id, visit_id=visit.id)
    values = tuple(
        visits.ValueEntry(code, before.quantity.entered_value, before.quantity.entered_unit, confirmed=True)
        for code, before in form.previous.items()
        if code in form.analytes
    )
    return visits.VisitDraft(
        subject_id=subject_id,
        visit_id=visit.id,
        expected_version=visit.version,
        day=form.day,
        values=values,
        no_transfusion=True,
        no_event=True,
        medicines_unchanged=True,
    )


def main(folder: Path) -> None:
    """Save and print."""
    context = opened(folder)
    taken = []
    for subject_id in fresh_subjects(folder, count=SAVES + 1):
        draft = next_visit(context, subject_id)
        start = time.perf_counter()
        visits.record(context, draft)
        taken.append((time.perf_counter() - start) * 1000)
    studies.close(context)
    print(statistics.median(taken[1:]))


if __name__ == "__main__":
    main(Path(sys.argv[2]))
