"""The newest value of each count beside the one before, with its change and its grade."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from app.domain.grading import Grade, ctcae
from app.domain.grading.normal import NONE, beside
from app.domain.quantities import ANALYTES, analyte
from app.services import access
from app.ui.pages.counts.words import former_text
from app.ui.pages.history import show_history
from app.ui.pages.overview.panel import FilledPanel
from app.ui.widgets import tips
from app.ui.widgets.buttons import Button
from app.ui.widgets.corrected import CorrectedLegend, mark
from app.ui.widgets.labels import label, set_role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.i18n import Texts
    from app.services.contracts.subjects import Former
    from app.services.subjects import CountRow
    from app.ui.desk import Desk
    from app.ui.pages.history import HistoryDialog
    from app.ui.subject_view import SubjectView

SHOWN_COUNTS = ("ANC", "HB", "PLT", "RETIC_ABS")


class CountsPanel(FilledPanel):
    """The newest value of each count beside the one before, with change and grade."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "counts", parent=parent)
        self.history: HistoryDialog | None = None
        self._former: Mapping[int, Former] = {}

    def show_subject(self, view: SubjectView) -> None:
        """Show the two newest days with counts."""
        column = self._renew()
        texts = self._texts
        days = sorted(
            {row.day for row in view.course.counts if row.analyte in SHOWN_COUNTS and row.value is not None}
        )
        self.note.setText("")
        if not days:
            column.addWidget(
                label(texts("overview.counts_none"), role="about", wrap=True, parent=self._content)
            )
            if view.course.subject.day0 is not None and access.may(self._desk.context, "visits.record"):
                column.addWidget(self._filler(view.course.subject.id), 0, Qt.AlignmentFlag.AlignLeft)
            return
        newest, before = days[-1], days[-2] if len(days) > 1 else None
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        heads = (
            "",
            "",
            texts.short_date(newest),
            texts.short_date(before) if before else "",
            texts("overview.change"),
            texts("overview.grade"),
        )
        for at, head in enumerate(heads):
            grid.addWidget(self._right(head, "secondary"), 0, at)
        self._former, shown = view.former, []
        for line, code in enumerate(SHOWN_COUNTS, start=1):
            pair = _value(view, code, newest), _value(view, code, before)
            self._add_line(grid, line, code, pair, _grade(view, pair[0]))
            shown += [row for row in pair if row is not None]
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        if any(row.id in view.former for row in shown):
            legend = CorrectedLegend(texts, self._content)
            column.addWidget(legend)
            legend.show()
        self.note.setText(texts("overview.grade_note", version=view.template.ctcae))

    def _filler(self, subject_id: int) -> Button:
        """Leads to where counts are typed or pasted."""
        made = Button(self._texts("overview.counts_fill"), dense=True, parent=self._content)
        made.clicked.connect(lambda: self._desk.subject_wanted.emit(subject_id, "counts"))
        return made

    def _add_line(
        self,
        grid: QGridLayout,
        line: int,
        code: str,
        pair: tuple[CountRow | None, CountRow | None],
        grade: str,
    ) -> None:
        texts = self._texts
        now, then = pair
        unit = texts.unit(ANALYTES[code].unit)
        grid.addWidget(label(texts(f"chart.lane_{code}"), parent=self._content), line, 0)
        grid.addWidget(label(unit, role="secondary", parent=self._content), line, 1)
        grid.addWidget(self._value(now, "strong"), line, 2)
        grid.addWidget(self._value(then, "about"), line, 3)
        cells = [(_change(texts, now, then), ""), (grade, "")]
        for column, (text, role) in enumerate(cells, start=4):
            grid.addWidget(self._right(text, role), line, column)

    def _value(self, row: CountRow | None, role: str) -> QWidget:
        """A value that leads to its history: by the mouse, by Enter, by the context menu."""
        texts = self._texts
        if row is None:
            return self._right(_shown(texts, row), role)
        made = Button(_shown(texts, row), kind="value", parent=self._content)
        made.setProperty("weight", role)
        name = texts.spoken([f"{texts(f'chart.lane_{row.analyte}')} {made.text()}", texts.date(row.day)])
        said = texts("history.open")
        former = self._former.get(row.id)
        if former is not None:
            was = former_text(former, texts)
            name, said = texts.spoken([name, was]), texts.clauses([was, said])
        made.setAccessibleName(texts("history.open_named", name=name))
        made.setToolTip(tips.plain(said))
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

        def open_history() -> None:
            path = f"values.{row.analyte}"
            self.history = show_history(self._desk, path, visit_id=row.visit_id, parent=self)

        made.clicked.connect(open_history)
        made.customContextMenuRequested.connect(lambda _at: open_history())
        return made if former is None else self._marked(made)

    def _marked(self, value: QWidget) -> QWidget:
        """A value behind the mark of what was corrected; the figures stay under each other."""
        both = QWidget(self._content)
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addStretch()
        line.addWidget(mark(both))
        line.addWidget(value)
        return both

    def _right(self, text: str, role: str) -> QLabel:
        made = label(text, parent=self._content)
        set_role(made, role)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return made


def _value(view: SubjectView, code: str, day: date | None) -> CountRow | None:
    rows = [
        row for row in view.course.counts if row.analyte == code and row.day == day and row.value is not None
    ]
    return min(rows, key=lambda row: row.value or Decimal(0), default=None)


def _shown(texts: Texts, row: CountRow | None) -> str:
    if row is None or row.value is None:
        return "–"
    return f"{row.bound}{texts.number(row.value, analyte(row.analyte).places)}"


def _change(texts: Texts, now: CountRow | None, then: CountRow | None) -> str:
    """The difference with its sign; a bound has none."""
    if now is None or then is None or now.value is None or then.value is None or now.bound or then.bound:
        return "–"
    return texts.change(now.value - then.value, analyte(now.analyte).places)


def _grade(view: SubjectView, row: CountRow | None) -> str:
    """The grade as on the visit summary: by the same limits of normal; 0–1 where they are not known."""
    if row is None or row.value is None or row.bound:
        return "–"
    limits = beside(row, view.normals.get(row.analyte, NONE))
    found = ctcae(view.template.ctcae, row.analyte, row.value, lln=limits.low, uln=limits.high)
    if isinstance(found, Grade):
        return f"G{found.grade}"
    return f"G{found.at_least}–{found.at_most}" if found.at_most is not None else "–"
