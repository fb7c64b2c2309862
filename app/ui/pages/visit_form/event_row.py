"""One row of the events: day, kind, clinical term, grade with its text below, and a staged GVHD."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.domain.alerts import ALLERGY
from app.domain.event_course import DIAGNOSED, LASTING, OUTCOMES
from app.domain.grading import gvhd_record
from app.domain.grading.serious import ASKED, CRITERIA, NO
from app.domain.grading.terms import TERMS
from app.i18n.grading import term_help, term_name
from app.ui.pages.visit_form.gvhd_form import AcuteForm, ChronicForm
from app.ui.pages.visit_form.log_rows import EVENTS, GRADED, LogRow
from app.ui.pages.visit_form.texts_of_form import EventText
from app.ui.widgets import tips
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.i18n import Texts

STAGED = (gvhd_record.ACUTE, gvhd_record.CHRONIC)
CHOICES = {"adverse_event": ("", *TERMS), "gvhd": ("", *STAGED)}
UNCHOSEN = {"adverse_event": "other", "gvhd": "not_staged"}
ALL_GRADES = tuple(range(1, 6))
ASKED_FOR_GRADE = ("adverse_event", "infection")  # a GVHD is staged; what has none yet may be saved so


class EventRow(LogRow[EventText]):
    """Day, kind and note; a term and the grades that it has; GVHD opens its form below the row."""

    def __init__(
        self,
        row: EventText,
        *,
        ctcae: str,
        weight: Callable[[], str],
        name: str,
        texts: Texts,
        today: Callable[[], date],
    ) -> None:
        self._ctcae = ctcae
        self._weight = weight
        self._form: AcuteForm | ChronicForm | None = None
        self._read_only = False
        self._findings = dict(row.findings)
        super().__init__(row, name=name, texts=texts, today=today)

    def text(self) -> EventText:
        if self._row.followed:
            return self._with_course(self._row, self._row.type)
        kind, term = self._kind(), self._term_code()
        graded = kind in GRADED and term not in STAGED
        said = replace(
            self._row,
            day=self._day_field.text(),
            type=kind,
            grade=self._grade.code if graded else "",
            note=self._note.text(),
            term=term,
            findings=self._form.findings() if self._form is not None else {},
            serious=self._serious.code if kind in ASKED else "",
        )
        return self._with_course(said, kind)

    def _with_course(self, row: EventText, kind: str) -> EventText:
        """The row with what became of the event."""
        lasting = kind in LASTING
        return replace(
            row,
            outcome=self._outcome.code if lasting else "",
            until=self._until.text() if lasting else "",
            diagnosed=self._diagnosed.text() if kind in DIAGNOSED else "",
        )

    def _hold(self) -> None:
        """What another visit logged is changed there."""
        for name in ("day", "type", "term", "grade", "note", "serious"):
            self._controls[name].setEnabled(False)
            self._controls[name].setToolTip(tips.plain(self._texts("visit_form.followed_hint")))

    def _build(self, row: EventText) -> None:
        texts = self._texts
        self._asks = label(texts("visit_form.grade_ask"), role="question", wrap=True, parent=self)
        self._outer.insertWidget(1, self._asks)  # below the fields, above what each grade means
        self._day_field = self._told_day("day", row.day)
        kinds = [(code, texts(f"visit_form.event.{code}")) for code in EVENTS]
        self._type = self._choice("type", kinds, row.type)
        self._term = self._choice("term", [], "")
        self._grade = self._choice("grade", [], "")
        self._note = self._typed("note", row.note, digits=28)
        asked = [("", texts("events.serious_ask")), (NO, texts("events.serious_ask_no"))]
        asked += [(code, texts(f"events.serious_{code}")) for code in CRITERIA]
        self._serious = self._choice("serious", asked, row.serious)
        self._diagnosed = self._told_day("diagnosed", row.diagnosed)
        outcomes = [("", texts("events.outcome_ask"))]
        outcomes += [(code, texts(f"events.outcome_{code}")) for code in OUTCOMES]
        self._outcome = self._choice("outcome", outcomes, row.outcome)
        self._until = self._told_day("until", row.until)
        self._ask_allergen()
        self._fill_terms(row.term)
        self._fill_grades(row.grade)
        if row.followed:
            self._hold()
        self._type.currentIndexChanged.connect(lambda _index: self._on_type())
        self._term.currentIndexChanged.connect(lambda _index: self._on_term())
        self._grade.currentIndexChanged.connect(lambda _index: self._show_help())
        self._show_form()
        self._show_help()

    def _ask_allergen(self) -> None:
        """The note of an allergy says to what it is."""
        words = self._texts(f"visit_form.cell.{'allergen' if self._kind() == ALLERGY else 'note'}")
        self._note.setPlaceholderText(words[:1].upper() + words[1:])
        self._note.setAccessibleName(self._texts.spoken((self._name, words)))
        self._note.setToolTip(tips.plain(words))

    def _kind(self) -> str:
        return self._type.code

    def _term_code(self) -> str:
        return self._term.code

    def _on_type(self) -> None:
        self._ask_allergen()
        self._fill_terms("")
        self._on_term()

    def _on_term(self) -> None:
        self._fill_grades(self._grade.code)
        self._show_form()
        self._show_help()
        self.edited.emit()

    def _fill_terms(self, chosen: str) -> None:
        kind = self._kind()
        choices = CHOICES.get(kind, ())
        named = [
            (code, term_name(code, self._texts) or self._texts(f"grading.term.{UNCHOSEN[kind]}"))
            for code in choices
        ]
        self._term.offer(named, chosen)
        self._term.setVisible(bool(choices))
        self._serious.setVisible(kind in ASKED)
        self._diagnosed.setVisible(kind in DIAGNOSED)
        for field in (self._outcome, self._until):
            field.setVisible(kind in LASTING)

    def _fill_grades(self, chosen: str) -> None:
        """Only the grades that the term has: anaphylaxis begins at 3."""
        term = TERMS.get(self._term_code())
        listed = [("", self._texts("visit_form.grade_none"))]
        listed += [
            (str(grade), self._texts("visit_form.grade", grade=grade))
            for grade in (term.grades if term is not None else ALL_GRADES)
        ]
        self._grade.offer(listed, chosen)
        self._grade.setVisible(self._kind() in GRADED and self._term_code() not in STAGED)

    def _show_help(self) -> None:
        grade = self._grade.code
        words = term_help(self._term_code(), int(grade) if grade else None, self._ctcae, self._texts)
        self.show_about(words if self._kind() == "adverse_event" else "")
        asked = self._kind() in ASKED_FOR_GRADE and not grade and not self._row.followed
        self._asks.setVisible(asked and not self._read_only)

    def _show_form(self) -> None:
        staged = self._kind() == "gvhd" and not self._row.followed
        wanted = self._term_code() if staged else ""
        if self._form is not None:
            if self._form.term == wanted:
                return
            self._outer.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        if wanted == gvhd_record.ACUTE:
            self._form = AcuteForm(self._findings, weight=self._weight, texts=self._texts, parent=self)
        elif wanted == gvhd_record.CHRONIC:
            self._form = ChronicForm(self._findings, texts=self._texts, parent=self)
        if self._form is not None:
            self._form.edited.connect(self.edited)
            self._outer.addWidget(self._form)
            self._form.show()
            self.rebuilt.emit()

    def focus(self, field: str = "") -> None:
        found = self._finding(field)
        if found is None:
            super().focus(field)
        else:
            found.setFocus(Qt.FocusReason.TabFocusReason)

    def show_fault(self, field: str, words: str) -> None:
        super().show_fault(field, words)
        if isinstance(self._form, AcuteForm):
            self._form.mark(field if words else "")

    def _finding(self, field: str) -> QWidget | None:
        return self._form.numbers.get(field) if isinstance(self._form, AcuteForm) else None

    def be_read_only(self, *, on: bool) -> None:
        """Ask nothing of who cannot answer."""
        self._read_only = on
        self._show_help()

    def refresh(self) -> None:
        """Stage anew: the weight of the visit has changed."""
        if self._form is not None:
            self._form.restage()
