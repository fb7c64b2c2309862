"""What is said after a save: the status, and why verdicts of the past are not what they were. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.causes import cause_text
from app.ui.desk import Notice

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.assessments import AssessmentRow
    from app.services.visits import Saved


def saved_notice(saved: Saved, texts: Texts, *, time: str) -> Notice:
    """Saved 09:41 · PR → NR; with a changed verdict its sentence, with several the others on request."""
    told = [_sentence(row, texts) for row in saved.rewritten]
    if not told:
        return Notice("done", texts("visit_form.saved", time=time, status=_status(saved, texts)))
    if len(told) == 1:
        return Notice("done", texts("visit_form.saved", time=time, status=told[0]))
    first = texts("visit_form.rewritten_more", first=told[0], count=len(told) - 1)
    return Notice("done", texts("visit_form.saved", time=time, status=first), "\n".join(told))


def _status(saved: Saved, texts: Texts) -> str:
    if saved.before and saved.before != saved.after:
        return texts("visit_form.status_change", before=saved.before, after=saved.after)
    return saved.after


def _sentence(row: AssessmentRow, texts: Texts) -> str:
    assert row.cause is not None  # only such rows are handed in
    day = texts("response.day", date=texts.short_date(row.day), study_day=texts.study_day(row.study_day))
    why = cause_text(row.cause, row.status, texts, on=row.day)
    return texts("visit_form.rewritten", day=day, why=why)
