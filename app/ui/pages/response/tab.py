"""The Response tab: the verdict of a day, its evidence as a tree, and where each criterion is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.i18n.comparisons import shown_text
from app.i18n.headlines import headline
from app.services import assessments, turning
from app.services.contracts.scratch import TriedVerdict
from app.services.overrides import FLAG, OTHER_DATA
from app.ui import words
from app.ui.desk import Notice
from app.ui.pages.response.frame import ResponseFrame
from app.ui.pages.response.gap_outlook import GapOutlook
from app.ui.pages.response.past import days, lines
from app.ui.pages.response.readings import reading
from app.ui.pages.response.rows import rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.domain.definitions import Comparison
    from app.domain.evidence import Evidence, Verdict
    from app.services.assessments import AssessmentRow, TwoViews
    from app.services.context import ServiceError
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView


class ResponseTab(ResponseFrame):
    """Shows one day's verdict with its proof; asks the service for each day that is chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._desk = desk
        self._view: SubjectView | None = None
        self._round = 0
        self.outlook = GapOutlook(desk, self.gaps, self)
        self.verdict: Verdict | None = None
        self.shown: Comparison | None = None  # a definition in place of the protocol's own evidence
        self._connect()
        self._show_nothing()

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the criteria."""
        (self.tree if self.verdict is not None else self.chooser).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_subject(self, view: SubjectView) -> None:
        """Show a subject; the same one keeps its day and its selected criterion."""
        context, subject_id = self._desk.context, view.course.subject.id
        same = self._view is not None and self._view.course.subject.id == subject_id
        self._view = view
        if same and self.trying.on:
            return  # the scratch copy stays as it is; what is stored is shown again when it ends
        self.trying.end()
        if not same:
            self.known.choose_now()
            self.outcome.only_now(now=True)
        self.outcome.show_subject(view)
        self._desk.operations.run(
            lambda: lines(view.history, self._texts, turns=turning.of_subject(context, subject_id)),
            owner=self,
            done=lambda past: self.past.show_lines(past) if self._view is view else None,
            behind=True,
        )
        self.chooser.show_days(days(view.history, self._texts), keep=same, day0=view.course.subject.day0)
        day = self.chooser.day
        if day is None:
            self._show_nothing()
        elif view.verdict is not None and day == view.verdict.day and not self.known.then:
            self._show(view.verdict)
        else:
            self._ask(day)

    def _ask(self, day: date) -> None:
        """The verdict of a day, computed in the worker; an answer to an older question is dropped."""
        if self._view is None:
            return
        self._round += 1
        asked, context, subject_id = self._round, self._desk.context, self._view.course.subject.id
        if self.known.then:
            self._desk.operations.run(
                lambda: assessments.both(context, subject_id, day),
                owner=self,
                done=lambda views: self._on_both(asked, views),
                failed=lambda refusal: self._on_unknown(asked, refusal),
            )
            return
        self._desk.operations.run(
            lambda: assessments.on_day(context, subject_id, day),
            owner=self,
            done=lambda verdict: self._show(verdict) if asked == self._round else None,
            failed=lambda refusal: self._on_refused(asked, refusal),
        )

    def _on_switched(self, _known: str) -> None:
        self.outcome.only_now(now=not self.known.then)
        if (day := self.chooser.day) is not None:
            self._ask(day)

    def _on_both(self, asked: int, views: TwoViews) -> None:
        if asked == self._round:
            self._show(views.then)
            self.known.say(views)

    def _on_unknown(self, asked: int, refusal: ServiceError) -> None:
        """Nothing of the subject was in the study on that day."""
        if asked == self._round:
            self._show_nothing()
            self.empty.setText(words.refusal(self._texts, refusal))
            self.known.setVisible(True)

    def _on_refused(self, asked: int, refusal: ServiceError) -> None:
        if asked == self._round:
            self.sentence.setText(words.refusal(self._texts, refusal))

    def _show(self, verdict: Verdict) -> None:
        self._round += 1
        self.verdict = verdict
        texts = self._texts
        self.override.show_row(self._standing_row())
        signed = self.override.row.override if self.override.row is not None else None
        codes = verdict.flags if signed is None else (FLAG, OTHER_DATA) if signed.other_data else (FLAG,)
        said, status = words.flags(texts, codes), verdict.status if signed is None else signed.status
        over, since = self._view is not None and self._view.ends_with(verdict), texts.date(verdict.day)
        self.chip.show_status(status, since=since, flags=said, signed=bool(signed), over=over)
        self.flag_words.setText(" · ".join(said))
        self.sentence.setText(headline(verdict, texts, over=over))
        self.outlook.show(verdict, self._view, row=self._standing_row())
        self.flags.show_flags(codes if signed is None else (*codes, *verdict.flags))
        self._reveal(verdict=True)
        if self.trying.on:
            self.tree.show_rows(rows(verdict, texts))
            return
        self._show_own()
        self._compare(verdict.day)
        if verdict.missing and not self.known.then:
            self.outlook.ask()

    def _standing_row(self) -> AssessmentRow | None:
        """The stored verdict of the visit shown; none for another day, another knowledge or tried values."""
        visit_id = self.chooser.visit_id
        if self._view is None or visit_id is None or self.known.then or self.trying.on:
            return None
        rows_ = (row for row in self._view.history if row.visit_id == visit_id)
        return next((row for row in rows_ if row.superseded_at is None), None)

    def _compare(self, day: date) -> None:
        """What other definitions say of the day, computed in the worker."""
        assert self._view is not None
        asked, context, subject_id = self._round, self._desk.context, self._view.course.subject.id
        known: assessments.Known = "then" if self.known.then else "now"
        self._desk.operations.run(
            lambda: assessments.definitions(context, subject_id, day, known=known),
            owner=self,
            done=lambda answers: self._on_compared(asked, answers),
            failed=lambda refusal: self.others.show_refusal(words.refusal(self._texts, refusal)),
            behind=True,
        )

    def _on_compared(self, asked: int, answers: Sequence[Comparison]) -> None:
        if asked == self._round and self._view is not None:
            row = self.override.row
            signed = row.said if row is not None and row.override is not None else ""
            self.others.show_answers(answers, self._view.template, signed=signed)

    def _on_definition(self, answer: Comparison) -> None:
        """Show the evidence of a definition in the tree, and say that it does not set the status."""
        if answer.definition is None:
            self._show_own()
            return
        self.shown = answer
        named = Notice("warning", shown_text(answer, self._texts))
        self.strip.show_notice(named, action=self._texts("definitions.back"))
        self.outlook.compare(answer)
        self.tree.show_rows(rows(answer.verdict, self._texts))

    def _show_own(self) -> None:
        """Show the protocol's own evidence."""
        self.shown = None
        self.strip.clear()
        self.others.choose_own()
        self.outlook.compare(None)
        if self.verdict is not None:
            self.tree.show_rows(rows(self.verdict, self._texts))

    def _on_back(self) -> None:
        self._show_own()
        if self.others.lines:
            self.others.lines[0].setFocus()

    def _try(self) -> None:
        if self._view is not None and self.verdict is not None:
            self.trying.begin(self._view, self.verdict.day)

    def _on_trying(self) -> None:
        """A scratch copy is open: what speaks of the stored data alone makes room for it."""
        assert self.trying.copy is not None
        self._wear_scratch(on=True)
        self._on_tried(TriedVerdict(self.trying.copy.stored))

    def _on_tried(self, told: TriedVerdict) -> None:
        copy = self.trying.copy
        if copy is None:
            return
        self._show(told.verdict)
        said = self._texts("response.try.strip", stored=copy.stored.status, tried=told.verdict.status)
        self.strip.show_notice(Notice("warning", said))

    def _on_try_ended(self) -> None:
        self._wear_scratch(on=False)
        self.strip.clear()
        if self._view is not None:
            self.show_subject(self._view)
        self.try_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_asking(self, asking: bool) -> None:
        """The evidence stays in sight beside the form."""
        for part in (self.quotes, self.known):
            part.setVisible(not asking)

    def _wear_scratch(self, *, on: bool) -> None:
        for part in (self.quotes, self.others, self.outcome, self.past, self.known):
            part.setVisible(not on)
        self.chooser.setEnabled(not on)

    def _print(self) -> None:
        visit_id = self.chooser.visit_id
        if visit_id is not None:
            self._desk.evidence_wanted.emit(visit_id)

    def _show_nothing(self) -> None:
        self._round += 1
        self.verdict = None
        enrolled = self._view is not None and self._view.course.subject.day0 is not None
        self.empty.setText(self._texts("response.no_verdict" if enrolled else "response.no_day0"))
        self.override.show_row(None)
        self.sentence.setText("")
        self.flag_words.setText("")
        self._reveal(verdict=False)

    def _reveal(self, *, verdict: bool) -> None:
        scratch = self.trying.on
        for shown in (self.chip, self.splitter):
            shown.setVisible(verdict)
        self.known.setVisible(verdict and not scratch)
        self.try_button.setVisible(verdict and not scratch)
        self.try_button.setEnabled(not self.known.then)
        self.try_button.setToolTip(self._texts("response.try_needs_now") if self.known.then else "")
        self.print_button.setVisible(verdict and not scratch)
        row = self.override.row if verdict else None
        may = self.override.may_sign and verdict and not scratch
        self.override_button.setVisible(may and (row is None or row.override is None))
        self.override_button.setEnabled(row is not None)
        self.override_button.setToolTip(
            "" if row is not None else self._texts("response.override.needs_visit")
        )
        visit = self.chooser.visit_id is not None
        needs = "print_needs_now" if visit else "print_needs_visit"
        self.print_button.setEnabled(visit and not self.known.then)
        self.print_button.setToolTip(
            "" if self.print_button.isEnabled() else self._texts(f"response.{needs}")
        )
        self.flag_words.setVisible(bool(self.flag_words.text()))
        self.empty.setVisible(not verdict)

    def _on_selected(self, path: tuple[Evidence, ...]) -> None:
        if self._view is not None:
            written_in = self.shown.definition if self.shown is not None else None
            self.quotes.show_reading(reading(path, written_in or self._view.template, self._texts))

    def _connect(self) -> None:
        self.chooser.chosen.connect(self._ask)
        self.tree.selected.connect(self._on_selected)
        self.others.chosen.connect(self._on_definition)
        self.known.switched.connect(self._on_switched)
        self.strip.action_wanted.connect(self._on_back)
        self.print_button.clicked.connect(self._print)
        self.try_button.clicked.connect(self._try)
        self.override_button.clicked.connect(self.override.ask)
        self.override.asking.connect(self._on_asking)
        self.override.ended.connect(self.override_button.setFocus)
        self.trying.begun.connect(self._on_trying)
        self.trying.answered.connect(self._on_tried)
        self.trying.ended.connect(self._on_try_ended)
        self.trying.refused.connect(lambda error: self.sentence.setText(words.refusal(self._texts, error)))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.trying.on:
            self.trying.end()
        else:
            super().keyPressEvent(event)
