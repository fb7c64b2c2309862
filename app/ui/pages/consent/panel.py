"""Records that a subject has consented again, or corrects a consent, without leaving the subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from app.i18n.consents import standing_text
from app.services import consents
from app.services.contracts.visits import Reason
from app.ui.desk import Notice
from app.ui.kept_fields import KeptFields
from app.ui.pages.consent.fields import ConsentFields
from app.ui.pages.consent.signed_line import SignedLine
from app.ui.widgets.tab_order import follow
from app.ui.words import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.domain.consent import Consent
    from app.services.consents import Signed
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView


class ConsentPanel(ConsentFields):
    """Opens with `ask`, once it is read what was signed. Nothing is stored before the button."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._known: Signed | None = None
        self.lines: list[SignedLine] = []
        held: dict[str, QLineEdit | QComboBox | QCheckBox] = {
            "form": self.form,
            "day": self.day,
            "signer": self.signer,
            "assent": self.assent,
            "note": self.note,
            "why": self.why,
            "why_text": self.why_text,
        }
        self._kept = KeptFields(desk, held, self)
        self._connect()
        self.way_out.follow(self._kept, self.form)
        self.way_out.forgotten.connect(lambda: self._show_form(self._instead))
        self.hide()

    def ask(self, view: SubjectView) -> None:
        """Open for a subject, with what it has signed."""
        self._kept.flush()
        self._round += 1
        self._view, self._sending = view, False
        asked, context, subject_id = self._round, self._desk.context, self.subject_id
        self._desk.operations.run(
            lambda: consents.of_subject(context, subject_id),
            owner=self,
            done=lambda found: self._open(asked, found),
            failed=self._on_refused,
        )

    def show_subject(self, view: SubjectView) -> None:
        """The subject as it is after a change: another one closes the form."""
        if self._view is not None and view.course.subject.id != self.subject_id:
            self.put_away()

    def keep_draft(self) -> None:
        """Keep what is typed, at once."""
        self._kept.flush()

    def save(self) -> None:
        """Record the consent, or correct the one that is shown, when nothing hinders."""
        self.day.settle()
        if self._sending or self._hindered():
            return
        context, subject_id, draft, was = self._desk.context, self.subject_id, self.draft(), self._instead
        if was is None:
            self._send(lambda: consents.record(context, subject_id, draft))
        else:
            reason = Reason(self.why.code, self.why_text.text().strip())
            self._send(lambda: consents.correct(context, subject_id, was, draft, reason))

    # opening

    def _open(self, asked: int, found: Signed) -> None:
        if asked != self._round or self._view is None:
            return
        self._known = found
        self.standing.setText(standing_text(found, self._texts))
        self._show_lines(found)
        self._show_form(None)
        self.show()
        first = self.day if self.can else self.back_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_lines(self, found: Signed) -> None:
        for line in self.lines:
            self.signed.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        for consent in found.consents:
            line = SignedLine(consent, self._texts, may=self.may, parent=self)
            line.wanted.connect(lambda which=consent: self._correct(which))
            self.signed.addWidget(line)
            line.show()
            self.lines.append(line)
        follow(self.form, [line.link for line in self.lines])

    def _correct(self, consent: Consent) -> None:
        self._kept.flush()
        self._show_form(consent)
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, instead: Consent | None) -> None:
        """An empty form with the version in force, or the consent that is to be corrected."""
        if self._known is None or self._view is None:
            return
        self._instead = instead
        for line in self.lines:
            line.show_chosen(on=line.consent is instead)
        self._say("")
        self.show_form(self._known, instead, subject=self._view.course.subject)
        if self.can:
            about = "new" if instead is None else str(instead.id)
            self._kept.about(f"consent:{self.subject_id}:{about}")

    # doing

    def _hindered(self) -> bool:
        found = self.missing()
        for key, field in self.fields.items():
            field.show_problem(self._texts(found[key]) if key in found else "")
        self._ask_signer()
        return self._focus_first(found)

    def _send(self, work: Callable[[], Changes]) -> None:
        self._sending = True
        self._desk.operations.run(work, owner=self, done=self._on_done, failed=self._on_refused)

    def _on_done(self, changes: Changes) -> None:
        self._sending = False
        view, form, corrects = self._view, self.form.code, self._instead is not None
        self._kept.discard()
        self.put_away()
        self._desk.changed.emit(changes)
        if view is not None:
            key = "consents.corrected" if corrects else "consents.recorded"
            said = self._texts(key, code=view.course.subject.code, version=form)
            self._desk.noticed.emit(Notice("done", said))

    def _on_refused(self, error: ServiceError) -> None:
        self._sending = False
        words = refusal(self._texts, error)
        if self.isHidden():
            self._desk.noticed.emit(Notice("error", words))
        elif error.code.startswith(("consent_day", "day0_")):
            self.fields["day"].show_problem(words)
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._say(words)

    def _forget(self) -> None:
        self._known = self._instead = None

    def _on_typed(self) -> None:
        for field in self.fields.values():
            field.clear_problem()
        self._ask_signer()
        self._say("")

    def _to_study(self) -> None:
        self.put_away()
        self._desk.study_wanted.emit("consent_forms")

    def _connect(self) -> None:
        for box in (self.form, self.signer, self.why):
            box.activated.connect(lambda _index: self._on_typed())
        for line in (self.day, self.note, self.why_text):
            line.textEdited.connect(lambda _text: self._on_typed())
        self.day.stepped.connect(lambda _step: self.signer.setFocus(Qt.FocusReason.TabFocusReason))
        self.note.returnPressed.connect(self.save)
        self.why_text.returnPressed.connect(self.save)
        self.go_button.clicked.connect(self.save)
        self.study_button.clicked.connect(self._to_study)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            self.signer.hasFocus() or self.form.hasFocus() or self.why.hasFocus() or self.assent.hasFocus()
        ):
            self.save()
            event.accept()
        else:
            super().keyPressEvent(event)
