"""Signing for a status in place of the automatic one, and the line that says who did so and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.services import access, overriding
from app.services.contracts.visits import Reason
from app.ui.pages.response.past import override_words
from app.ui.pages.response.side import Struck, clear
from app.ui.pages.study.inline_form import CHOICE, SECRET, TEXT, InlineForm
from app.ui.widgets.buttons import Button
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.labels import label, restyle

if TYPE_CHECKING:
    from app.services.assessments import AssessmentRow
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk


class OverridePanel(QWidget):
    """The override of the day shown, if any, and the forms to sign one or to undo it."""

    asking = Signal(bool)  # a form is open: what stands below makes room
    ended = Signal()  # a form was closed: the keyboard goes back to the page

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self._row: AssessmentRow | None = None
        self.may_sign = access.may(desk.context, overriding.OVERRIDE)
        self.line = QFrame(self)
        self._chip = QHBoxLayout()
        self.said = label(wrap=True, parent=self.line)
        self.undo_button = Button(texts("response.override.undo"), dense=True, parent=self.line)
        self.form = _sign_form(desk, self)
        self.undo_form = InlineForm(
            "undo_form", {"text": TEXT}, texts=texts, problems=_text_missing, parent=self
        )
        row = QHBoxLayout(self.line)
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(10)
        row.addLayout(self._chip)
        row.addWidget(self.said, 1)
        row.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        for part in (self.line, self.form, self.undo_form):
            outer.addWidget(part)
        self.form.finished.connect(self._sign)
        self.undo_form.finished.connect(self._undo)
        self.undo_button.clicked.connect(self._ask_undo)
        for form in (self.form, self.undo_form):
            form.closed.connect(self._on_closed)
        self.show_row(None)

    @property
    def row(self) -> AssessmentRow | None:
        """The verdict that could be overridden, or is."""
        return self._row

    def show_row(self, row: AssessmentRow | None) -> None:
        """Show the override of a standing verdict; None where there is no such verdict."""
        if row is None or self._row is None or row.id != self._row.id or row.override != self._row.override:
            self.form.put_away()
            self.undo_form.put_away()
        self._row = row
        signed = row.override if row is not None else None
        self.line.setVisible(signed is not None)
        if row is None or signed is None:
            self._make_room()
            return
        clear(self._chip)
        chip = StatusChip(self._texts)
        chip.show_status(row.status)
        self._chip.addWidget(Struck(chip, spoken=self._texts("response.override.of")))
        words = override_words(signed, row, self._texts)
        self.said.setText(words)
        self.line.setAccessibleName(words)
        self.line.setProperty("strip", "warning" if signed.other_data else "done")
        restyle(self.line)
        self.undo_button.setVisible(self.may_sign)
        self._make_room()

    def ask(self) -> None:
        """Open the form for the verdict shown."""
        if self._row is None or self._row.override is not None:
            return
        texts, row = self._texts, self._row
        about = texts("response.override.meaning", automatic=row.status, date=texts.date(row.day))
        self.show()
        self.asking.emit(True)
        self.form.keep_as(self._desk, f"override:{row.id}")
        _fill(self.form, "code", [(code, texts(f"override_form.code_{code}")) for code in overriding.REASONS])
        self.form.ask(about)
        _fill(self.form, "status", [(code, texts(f"common.status_full_{code}")) for code in _others(row)])

    def _ask_undo(self) -> None:
        if self._row is not None and self._row.override is not None:
            about = self._texts(
                "response.override.undo_about",
                automatic=self._row.status,
                name=self._row.override.name,
            )
            self.undo_form.keep_as(self._desk, f"override:undo:{self._row.override.id}")
            self.undo_form.ask(about)
            self.asking.emit(True)

    def _sign(self, given: dict[str, str]) -> None:
        row, context = self._row, self._desk.context
        if row is None:
            return
        reason = Reason(given["code"], given["text"].strip())
        self._desk.operations.run(
            lambda: overriding.override(
                context, row.id, status=given["status"], reason=reason, passphrase=given["passphrase"]
            ),
            owner=self,
            done=self._on_written,
            failed=self.form.show_refusal,
        )

    def _undo(self, given: dict[str, str]) -> None:
        signed, context = self._row.override if self._row is not None else None, self._desk.context
        if signed is None:
            return
        self._desk.operations.run(
            lambda: overriding.undo(context, signed.id, reason=Reason("other", given["text"].strip())),
            owner=self,
            done=self._on_written,
            failed=self._on_undo_refused,
        )

    def _on_undo_refused(self, error: ServiceError) -> None:
        self.undo_form.show_refusal(error)

    def _on_written(self, changes: Changes) -> None:
        self.form.put_away()
        self.undo_form.put_away()
        self._desk.changed.emit(changes)

    def _on_closed(self) -> None:
        self._make_room()
        self.asking.emit(False)
        self.ended.emit()

    def _make_room(self) -> None:
        """Take no room where nothing is to be said."""
        shown = (self.line, self.form, self.undo_form)
        self.setVisible(any(not part.isHidden() for part in shown))


def _sign_form(desk: Desk, parent: QWidget) -> InlineForm:
    parts = {"status": CHOICE, "code": CHOICE, "text": TEXT, "passphrase": SECRET}
    return InlineForm("override_form", parts, texts=desk.texts, problems=_unsigned, parent=parent)


def _fill(form: InlineForm, key: str, choices: list[tuple[str, str]]) -> None:
    box = form.inputs[key]
    assert isinstance(box, ChoiceBox)
    box.offer([("", "\N{EN DASH}"), *choices])  # nobody signs for what happened to stand first


def _others(row: AssessmentRow) -> list[str]:
    return [code for code in overriding.STATUSES if code != row.status]


def _text_missing(given: dict[str, str]) -> dict[str, str]:
    return {} if given["text"].strip() else {"text": "text_missing"}


def _unsigned(given: dict[str, str]) -> dict[str, str]:
    return {
        key: f"{key}_missing" for key in ("status", "code", "text", "passphrase") if not given[key].strip()
    }
