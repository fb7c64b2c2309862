"""Documents that are about the study: choose one and what it is of, then preview it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QWidget

from app.services import audit_extent, printing
from app.services.contracts.papers import PROTOCOL, STUDY, Order
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.labels import label, name_above, set_role
from app.ui.widgets.panel import Panel
from app.ui.words import refusal

if TYPE_CHECKING:
    from app.services.errors import ServiceError
    from app.ui.desk import Desk

_COUNTED = "audit_report"  # the one whose lines are counted before it is made

# What each kind asks beside itself.
_ASKS = {
    "enrolment_log": ("protocol",),
    "protocol_synopsis": ("protocol",),
    "query_list": ("subject",),
    "audit_report": ("subject", "since", "until"),
}
KINDS = tuple(kind for kind, about in printing.KINDS.items() if about.about in {STUDY, PROTOCOL})


class StudyPapers(Panel):
    """A document, its choices, and the way to its preview; of an audit report, how long it would be."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        texts = desk.texts
        super().__init__(texts("papers.study_papers"), parent=parent)
        self._desk = desk
        self.kind = ChoiceBox(self)
        for kind in KINDS:
            self.kind.addItem(texts(f"papers.title_{kind}"), kind)
        self.protocol = ChoiceBox(self)
        self.subject = QLineEdit(self)
        self.subject.setPlaceholderText(texts("papers.subject_hint"))
        today, hint = desk.context.today, texts("papers.calendar_open")
        self.since = DateField(texts, today=today, calendar_hint=hint, parent=self)
        self.until = DateField(texts, today=today, calendar_hint=hint, parent=self)
        self.show_button = Button(texts("papers.show"), kind="primary", parent=self)
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(name_above())
        self.form.setHorizontalSpacing(12)
        self._rows: dict[str, QWidget] = {}
        self._add("document", self.kind)
        self._add("protocol", self.protocol)
        self._add("subject", self.subject, word="subject_code")
        self._add("since", self.since, word="from")
        self._add("until", self.until)
        self.body.addLayout(self.form)
        self.extent = label(role="secondary", wrap=True, parent=self)
        self.body.addWidget(self.extent)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.show_button)
        self.body.addLayout(row)
        self.kind.currentIndexChanged.connect(lambda _index: self._fit())
        self.show_button.clicked.connect(self.preview)
        self.subject.returnPressed.connect(self.preview)
        for field in (self.subject, self.since, self.until):
            field.textChanged.connect(lambda _text: self.count())
        self._fit()

    def offer(self, protocols: tuple[str, ...]) -> None:
        """The protocols of the study; the chosen one stays."""
        lines = [(name, name) for name in protocols]
        if self.kind.code != "protocol_synopsis":
            lines.insert(0, ("", self._desk.texts("papers.all_protocols")))
        self.protocol.offer(lines, self.protocol.code)
        self._protocols = protocols
        self.count()

    def preview(self) -> None:
        """Show the chosen document, unless what stands below the fields is against it."""
        if not self.show_button.isEnabled():
            return
        self._desk.document_wanted.emit(self.order())

    def count(self) -> None:
        """Say how many lines an audit report would have, and what stands against it."""
        self._asked += 1
        counted = self.kind.code == _COUNTED
        self.extent.setVisible(counted)
        self.show_button.setEnabled(True)
        if not counted:
            return
        for field in (self.since, self.until):
            if field.text().strip() and field.day() is None:
                self._say(self._desk.texts("errors.day_unreadable", text=field.text().strip()), stands=False)
                return
        asked, context, order = self._asked, self._desk.context, self.order()
        self._desk.operations.run(
            lambda: audit_extent.lines(context, order),
            owner=self,
            done=lambda lines: self._show_lines(asked, lines),
            failed=lambda error: self._refused(asked, error),
        )

    def order(self) -> Order:
        """What is chosen."""
        kind = self.kind.code
        asked = _ASKS[kind]
        words = []
        if "subject" in asked and self.subject.text().strip():
            words.append(f"subject={self.subject.text().strip()}")
        for name, field in (("since", self.since), ("until", self.until)):
            day = field.day()
            if name in asked and day is not None:
                words.append(f"{name}={day.isoformat()}")
        protocol = self.protocol.code if "protocol" in asked else ""
        return Order(kind, protocol=protocol, detail="\n".join(words))

    _protocols: tuple[str, ...] = ()
    _asked = 0

    def _show_lines(self, asked: int, lines: int) -> None:
        if asked != self._asked:
            return
        texts, most = self._desk.texts, audit_extent.MOST
        key = "papers.extent" if lines <= most else "papers.extent_too_long"
        self._say(texts(key, count=lines, most=most), stands=lines <= most)

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked == self._asked:
            self._say(refusal(self._desk.texts, error), stands=False)

    def _say(self, said: str, *, stands: bool) -> None:
        """`stands`: the report can be made."""
        set_role(self.extent, "secondary" if stands else "problem")
        self.extent.setText(said)
        self.show_button.setEnabled(stands)

    def _add(self, name: str, field: QWidget, *, word: str = "") -> None:
        texts = self._desk.texts
        said = texts(f"papers.{word or name}")
        field.setAccessibleName(said)
        self.form.addRow(label(said, parent=self), field)
        self._rows[name] = field

    def _fit(self) -> None:
        """Only what the document asks for."""
        asked = ("document", *_ASKS[self.kind.code])
        for name, field in self._rows.items():
            self.form.setRowVisible(field, name in asked)
        self.offer(self._protocols)
