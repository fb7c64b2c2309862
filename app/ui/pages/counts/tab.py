"""The tab of the counts: the grid, what is typed into it, saved from it and pasted."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QUndoStack
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services import access
from app.ui.desk import Notice
from app.ui.pages.counts.bar import GridBar
from app.ui.pages.counts.day_strip import DayStrip
from app.ui.pages.counts.foot import GridFoot
from app.ui.pages.counts.grid import FIXED, group_of
from app.ui.pages.counts.keeping import KeptCounts
from app.ui.pages.counts.model import CountGrid, Key
from app.ui.pages.counts.pasting import Pasting
from app.ui.pages.counts.saving import GridSaver
from app.ui.pages.counts.steps import AddDay, PutValues
from app.ui.pages.counts.table import CountTable
from app.ui.pages.visit_form.correction_strip import CorrectionStrip
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.kept_split import KeptSplitter
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.tab_order import follow, stops

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.ui.desk import Desk
    from app.ui.pages.counts.typed import Typed
    from app.ui.subject_view import SubjectView


class CountsTab(QWidget):
    """Typing goes into pending cells; nothing is stored before it is saved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: SubjectView | None = None
        self.grid = CountGrid(desk.texts, self)
        self.undo_stack = QUndoStack(self)
        self.bar = GridBar(desk, self)
        self.strip = NoticeStrip(desk.texts, parent=self)
        self.correction = CorrectionStrip(desk.texts, self)
        self.splitter = KeptSplitter(desk, name="counts", way=Qt.Orientation.Vertical, parent=self)
        self.table = CountTable(desk, self.grid, self.splitter)
        self.empty = EmptyState(self)
        self.foot = GridFoot(desk.texts, self)
        self.saver = GridSaver(desk, self, self)
        self.pasting = Pasting(desk, self, self)
        self.kept = KeptCounts(desk, self, self)
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._connect()

    @cached_property
    def day_strip(self) -> DayStrip:
        """Asks for the day of a new row; built when one is first wanted."""
        made = DayStrip(self._desk, self)
        self._column.insertWidget(self._column.indexOf(self.correction), made)
        follow(self.correction, stops(made))
        made.answered.connect(self.add_day)
        made.put_off.connect(self.begin)
        return made

    @property
    def view(self) -> SubjectView | None:
        """The subject shown."""
        return self._view

    def begin(self) -> None:
        """Come to the front."""
        (self.table if self.grid.rows else self.empty.action).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_subject(self, view: SubjectView) -> None:
        """Show a subject, or the same one after a change: what is typed stays."""
        same = self._view is not None and self._view.course.subject.id == view.course.subject.id
        if not same:
            self.keep_draft()
            self._forget()
            self.strip.clear()
        self._view = view
        context = self._desk.context
        self.grid.editable = access.may(context, "visits.record") and not context.read_only
        self.bar.show_role(may=self.grid.editable)
        self.bar.show_version(view.template.ctcae)
        self.bar.show_marks(view)
        here = self._here()
        self.grid.show_view(view)
        self._match()
        if same:
            self._go(here)
            return
        self.table.go_to(len(self.grid.rows) - 1)
        self.table.scrollToBottom()
        self.kept.open(view.course.subject.id)
        self.pasting.open(view.course.subject.id)

    def keep_draft(self) -> None:
        """Keep what is typed, at once."""
        self.kept.flush()

    def put(self, changes: Mapping[Key, Typed | None]) -> None:
        """Lay values over the stored ones; can be undone until they are saved."""
        if changes:
            self.undo_stack.push(PutValues(self.grid, changes, self._on_put))
            self._keep()

    def add_day(self, day: date) -> None:
        """Add a row, or go to the one of that day."""
        there = self.grid.rows.place_on(day)
        if there < 0:
            self.undo_stack.push(AddDay(self.grid, day, self.renew))
            self._keep()
            there = self.grid.rows.place_on(day)
        self._match()
        self.table.go_to(there, len(FIXED))
        self.table.setFocus()

    def _ask_day(self) -> None:
        self.day_strip.ask(birth=self._view.course.subject.birth_date if self._view is not None else None)

    def renew(self) -> None:
        """Build the grid anew; the current cell stays."""
        here = self._here()
        self.grid.renew()
        self._go(here)
        self._match()

    def saved(self, refused: Mapping[str, str]) -> None:
        """Something was stored; rows that were not say why."""
        self.grid.refused = dict(refused)
        self.undo_stack.clear()
        self._keep()
        self.kept.flush()

    def close_paste(self) -> None:
        """Put the preview of a paste away: it was taken."""
        self.pasting.close()
        self.pasting.forget()

    def discard(self) -> None:
        """Forget what is typed."""
        self._forget()
        self.renew()
        self.kept.keep()
        self.kept.flush()
        self.table.setFocus()

    def _forget(self) -> None:
        self.undo_stack.clear()
        self.grid.pending, self.grid.added, self.grid.refused = {}, set(), {}
        self.pasting.close()

    def _here(self) -> tuple[str, str] | None:
        index = self.table.currentIndex()
        if not index.isValid():
            return None
        return self.grid.rows[index.row()].key, self.grid.columns[index.column()]

    def _go(self, here: tuple[str, str] | None) -> None:
        row = self.grid.rows.place_of(here[0]) if here is not None else -1
        row = row if row >= 0 else len(self.grid.rows) - 1
        code = here[1] if here is not None and here[1] in self.grid.columns else None
        self.table.go_to(row, self.grid.columns.index(code) if code is not None else None)

    def _match(self) -> None:
        pending = self.grid.pending.values()
        texts = self._desk.texts
        self.foot.show_state(len(pending), sum(over.problem is not None for over in pending))
        if not self.grid.editable:
            why = "read_only" if self._desk.context.read_only else "role_reads"
            self.foot.show_role(texts(f"counts.{why}"))
        self.bar.allow_undo(self.undo_stack.canUndo())
        empty = not self.grid.rows
        self.empty.show_state(texts("counts.empty"), texts("counts.add_date") if self.grid.editable else "")
        self.empty.setVisible(empty)
        self.splitter.setVisible(not empty)
        self._show_cell()

    def _show_cell(self) -> None:
        index = self.table.currentIndex()
        key = self.grid.key_at(index)
        if key is None:
            self.foot.show_cell(self.grid.elsewhere(index), None)
            return
        row, over = self.grid.rows[index.row()], self.grid.typed_at(key)
        said = self.grid.words.sentence(row, key[1], over, marks=self.grid.marks)
        parts = [self._desk.texts.date(row.day), said or self._desk.texts("counts.nothing")]
        if row.key in self.grid.refused:
            parts.append(self.grid.refused[row.key])
        self.foot.show_cell(self._desk.texts.clauses(parts), over, mnemonics=True)

    def _on_put(self, key: Key) -> None:
        """A step was done or undone: show it, in the group that it belongs to."""
        if key[1] not in self.grid.columns:
            self._choose_group(group_of(key[1]))
        index = self.grid.index_of(key)
        if index.isValid() and self.undo_stack.canRedo():
            self.table.setCurrentIndex(index)
        self._match()

    def _keep(self) -> None:
        self.kept.keep()
        self._match()

    def _undo(self, *, again: bool = False) -> None:
        (self.undo_stack.redo if again else self.undo_stack.undo)()
        self._keep()

    def _clear(self) -> None:
        """Delete: what is typed goes; a stored value stays until a reason is given for another."""
        rows, places = self.table.block()
        keys = [self.grid.key_at(self.grid.index(row, place)) for row in rows for place in places]
        self.put({key: None for key in keys if key is not None and key in self.grid.pending})

    def _answer(self, unit: str = "") -> None:
        """The question of the current cell is answered: another unit, or the value is right as it is."""
        key = self.grid.key_at(self.table.currentIndex())
        over = self.grid.pending.get(key) if key is not None else None
        if key is None or over is None:
            return
        answered = replace(over, unit=unit) if unit else replace(over, confirmed=True)
        row = self.grid.rows[self.table.currentIndex().row()]
        self.put({key: self.grid.recheck(row, answered)})
        self.table.setFocus()

    def _refuse(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and self.grid.rows[index.row()].locked:
            said = self._desk.texts("errors.visit_locked", visit=self.grid.rows[index.row()].title)
            self.strip.show_notice(Notice("warning", said))

    def _choose_group(self, group: str) -> None:
        self.grid.group = group if group in self.bar.buttons else "all"
        self.bar.buttons[self.grid.group].setChecked(True)
        self.renew()

    def _choose_units(self, units: str) -> None:
        self.grid.words.entered = units == "entered"
        self.renew()

    def _lay_out(self) -> None:
        self.splitter.setStretchFactor(0, 1)
        column = self._column
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(8)
        for part in (self.bar, self.strip, self.correction):
            column.addWidget(part)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.grid.typed_in.connect(lambda key, over: self.put({key: over}))
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_cell())
        self.table.undo_wanted.connect(self._undo)
        self.table.redo_wanted.connect(lambda: self._undo(again=True))
        self.table.cleared.connect(self._clear)
        self.table.refused.connect(self._refuse)
        self.table.typing.connect(lambda on: self.foot.save.setEnabled(on or bool(self.grid.pending)))
        self.table.pasted.connect(self.pasting.paste)
        self.bar.group_chosen.connect(self._choose_group)
        self.bar.units_chosen.connect(self._choose_units)
        self.bar.grades_shown.connect(self.table.delegate.mark_grades)
        self.bar.restore()
        self.bar.undo.clicked.connect(self.table.undo)
        self.bar.add.clicked.connect(self._ask_day)
        self.bar.paste.clicked.connect(self.table.paste)
        self.empty.action_wanted.connect(self._ask_day)
        self.foot.problem.unit_chosen.connect(self._answer)
        self.foot.problem.kept.connect(self._answer)
        self.foot.save.clicked.connect(self.saver.save)
        self.foot.discard.clicked.connect(self.discard)
        self.pasting.accepted.connect(self.saver.accept)
        self._desk.themed.connect(self.table.measure)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            ("Ctrl+S", self.saver.save),
            *((keys, self.pasting.take) for keys in ("Ctrl+Return", "Ctrl+Enter")),
            ("Ctrl+;", lambda: self.add_day(self._desk.context.today())),
        ):
            QShortcut(QKeySequence(keys), self, context=within).activated.connect(act)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.pasting.previewing:
            self.pasting.cancel()
        else:
            super().keyPressEvent(event)
