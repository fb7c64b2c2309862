"""What is pasted: read in the worker, shown as a preview, proposed in the grid, saved when accepted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.services import count_pasting, drafts
from app.services.contracts.pasting import ADD
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.pages.counts import entries
from app.ui.pages.counts.paste_panel import PastePanel
from app.ui.pages.counts.typed import Typed
from app.ui.widgets.tab_order import behind, stops

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.context import ServiceError
    from app.services.contracts.pasting import PastePlan
    from app.services.drafts import Draft
    from app.ui.desk import Desk
    from app.ui.pages.counts.model import Key
    from app.ui.pages.counts.place import GridPlace


class Pasting(QObject):
    """A block with analytes and dates opens the preview; a bare block goes into the cells."""

    accepted = Signal(object, object)  # entries, Reason or None

    def __init__(self, desk: Desk, tab: GridPlace, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._tab = desk, tab
        self._round = 0
        self._key = ""  # of the draft

    @cached_property
    def panel(self) -> PastePanel:
        """The preview, built with the first block below the grid."""
        made = PastePanel(self._desk, self._tab.splitter)
        self._tab.splitter.addWidget(made)
        behind(self._tab.table, stops(made))
        made.cancelled.connect(self.cancel)
        made.accepted.connect(self.accepted)
        made.rows.ticked.connect(self._propose)
        self._desk.themed.connect(made.table.measure)
        return made

    @property
    def previewing(self) -> bool:
        """Whether the preview is in sight."""
        return "panel" in self.__dict__ and not self.panel.isHidden()

    def take(self) -> None:
        """Accept what is previewed."""
        if self.previewing:
            self.panel.take()

    def open(self, subject_id: int) -> None:
        """Another subject: a block that was pasted there and not decided is previewed again."""
        self._key = f"paste:{subject_id}"
        if not self._tab.grid.editable:
            return
        context, key = self._desk.context, self._key
        self._desk.operations.run(
            lambda: drafts.find(context, key),
            owner=self,
            done=lambda kept: self._restore(key, kept),
            failed=lambda _error: None,
        )

    def forget(self) -> None:
        """The block was taken or is not wanted: it needs no keeping."""
        context, key = self._desk.context, self._key
        self._desk.operations.run(
            lambda: drafts.discard(context, key), owner=self, failed=lambda _error: None
        )

    def _restore(self, key: str, kept: Draft | None) -> None:
        text = kept.fields.get("text") if kept is not None else None
        if key == self._key and isinstance(text, str) and not self.previewing:
            self.paste(text)

    def _keep(self, text: str) -> None:
        context, key = self._desk.context, self._key
        self._desk.operations.run(
            lambda: drafts.keep(context, key, {"text": text}), owner=self, failed=lambda _error: None
        )

    def paste(self, text: str) -> None:
        """Take the text of the clipboard."""
        view = self._tab.view
        if view is None or not self._tab.grid.editable:
            return
        if not text.strip():
            said = self._desk.texts("counts_paste.empty_clipboard")
            self._tab.strip.show_notice(Notice("warning", said))
            return
        self._round += 1
        asked, context, subject_id = self._round, self._desk.context, view.course.subject.id
        day_first = self._desk.texts.day_first
        self._desk.operations.run(
            lambda: count_pasting.plan(context, subject_id, text, day_first=day_first),
            owner=self,
            done=lambda plan: self._show(asked, plan, text),
            failed=self._on_failed,
        )

    def close(self) -> None:
        """Put the preview away; what was proposed goes."""
        self._round += 1
        if self.previewing:
            self.panel.hide()
            self.panel.correction.hide()
        self._tab.grid.proposed, self._tab.grid.offered = {}, set()

    def cancel(self) -> None:
        """Nothing of the paste is taken."""
        self.close()
        self.forget()
        self._tab.renew()
        self._tab.table.setFocus()

    def _show(self, asked: int, plan: PastePlan, text: str) -> None:
        view = self._tab.view
        if asked != self._round or view is None:
            return
        if not plan.block:
            if plan.notes and plan.notes[0].code != "no_table":
                said = self._desk.texts.sentences(self.panel.rows.words.note(each) for each in plan.notes)
                self._tab.strip.show_notice(Notice("error", said))
            else:
                self._put_bare(text)
            return
        self._tab.strip.clear()
        self._keep(text)
        self.panel.correction.keep_as(self._desk, f"{self._key}:reason")
        self.panel.show_plan(plan, day0=view.course.subject.day0)
        self._tab.splitter.setVisible(True)
        self._tab.empty.hide()
        height = self._tab.splitter.height()
        self._tab.splitter.arrange((height * 2 // 5, height - height * 2 // 5))
        self._propose()
        self.panel.table.setFocus()

    def _propose(self) -> None:
        """Show what is ticked in the grid itself."""
        grid, rows = self._tab.grid, self.panel.rows
        wanted = [(row, rows.entry(at)) for at, row in enumerate(rows.plan.rows)]
        days = {entry.day for _, entry in wanted if entry is not None and entry.visit_id is None}
        grid.offered = days - grid.added
        grid.proposed = {}
        grid.renew()
        last = -1
        for row, entry in wanted:
            place = grid.rows.place_of(entries.row_of(entry)) if entry is not None else -1
            if entry is None or place < 0:
                continue
            for value in entry.values:
                typed = Typed(value.analyte, value.text, value.unit, value.missing, confirmed=True)
                grid.proposed[grid.rows[place].key, value.analyte] = grid.recheck(grid.rows[place], typed)
            last = place if row.kind == ADD else last
        self._tab.renew()
        if last >= 0:
            self._tab.table.go_to(last)

    def _put_bare(self, text: str) -> None:
        """Values without names and dates: from the current cell on, as in a spreadsheet."""
        grid, here = self._tab.grid, self._tab.table.currentIndex()
        changes: dict[Key, Typed | None] = {}
        left = 0
        for down, line in enumerate(text.rstrip("\r\n").splitlines()):
            for right, cell in enumerate(line.split("\t")):
                if not cell.strip():
                    continue
                row, place = here.row() + down, here.column() + right
                inside = here.isValid() and row < len(grid.rows) and place < len(grid.columns)
                key = grid.key_at(grid.index(row, place)) if inside else None
                if key is None or grid.rows[row].locked:
                    left += 1
                else:
                    changes[key] = grid.read(grid.rows[row], key[1], cell.strip())
        self._tab.put(changes)
        if left:
            code = "counts_paste.left_out_one" if left == 1 else "counts_paste.left_out"
            self._tab.strip.show_notice(Notice("warning", self._desk.texts(code, count=left)))

    def _on_failed(self, error: ServiceError) -> None:
        self._tab.strip.show_notice(failure(self._desk.texts, error))
