"""The laboratory's limits of normal as a table to type: by analyte, sex and age, saved as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.domain.quantities import QuantityError
from app.services import access, references
from app.services.visits import Reason
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.pages.study.kept_limits import KeptLimits
from app.ui.pages.study.limit_line import FIELDS, LimitLine
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.tab_order import follow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.grading.normal import ReferenceRow
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk


class LimitsTab(QWidget):
    """The table with its source; nothing changes before Save limits."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lines: list[LimitLine] = []
        texts = desk.texts
        self.strip = NoticeStrip(texts, parent=self)
        self.empty = label(texts("limits.empty"), role="about", wrap=True, parent=self)
        self.add_button = Button(texts("limits.add"), parent=self)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(texts("limits.reason"))
        self.reason.setAccessibleName(texts("limits.reason"))
        self.save_button = Button(texts("limits.save"), kind="primary", parent=self)
        self._lay_out()
        self.kept = KeptLimits(desk, self, self)
        self.reason.textEdited.connect(lambda _text: self.kept.touch())
        self.strip.action_wanted.connect(self._discard)
        may = access.may(desk.context, references.REPLACE)
        for control in (self.add_button, self.reason, self.save_button):
            control.setVisible(may)
        self.add_button.clicked.connect(self._on_add)
        self.save_button.clicked.connect(self.save)
        self.reason.returnPressed.connect(self.save)

    def read(self) -> None:
        """Show the limits in use, unless lines are being typed."""
        if self.lines:
            return
        context = self._desk.context
        self._desk.operations.run(
            lambda: references.table(context), owner=self, done=self._on_read, failed=self._on_refused
        )

    def add(self, row: ReferenceRow | None) -> LimitLine:
        """Add a line at the end."""
        line = LimitLine(row, texts=self._desk.texts, parent=self._page)
        self.lines.append(line)
        for column, control in enumerate(line.controls):
            self._grid.addWidget(control, self._next_row, column)
            control.show()
        follow(self.add_button, line.stops)  # made late: Tab comes to it before the button below
        self._next_row += 1
        line.removed.connect(lambda: self._remove(line))
        line.edited.connect(self.kept.touch)
        self._match()
        return line

    def show_texts(self, lines: Sequence[Mapping[str, str]]) -> None:
        """Show lines as they were typed once, in place of those that are there."""
        self._clear()
        for texts in lines:
            self.add(None).show_texts(texts)
        self._match()

    def keep_draft(self) -> None:
        """Keep what is typed, at once."""
        self.kept.flush()

    def _discard(self) -> None:
        self.strip.clear()
        self.kept.discard()
        self.reason.clear()
        self._clear()
        self.read()

    def _clear(self) -> None:
        for line in list(self.lines):
            self._take_out(line)

    def _on_add(self) -> None:
        self.add(None).analyte.setFocus()
        self.kept.touch()

    def save(self) -> None:
        """Read the lines; with none at fault, save them with their source."""
        texts, rows = self._desk.texts, []
        for number, line in enumerate(self.lines, start=1):
            try:
                rows.append(line.row())
            except QuantityError as fault:
                said = texts("limits.number_unreadable", line=number, text=fault.params.get("text", ""))
                self.strip.show_notice(Notice("error", said))
                line.point_at(str(fault.params.get("name", "")))
                return
        source, context = self.reason.text().strip(), self._desk.context
        if not source:
            self.strip.show_notice(Notice("warning", texts("limits.reason_wanted")))
            self.reason.setFocus()
            return
        self._desk.operations.run(
            lambda: references.replace_all(context, rows, reason=Reason("new_information", source)),
            owner=self,
            done=self._on_saved,
            failed=self._on_refused,
        )

    def _on_read(self, rows: tuple[ReferenceRow, ...]) -> None:
        for row in rows:
            self.add(row)
        self._match()
        if not self.save_button.isHidden():
            self.kept.look()

    def _on_saved(self, changes: Changes) -> None:
        self.kept.discard()
        self.reason.clear()
        self.strip.show_notice(Notice("done", self._desk.texts("limits.saved")))
        self._desk.changed.emit(changes)

    def _on_refused(self, error: ServiceError) -> None:
        texts = self._desk.texts
        words = ""
        if error.code == "reference_refused":
            why = texts(f"limits.why.{error.params['why']}")
            words = texts("limits.refused", line=error.params["line"], why=why)
            self.lines[int(str(error.params["line"])) - 1].point_at("low")
        self.strip.show_notice(failure(texts, error, words))

    def _remove(self, line: LimitLine) -> None:
        self._take_out(line)
        self._match()
        self.add_button.setFocus()
        self.kept.touch()

    def _take_out(self, line: LimitLine) -> None:
        self.lines.remove(line)
        for control in line.controls:
            self._grid.removeWidget(control)
        line.let_go()

    def _match(self) -> None:
        self.empty.setVisible(not self.lines)
        for head in self._heads:
            head.setVisible(bool(self.lines))
        for number, line in enumerate(self.lines, start=1):
            line.name(number)

    def _lay_out(self) -> None:
        texts = self._desk.texts
        self._page = QWidget(self)
        self._page.setObjectName("page")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._heads = [label(texts(f"limits.{name}"), role="secondary", parent=self._page) for name in FIELDS]
        for column, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, column)
            head.hide()
        self._grid.setColumnStretch(len(FIELDS) + 1, 1)
        self._next_row = 1
        inner = QVBoxLayout(self._page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.empty)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._page)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.add_button)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.save_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addWidget(label(texts("limits.title"), role="section", parent=self))
        outer.addWidget(label(texts("limits.about"), role="about", wrap=True, parent=self))
        outer.addWidget(self.strip)
        outer.addWidget(scroll, 1)
        outer.addLayout(foot)
