"""The tab Backups: the list of both places, one made by hand, the second place, restoring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.services import access, backups
from app.ui import backing_up, words
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.pages.study.backup_rows import COLUMNS, ROW, WAYS, WIDTHS, BackupRows
from app.ui.pages.study.restore_panel import RestorePanel
from app.ui.widgets import columns
from app.ui.widgets.buttons import Button
from app.ui.widgets.fitted_table import fit_table
from app.ui.widgets.labels import label
from app.ui.widgets.read_table import fit_rows, read_table

if TYPE_CHECKING:
    from app.services.backups import BackupRow, Made
    from app.services.context import ServiceError
    from app.ui.desk import Desk


class BackupsTab(QScrollArea):
    """What a role may not do is absent; the list is everybody's."""

    progressed = Signal(int, int)  # pages done, pages in all; from the worker

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self._asked = 0
        self.rows = BackupRows(texts, self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what it holds is brought into sight as Tab comes there
        self.alone = Button(texts("backups.second_forget"), kind="link", parent=self)
        self.choose = Button(texts("backups.second"), parent=self)
        self.now = Button(texts("backups.now"), kind="primary", parent=self)
        self.other = Button(texts("backups.other"), parent=self)
        self.restore = Button(texts("backups.restore"), parent=self)
        self.table = self._table()
        self.place = label(role="secondary", wrap=True, parent=self)
        self.state = label(role="secondary", parent=self)
        self.empty = label(texts("backups.empty"), role="about", wrap=True, parent=self)
        self.panel = RestorePanel(desk, self)
        self._lay_out()
        self._connect()
        self._show_place()

    @property
    def backup(self) -> BackupRow | None:
        """The chosen backup."""
        return self.rows.row_at(self.table.currentIndex().row())

    @property
    def second(self) -> Path | None:
        """The second place, None for none."""
        return backing_up.second_place(self._desk.settings, self._desk.context.db.path.name)

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the backups."""
        wanted = self.table if self.rows.rowCount() else self.now
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Read the list again."""
        self._asked += 1
        asked, context, second = self._asked, self._desk.context, self.second
        self._desk.operations.beside().run(
            lambda: backups.listing(context, second=second),
            owner=self,
            done=lambda rows: self._show(asked, rows),
        )

    def keep_draft(self) -> None:
        """Secrets are no drafts: what is typed here goes when the page is left."""
        self.panel.forget()

    def make(self) -> None:
        """Make a backup now, in both places."""
        context, second = self._desk.context, self.second
        self._be_busy(on=True)
        self._desk.operations.beside().run(
            lambda: backups.make(context, second=second, progress=self.progressed.emit),
            owner=self,
            done=self._made,
            failed=self._not_made,
        )

    def take_second(self, folder: Path | None) -> None:
        """Keep second copies in a folder from now on, or none."""
        backing_up.choose_second_place(self._desk.settings, self._desk.context.db.path.name, folder)
        self._show_place()
        self.read()

    def ask_restore(self, path: Path, when: str) -> None:
        """Tell what restoring a backup would change."""
        self.panel.ask(path, when)

    def _show(self, asked: int, rows: tuple[BackupRow, ...]) -> None:
        if asked != self._asked:
            return
        self.rows.show_rows(rows)
        self.empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self._fit_rows()
        if rows:
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._match()

    def _match(self) -> None:
        chosen = self.backup
        whole = chosen is not None and chosen.whole
        self.restore.setEnabled(whole)
        self.restore.setToolTip("" if whole else self._texts("backups.restore_which"))

    def _made(self, made: Made) -> None:
        self._be_busy(on=False)
        texts = self._texts
        if made.trouble:
            why = words.no_backup(texts, made.trouble)
            self._desk.noticed.emit(Notice("warning", texts("backups.made_trouble", why=why)))
        else:
            code = "backups.made_twice" if made.second is not None else "backups.made"
            self._desk.noticed.emit(Notice("done", texts(code, file=made.here.path.name)))
        self._desk.backed_up.emit(made.here)

    def _not_made(self, error: ServiceError) -> None:
        self._be_busy(on=False)
        why = words.no_backup(self._texts, error.code, **error.params)
        self._desk.noticed.emit(failure(self._texts, error, self._texts("backups.failed", why=why)))

    def _be_busy(self, *, on: bool) -> None:
        if on:  # the focus of a button that is switched off would go to the next one that is not: “Lock now”
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for button in (self.now, self.choose, self.restore, self.other):
            button.setEnabled(not on)
        self.state.setText(self._texts("backups.working", done=0) if on else "")
        if not on:
            self._match()
            if self.hasFocus():
                self.now.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_progress(self, done: int, of: int) -> None:
        if not self.now.isEnabled():
            self.state.setText(self._texts("backups.working", done=100 * done // max(of, 1)))

    def _show_place(self) -> None:
        folder = self.second
        texts = self._texts
        self.place.setText(
            texts("backups.second_none") if folder is None else texts("backups.second_is", folder=folder)
        )
        self.alone.setVisible(folder is not None and not self.choose.isHidden())

    def _choose_second(self) -> None:
        start = str(self.second or Path.home())
        chosen = QFileDialog.getExistingDirectory(self, self._texts("backups.second_title"), start)
        if chosen:
            self.take_second(Path(chosen))

    def _restore_chosen(self) -> None:
        chosen = self.backup
        if chosen is not None:
            self.ask_restore(chosen.path, self._texts.moment(chosen.made_at.astimezone()))

    def _restore_other(self) -> None:
        start = str(self.second or self._desk.context.db.path.parent)
        texts = self._texts
        chosen, _kind = QFileDialog.getOpenFileName(
            self, texts("backups.other_title"), start, texts("backups.file_kind")
        )
        if chosen:
            self.ask_restore(Path(chosen), Path(chosen).name)

    # building

    def _connect(self) -> None:
        context = self._desk.context
        writes = not context.read_only
        self.now.setVisible(access.may(context, "backups.make") and writes)
        self.choose.setVisible(access.may(context, "backups.make") and writes)
        for button in (self.restore, self.other):
            button.setVisible(access.may(context, "backups.restore") and writes)
        self.now.clicked.connect(self.make)
        self.choose.clicked.connect(self._choose_second)
        self.alone.clicked.connect(lambda: self.take_second(None))
        self.restore.clicked.connect(self._restore_chosen)
        self.other.clicked.connect(self._restore_other)
        self.progressed.connect(self._on_progress)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._match())
        self.panel.shown.connect(
            lambda: QTimer.singleShot(0, self.panel, lambda: self.ensureWidgetVisible(self.panel, 0, 12))
        )
        self.panel.put_away.connect(self.begin)
        self._desk.backed_up.connect(lambda _row: self.read())

    def _lay_out(self) -> None:
        inside = QWidget(self)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.now)
        bar.addWidget(self.state, 1)
        for button in (self.other, self.restore):
            bar.addWidget(button)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.place, 1)
        second.addWidget(self.alone)
        second.addWidget(self.choose)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(label(self._texts("backups.title"), role="section", parent=inside))
        column.addWidget(label(self._texts("backups.about"), role="about", wrap=True, parent=inside))
        column.addLayout(second)
        column.addLayout(bar)
        for part in (self.empty, self.table, self.panel):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def _table(self) -> QTableView:
        desk, samples = self._desk, {0: self._texts.moment(columns.LONGEST)}
        name = self._texts("backups.list")
        table = read_table(self.rows, name=name, row=ROW, widths=WIDTHS, samples=samples, parent=self)
        fitting = fit_table(
            table,
            WAYS,
            keys=COLUMNS,
            widths=WIDTHS,
            samples=samples,
            row=ROW,
            desk=desk,
            name="backups",
        )
        fitting.raised.connect(self._fit_rows)
        return table

    def _fit_rows(self) -> None:
        fit_rows(self.table, least=2, most=9)
