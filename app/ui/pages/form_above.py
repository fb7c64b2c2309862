"""What the forms above the tabs of a subject share: frame, place on the page, Esc and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QWidget

from app.ui.pages.form_area import FormArea
from app.ui.way_out import WayOut
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QPushButton

    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView
    from app.ui.widgets.field import Field

LONGEST = 500  # characters of a note or a reason
SHARES = (3, 2, 3)  # of the width, by column


class FormAbove(QFrame):
    """A form about a whole subject. What is typed in it is kept as a draft."""

    closed = Signal()
    fields: Mapping[str, Field]

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._texts = desk, desk.texts
        self._view: SubjectView | None = None
        self._round = 0  # answers to an earlier question are not shown
        self._sending = False
        self.foot = QWidget(self)  # stays in sight below the form where that scrolls
        self.told = label(role="problem", wrap=True, parent=self.foot)

    @property
    def subject_id(self) -> int:
        """The subject that is asked about, 0 for none."""
        return self._view.course.subject.id if self._view is not None else 0

    def within(self, page: QWidget) -> QWidget:
        """The form as it stands on a page: scrolling where that has not its room."""
        return FormArea(self, self.foot, page)

    def ask(self, view: SubjectView) -> None:
        """Open for a subject."""
        raise NotImplementedError

    def show_subject(self, view: SubjectView) -> None:
        """The subject as it is after a change: another one closes the form."""
        raise NotImplementedError

    def keep_draft(self) -> None:
        """Keep what is typed, at once."""
        raise NotImplementedError

    def put_away(self) -> None:
        """Close; a draft stays kept."""
        self.keep_draft()
        self._round += 1
        self._view = None
        self._forget()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _forget(self) -> None:
        """Let go of what was asked about."""
        raise NotImplementedError

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _focus_first(self, found: Mapping[str, str]) -> bool:
        """Go to the first field that hinders; whether there is one."""
        first = next(iter(found), None)
        if first is not None:
            self.fields[first].control.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is not None

    def _grid_below(self) -> QGridLayout:
        """Three columns; the first rows are the form's, note and reason stand below them."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for field in self.fields.values():
            field.fill()
        for column, share in enumerate(SHARES):
            grid.setColumnStretch(column, share)
        grid.addWidget(self.fields["note"], 2, 0, 1, 3)
        grid.addWidget(self.fields["why"], 3, 0)
        grid.addWidget(self.fields["why_text"], 3, 1, 1, 2)
        return grid

    def _leave(self) -> WayOut:
        """The way out, made where it stands in the order of Tab."""
        way = WayOut(self._texts, self.foot)
        way.button.clicked.connect(self.put_away)
        return way

    def _lay_out_foot(self, way: WayOut, *buttons: QPushButton) -> None:
        foot = Flow(self.foot)
        foot.setContentsMargins(12, 8, 12, 10)
        foot.add(self.told, grows=True)
        foot.add(way.told, way.forget)
        foot.add(*buttons, right=True)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            event.accept()
        else:
            super().keyPressEvent(event)


def line(parent: QWidget) -> QLineEdit:
    """A line for a note or a reason."""
    made = QLineEdit(parent)
    made.setMaxLength(LONGEST)
    return made
