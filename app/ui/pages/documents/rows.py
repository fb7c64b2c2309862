"""Rows of the documents tab: the summaries that can be made, and those that have left the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, Qt

from app.domain.timeline import study_day
from app.ui import words
from app.ui.widgets import columns
from app.ui.widgets.cells import BOLD_ROLE, ROW_ROLE, SORT_ROLE, STATUS_ROLE, TONE_ROLE
from app.ui.widgets.worded_rows import Index, WordedRows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.i18n import Texts
    from app.services.prints import EarlierPrint
    from app.services.subjects import VisitRow

STATUS_COLUMN = 3


class _Rows(WordedRows[tuple[str, ...]]):
    """A table of finished texts."""

    COLUMNS: ClassVar[tuple[str, ...]] = ()
    WIDTHS: ClassVar[tuple[int, ...]] = ()
    WAYS: ClassVar[tuple[columns.Way, ...]] = ()

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(texts, area="documents", columns=self.COLUMNS, parent=parent)

    # Qt overrides

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, SORT_ROLE):
            return self._rows[index.row()][index.column()]
        if role == TONE_ROLE and index.column() > 1:
            return "text2"
        return None


class SummaryRows(_Rows):
    """One row for each logged visit."""

    COLUMNS = ("date", "day", "visit", "status", "flags")
    WIDTHS = (120, 70, 260, 150, 200)
    WAYS = (
        columns.gives("visit", 180),
        columns.breaks("flags", 104),
        columns.breaks("visit", 120),
        columns.hides("day"),
    )

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(texts, parent)
        self._visits: list[VisitRow] = []

    def show_visits(self, visits: Sequence[VisitRow], *, day0: date | None) -> None:
        """Show these visits in this order."""
        self.beginResetModel()
        self._visits = list(visits)
        self._rows = [self._cells_of(visit, day0) for visit in visits]
        self.endResetModel()

    def visit_at(self, row: int) -> VisitRow | None:
        """The visit of a row."""
        return self._visits[row] if 0 <= row < len(self._visits) else None

    def _cells_of(self, visit: VisitRow, day0: date | None) -> tuple[str, ...]:
        texts = self._texts
        when = visit.when
        day = texts.study_day(study_day(day0, when)) if day0 is not None and when is not None else ""
        flags = texts.listed(words.flags(texts, visit.flags))
        title = texts.written(visit.title) or texts("documents.unscheduled")
        return texts.date(when) if when is not None else "–", day, title, "", flags

    # Qt overrides

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid():
            visit = self._visits[index.row()]
            if role == ROW_ROLE:
                return visit
            if role == STATUS_ROLE and index.column() == STATUS_COLUMN:
                return visit.status or ("SCREENING" if visit.actual is not None else None)
            if role == BOLD_ROLE:
                return index.column() == 0
            if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == STATUS_COLUMN:
                return visit.status
        return super().data(index, role)


class PrintRows(_Rows):
    """One row for each document that was saved or printed."""

    COLUMNS = ("when", "how", "visit", "who", "document", "hash")
    WIDTHS = (150, 90, 200, 130, 230, 170)
    WAYS = (
        columns.gives("visit", 140),
        columns.breaks("visit", 104),
        columns.breaks("document", 130),
        columns.breaks("when", 96),
        columns.breaks("who", 96),
        columns.breaks("how", 80),
        columns.hides("hash"),
    )

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(texts, parent)
        self._titles: Mapping[int, str] = {}

    def name_visits(self, titles: Mapping[int, str]) -> None:
        """The titles of visits by id, for the prints that are shown next."""
        self._titles = titles

    def show_prints(self, found: Sequence[EarlierPrint]) -> None:
        """Show these prints in this order."""
        self.beginResetModel()
        self._rows = [
            (
                self._texts.moment(row.at.astimezone()),
                self._texts(f"documents.how_{row.how}"),
                self._titles.get(row.visit_id, "") or self._texts("documents.unscheduled"),
                row.who,
                row.document_id,
                " ".join(row.data_hash[:16].upper()[at : at + 4] for at in range(0, 16, 4)),
            )
            for row in found
        ]
        self.endResetModel()
