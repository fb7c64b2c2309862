"""What stands in the form of a consent: that of the version in force, or of one that is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.consent import GUARDIAN, SUBJECT
from app.domain.plausibility import ADULT_FROM_YEARS
from app.domain.timeline import age_years
from app.services import access, consents
from app.ui.pages.consent.frame import ConsentFrame
from app.ui.pages.enrol.presenter import age_in_full

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.domain.consent import Consent
    from app.services.consents import ConsentDraft, Signed
    from app.services.subjects import SubjectRow
    from app.ui.desk import Desk


class ConsentFields(ConsentFrame):
    """Shows the fields that a role may fill and that a consent has. Knows nothing of what is stored."""

    can = False  # whether there is anything to fill in
    _instead: Consent | None = None  # the consent that is corrected
    _subject: SubjectRow | None = None
    _signer_chosen = False  # somebody said who signed; before that it follows the age
    _by_age = ""  # who signs by the age, as shown last

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.may = access.may(desk.context, consents.RECORD)
        self.day.day_changed.connect(lambda _day: self._match_age())
        self.signer.activated.connect(lambda _index: self._on_signer())

    def draft(self) -> ConsentDraft:
        """What the service takes."""
        first = self._instead is not None and self._instead.id == 0
        hidden = self.assent.isHidden()  # what is not in sight is not changed
        return consents.ConsentDraft(
            self.form.code,
            self.day.day(),
            "" if first else self.signer.code,
            assent=self._instead is not None and self._instead.assent if hidden else self.assent.isChecked(),
            note=self.note.text(),
        )

    def missing(self) -> dict[str, str]:
        """What hinders a save: field → code of the sentence, in reading order."""
        found: dict[str, str] = {}
        if self.day.day() is None:
            found["day"] = "endings.day_bad"
        if self._instead is not None:
            if not self.why.code:
                found["why"] = "consents.why_wanted"
            elif self.why.code == "other" and not self.why_text.text().strip():
                found["why_text"] = "endings.why_text_wanted"
        return found

    def show_form(self, known: Signed, instead: Consent | None, *, subject: SubjectRow) -> None:
        """Show an empty form with the version in force, or the consent that is to be corrected."""
        self._instead, self._subject = instead, subject
        labels = list(dict.fromkeys(form.label for form in known.forms))
        self.can = self.may and bool(labels) and (instead is not None or subject.state != "screen_failed")
        if instead is not None and instead.form not in labels:
            labels.append(instead.form)
        current = known.current.label if known.current is not None else ""
        said = {each: self._texts("consents.version", version=each) for each in labels}
        said[current] = self._texts("consents.current", version=current)
        chosen = instead.form if instead is not None else current
        self.form.offer(((each, said[each]) for each in labels), chosen)
        self.day.set_day(instead.day if instead is not None else None)
        self.note.setText(instead.note if instead is not None else "")
        self.note.setCursorPosition(0)  # read from its beginning
        self.assent.setChecked(instead is not None and instead.assent)
        self.why.choose("")
        self.why_text.clear()
        self._signer_chosen = instead is not None and bool(instead.signed_by)
        if instead is not None and instead.signed_by:
            self.signer.choose(instead.signed_by)
        self._by_age = self.signer.code
        self.title.setText(self._texts("consents.correcting" if instead is not None else "consents.title"))
        self.study_button.setVisible(self.may and not known.forms)
        self._match()

    def _match(self) -> None:
        corrects = self._instead is not None
        first = self._instead is not None and self._instead.id == 0
        wanted = {"signer": not first, "note": not first, "why": corrects, "why_text": corrects}
        for key, field in self.fields.items():
            field.clear_problem()
            field.setVisible(self.can and wanted.get(key, True))
        self.go_button.setVisible(self.can)
        self.go_button.setText(self._texts("consents.save" if corrects else "consents.record"))
        self._match_age()

    def _match_age(self) -> None:
        """Who signs follows the age on the day, unless somebody has said who did."""
        if self._subject is None:
            return
        born, on = self._subject.birth_date, self.day.day() or self._desk.context.today()
        child = born <= on and age_years(born, on) < ADULT_FROM_YEARS
        self.assent.setVisible(self.can and child)
        given, self._by_age = self._by_age, GUARDIAN if child else SUBJECT
        if not self._signer_chosen and self.signer.code == given:  # another one came with a draft
            self.signer.choose(self._by_age)
        self._ask_signer()

    def _ask_signer(self) -> None:
        """Ask about a signer who is not the one by the age on the day. It may be right, so it passes."""
        day = self.day.day()
        if self._subject is None or day is None or not self.can or self.fields["signer"].isHidden():
            return
        said = ""
        if day >= self._subject.birth_date and self.signer.code != self._by_age:
            age = age_in_full(self._texts, self._subject.birth_date, day)
            kind = "child" if self._by_age == GUARDIAN else "adult"
            said = self._texts(f"enrol.consent.{kind}", age=age)
        self.fields["signer"].show_problem(said, soft=True)

    def _on_signer(self) -> None:
        self._signer_chosen = True
