"""The status if the form were saved now: chip, criteria with what was observed, and that it is automatic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui import words
from app.ui.pages.visit_form.preview_rows import Group, Line, depends_on_open, groups, since_words
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel
from app.ui.widgets.rule import rule
from app.ui.widgets.verdict_mark import VerdictMark

if TYPE_CHECKING:
    from app.domain.evidence import Verdict
    from app.i18n import Texts
    from app.ui.subject_view import SubjectView


class PreviewPanel(Panel):
    """Read-only. Shows one verdict; an older one stays in sight, greyed by its note, until the next comes."""

    def __init__(self, texts: Texts, *, view: SubjectView, parent: QWidget | None = None) -> None:
        super().__init__(
            texts("visit_form.preview"), note=texts("visit_form.live"), padded=False, parent=parent
        )
        self._texts = texts
        self._view = view
        self._verdict: Verdict | None = None
        self._chip = StatusChip(texts, full=True, parent=self)
        self._chip.hide()
        self._since = label(role="secondary", wrap=True, parent=self)
        self._flags = label(role="secondary", wrap=True, parent=self)
        self._open = label(role="question", wrap=True, parent=self)
        self._groups = QVBoxLayout()
        self._groups.setSpacing(0)
        self._content = content = QWidget(self)
        content.setObjectName("page")
        column = QVBoxLayout(content)
        column.setContentsMargins(10, 8, 10, 6)  # beside the edge that shows the focus
        column.setSpacing(6)
        column.addWidget(self._chip)
        for part in (self._since, self._flags, self._open):
            column.addWidget(part)
            part.hide()
        column.addLayout(self._groups)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("preview")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        scroll.setAccessibleName(texts("visit_form.preview"))
        self.body.addWidget(scroll, 1)
        self._scroll = scroll
        self._stored = False
        self._foot()

    @property
    def status(self) -> str:
        """The status shown, "" before the first."""
        return self._verdict.status if self._verdict else ""

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is shown of the verdict, nothing before the first."""
        return groups(self._verdict, self._texts) if self._verdict is not None else ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What the criteria say, line by line."""
        return tuple(line.words for group in self.groups for line in group.lines)

    def be_read_only(self, *, on: bool) -> None:
        """Where nothing can be saved it is the status of what stands there, not of what somebody types."""
        self._stored = on
        title = self._texts("visit_form.preview_stored" if on else "visit_form.preview")
        self.title.setText(title)
        self.setAccessibleName(title)
        self._scroll.setAccessibleName(title)
        self.note.setText("" if on else self._texts("visit_form.live"))

    def show_busy(self) -> None:
        """The form has changed; the answer is on its way."""
        self.note.setText(self._texts("visit_form.live_busy"))

    def show_verdict(
        self,
        verdict: Verdict | None,
        *,
        unknown: str,
        left_out: str,
        transfusions_open: bool,
        last_visit: str,
    ) -> None:
        """Show a verdict. `unknown` names counts that are still asked about, `left_out` what is not counted.

        `transfusions_open`: nobody has said whether there was one since the last visit.
        """
        texts = self._texts
        self.note.setText("" if self._stored else texts("visit_form.live"))
        shown = verdict or self._verdict
        notes = []
        if unknown and shown is not None:
            key = "visit_form.open_decides" if depends_on_open(shown) else "visit_form.open_decides_not"
            said = texts(key, names=unknown, status=shown.status)
            notes.append(said[:1].upper() + said[1:])
        if left_out:
            notes.append(texts("visit_form.left_out", names=left_out))
        if transfusions_open and last_visit:
            notes.append(texts("visit_form.transfusions_not_answered", day=last_visit))
        elif transfusions_open:
            notes.append(texts("visit_form.transfusions_not_answered_first"))
        self._show_words(self._open, "\n".join(notes))
        if verdict is None or verdict == self._verdict:
            return
        self._verdict = verdict
        flags = words.flags(texts, verdict.flags)
        self._chip.show_status(verdict.status, flags=flags)
        self._chip.show()
        self._show_words(self._since, since_words(verdict, self._view, texts))
        self._show_words(self._flags, " · ".join(flags))
        self._show_groups(groups(verdict, texts))

    def _foot(self) -> None:
        foot = label(self._texts("common.automatic"), role="secondary", wrap=True, parent=self)
        foot.setContentsMargins(12, 8, 12, 8)
        self.body.addWidget(rule(self))
        self.body.addWidget(foot)

    @staticmethod
    def _show_words(shown: QLabel, text: str) -> None:
        shown.setText(text)
        shown.setVisible(bool(text))

    def _show_groups(self, shown: tuple[Group, ...]) -> None:
        while self._groups.count():
            item = self._groups.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for group in shown:
            for row in (self._head(group), *map(self._line, group.lines)):
                self._groups.addWidget(row)
                row.show()  # now, not one turn of the event loop later: no blank panel in between
        layout = self._content.layout()
        if layout is not None:
            layout.activate()

    def _head(self, group: Group) -> QWidget:
        row = QWidget(self._content)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 10, 0, 3)
        mark = VerdictMark(self._texts, parent=row)
        mark.show_verdict(group.verdict, words=group.outcome)
        layout.addWidget(label(group.words, role="strong", wrap=True, parent=row), 1)
        layout.addWidget(mark)
        return row

    def _line(self, line: Line) -> QWidget:
        row = QFrame(self._content)
        outer = QVBoxLayout(row)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(rule(row))
        layout = QHBoxLayout()
        layout.setContentsMargins(0, 3, 0, 3)
        layout.setSpacing(8)
        mark = VerdictMark(self._texts, mark_only=True, parent=row)
        mark.show_verdict(line.verdict)
        said = label(line.words, wrap=True, parent=row)
        seen = label(line.observed, role="" if line.known else "about", parent=row)
        if line.known:
            bold = QFont(seen.font())
            bold.setBold(True)
            seen.setFont(bold)
        seen.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        seen.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        layout.addWidget(mark)
        layout.addWidget(said, 1)
        layout.addWidget(seen)
        outer.addLayout(layout)
        row.setAccessibleName(line.spoken)
        return row
