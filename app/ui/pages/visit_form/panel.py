"""The typed side of the form as one widget: head, value rows and logs, read and shown as FormTexts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.services.visits import Previous
from app.ui.pages.visit_form.draft import WEIGHT
from app.ui.pages.visit_form.grades import Grader
from app.ui.pages.visit_form.head import ONE_LINE_HEIGHT, FormHead
from app.ui.pages.visit_form.held_heads import HeldHeads
from app.ui.pages.visit_form.log_rows import LogRow
from app.ui.pages.visit_form.plain import be_plain
from app.ui.pages.visit_form.planned import Weight, products
from app.ui.pages.visit_form.since import Setting, SinceLastVisit
from app.ui.pages.visit_form.texts_of_form import FormTexts
from app.ui.pages.visit_form.value_grid import ValueGrid
from app.ui.widgets.date_field import DateField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from app.domain.plausibility import Problem
    from app.i18n import Texts
    from app.services.visits import VisitForm
    from app.ui.subject_view import SubjectView


class TypedPanel(QWidget):
    """Everything that a person types. It shows problems where they belong and computes nothing itself."""

    edited = Signal()
    settled = Signal()

    def __init__(
        self,
        form: VisitForm,
        view: SubjectView,
        *,
        texts: Texts,
        today: Callable[[], date],
        may_override: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read_only = False
        course = view.course
        anchor = course.subject.day0
        self.head = FormHead(
            form,
            anchor=anchor,
            weight_before=_weight_before(form),
            others=tuple(row for row in course.visits if row.id != form.visit_id),
            today=today,
            texts=texts,
            parent=self,
        )
        self._grader = grader = Grader(form, view.template, arm=course.subject.arm, texts=texts)
        self.grid = ValueGrid(
            _codes(form),
            form.previous,
            day=form.day,
            anchor=anchor,
            grader=grader,
            texts=texts,
            parent=self,
        )
        self.infusions_asked = products(
            view.template,
            course.subject.arm,
            infusion=form.infusion,
            day=(form.day - anchor).days if anchor else None,
        )
        given = form.stored.infusions if form.stored else ()
        self._weight_before = _weight_before(form)
        self.since = SinceLastVisit(
            setting=Setting(view.template, course.subject.arm, self.weight, may_override),
            last_visit=form.last_visit,
            on=form.day,
            products=self.infusions_asked or tuple(dict.fromkeys(row.product for row in given)),
            courses=course.medications,
            events=tuple(row for row in course.events if row.visit_id != form.visit_id),
            visit_day=self.head.day.text,
            today=today,
            texts=texts,
            parent=self,
        )
        self._lay_out()
        for part in (self.head, self.grid, self.since):
            part.edited.connect(self.edited)
        for typed in (self.head.edited, self.since.edited):
            typed.connect(self._show_doses)
        for part in (self.head, self.grid):
            part.settled.connect(self.settled)
        self.head.left_below.connect(self.focus_first_empty)
        self.grid.left_above.connect(self.head.weight.setFocus)
        self.grid.left_below.connect(self._leave_values)

    @property
    def one_line(self) -> int:
        """The pixels that the values need beside each other."""
        return self.grid.one_line

    @property
    def close_line(self) -> int:
        """The pixels with which each value still has one line."""
        return self.grid.columns.close_line

    def be_read_only(self, *, on: bool = True) -> None:
        """Show the values as plain text, without taking any."""
        self._read_only = on
        self.since.be_read_only(on=on)
        be_plain(self, on=on)

    def path_of(self, widget: QWidget | None) -> str:
        """The path of a field: "values.HB", "events.12" by the id of the row; "" for none."""
        if widget is None or not self.isAncestorOf(widget):
            return ""
        return self.head.path_of(widget) or self.grid.path_of(widget) or self.since.path_of(widget)

    def place_of_mark(self, field: str) -> tuple[QBoxLayout, int, QWidget] | None:
        """The row in which the mark of a field's queries stands, where in it, and behind what for Tab."""
        area, _, code = field.partition(".")
        row = next((row for row in self.grid.rows if area == "values" and row.code == code), None)
        if row is not None:
            return row.mark_place
        if area in self.since.sections():
            return self.since.sections()[area].mark_place
        return self.head.mark_place(field)

    def show_texts(self, shown: FormTexts) -> None:
        """Show a blank, stored or drafted form."""
        self.head.show_texts(
            day=shown.day,
            sample_time=shown.sample_time,
            laboratory=shown.laboratory,
            weight=shown.value(WEIGHT),
        )
        self.head.deviation.show_reason(shown.deviation, shown.deviation_note)
        self.grid.show_values(shown.values)
        self.since.show_texts(shown)
        self._show_doses()
        if self._read_only:
            self.be_read_only(on=True)

    def show_before(self, form: VisitForm) -> None:
        """Show what stands before another day of the visit; what is typed stays."""
        self._weight_before = _weight_before(form)
        self._grader.stand_on(form)
        self.head.show_weight_before(self._weight_before)
        self.grid.show_before(form.previous, form.day)
        self.since.show_last_visit(form.last_visit, form.day)
        self._show_doses()

    def texts(self) -> FormTexts:
        """The form as it stands."""
        weight = self.head.weight_value()
        return FormTexts(
            day=self.head.day.text(),
            sample_time=self.head.sample_time.text(),
            laboratory=self.head.laboratory.text(),
            values=(*self.grid.values(), weight),
            transfusions=self.since.transfusions.texts(),
            infusions=self.since.infusions.texts(),
            medications=self.since.medications.texts(),
            events=self.since.events.texts(),
            no_transfusion=self.since.transfusions.tick.isChecked(),
            no_infusion=self.since.infusions.tick.isChecked(),
            medicines_unchanged=self.since.medications.tick.isChecked(),
            no_event=self.since.events.tick.isChecked(),
            deviation=self.head.deviation.code,
            deviation_note=self.head.deviation.said,
        )

    def weight(self) -> Weight:
        """The weight as it stands, and the newest before it."""
        before = self._weight_before
        if before is None:
            return Weight(self.head.weight.text())
        return Weight(self.head.weight.text(), before.quantity.value, before.day)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Put each problem where its path points to."""
        listed = list(problems)
        values = {p.path.split(".")[1]: p for p in reversed(listed) if p.path.startswith("values.")}
        day = next((problem for problem in listed if problem.path == "day"), None)
        time = next((problem for problem in listed if problem.path == "sample_time"), None)
        self.head.show_problems(day=day, time=time, weight=values.get(WEIGHT))
        self.head.deviation.show_problem(
            next((problem for problem in listed if problem.path == "deviation"), None)
        )
        self.grid.show_problems(values)
        self.since.show_problems(listed)

    def settle(self) -> None:
        """Treat every field as said, also the one in focus: the person wants to save."""
        focused = self.focusWidget()
        if isinstance(focused, DateField):
            focused.settle()
        self.head.time_field.settle()
        self.head.weight.settle()
        for row in self.grid.rows:
            row.field.settle()

    def focus(self, path: str) -> bool:
        """Put the focus where a path points to, and into sight."""
        area, _, rest = path.partition(".")
        code = rest.partition(".")[0]
        return self.head.focus(path) or (area == "values" and self.grid.focus(code)) or self.since.focus(path)

    def focus_first_empty(self) -> None:
        """The first empty value, else the first log without an answer, else the first value.

        Who only reads begins with the first value.
        """
        found = not self._read_only and (self.grid.focus_first_empty() or self.since.focus_first_open())
        if not found and self.grid.rows:
            self.grid.rows[0].field.setFocus()

    def ensure_visible(self, widget: QWidget | None) -> None:
        """Scroll a field of the rows into sight, with the whole row of a log that it belongs to."""
        if widget is None or not self._content.isAncestorOf(widget):
            return
        around = widget.parentWidget()
        if isinstance(around, LogRow):
            self._scroll.ensureWidgetVisible(around, 0, 0)
        if self._held is None or not self._held.lead(widget):
            self._scroll.ensureWidgetVisible(widget, 0, 40)

    def show_value(self, code: str) -> None:
        """Scroll to a value that is asked about below the rows, once the question has its place."""
        for row in self.grid.rows:
            if row.code == code:
                QTimer.singleShot(0, row, lambda field=row.field: self.ensure_visible(field))

    def follow_focus(self) -> None:
        """Keep what has the focus in sight; a row that was just added has its place only in a moment."""
        self.ensure_visible(self.window().focusWidget())
        QTimer.singleShot(0, self, lambda: self.ensure_visible(self.window().focusWidget()))

    def _show_doses(self) -> None:
        self.since.show_doses()

    def _leave_values(self) -> None:
        if not self.since.focus_first_open():
            self.since.transfusions.focus()

    def _lay_out(self) -> None:
        self._scroll = QScrollArea(self)
        self._content = QWidget(self._scroll)
        self._content.setObjectName("page")
        inner = QVBoxLayout(self._content)
        layout = QVBoxLayout(self)
        for column in (inner, layout):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
        # At large text the head would leave no room for the values: then it scrolls with them.
        self._held: HeldHeads | None = None
        if self.fontMetrics().height() > ONE_LINE_HEIGHT:
            heads = self.grid.header(self._scroll.viewport())
            self._held = HeldHeads(heads, self.grid, self._scroll)
            inner.addWidget(self.head)
            inner.addWidget(self._held.room)
        else:
            layout.addWidget(self.head)
            layout.addWidget(self.grid.header(self))
        inner.addWidget(self.grid)
        inner.addWidget(self.since)
        inner.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._scroll.setWidget(self._content)
        layout.addWidget(self._scroll, 1)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.follow_focus()  # also where a strip or a smaller window takes room from it


def _codes(form: VisitForm) -> tuple[str, ...]:
    stored = [entry.analyte for entry in form.stored.values] if form.stored else []
    return tuple(code for code in dict.fromkeys([*form.analytes, *stored]) if code != WEIGHT)


def _weight_before(form: VisitForm) -> Previous | None:
    return form.previous.get(WEIGHT)
