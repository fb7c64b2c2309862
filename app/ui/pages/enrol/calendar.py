"""Step 6: the visits that enrolment will plan, with dates and windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.ui.pages.enrol.step import Standing, Step
from app.ui.widgets import columns
from app.ui.widgets.fitted_table import fit_table
from app.ui.widgets.labels import label
from app.ui.widgets.read_table import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.domain.schedule import PlannedVisit
    from app.i18n import Texts
    from app.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("visit", "day", "date", "weekday", "window", "what")
WIDTHS = (220, 56, 100, 80, 180, 140)
ROW = 28
WAYS = (
    columns.gives("visit", 170),
    columns.breaks("what", 96),
    columns.breaks("visit", 120),
    columns.breaks("window", 140),  # "on 18 Nov 2026 only" stays one line
    columns.hides("weekday"),
)
VISIT_ROLE = Qt.ItemDataRole.UserRole + 1
RIGHT = ("day",)


def cells(texts: Texts, visit: PlannedVisit) -> tuple[str, ...]:
    """One line of the calendar: D90 response, D90, 18 Nov 2026, Wed, 11–25 Nov 2026, response."""
    window = visit.window
    one_day = window.earliest == window.latest
    what = [texts("enrol.calendar.assessment")] if visit.assessment else []
    what += [texts("enrol.calendar.infusion")] if visit.infusion else []
    return (
        texts.written(visit.title),
        texts.study_day(visit.day),
        texts.date(window.target),
        texts(f"enrol.weekday.{window.target.weekday()}"),
        texts("schedule.window_one_day", day=texts.date(window.target))
        if one_day
        else texts.span(window.earliest, window.latest),
        texts.listed(what),
    )


class CalendarModel(QAbstractTableModel):
    """Planned visits as plain rows."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._visits: tuple[PlannedVisit, ...] = ()
        self._cells: list[tuple[str, ...]] = []

    def show_visits(self, visits: Sequence[PlannedVisit]) -> None:
        """Show another plan; the same one is left as it stands."""
        if tuple(visits) == self._visits:
            return
        self.beginResetModel()
        self._visits = tuple(visits)
        self._cells = [cells(self._texts, visit) for visit in visits]
        self.endResetModel()

    # Qt overrides

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"enrol.calendar.col.{COLUMNS[section]}")
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._cells[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(cell for cell in row if cell) if index.column() == 0 else row[index.column()]
        if role == VISIT_ROLE:
            return self._visits[index.row()]
        return _alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if COLUMNS[column] in RIGHT else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class CalendarStep(Step):
    """The preview of the calendar, with its count."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="calendar", padded=False)
        self.about = label(role="about", wrap=True)
        self.about.setContentsMargins(12, 8, 12, 8)
        self.model = CalendarModel(desk.texts, self)
        texts, longest = desk.texts, columns.LONGEST.date()
        samples = {
            COLUMNS.index("date"): texts.date(longest),
            COLUMNS.index("window"): texts.span(longest, longest.replace(year=longest.year + 1)),
        }
        self.table = read_table(
            self.model,
            name=texts("enrol.calendar.table"),
            row=ROW,
            widths=WIDTHS,
            samples=samples,
            parent=self.panel,
        )
        self.table.setProperty("flat", True)
        fit_table(
            *(self.table, WAYS),
            keys=COLUMNS,
            widths=WIDTHS,
            samples=samples,
            row=ROW,
            desk=desk,
            name="calendar",
        )
        self.panel.body.addWidget(self.about)
        self.panel.body.addWidget(self.table, 1)

    def tell(self, standing: Standing) -> None:
        """Show the plan of the draft."""
        visits = standing.told.evaluation.calendar
        self.model.show_visits(visits)
        self.table.setVisible(bool(visits))
        if not visits:
            self.about.setText(self.texts("enrol.calendar.empty"))
            return
        first, last = visits[0].window.target, visits[-1].window.target
        self.about.setText(
            self.texts(
                "enrol.calendar.about",
                n=len(visits),
                first=self.texts.date(first),
                last=self.texts.date(last),
            )
        )

    def first_open(self) -> QWidget | None:
        """The table, so that arrow keys move in it; none before there is a plan."""
        return None if self.table.isHidden() else self.table
