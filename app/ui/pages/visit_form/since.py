"""What happened since the last visit: transfusions, infusions, events, medicines. Each wants an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.dosing import limits_of
from app.domain.values import dataclass
from app.i18n.drugs import drug_name
from app.ui import fonts
from app.ui.dates import parse_day
from app.ui.pages.visit_form.beginnings import event_menu, medicine_menu
from app.ui.pages.visit_form.event_row import EventRow
from app.ui.pages.visit_form.infusion_row import InfusionRow
from app.ui.pages.visit_form.log_rows import MedicationRow, TransfusionRow
from app.ui.pages.visit_form.log_section import LogSection
from app.ui.pages.visit_form.planned import Weight, dose_words, medicine_words
from app.ui.pages.visit_form.reaction import note_reaction
from app.ui.pages.visit_form.texts_of_form import (
    EventText,
    FormTexts,
    InfusionText,
    MedicationText,
    TransfusionText,
)
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from app.domain.plausibility import Problem
    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.services.subjects import EventRow as StoredEvent
    from app.services.subjects import MedicationRow as StoredCourse


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rows are judged by: template and arm, the weight as it stands, whether one may override."""

    template: Template
    arm: str
    weight: Callable[[], Weight]
    may_override: bool = False


class SinceLastVisit(QWidget):
    """The four logs under their group row."""

    edited = Signal()
    override_wanted = Signal(object)  # InfusionRow

    def __init__(
        self,
        *,
        setting: Setting,
        last_visit: date | None,
        on: date,
        products: tuple[str, ...],
        courses: tuple[StoredCourse, ...],
        events: tuple[StoredEvent, ...],
        visit_day: Callable[[], str],
        today: Callable[[], date],
        texts: Texts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._setting = setting
        self._today = today
        self._products = products
        self._courses = tuple(course for course in courses if course.ongoing)
        self._elsewhere = tuple(event for event in events if event.goes_on)
        self._visit_day = visit_day
        self.transfusions = self._transfusions()
        self.infusions = self._infusions()
        self.events = self._events()
        self.medications = self._medications()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._group(last_visit, on))
        for section in self.sections().values():
            section.edited.connect(self.edited)
            layout.addWidget(section)
        self.infusions.setVisible(bool(products))

    def sections(self) -> Mapping[str, LogSection[Any]]:
        """The logs by their name in paths, in the order of the form."""
        return {
            "transfusions": self.transfusions,
            "infusions": self.infusions,
            "events": self.events,
            "medications": self.medications,
        }

    def show_texts(self, form: FormTexts) -> None:
        """Show the logs of a draft or a stored visit."""
        self.transfusions.show_rows(form.transfusions, none=form.no_transfusion)
        self.infusions.show_rows(form.infusions, none=form.no_infusion)
        self.events.show_rows(form.events, none=form.no_event)
        self.medications.show_rows(form.medications, none=form.medicines_unchanged)

    def be_read_only(self, *, on: bool) -> None:
        """Ask for nothing that cannot be given here."""
        for event in self.events.rows:
            if isinstance(event, EventRow):
                event.be_read_only(on=on)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say below each row what is wrong with it."""
        found = {problem.path: problem for problem in problems}
        for log, section in self.sections().items():
            for number, row in enumerate(section.rows):
                prefix = f"{log}.{number}"
                hit = next(
                    (p for path, p in found.items() if path == prefix or path.startswith(prefix + ".")), None
                )
                row.show_problem(hit)

    def show_doses(self) -> None:
        """Say below infusions and ciclosporin what they are for the weight; stage GVHD anew."""
        setting, weight = self._setting, self._setting.weight()
        limits = limits_of(setting.template)
        for given in self.infusions.rows:
            if isinstance(given, InfusionRow):
                given.show_dose(
                    dose_words(
                        given.text(),
                        weight=weight,
                        limits=limits,
                        template=setting.template,
                        arm=setting.arm,
                        texts=self._texts,
                    )
                )
        for taken in self.medications.rows:
            row = taken.text()
            taken.show_about(
                medicine_words(
                    row.drug,
                    weight=weight,
                    day=parse_day(self._visit_day()),
                    template=setting.template,
                    arm=setting.arm,
                    texts=self._texts,
                )
            )
        for event in self.events.rows:
            if isinstance(event, EventRow):
                event.refresh()

    def focus(self, path: str) -> bool:
        """Put the focus where a path points to: "transfusions.0.day", "events", or "events.new" to add."""
        log, _, rest = path.partition(".")
        section = self.sections().get(log)
        if section is None:
            return False
        number, _, field = rest.partition(".")
        section.focus(int(number) if number.isdigit() else None, field or number)
        return True

    def path_of(self, widget: QWidget) -> str:
        """The path of the log, or of the stored row in it, that a widget belongs to."""
        for log, section in self.sections().items():
            for row in section.rows:
                if row is widget or row.isAncestorOf(widget):
                    stored = row.text().id
                    return log if stored is None else f"{log}.{stored}"
            if section.isAncestorOf(widget):
                return log
        return ""

    def focus_row(self, log: str, row_id: int) -> bool:
        """Put the focus on a stored row of a log."""
        section = self.sections().get(log)
        for number, row in enumerate(section.rows if section is not None else ()):
            if row.text().id == row_id:
                return self.focus(f"{log}.{number}")
        return False

    def focus_first_open(self) -> bool:
        """Put the focus on the first log that has no answer."""
        for log, section in self.sections().items():
            if not section.answered and not section.isHidden():
                return self.focus(log)
        return False

    def show_last_visit(self, last_visit: date | None, on: date) -> None:
        """Say since which visit is asked."""
        texts = self._texts
        since = texts("visit_form.since", day=texts.date_from(last_visit, on)) if last_visit else ""
        self._since.setText(since or texts("visit_form.since_start"))

    def _group(self, last_visit: date | None, on: date) -> QWidget:
        group = QWidget(self)
        group.setObjectName("gridHead")
        group.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(group)
        layout.setContentsMargins(12, 0, 12, 0)
        self._since = label(role="secondary", parent=group)
        self._since.setFont(fonts.sized(9, bold=True))
        self.show_last_visit(last_visit, on)
        layout.addWidget(self._since)
        group.setMinimumHeight(26)
        return group

    def _transfusions(self) -> LogSection[TransfusionText]:
        texts = self._texts
        return LogSection(
            none_words=texts("visit_form.no_transfusion"),
            held_words=texts("visit_form.none_held"),
            add_words=texts("visit_form.add_transfusion"),
            make_row=lambda row: TransfusionRow(
                row, name=texts("visit_form.one_transfusion"), texts=texts, today=self._today
            ),
            first_row=lambda: TransfusionText(day=self._visit_day()),
            parent=self,
        )

    def _infusions(self) -> LogSection[InfusionText]:
        texts = self._texts
        return LogSection(
            none_words=texts("visit_form.no_infusion"),
            held_words=texts("visit_form.none_held"),
            add_words=texts("visit_form.add_infusion"),
            make_row=self._infusion_row,
            first_row=lambda: InfusionText(day=self._visit_day(), product=self._products[0]),
            parent=self,
        )

    def _infusion_row(self, row: InfusionText) -> InfusionRow:
        made = InfusionRow(
            row,
            products=self._products or (row.product,),
            may_override=self._setting.may_override,
            name=self._texts("visit_form.one_infusion"),
            texts=self._texts,
            today=self._today,
        )
        made.override_wanted.connect(self.override_wanted)
        made.reaction_button.clicked.connect(lambda: note_reaction(self.events, made.text()))
        return made

    def _events(self) -> LogSection[EventText]:
        texts = self._texts
        section = LogSection(
            none_words=texts("visit_form.no_event"),
            held_words=texts("visit_form.none_held"),
            add_words=texts("visit_form.add_event"),
            make_row=lambda row: EventRow(
                row,
                ctcae=row.ctcae or self._setting.template.ctcae,
                weight=lambda: self._setting.weight().text(),
                name=texts("visit_form.one_event"),
                texts=texts,
                today=self._today,
            ),
            first_row=lambda: EventText(day=self._visit_day()),
            parent=self,
        )
        if self._elsewhere:
            section.add_menu(texts("visit_form.follow_up"), event_menu(section, self._elsewhere, texts))
        return section

    def _medications(self) -> LogSection[MedicationText]:
        texts = self._texts
        named = ((drug_name(texts, course.drug), course.dose) for course in self._courses)
        taken = texts.listed(f"{drug} {dose}".strip() for drug, dose in named)
        section: LogSection[MedicationText] = LogSection(
            none_words=texts(f"visit_form.{'medicines_unchanged' if taken else 'no_medicine'}", taken=taken),
            held_words=texts("visit_form.none_held"),
            add_words=texts("visit_form.change_medicine" if taken else "visit_form.add_medicine"),
            make_row=lambda row: MedicationRow(
                row, name=texts("visit_form.one_medicine"), texts=texts, today=self._today
            ),
            first_row=lambda: MedicationText(start=self._visit_day()),
            parent=self,
        )
        section.add_button.clicked.disconnect()
        menu = medicine_menu(section, self._courses, visit_day=self._visit_day, texts=texts)
        section.add_button.setMenu(menu)
        return section
