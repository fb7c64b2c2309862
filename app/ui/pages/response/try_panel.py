"""Try values…: a small table of what the verdict rests on, to change in a scratch copy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.protocol.settings import WASHOUT_DAYS
from app.domain.record import Medication, Transfusion
from app.services.contracts.subjects import MedicationRow, TransfusionRow
from app.services.trying import Tried, TriedValue
from app.ui import fonts
from app.ui.pages.response.side import clear
from app.ui.pages.response.try_rows import (
    GCSF,
    PLATELETS,
    RED_CELLS,
    VALUE,
    GivenTry,
    Ground,
    TryRow,
    ValueTry,
)
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel
from app.ui.widgets.tab_order import through

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

LOOKBACK_DAYS = 60  # transfusions and courses that are offered; older ones bear on no default rule
DRUG = "filgrastim"
MOST_HEIGHT = 176  # the evidence above it stays in sight
_HEADS = ("what", "day", "value", "unit", "", "")


class TryPanel(Panel):
    """Holds the rows of one day; `changed` after each key, `ended` by its button."""

    changed = Signal()
    ended = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.texts("response.try.title"), padded=False)
        self._desk = desk
        self._texts = texts = desk.texts
        self._day: date | None = None
        self._analytes: tuple[str, ...] = ()
        self.rows: list[TryRow] = []
        self.adders = {
            kind: Button(texts(f"response.try.add_{kind}"), dense=True, parent=self)
            for kind in (VALUE, RED_CELLS, PLATELETS, GCSF)
        }
        self.end_button = Button(texts("response.try.end"), keys="Esc", dense=True, parent=self)
        self._table = QWidget()
        self._table.setObjectName("page")
        self._ground = Ground(texts, self._table, desk.context.today)
        self._grid = QGridLayout(self._table)
        self._laid: list[QWidget] = []  # what lies in the grid
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._table)
        area.setMinimumHeight(130)
        area.setMaximumHeight(fonts.scaled(MOST_HEIGHT))
        self.area = area
        self._build()

    def show_day(self, view: SubjectView, day: date) -> None:
        """Offer the counts of a day, and what was given in the weeks before it."""
        self._day, course = day, view.course
        self._analytes = tuple(view.template.response.counts)
        stored = {row.analyte: row for row in course.counts if row.day == day}
        since = day - timedelta(days=LOOKBACK_DAYS)
        self.rows = []
        for code in self._analytes:
            self._join(ValueTry((code,), day=day, stored=stored.get(code), ground=self._ground))
        for row in reversed(course.transfusions):
            if since <= row.day <= day:
                self._join(GivenTry(row.product, first=row.day, last=None, stored=row, ground=self._ground))
        for course_row in reversed(course.medications):
            if not course_row.exact:
                continue  # its days cannot stand in fields of days
            if course_row.drug.casefold() in WASHOUT_DAYS and _near(course_row, since, day):
                self._join(
                    GivenTry(
                        GCSF,
                        first=course_row.start,
                        last=course_row.stop,
                        stored=course_row,
                        ground=self._ground,
                    )
                )
        self._place()

    def begin(self) -> None:
        """Put the keyboard into the first value."""
        first = next((row for row in self.rows if isinstance(row, ValueTry)), None)
        if first is not None:
            first.field.setFocus(Qt.FocusReason.TabFocusReason)

    def tried(self) -> Tried:
        """What differs from what is stored; rows whose day cannot be read say nothing yet."""
        counts = [row for row in self.rows if isinstance(row, ValueTry) and row.differs]
        given = [row for row in self.rows if isinstance(row, GivenTry)]
        new = [row for row in given if row.added and row.first is not None]
        gone = [row.row for row in given if row.away]
        return Tried(
            values=tuple(
                TriedValue(row.on, row.analyte, row.text, row.units.code)
                for row in counts
                if row.on is not None
            ),
            transfusions=tuple(
                Transfusion(row.first, row.kind) for row in new if row.kind != GCSF and row.first is not None
            ),
            courses=tuple(
                Medication(DRUG, row.first, row.last)
                for row in new
                if row.kind == GCSF and row.first is not None
            ),
            no_transfusions=tuple(
                Transfusion(row.day, row.product, row.reason or None, row.units)
                for row in gone
                if isinstance(row, TransfusionRow)
            ),
            no_courses=tuple(
                Medication(row.drug, row.start, row.stop, exact=row.exact)
                for row in gone
                if isinstance(row, MedicationRow)
            ),
        )

    def show_refused(self, refused: Sequence[tuple[TriedValue, str]]) -> None:
        """Mark the values that cannot be read."""
        why = {(value.day, value.analyte): (code, value.text) for value, code in refused}
        for row in self.rows:
            if isinstance(row, ValueTry):
                code, text = why.get((row.on, row.analyte), ("", "")) if row.on else ("", "")
                row.show_refused(self._texts("response.try.unreadable", text=text) if code else "")

    def _add(self, kind: str) -> None:
        if self._day is None:
            return
        row: TryRow
        if kind == VALUE:
            row = ValueTry(self._analytes, day=self._day, stored=None, choose=True, ground=self._ground)
        else:
            row = GivenTry(kind, first=self._day, last=self._day, stored=None, ground=self._ground)
        self._join(row)
        self.rows.insert(0, self.rows.pop())  # on top, where it is seen
        self._place()
        self.area.verticalScrollBar().setValue(0)
        row.day.setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    def _join(self, row: TryRow) -> None:
        row.changed.connect(self.changed)
        row.dropped.connect(lambda: self._drop(row))
        self.rows.append(row)

    def _drop(self, row: TryRow) -> None:
        self.rows.remove(row)
        for cell in row.cells:
            cell.hide()
            cell.deleteLater()
        row.deleteLater()
        self._place()
        self.adders[row.kind].setFocus()
        self.changed.emit()

    def _place(self) -> None:
        """Lay the rows out in their order."""
        # The grid is never asked for its items: what it gives lives on when Qt has freed the item, and
        # then stands for whatever comes to lie there. A row of another page lost its parts, and Qt fell.
        cells = [cell for row in self.rows for cell in row.cells]
        for widget in self._laid:
            self._grid.removeWidget(widget)
            if widget not in cells:
                widget.hide()
                widget.deleteLater()
        self._laid = list(cells)
        for column, head in enumerate(_HEADS):
            if head:
                self._laid.append(label(self._texts(f"response.try.{head}"), role="secondary"))
                self._grid.addWidget(self._laid[-1], 0, column)
        for at, row in enumerate(self.rows, start=1):
            for column, cell in enumerate(row.cells):
                self._grid.addWidget(cell, at, column)
        self._grid.setRowStretch(len(self.rows) + 1, 1)
        through(*(cell for row in self.rows for cell in row.cells), *self.adders.values(), self.end_button)

    def _build(self) -> None:
        clear(self.body)
        for kind, button in self.adders.items():
            button.clicked.connect(lambda _on=False, wanted=kind: self._add(wanted))
        self.end_button.clicked.connect(self.ended)
        self._grid.setContentsMargins(12, 6, 12, 6)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(4, 1)
        foot = Flow()
        foot.setContentsMargins(12, 6, 12, 8)
        foot.add(*self.adders.values())
        foot.add(self.end_button, right=True)
        inner = QVBoxLayout()
        inner.setSpacing(0)
        inner.addWidget(self.area, 1)
        inner.addLayout(foot)
        self.body.addLayout(inner)


def _near(course: MedicationRow, since: date, day: date) -> bool:
    return course.start <= day and (course.stop is None or course.stop >= since)
