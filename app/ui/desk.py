"""What every page is given: the open study, texts, theme, the background door, signals between pages."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.settings import Personal

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Context, News
    from app.settings import Settings
    from app.ui.operations import Operations
    from app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Notice:
    """News for the strip under the page title. `kind`: done, warning or error; `detail` on request."""

    kind: str
    text: str
    detail: str = ""


class Desk(QObject):
    """Collaborators of the pages. Holds no state of its own beyond them."""

    subject_read = Signal(object)  # SubjectView read together with a change, just before `changed`
    changed = Signal(object)  # services.context.Changes, after each action that wrote
    day_turned = Signal()  # it is another day than before: what counts from today is due again
    noticed = Signal(object)  # Notice
    warned = Signal(object)  # services.context.News of an action that was done, from the worker
    moved = Signal()  # another page, tab or form came to the front: news of the one before is over
    subject_wanted = Signal(int, str)  # subject id, tab: overview, visits …; ending, consent: that form
    visit_wanted = Signal(int, object)  # subject id, visit id; the kind of a new visit, None: unscheduled
    field_wanted = Signal(int, object, str)  # subject id, visit id or None, field: show it with its queries
    enrolment_wanted = Signal()
    page_wanted = Signal(str)  # rail page: subjects …
    study_wanted = Signal(str)  # tab of the study's page: backups …
    preview_wanted = Signal(int)  # visit id: show its summary
    evidence_wanted = Signal(int)  # visit id: show the evidence report of its verdict
    document_wanted = Signal(object)  # services.contracts.papers.Order: show this document
    day_list_wanted = Signal(str)  # protocol, "" for all: show the list of what is to be done today
    counted = Signal(str, int)  # rail page, how many things wait there
    back_wanted = Signal()  # leave a full page (enrolment, preview) for the one before it
    saved = Signal(str)  # the save state in words, for the status bar: "All changes saved 09:41"
    backed_up = Signal(object)  # services.backups.BackupRow of a backup that was just made
    backup_said = Signal(str)  # the last backup in words, for the status bar
    lock_wanted = Signal(str)  # lock now, and say this at the door
    rebuild_wanted = Signal()  # the window as it comes to a person who has arranged nothing
    locking = Signal()  # the window goes dark: keep what is typed as a draft now, through operations
    themed = Signal()  # another scheme or text size: `theme` is new, painted pictures are due again

    def __init__(
        self,
        *,
        context: Context,
        texts: Texts,
        theme: Theme,
        operations: Operations,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = replace(context, warn=self._hear)
        self.texts = texts
        self.theme = theme
        self.operations = operations
        self.settings = settings
        # How this person has arranged tables and pages; several may share the computer.
        self.state = Personal(settings, context.user.user_name)

    def _hear(self, news: News) -> None:
        with suppress(RuntimeError):  # the window is gone; the next way in tells it again
            self.warned.emit(news)
