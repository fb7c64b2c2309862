"""The row above the list: search, protocol and arm, status, state, next visit, flag, saved views."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui import fonts, words
from app.ui.kept_choice import keep_box
from app.ui.pages.subjects.views import DUES, FLAGS, ViewsButton
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.flow import Flow
from app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from app.services.subjects import ListQuery
    from app.ui.desk import Desk

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
            hint=texts("subjects.search"),
            name=texts("subjects.search_name"),
            clear=texts("subjects.clear"),
            parent=self,
        )
        self.search.setMinimumWidth(fonts.advance(texts("subjects.search"), 10) + fonts.scaled(54))
        self.protocol = self._box("protocol", "all_protocols")
        self.status = self._box("status", "any_status")
        self.state = self._box("state", "all_states")
        self.due = self._box("due", "any_due")
        self.flag = self._box("flag", "any_flag")
        for box, codes, prefix in (
            (self.status, STATUSES, "common.status_full"),
            (self.state, STATES, "subjects.state"),
            (self.due, DUES, "subjects.due"),
            (self.flag, FLAGS, "subjects.flag"),
        ):
            for code in codes:
                box.addItem(texts(f"{prefix}_{code}"), code)
        for box, name in zip(self.boxes, ("protocol", "status", "state", "due", "flag"), strict=True):
            keep_box(box, desk, f"subjects.{name}", said=self._said)
        self.views = ViewsButton(desk, self)
        row = Flow(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.add(self.search, *self.boxes)
        row.add(self.views, right=True)
        for box in self.boxes:
            box.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.views.chosen.connect(self.viewed)

    @property
    def boxes(self) -> tuple[ChoiceBox, ...]:
        """The filters, in their order."""
        return self.protocol, self.status, self.state, self.due, self.flag

    def narrowed(self, query: ListQuery) -> ListQuery:
        """A query with what is chosen and typed."""
        protocol, _, arm = self.protocol.code.partition("/")
        return replace(
            query,
            text=self.search.text().strip(),
            protocol=protocol,
            arm=arm,
            status=self.status.code,
            state=self.state.code,
            due=self.due.code,
            flag=self.flag.code,
        )

    def _said(self, value: str) -> str:
        """The words of a protocol and arm that are offered once the study has answered."""
        protocol, _, arm = value.partition("/")
        return words.protocol_arm(protocol, arm, texts=self._texts)

    def show_view(self, query: ListQuery) -> None:
        """Put the filters as a view has them, without telling; what was typed goes."""
        protocol = f"{query.protocol}/{query.arm}" if query.protocol else ""
        chosen = (protocol, query.status, query.state, query.due, query.flag)
        for box, wanted in zip(self.boxes, chosen, strict=True):
            box.blockSignals(True)
            box.choose(wanted)
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

    def _box(self, key: str, every: str) -> ChoiceBox:
        box = ChoiceBox(self)
        box.setAccessibleName(self._texts(f"subjects.filter_{key}"))
        box.addItem(self._texts(f"subjects.{every}"), "")
        box.give_way(max(12, len(box.itemText(0))))
        box.view().setMinimumWidth(240)
        return box
