"""Asks why stored values change, before a correction is saved. The old values stay in the audit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.values import dataclass
from app.services.visits import Reason
from app.ui.kept_fields import KeptFields
from app.ui.pages.visit_form.compare import aloud
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.tab_order import follow, stops

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.ui.desk import Desk
    from app.ui.pages.visit_form.compare import Correction

REASONS = (
    "transcription_error",
    "source_corrected",
    "query_response",
    "unit_error",
    "new_information",
    "other",
)


@dataclass(frozen=True, slots=True)
class _Inside:
    what: QLabel
    reason: ChoiceBox
    note: QLineEdit
    back: Button
    save: Button
    told: QLabel


class CorrectionStrip(QFrame):
    """What would change, why, and the two ways on."""

    answered = Signal(object)  # Reason
    put_off = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._kept: KeptFields | None = None
        self._kept_as = ""
        self._asked: tuple[Correction, ...] = ()
        self._desk: Desk | None = None
        self.setProperty("strip", "warning")
        self.hide()

    @property
    def reason(self) -> ChoiceBox:
        """The code of the reason."""
        return self._inside.reason

    @property
    def note(self) -> QLineEdit:
        """The reason in words."""
        return self._inside.note

    @property
    def save(self) -> Button:
        """Saves with the reason."""
        return self._inside.save

    @property
    def back(self) -> Button:
        """Puts the question off."""
        return self._inside.back

    @property
    def told(self) -> QLabel:
        """What is still wanted."""
        return self._inside.told

    @cached_property
    def _inside(self) -> _Inside:
        """Built with the first question: most forms never ask one."""
        texts = self._texts
        made = _Inside(
            what=label(wrap=True, parent=self),
            reason=ChoiceBox(self),
            note=QLineEdit(self),
            back=Button(texts("visit_form.back"), parent=self),
            save=Button(texts("visit_form.save_correction"), parent=self),
            told=label(role="problem", wrap=True, parent=self),
        )
        made.reason.setAccessibleName(texts("visit_form.correction_reason"))
        made.reason.addItem(texts("visit_form.correction_choose"), "")
        for code in REASONS:
            made.reason.addItem(texts(f"visit_form.correction.{code}"), code)
        made.note.setAccessibleName(texts("visit_form.correction_note"))
        made.note.setPlaceholderText(texts("visit_form.correction_note"))
        made.told.hide()
        self._lay_out(made)
        made.reason.currentIndexChanged.connect(lambda _index: self._match())
        made.note.textChanged.connect(lambda _text: self._match())
        made.note.returnPressed.connect(self._answer)
        made.save.clicked.connect(self._answer)
        made.back.clicked.connect(self.go_back)
        follow(self, stops(self))
        return made

    def _lay_out(self, inside: _Inside) -> None:
        row = Flow()
        row.setSpacing(8)
        row.add(inside.reason)
        row.add(inside.note, grows=True)
        row.add(inside.back, inside.save, right=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 8)
        outer.setSpacing(6)
        outer.addWidget(inside.what)
        outer.addLayout(row)
        outer.addWidget(inside.told)

    def keep_as(self, desk: Desk, key: str) -> None:
        """Keep reason and note of the next questions as a draft under a key, that of the form and a word: it
        goes with the form's."""
        if self._kept is not None:
            self._kept.flush()
        self._desk, self._kept_as = desk, key

    def ask(self, corrections: tuple[Correction, ...], names: dict[str, str]) -> None:
        """Ask why these values change; saving once more under the open question takes what it says."""
        if self.isVisible() and corrections == self._asked:
            self._answer()
            return
        self._asked = corrections
        texts = self._texts
        changed = texts.clauses(
            texts(
                "visit_form.corrected",
                name=names.get(each.path, each.path),
                was=aloud(each.was, texts, path=each.path) or texts("visit_form.none"),
                now=aloud(each.now, texts, path=each.path) or texts("visit_form.none"),
            )
            for each in corrections
        )
        self._inside.what.setText(texts("visit_form.correction_asked", changed=changed))
        if self._kept is not None:
            self._kept.flush()
        elif self._desk is not None:
            self._kept = KeptFields(self._desk, {"reason": self.reason, "note": self.note}, self)
        self.reason.setCurrentIndex(0)
        self.note.clear()
        if self._kept is not None:
            self._kept.about(self._kept_as)
        self._match()
        self.show()
        self.reason.setFocus()

    def answer(self) -> Reason | None:
        """The reason as chosen; None while it is not complete."""
        code = self.reason.code
        text = self.note.text().strip()
        if not code or (code == "other" and not text):
            return None
        return Reason(code, text)

    def _answer(self) -> None:
        reason = self.answer()
        if reason is None:
            self.told.setText(self._texts("visit_form.correction_wanted"))
            self.told.show()
            (self.note if self.reason.code == "other" else self.reason).setFocus()
            return
        self.hide()
        if self._kept is not None:
            self._kept.flush()
        self.answered.emit(reason)

    def go_back(self) -> None:
        """Put the question off: nothing is saved, what is typed stays."""
        self.hide()
        self.put_off.emit()

    def _match(self) -> None:
        ready = self.answer() is not None
        self.told.hide()
        self.save.setEnabled(ready)
        self.save.setToolTip("" if ready else self._texts("visit_form.correction_wanted"))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reason.hasFocus():
            self._answer()
        else:
            super().keyPressEvent(event)
