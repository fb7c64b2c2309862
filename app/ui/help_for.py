"""Which page of the help speaks of what is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from app.ui.pages.study import StudyPage
    from app.ui.shell import Shell

# Page of the window → page of the help.
PAGES = {
    "today": "today",
    "calendar": "today",
    "subjects": "subjects",
    "enrol": "enrol",
    "preview": "documents",
    "amend": "amend",
    "queries": "control",
    "print": "documents",
    "settings": "own-way",
}
# Tab of a subject → page of the help.
SUBJECT = {
    "overview": "course",
    "visits": "visit",
    "counts": "counts",
    "treatment": "course",
    "support": "course",
    "events": "course",
    "response": "response",
    "documents": "documents",
    "queries": "control",
    "history": "course",
}
# Tab of the study → page of the help.
STUDY = {
    "users": "study",
    "audit": "study",
    "limits": "study",
    "consent_forms": "consent",
    "control": "control",
    "backups": "backups",
    "self_check": "study",
}


def page_for(window: Shell) -> str:
    """The name of a help page, "" where none speaks of the place."""
    if window.current == "subject":
        above = window.subject_page.forms.open
        if above:
            return above
        return SUBJECT.get(window.subject_page.tab, "")
    if window.current == "study":
        return STUDY.get(cast("StudyPage", window.page("study")).tab, "")
    return PAGES.get(window.current, "")
