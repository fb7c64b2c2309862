"""What is typed into the grid is kept as a draft of the subject and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.services import drafts
from app.ui.desk import Notice
from app.ui.pages.counts import entries
from app.ui.pages.visit_form.keeper import DraftKeeper

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.drafts import Draft
    from app.ui.desk import Desk
    from app.ui.pages.counts.place import GridPlace


class KeptCounts(QObject):
    """One draft a subject, a second after the last key."""

    def __init__(self, desk: Desk, tab: GridPlace, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._tab = desk, tab
        self._keeper: DraftKeeper | None = None

    def open(self, subject_id: int) -> None:
        """Look for the draft of a subject."""
        if not self._tab.grid.editable:
            self._keeper = None
            return
        key, context = f"counts:{subject_id}", self._desk.context
        self._keeper = DraftKeeper(self._desk, key, self)
        self._tab.correction.keep_as(self._desk, f"{key}:reason")
        self._desk.operations.run(
            lambda: drafts.find(context, key),
            owner=self,
            done=lambda kept: self._restore(kept, subject_id),
            failed=lambda _error: None,
        )

    def keep(self) -> None:
        """Keep what is pending soon, or forget the draft when nothing is."""
        grid = self._tab.grid
        if self._keeper is None:
            return
        if grid.pending or grid.added:
            self._keeper.keep(entries.to_draft(grid))
        else:
            self._keeper.discard()
            self._tab.strip.clear()  # it told of entries that were not stored, or of a draft that was back

    def flush(self) -> None:
        """Keep it at once."""
        if self._keeper is not None:
            self._keeper.flush()

    def _restore(self, kept: Draft | None, subject_id: int) -> None:
        tab, view = self._tab, self._tab.view
        if kept is None or view is None or view.course.subject.id != subject_id or tab.grid.pending:
            return
        days, cells = entries.from_draft(kept.fields)
        grid = tab.grid
        grid.added |= {day for day in days if grid.rows.place_on(day) < 0}
        grid.renew()
        for key, over in cells.items():
            place = grid.rows.place_of(key[0])
            if place >= 0 and not grid.rows[place].locked:
                grid.pending[key] = grid.recheck(grid.rows[place], over)
        tab.renew()
        if not grid.pending and not grid.added:
            return
        tab.table.go_to(len(grid.rows) - 1)
        said = self._desk.texts("visit_form.draft_restored", time=self._desk.texts.moment(kept.saved_at))
        tab.strip.show_notice(Notice("done", said))
