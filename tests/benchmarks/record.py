"""The services alone, in one process.

`python -m tests.benchmarks.record save|audit|unlock DATA_DIR` prints one number in its last line: the median
ms of `visits.record` of the next visits of subjects, warm; by how many per cent the audit makes such a save
longer; or the ms of an unlock with its key derivation, everything imported before.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services import studies, subjects, visits
from app.storage.change import Change
from tests.benchmarks.studies import fresh_subjects, opened

if TYPE_CHECKING:
    from collections.abc import Callable

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


class AuditTime:
    """What the audit takes, in s: its lines as they are told, its chain and its seals as they are written."""

    def __init__(self) -> None:
        self.taken = 0.0
        for name in ("_tell", "finish"):
            setattr(Change, name, self._timed(getattr(Change, name)))

    def _timed(self, work: Callable[..., None]) -> Callable[..., None]:
        def timed(*given: Any, **named: Any) -> None:
            start = time.perf_counter()
            try:
                work(*given, **named)
            finally:
                self.taken += time.perf_counter() - start

        return timed


def save(folder: Path) -> float:
    """Median ms of a save."""
    return statistics.median(whole * 1000 for whole, _ in _saves(folder, AuditTime()))


def share(folder: Path) -> float:
    """Per cent that the audit adds to the rest of a save."""
    return statistics.median(100 * own / (whole - own) for whole, own in _saves(folder, AuditTime()))


def unlock(folder: Path) -> float:
    """The ms from a passphrase to an open study, key derivation included."""
    studies.prepare()
    start = time.perf_counter()
    context = opened(folder)
    taken = (time.perf_counter() - start) * 1000
    studies.close(context)
    return taken


def _saves(folder: Path, audit: AuditTime) -> list[tuple[float, float]]:
    """What each save took, and the audit of it, in s."""
    context = opened(folder)
    taken = []
    for subject_id in fresh_subjects(folder, count=SAVES + 1):
        draft = next_visit(context, subject_id)
        audit.taken = 0.0
        start = time.perf_counter()
        visits.record(context, draft)
        taken.append((time.perf_counter() - start, audit.taken))
    studies.close(context)
    return taken[1:]


FIGURES = {"save": save, "audit": share, "unlock": unlock}

if __name__ == "__main__":
    print(FIGURES[sys.argv[1]](Path(sys.argv[2])))
