"""Saves what is pending in the grid: asks why stored values change, tells what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.services import counts
from app.ui import words
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.pages.counts import entries
from app.ui.pages.visit_form.compare import Correction

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.i18n import Texts
    from app.services.context import ServiceError
    from app.services.counts import CountsEntry, CountsResult, CountsSaved
    from app.services.visits import Reason
    from app.ui.desk import Desk
    from app.ui.pages.counts.place import GridPlace


class GridSaver(QObject):
    """One save at a time. Rows that cannot be saved stay as they are typed, with the reason."""

    def __init__(self, desk: Desk, tab: GridPlace, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._tab = desk, tab
        self._busy = False
        tab.correction.answered.connect(self._run)
        tab.correction.put_off.connect(tab.begin)

    def save(self) -> None:
        """Save, after asking for the reason of corrections."""
        grid = self._tab.grid
        self._tab.table.finish()
        if self._busy or not grid.editable or not grid.pending:
            return
        if not entries.entries_of(grid):
            self._to_first_problem()
            return
        corrections = entries.corrections_of(grid)
        if corrections:
            self._ask(corrections)
        else:
            self._run(None)

    def accept(self, wanted: tuple[CountsEntry, ...], reason: Reason | None) -> None:
        """Save what was pasted."""
        self._save(wanted, reason, self._on_pasted)

    def _on_pasted(self, saved: CountsSaved) -> None:
        """The preview goes; what was typed beside it stays, under the visits that are there now."""
        self._busy = False
        grid, texts = self._tab.grid, self._desk.texts
        self._tab.close_paste()
        for each in saved.results:
            if each.error is None and each.entry.visit_id is None:
                grid.added.discard(each.entry.day)
                was = entries.row_of(each.entry)
                for key, code in [known for known in grid.pending if known[0] == was]:
                    grid.pending[str(each.visit_id), code] = grid.pending.pop((key, code))
        self._tab.undo_stack.clear()
        self._tell(
            sum(len(each.entry.values) for each in saved.results if each.error is None),
            [_why(each, texts) for each in saved.results if each.error is not None],
            saved,
        )
        if saved.changes.visits:
            self._desk.changed.emit(saved.changes)
        self._tab.renew()
        self._tab.table.setFocus()

    def _ask(self, corrections: tuple[Correction, ...]) -> None:
        names = {each.path: self._tab.grid.words.name(each.path) for each in corrections}
        self._tab.correction.ask(corrections, names)

    def _run(self, reason: Reason | None) -> None:
        self._save(entries.entries_of(self._tab.grid), reason, self._on_saved)

    def _save(
        self, wanted: tuple[CountsEntry, ...], reason: Reason | None, done: Callable[[CountsSaved], None]
    ) -> None:
        """Save in the worker; one save at a time."""
        view = self._tab.view
        if view is None or not wanted or self._busy:
            return
        self._busy = True
        context, subject_id = self._desk.context, view.course.subject.id
        self._desk.operations.run(
            lambda: counts.save(context, subject_id, wanted, reason),
            owner=self,
            done=done,
            failed=self._on_failed,
        )

    def _on_saved(self, saved: CountsSaved) -> None:
        self._busy = False
        grid, texts = self._tab.grid, self._desk.texts
        bad = [result for result in saved.results if result.error is not None]
        open_rows = {key for (key, _), over in grid.pending.items() if over.problem is not None}
        stored = {entries.row_of(each.entry) for each in saved.results if each.error is None}
        refused = {entries.row_of(each.entry): _why(each, texts) for each in bad}
        values = sum(len(each.entry.values) for each in saved.results if each.error is None)
        for key, code in [each for each in grid.pending if each[0] in stored and each[0] in open_rows]:
            if grid.pending[key, code].problem is None:
                del grid.pending[key, code]  # the row's open questions stay
        self._tab.saved(stored - open_rows, refused)
        self._tell(values, list(refused.values()), saved)
        if saved.changes.visits:
            self._desk.changed.emit(saved.changes)
        self._tab.renew()
        needy = [each for each in bad if each.error is not None and each.error.code == "reason_missing"]
        if needy:  # a completed visit: what is added to it needs a reason too
            self._ask(
                tuple(
                    Correction(value.analyte, "", f"{value.text} {texts.unit(value.unit)}".strip())
                    for each in needy
                    for value in each.entry.values
                )
            )
        else:
            self._tab.table.setFocus()

    def _tell(self, values: int, refused: list[str], saved: CountsSaved) -> None:
        texts = self._desk.texts
        parts = []
        if values:
            parts.append(texts("counts.saved_one" if values == 1 else "counts.saved", count=values))
        moved = [each for each in saved.results if each.error is None and each.was != each.status]
        parts += [
            texts("counts.status_moved", day=texts.date(each.entry.day), was=each.was, now=each.status)
            for each in moved
            if each.was
        ]
        parts += [
            texts("counts.status_moved", day=texts.date(each.day), was=each.was, now=each.status)
            for each in saved.others
        ]
        if refused:
            key = "counts.rows_refused_one" if len(refused) == 1 else "counts.rows_refused"
            parts.append(texts(key, count=len(refused)))
            parts.append(refused[0])
        kind = "error" if refused else "done"
        self._tab.strip.show_notice(Notice(kind, texts.sentences(parts), "\n".join(refused[1:])))
        if not refused:
            self._desk.saved.emit(texts("counts.all_saved", time=f"{self._desk.context.clock():%H:%M}"))

    def _on_failed(self, error: ServiceError) -> None:
        self._busy = False
        said = self._desk.texts("counts.not_saved", why=words.refusal(self._desk.texts, error))
        self._tab.strip.show_notice(failure(self._desk.texts, error, said))

    def _to_first_problem(self) -> None:
        grid = self._tab.grid
        for key, over in grid.pending.items():
            if over.problem is not None:
                self._tab.table.setCurrentIndex(grid.index_of(key))
                self._tab.table.setFocus()
                return


def _why(result: CountsResult, texts: Texts) -> str:
    said = entries.refusal(result.error, texts) if result.error is not None else ""
    return texts("counts.row_refused", day=texts.date(result.entry.day), why=said)
