"""A tab of the subject page where nothing is typed: its lines lead to their place in the visit form."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui import fonts
from app.ui.widgets.kept_split import KeptSplitter

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

    Anchor = Callable[[], date | None]  # day 0 of the subject in sight

T = TypeVar("T")
NARROW = 1100  # pixels at 100 % text below which what stands side by side goes one below the other
LEAST = 420


class SheetTab(QWidget):
    """Puts its sheet together in the worker; holds panels side by side while there is room for both."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = desk.texts
        self._view: SubjectView | None = None
        self._round = 0
        self._halves: list[tuple[KeptSplitter, Callable[[int], int]]] = []

    def _ask(self, view: SubjectView, work: Callable[[], T], show: Callable[[SubjectView, T], None]) -> None:
        """Remember the subject and show what `work` makes of it, unless another one came meanwhile."""
        self._view = view
        self._round += 1
        asked = self._round

        def done(sheet: T) -> None:
            if asked == self._round:
                show(view, sheet)

        self._desk.operations.run(work, owner=self, done=done)

    def _anchor(self) -> date | None:
        """Day 0 of the subject."""
        return self._view.course.subject.day0 if self._view is not None else None

    def _go(self, visit_id: int | None, field: str) -> None:
        """Lead to a field of a visit's form; what belongs to no visit leads to the list of visits."""
        if self._view is None:
            return
        subject_id = self._view.course.subject.id
        if visit_id is not None:
            self._desk.field_wanted.emit(subject_id, visit_id, field)
        else:
            self._desk.subject_wanted.emit(subject_id, "visits")

    def _beside(self, *, share: Callable[[int], int], name: str) -> KeptSplitter:
        """Holds two parts side by side, made with it as their parent: another one would style them anew.

        `share` gives the width of the left one from that of the tab until another one is drawn, which is kept
        under `name`.
        """
        split = KeptSplitter(self._desk, name=name, parent=self)
        self._halves.append((split, share))
        return split

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() >= fonts.scaled(NARROW)
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        for split, share in self._halves:
            if split.orientation() != way:
                split.setOrientation(way)
                self.updateGeometry()
            if wide:
                left = max(1, share(self.width()))
                split.arrange((left, max(1, self.width() - left)))
        super().resizeEvent(event)
