"""What would follow from an end, in sentences."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain.endings import LAST_VISIT_DAYS, WITH_LAST_VISIT
from app.i18n.outcomes import outcome_lines

if TYPE_CHECKING:
    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.services.contracts.endings import EndingDraft, Following
    from app.ui.subject_view import SubjectView

MOST = 5  # visits that are named
_TIMES = ("os", "ffs")


def sentences(found: Following, draft: EndingDraft, view: SubjectView, texts: Texts) -> tuple[str, ...]:
    """Visits that are no longer expected, then overall and failure-free survival where they change."""
    said = [_visits(found.visits, texts)]
    if draft.last_visit and draft.kind in WITH_LAST_VISIT:
        last = texts.date(draft.day + timedelta(days=LAST_VISIT_DAYS))
        said.append(texts("endings.follows_last_visit", first=texts.date(draft.day), last=last))
    return (*said, *_times(found, view, texts))


def _visits(titles: tuple[str, ...], texts: Texts) -> str:
    if not titles:
        return texts("endings.follows_no_visit")
    named = texts.clauses(texts.written(title) for title in titles[:MOST])
    more = len(titles) - MOST
    key = "endings.follows_visits_more" if more > 0 else "endings.follows_visits"
    return texts(key, count=len(titles), visits=named, more=more)


def _times(found: Following, view: SubjectView, texts: Texts) -> tuple[str, ...]:
    anchor = view.course.subject.day0
    if found.before is None or found.after is None or anchor is None:
        return ()
    template: Template = view.template
    before = {
        line.code: line.value for line in outcome_lines(found.before, template, anchor=anchor, texts=texts)
    }
    return tuple(
        texts("endings.follows_outcome", name=line.label, value=line.value)
        for line in outcome_lines(found.after, template, anchor=anchor, texts=texts)
        if line.code in _TIMES and line.value != before.get(line.code)
    )
