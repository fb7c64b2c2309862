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
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from app.i18n import Texts
    from app.services.context import ServiceError
    from app.services.counts import CountsEntry, CountsResult, CountsSaved
    from app.services.visits import Reason
    from app.ui.desk import Desk
    from app.ui.pages.counts.model import Key
    from app.ui.pages.counts.place import GridPlace
    from app.ui.pages.counts.typed import Typed


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
        texts = self._desk.texts
        self._tab.close_paste()
        self._follow(saved)
        self._tab.saved(self._tab.grid.refused)
        self._tell(
            sum(len(each.entry.values) for each in saved.results if each.error is None),
            [_why(each, texts) for each in saved.results if each.error is not None],
            saved,
        )
        if saved.changes.visits:
            self._desk.changed.emit(saved.changes)
        self._tab.renew()
        self._tab.table.setFocus()

    def _follow(self, saved: CountsSaved) -> None:
        """What is typed into a row that was added belongs to the visit that it has become."""
        grid = self._tab.grid
        for each in saved.results:
            if each.error is None and each.entry.visit_id is None:
                grid.added.discard(each.entry.day)
                was = entries.row_of(each.entry)
                for key, code in [known for known in grid.pending if known[0] == was]:
                    grid.pending[str(each.visit_id), code] = grid.pending.pop((key, code))

    def _ask(self, corrections: tuple[Correction, ...]) -> None:
        names = {each.path: self._tab.grid.words.name(each.path) for each in corrections}
        self._tab.correction.ask(corrections, names)

    def _run(self, reason: Reason | None) -> None:
        grid = self._tab.grid
        sent = {key: over for key, over in grid.pending.items() if over.problem is None}
        self._save(entries.entries_of(grid), reason, lambda saved: self._on_saved(saved, sent))

    def _save(
        self, wanted: tuple[CountsEntry, ...], reason: Reason | None, done: Callable[[CountsSaved], None]
    ) -> None:
        """Save in the worker; one save at a time."""
        view = self._tab.view
        if view is None or not wanted or self._busy:
            return
        self._busy = True
        context, subject_id = self._desk.context, view.course.subject.id

        def told(saved: CountsSaved) -> None:
            self._busy = False
            there = self._tab.view
            if there is not None and there.course.subject.id == subject_id:
                done(saved)
            elif saved.changes.visits:  # another one is shown: what is typed there is of that one
                self._desk.changed.emit(saved.changes)

        self._desk.operations.run(
            lambda: counts.save(context, subject_id, wanted, reason),
            owner=self,
            done=told,
            failed=self._on_failed,
        )

    def _on_saved(self, saved: CountsSaved, sent: Mapping[Key, Typed]) -> None:
        """What was sent is pending no longer. What was typed since, and open questions, stay."""
        grid, texts = self._tab.grid, self._desk.texts
        bad = [result for result in saved.results if result.error is not None]
        stored = {entries.row_of(each.entry) for each in saved.results if each.error is None}
        refused = {entries.row_of(each.entry): _why(each, texts) for each in bad}
        values = sum(len(each.entry.values) for each in saved.results if each.error is None)
        for key, over in sent.items():
            if key[0] in stored and grid.pending.get(key) == over:
                del grid.pending[key]
        self._follow(saved)
        self._tab.saved(refused)
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
