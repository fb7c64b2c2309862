"""What happened: events with grade and seriousness, and the worst laboratory grades beside the baseline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.services import occurrences
from app.ui import fonts
from app.ui.kept_choice import keep_box, keep_tick
from app.ui.pages.adding import AddButton
from app.ui.pages.events import tables, words
from app.ui.pages.sheet_tab import SheetTab
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label, set_role
from app.ui.widgets.panel import Panel
from app.ui.widgets.tab_order import through
from app.ui.widgets.table_panel import TablePanel

if TYPE_CHECKING:
    from app.domain.grading.shift import Shift
    from app.services.occurrences import EventLine, EventSheet
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

SIDE = 500
_LINES = 8


class EventsTab(SheetTab):
    """Nothing is typed here: Enter leads to the event in the visit form where it was recorded."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        texts = desk.texts
        self._sheet: EventSheet | None = None
        self.kind = ChoiceBox(self)
        self.kind.setAccessibleName(texts("events.filter"))
        for code in ("all", *occurrences.GROUPS):
            self.kind.addItem(texts(f"events.show_{code}"), code)
        self.serious = QCheckBox(texts("events.only_serious"), self)
        self.emergent = QCheckBox(texts("events.only_emergent"), self)
        keep_box(self.kind, desk, "events.kind")
        keep_tick(self.serious, desk, "events.serious")
        keep_tick(self.emergent, desk, "events.emergent")
        self._split = self._beside(share=lambda width: width - fonts.scaled(SIDE), name="events")
        self.events: TablePanel[EventLine] = TablePanel(
            texts("events.list"),
            tables.events(texts, self._anchor),
            empty=texts("events.none_logged"),
            desk=desk,
            name="events.events",
            parent=self._split,
        )
        side = QWidget(self._split)
        self.about = Panel(texts("events.about"), parent=side)
        self._lines = [label(wrap=True, parent=self.about) for _ in range(_LINES)]
        for line in self._lines:
            self.about.body.addWidget(line)
        self.about.body.addStretch(1)
        self.shifts: TablePanel[Shift] = TablePanel(
            texts("events.lab"),
            tables.shifts(texts),
            empty=texts("events.lab_none"),
            desk=desk,
            name="events.shifts",
            parent=side,
        )
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.about)
        column.addWidget(self.shifts, 1)
        adding = partial(AddButton, desk, texts("events.add"), field="events.new")
        self.add, self._fill_first = adding(parent=self), self.events.offered(adding)
        self._show_all = self.events.offered(lambda place: Button(texts("events.show_again"), parent=place))
        self._lay_out()
        through(self.kind, self.serious, self.emergent, self.add, self.events, self.shifts)
        self.kind.currentIndexChanged.connect(lambda _at: self._fill())
        for box in (self.serious, self.emergent):
            box.toggled.connect(lambda _on: self._fill())
        self._show_all.clicked.connect(self._unfilter)
        self.events.opened.connect(self._open)
        self.events.chosen.connect(self._tell)
        self.shifts.opened.connect(self._open_value)

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the events."""
        self.events.take_focus()

    def show_subject(self, view: SubjectView) -> None:
        """Show the events of a subject; filters and the chosen line stay."""
        self._ask(
            view,
            lambda: occurrences.sheet(view.course, view.template, view.history, normals=view.normals),
            self._show,
        )

    def _show(self, view: SubjectView, sheet: EventSheet) -> None:
        self._sheet = sheet
        self.shifts.note.setText(self._texts("events.lab_note", version=sheet.ctcae))
        self.shifts.show_rows(sheet.shifts)
        self.add.show_course(view.course)
        self._fill_first.show_course(view.course)
        self._fill()

    def _unfilter(self) -> None:
        self.kind.setCurrentIndex(0)
        for box in (self.serious, self.emergent):
            box.setChecked(False)

    def _fill(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        shown = self.kind.code
        fitting = [
            line
            for line in sheet.events
            if shown in ("all", line.group)
            and (not self.serious.isChecked() or words.is_serious(line))
            and (not self.emergent.isChecked() or line.emergent)
        ]
        texts = self._texts
        empty = "events.none_fits" if sheet.events else "events.none_logged"
        self.events.nothing.setText(texts(empty))
        self._show_all.setVisible(bool(sheet.events))
        self._fill_first.setVisible(not sheet.events and not self.add.isHidden())
        self.events.show_rows(fitting)
        several = bool(sheet.events)
        note = texts("events.count", shown=len(fitting), of=len(sheet.events)) if several else ""
        self.events.note.setText(note)
        self.about.setVisible(bool(fitting))

    def _tell(self, line: EventLine | None) -> None:
        view = self._view
        said: tuple[tuple[str, str], ...] = ()
        if line is not None and view is not None:
            visit = next((each for each in view.course.visits if each.id == line.visit_id), None)
            named = ""
            if visit is not None:
                title = self._texts.written(visit.title) or self._texts("visit_form.unscheduled")
                day = visit.actual or visit.target
                named = self._texts.spoken([title, self._texts.date(day)]) if day is not None else title
            said = words.detail(line, named, self._texts)
        for at, shown in enumerate(self._lines):
            role, text = said[at] if at < len(said) else ("", "")
            set_role(shown, role)
            shown.setText(text)
            shown.setVisible(bool(text))

    def _open(self, line: EventLine) -> None:
        view = self._view
        if view is None:
            return
        if line.ending is not None and line.visit_id is not None:
            self._desk.visit_wanted.emit(view.course.subject.id, line.visit_id)
        elif line.ending is not None:
            self._go(None, "")
        elif line.row is None:
            self._desk.subject_wanted.emit(view.course.subject.id, "response")
        else:
            self._go(line.visit_id, f"events.{line.row.id}")

    def _open_value(self, shift: Shift) -> None:
        view = self._view
        rows = view.course.counts if view is not None else ()
        visit_id = next(
            (row.visit_id for row in rows if row.analyte == shift.analyte and row.day == shift.worst_day),
            None,
        )
        self._go(visit_id, f"values.{shift.analyte}")

    def _lay_out(self) -> None:
        bar = Flow(gap=12)
        bar.add(label(self._texts("events.title"), role="title", parent=self))
        bar.add(self.kind, self.serious, self.emergent)
        bar.add(self.add, right=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(bar)
        layout.addWidget(self._split, 1)
