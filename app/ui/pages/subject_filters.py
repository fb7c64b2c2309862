"""The row above the list: search, protocol and arm, status, state, next visit, saved views."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from app.ui import words
from app.ui.pages.subject_views import DUES, ViewsButton
from app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from app.services.subjects import ListQuery
    from app.ui.desk import Desk

_GAP = 8
STATUSES = ("CR", "PR", "NR", "RELAPSE", "CLONAL_EVOLUTION", "NE", "PENDING")
STATES = ("enrolled", "screening", "screen_failed", "left")


class SubjectFilters(QWidget):
    """Says what the list is narrowed to. The search tells by itself when something is typed."""

    changed = Signal()  # a filter was chosen
    viewed = Signal(object)  # ListQuery of a view

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts = desk.texts
        self.search = SearchField(
            hint=texts("subjects.search"), name=texts("subjects.search_name"), parent=self
        )
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(220)
        self.protocol = self._box("protocol", "all_protocols")
        self.status = self._box("status", "any_status")
        self.state = self._box("state", "all_states")
        self.due = self._box("due", "any_due")
        for box, codes, prefix in (
            (self.status, STATUSES, "common.status_full"),
            (self.state, STATES, "subjects.state"),
            (self.due, DUES, "subjects.due"),
        ):
            for code in codes:
                box.addItem(texts(f"{prefix}_{code}"), code)
        self.views = ViewsButton(desk, self)
        self._below = False
        self._together = QWidget(self)
        row = QHBoxLayout(self._together)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for part in self.boxes:
            row.addWidget(part)
        row.addStretch(1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.search, 0, 0)
        self._grid.addWidget(self._together, 0, 1)
        self._grid.addWidget(self.views, 0, 2)
        for box in self.boxes:
            box.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.views.chosen.connect(self.viewed)

    @property
    def boxes(self) -> tuple[QComboBox, ...]:
        """The filters, in their order."""
        return self.protocol, self.status, self.state, self.due

    def narrowed(self, query: ListQuery) -> ListQuery:
        """A query with what is chosen and typed."""
        protocol, _, arm = str(self.protocol.currentData()).partition("/")
        return replace(
            query,
            text=self.search.text().strip(),
            protocol=protocol,
            arm=arm,
            status=str(self.status.currentData()),
            state=str(self.state.currentData()),
            due=str(self.due.currentData()),
        )

    def show_view(self, query: ListQuery) -> None:
        """Put the filters as a view has them, without telling; what was typed goes."""
        protocol = f"{query.protocol}/{query.arm}" if query.protocol else ""
        chosen = (protocol, query.status, query.state, query.due)
        for box, wanted in zip(self.boxes, chosen, strict=True):
            box.blockSignals(True)
            box.setCurrentIndex(max(box.findData(wanted), 0))
            box.blockSignals(False)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)

    def clear(self) -> None:
        """Back to the whole list."""
        for box in self.boxes:
            box.setCurrentIndex(0)
        self.search.clear()

    def offer_protocols(self, protocols: tuple[str, ...], arms: tuple[tuple[str, str], ...]) -> None:
        """Each protocol, and below it those of its arms that the study has, where there is more than one."""
        known = {self.protocol.itemText(place) for place in range(self.protocol.count())}
        for name in (*protocols, *(protocol for protocol, _arm in arms)):
            own = [arm for protocol, arm in arms if protocol == name and arm]
            for arm in ("", *(own if len(own) > 1 else ())):
                said = words.protocol_arm(name, arm, texts=self._texts)
                if said not in known:
                    known.add(said)
                    self.protocol.addItem(said, f"{name}/{arm}")

    def _arrange(self) -> None:
        """The boxes beside the search where there is room for their words, else below it."""
        parts = (self.search.minimumWidth(), self._together.sizeHint().width(), self.views.sizeHint().width())
        below = sum(parts) + 2 * _GAP > self.width()
        if below != self._below:
            self._below = below
            self._grid.removeWidget(self._together)
            if below:
                self._grid.addWidget(self._together, 1, 0, 1, 3)
            else:
                self._grid.addWidget(self._together, 0, 1)

    def _box(self, key: str, every: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(self._texts(f"subjects.filter_{key}"))
        box.addItem(self._texts(f"subjects.{every}"), "")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(max(12, len(box.itemText(0))))
        box.view().setMinimumWidth(240)
        return box

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())  # a row that is too wide breaks in two

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
