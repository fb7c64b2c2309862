"""The panels beside the course: why, next visit, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.schedule import VisitState
from app.domain.truth import Truth
from app.i18n.endings import ending_text
from app.i18n.headlines import headline
from app.i18n.needs import needs
from app.services import access
from app.ui.pages.overview.missing import Gap, gaps
from app.ui.pages.overview.panel import FilledPanel
from app.ui.pages.response.past import override_words
from app.ui.pages.visit_list.rows import agreed_outside, agreed_words, state_of, state_words
from app.ui.visit_choice import listed_next
from app.ui.widgets import tips
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon_mark import IconMark, pressed
from app.ui.widgets.labels import label
from app.ui.widgets.verdict_mark import VerdictMark

if TYPE_CHECKING:
    from app.domain.evidence import Verdict
    from app.services.assessments import AssessmentRow
    from app.services.subjects import VisitRow
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView


class WhyPanel(FilledPanel):
    """Why this status, in one sentence, and what the next better one needs."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "why", link=desk.texts("overview.see_evidence"), parent=parent)
        self._subject_id = 0
        assert self.link is not None  # made with a link
        self.link.clicked.connect(lambda: desk.subject_wanted.emit(self._subject_id, "response"))

    def show_subject(self, view: SubjectView) -> None:
        """Show the verdict of the latest logged visit."""
        texts, verdict = self._texts, view.verdict
        self._subject_id = view.course.subject.id
        column = self._renew()
        signed = _signed(view)
        self.title.setText(self._heading(verdict) if signed is None else self._signed_heading(signed))
        if self.link is not None:
            self.link.setEnabled(verdict is not None)
        if verdict is None:
            column.addWidget(
                label(texts("overview.why_nothing"), role="about", wrap=True, parent=self._content)
            )
            return
        if signed is not None:
            column.addLayout(self._signed_line(signed))
            below = texts("overview.why_automatic", status=verdict.status)
            column.addWidget(label(below, role="secondary", wrap=True, parent=self._content))
        over = view.ends_with(verdict)
        column.addLayout(self._line(verdict.evidence.verdict, headline(verdict, texts, over=over)))
        more = needs(verdict, texts)
        if more:
            column.addLayout(self._line(Truth.FALSE, more))
        automatic = label(texts("common.automatic"), role="secondary", wrap=True, parent=self._content)
        column.addWidget(automatic)

    def _signed_heading(self, row: AssessmentRow) -> str:
        return self._texts("overview.why_signed", status=row.said.replace("_", " "))

    def _signed_line(self, row: AssessmentRow) -> QHBoxLayout:
        """Who put which status in place of the automatic one, and why."""
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(IconMark("pen", pressed, parent=self._content), 0, Qt.AlignmentFlag.AlignTop)
        said = override_words(row.override, row, self._texts) if row.override is not None else ""
        line.addWidget(label(said, wrap=True, parent=self._content), 1)
        return line

    def _heading(self, verdict: Verdict | None) -> str:
        if verdict is None:
            return self._texts("overview.why")
        if verdict.status == "PR":
            return self._texts("overview.why_pr")
        named = f"common.status_{verdict.status}"
        status = self._texts(named) if self._texts.has(named) else verdict.status
        return self._texts("overview.why_status", status=status)

    def _line(self, answer: Truth, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        mark = VerdictMark(self._texts, mark_only=True, parent=self._content)
        mark.show_verdict(answer)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, wrap=True, parent=self._content), 1)
        return row


