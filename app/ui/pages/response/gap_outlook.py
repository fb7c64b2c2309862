"""What is missing to decide, with what depends on each value, and the way to the field that takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.i18n.comparisons import title_text
from app.i18n.endings import ending_text
from app.services import access, trying
from app.ui.pages.response.gaps import absent, decided_by, judges_cr, missing, to_cr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.definitions import Comparison
    from app.domain.evidence import Verdict
    from app.services.assessments import AssessmentRow
    from app.services.contracts.scratch import Outlook
    from app.ui.desk import Desk
    from app.ui.pages.response.side import Gaps
    from app.ui.subject_view import SubjectView


class GapOutlook(QObject):
    """Keeps the panel of gaps of the verdict in sight; an answer to an older question is dropped."""

    def __init__(self, desk: Desk, gaps: Gaps, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._gaps = desk, gaps
        self._may_enter = access.may(desk.context, "visits.record")
        self._verdict: Verdict | None = None
        self._view: SubjectView | None = None
        self._row: AssessmentRow | None = None
        self._outlook: Sequence[Outlook] = ()
        self._compared: Comparison | None = None  # a definition whose evidence is shown
        gaps.enter.connect(self._on_enter)

    def show(self, verdict: Verdict, view: SubjectView | None, *, row: AssessmentRow | None) -> None:
        """Show the gaps of a verdict; `row`: the stored one of a visit, which has fields to lead to."""
        self._verdict, self._view, self._row, self._compared = verdict, view, row, None
        self._outlook = ()
        self._fill(())

    def compare(self, answer: Comparison | None) -> None:
        """Go by a definition while its evidence is shown; None: by the protocol again."""
        if answer is not self._compared:
            self._compared = answer
            self._fill(self._outlook)

    def ask(self) -> None:
        """Work out what each missing count would decide."""
        verdict, view, context = self._verdict, self._view, self._desk.context
        if verdict is None or view is None:
            return
        subject_id, day = view.course.subject.id, verdict.day
        self._desk.operations.run(
            lambda: trying.outlook(context, subject_id, day),
            owner=self,
            done=lambda outlook: self._fill(outlook) if self._verdict is verdict else None,
            failed=lambda _refusal: None,  # the gaps stand without it
            behind=True,
        )

    def _fill(self, outlook: Sequence[Outlook]) -> None:
        verdict, texts = self._verdict, self._desk.texts
        self._outlook = outlook
        if verdict is None:
            return
        if self._compared is not None and self._show_compared(self._compared):
            return
        lines = missing(verdict, texts, outlook)
        enters = self._may_enter and self._row is not None
        if verdict.status == "NE":
            told = (*lines, *absent(self._view, verdict.day, texts))
            self._gaps.show_missing(told, may_enter=enters)
            return
        decisive = decided_by(verdict, outlook)
        open_ones = [line for line in lines if line.analyte in decisive]
        left = self._view.course.ends.left if self._view is not None else None
        if left is None and verdict.status != "CR" and not judges_cr(verdict):
            over = texts("response.to_cr_unjudged")
            self._gaps.show_over(over, lines=open_ones, may_enter=enters)
        elif left is None or verdict.status == "CR":
            whose = texts("response.to_cr_own") if self._compared is not None else ""
            self._gaps.show_bars(*to_cr(verdict, texts), lines=open_ones, may_enter=enters, whose=whose)
        else:  # no later count can make it one
            over = texts("endings.none_ahead", said=ending_text(left, texts))
            self._gaps.show_over(over, lines=open_ones, may_enter=enters)

    def _show_compared(self, answer: Comparison) -> bool:
        """Whether a definition has a CR of its own, whose limits are shown then."""
        if answer.kind != "status" or not judges_cr(answer.verdict):
            return False
        whose = self._desk.texts("response.to_cr_by", title=title_text(answer, self._desk.texts))
        self._gaps.show_bars(*to_cr(answer.verdict, self._desk.texts), whose=whose)
        return True

    def _on_enter(self, field: str) -> None:
        row, view = self._row, self._view
        if row is not None and row.visit_id is not None and view is not None:
            self._desk.field_wanted.emit(view.course.subject.id, row.visit_id, field)
