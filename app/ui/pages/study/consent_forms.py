"""The tab Consent form: its versions and from when each is in force; none is ever deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QTableView, QVBoxLayout, QWidget

from app.services import access, consents, subjects
from app.services.contracts.endings import UNDO_REASONS
from app.services.contracts.visits import Reason
from app.ui.dates import parse_day
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.pages.study.consent_form_rows import COLUMNS, ROW, WAYS, WIDTHS, ConsentFormRows
from app.ui.pages.study.inline_form import CHOICE, DAY, TEXT, InlineForm
from app.ui.widgets import columns
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.fitted_table import fit_table
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.read_table import fit_rows, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.consent import FormVersion
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk

_FIELDS = {"form_label": TEXT, "form_since": DAY, "form_protocol": CHOICE, "form_note": TEXT}
_WHY = {"form_why": CHOICE, "form_why_text": TEXT}
_LONGEST = {"form_label": 40, "form_note": 500, "form_why_text": 500}  # letters


class ConsentFormsTab(QScrollArea):
    """The versions, newest first; a form adds one or corrects the one chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._texts = desk, desk.texts
        texts = desk.texts
        self._asked = 0
        self._read = self._begun = False  # it came to the front before it had been read
        self._may = access.may(desk.context, consents.FORMS)
        self._instead: FormVersion | None = None  # the version that is corrected
        self._protocols: Sequence[str] = ()
        self.setAccessibleName(texts("study.tab_consent_forms"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what it holds is brought into sight as Tab comes there
        self.rows = ConsentFormRows(texts, today=desk.context.today, parent=self)
        self.strip = NoticeStrip(texts, parent=self)
        self.empty = label(texts("consent_forms.empty"), role="about", wrap=True, parent=self)
        self.add_button = Button(texts("consent_forms.add"), kind="primary", parent=self)
        self.correct_button = Button(texts("consent_forms.correct"), parent=self)
        self.add_form = self._form(_FIELDS)
        self.correct_form = self._form(_FIELDS | _WHY)
        self.table = self._table()
        self._lay_out()
        self._connect()

    @property
    def version(self) -> FormVersion | None:
        """The chosen version."""
        return self.rows.row_at(self.table.currentIndex().row())

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the versions."""
        self._begun = not self._read
        wanted = self.table if self.rows.rowCount() else self.add_button
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Read the versions again."""
        self._asked += 1
        asked, context = self._asked, self._desk.context
        self._desk.operations.run(
            lambda: (consents.forms(context), subjects.protocols(context)),
            owner=self,
            done=lambda found: self._show(asked, *found),
            failed=self._on_refused,
        )

    def keep_draft(self) -> None:
        """Keep what is typed, at once."""
        for form in (self.add_form, self.correct_form):
            if not form.isHidden():
                form.put_away()

    def add(self) -> None:
        """Open an empty form."""
        self.correct_form.put_away()
        self._ask(self.add_form, "study:consent_forms:add", self._texts("consent_forms.add_about"), {})

    def correct(self) -> None:
        """Open the form of the chosen version."""
        form = self.version
        if form is None or not self._may:
            return
        self.add_form.put_away()
        self._instead = form
        given = {
            "form_label": form.label,
            "form_since": form.since.isoformat(),
            "form_protocol": form.protocol,
            "form_note": form.note,
        }
        about = self._texts("consent_forms.correct_about", version=form.label)
        self._ask(self.correct_form, f"study:consent_forms:{form.id}", about, given)

    def _ask(self, form: InlineForm, key: str, about: str, given: Mapping[str, str]) -> None:
        box = form.inputs["form_protocol"]
        if isinstance(box, ChoiceBox):
            every = [("", self._texts("today.all_protocols")), *((each, each) for each in self._protocols)]
            box.offer(every)
        for field, most in _LONGEST.items():
            line = form.inputs.get(field)
            if isinstance(line, QLineEdit):
                line.setMaxLength(most)
        form.keep_as(self._desk, key)
        form.ask(about, **given)
        self.ensureWidgetVisible(form, 0, 12)

    def _show(self, asked: int, forms: Sequence[FormVersion], protocols: Sequence[str]) -> None:
        if asked != self._asked:
            return
        chosen = self.version.id if self.version is not None else 0
        self._protocols = protocols
        self.strip.clear()
        self.rows.show_rows(forms)
        self.table.setCurrentIndex(self.rows.index(self.rows.place_of(chosen), 0))
        self.empty.setVisible(not forms)
        self.table.setVisible(bool(forms))
        self.correct_button.setVisible(self._may and bool(forms))
        self._fit_rows()
        self._read = True
        if self._begun:
            self.begin()

    def _save(self, form: InlineForm, given: Mapping[str, str]) -> None:
        context, was = self._desk.context, self._instead
        draft = consents.FormDraft(
            given["form_label"], parse_day(given["form_since"]), given["form_protocol"], given["form_note"]
        )
        if form is self.add_form:
            self._run(form, lambda: consents.add_form(context, draft), draft.label.strip())
        elif was is not None:
            reason = Reason(given["form_why"], given["form_why_text"].strip())
            self._run(form, lambda: consents.correct_form(context, was, draft, reason), draft.label.strip())

    def _run(self, form: InlineForm, work: Callable[[], Changes], version: str) -> None:
        def done(changes: Changes) -> None:
            form.put_away()
            self._desk.noticed.emit(Notice("done", self._texts("consent_forms.saved", version=version)))
            self._desk.changed.emit(changes)
            self.read()

        self._desk.operations.run(work, owner=self, done=done, failed=form.show_refusal)

    def _on_refused(self, error: ServiceError) -> None:
        self.strip.show_notice(failure(self._texts, error), action=self._texts("common.try_again"))

    # building

    def _form(self, parts: Mapping[str, str]) -> InlineForm:
        texts = self._texts
        why = {"": (texts("endings.why_choose"), "")}
        why |= {code: (texts(f"visit_form.correction.{code}"), "") for code in UNDO_REASONS}
        return InlineForm(
            "consent_forms",
            parts,
            texts=texts,
            choices_of={"form_why": why},
            problems=_problems,
            today=self._desk.context.today,
            parent=self,
        )

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.add)
        self.correct_button.clicked.connect(self.correct)
        self.table.doubleClicked.connect(lambda _index: self.correct())
        self.strip.action_wanted.connect(self.read)
        for form, button in ((self.add_form, self.add_button), (self.correct_form, self.correct_button)):
            form.finished.connect(lambda given, which=form: self._save(which, given))
            form.closed.connect(lambda which=button: which.setFocus(Qt.FocusReason.OtherFocusReason))

    def _lay_out(self) -> None:
        texts, inside = self._texts, QWidget(self)
        bar = Flow()
        bar.add(self.add_button, self.correct_button)
        self.add_button.setVisible(self._may)
        self.correct_button.hide()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(label(texts("consent_forms.title"), role="section", parent=inside))
        column.addWidget(label(texts("consent_forms.about"), role="about", wrap=True, parent=inside))
        column.addLayout(bar)
        for part in (self.strip, self.add_form, self.correct_form, self.empty, self.table):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _fit_rows(self) -> None:
        fit_rows(self.table, least=3, most=12)

    def _table(self) -> QTableView:
        desk, samples = self._desk, {1: self._texts.date(columns.LONGEST.date())}
        name = self._texts("consent_forms.title")
        table = read_table(self.rows, name=name, row=ROW, widths=WIDTHS, samples=samples, parent=self)
        fitting = fit_table(
            table,
            WAYS,
            keys=COLUMNS,
            widths=WIDTHS,
            samples=samples,
            row=ROW,
            desk=desk,
            name="consent_forms",
        )
        fitting.raised.connect(self._fit_rows)
        return table


def _problems(given: Mapping[str, str]) -> Mapping[str, str]:
    """What hinders a save, by field, as the service would say it."""
    found: dict[str, str] = {}
    if not given["form_label"].strip():
        found["form_label"] = "form_label_missing"
    if parse_day(given["form_since"]) is None:
        found["form_since"] = "form_since_missing"
    if "form_why" in given:
        if not given["form_why"]:
            found["form_why"] = "why_wanted"
        elif given["form_why"] == "other" and not given["form_why_text"].strip():
            found["form_why_text"] = "why_text_wanted"
    return found