class NextPanel(FilledPanel):
    """The next planned visit with its window."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "next", link=desk.texts("overview.open_visit"), parent=parent)
        self._wanted: tuple[int, int] | None = None
        assert self.link is not None  # made with a link
        self.link.clicked.connect(self._open)

    def show_subject(self, view: SubjectView) -> None:
        """Show the visit that the list names as next."""
        texts, subject = self._texts, view.course.subject
        column = self._renew()
        visit = listed_next(view.course)
        self._wanted = (subject.id, visit.id) if visit is not None else None
        if self.link is not None:
            self.link.setEnabled(visit is not None)
            self.link.setVisible(access.may(self._desk.context, "visits.record"))
        if visit is None or visit.target is None:
            left = view.course.ends.left
            none = texts("overview.next_none")
            if left is not None:
                none = texts("endings.none_ahead", said=ending_text(left, texts))
            column.addWidget(label(none, role="about", wrap=True, parent=self._content))
            return
        title = texts.written(visit.title)
        column.addWidget(label(title, role="strong", wrap=True, parent=self._content))
        when = QHBoxLayout()
        when.setSpacing(8)
        when.addWidget(label(texts.date(visit.target), parent=self._content))
        column.addLayout(when)
        if visit.earliest is not None and visit.latest is not None and visit.earliest != visit.latest:
            window = texts("overview.window", span=texts.short_span(visit.earliest, visit.latest))
            when.addWidget(label(window, role="about", parent=self._content))
        when.addStretch(1)
        where = state_words(visit, today=self._desk.context.today(), texts=texts)
        late = state_of(visit) is VisitState.LATE
        role = "question" if late else "about"
        column.addWidget(label(where, role=role, wrap=True, parent=self._content))
        if visit.agreed is not None:
            column.addWidget(self._agreed(visit))

    def _agreed(self, visit: VisitRow) -> QWidget:
        """The day that was agreed for the visit; a warning in words where it lies outside the window."""
        words = agreed_words(visit, self._desk.context.today(), self._texts, beside=True)
        role = "question" if agreed_outside(visit) else "strong"
        made = label(words[:1].upper() + words[1:], role=role, wrap=True, parent=self._content)
        made.setToolTip(tips.plain(visit.agreed_note))
        return made

    def _open(self) -> None:
        if self._wanted is not None:
            self._desk.visit_wanted.emit(*self._wanted)


def _signed(view: SubjectView) -> AssessmentRow | None:
    """The standing verdict of the day of the status, where somebody signed another one in its place."""
    if view.verdict is None:
        return None
    standing = (row for row in view.history if row.day == view.verdict.day and row.override is not None)
    return next(standing, None)


class MissingPanel(FilledPanel):
    """What the verdict lacks, what is late, what would confirm a response."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "missing", parent=parent)
        self.gaps: tuple[Gap, ...] = ()

    def show_subject(self, view: SubjectView) -> None:
        """Show the gaps of a subject."""
        column = self._renew()
        self.gaps = gaps(view, self._texts, today=self._desk.context.today())
        self.note.setText(str(len(self.gaps)) if self.gaps else "")
        if not self.gaps:
            nothing = label(
                self._texts("overview.missing_none"), role="about", wrap=True, parent=self._content
            )
            column.addWidget(nothing)
        for gap in self.gaps:
            column.addLayout(self._gap(gap, view.course.subject.id))

    def _mark_of(self, gap: Gap) -> QWidget:
        """A triangle for what is late, the dashed diamond for what is not known."""
        if not gap.late:
            return VerdictMark(self._texts, mark_only=True, parent=self._content)
        return IconMark("warning", parent=self._content)

    def _gap(self, gap: Gap, subject_id: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._mark_of(gap), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(gap.title, wrap=True, parent=self._content))
        words.addWidget(label(gap.detail, role="secondary", wrap=True, parent=self._content))
        row.addLayout(words, 1)
        if gap.visit_id is not None and access.may(self._desk.context, "visits.record"):
            button = Button(gap.action, kind="link", parent=self._content)
            button.setAccessibleName(self._texts.named(gap.action, gap.title))
            button.clicked.connect(lambda: self._go_to(gap, subject_id))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _go_to(self, gap: Gap, subject_id: int) -> None:
        if gap.field:
            self._desk.field_wanted.emit(subject_id, gap.visit_id, gap.field)
        else:
            self._desk.visit_wanted.emit(subject_id, gap.visit_id)
