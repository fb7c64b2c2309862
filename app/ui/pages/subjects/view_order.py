"""The saved views of a person in their order: renamed in place, moved up and down, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.pages.subjects import views as subject_views
from app.ui.widgets.buttons import Button
from app.ui.widgets.escape_strip import EscapeStrip
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.scrolled_stack import Upright
from app.ui.widgets.tab_order import behind, stops

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.ui.desk import Desk
    from app.ui.pages.subjects.filters import SubjectFilters

_NAME = Qt.ItemDataRole.UserRole  # what a view is kept under while another name is typed
_MOST_ROWS = 6  # in sight; in a low window fewer


def shown_below(filters: SubjectFilters, desk: Desk, *, page: QWidget) -> ViewOrder:
    """Show the strip between the filters and what stands below them; made the first time."""
    strip, column = page.findChild(ViewOrder), page.layout()
    if strip is None:
        assert isinstance(column, QVBoxLayout)
        strip = ViewOrder(desk, page)
        column.insertWidget(column.indexOf(filters) + 1, strip)
        behind(filters.views, stops(strip))
        strip.changed.connect(filters.views.arranged)
        strip.closed.connect(filters.views.setFocus)
    strip.begin()
    return strip


class ViewOrder(EscapeStrip):
    """Stands between the filters and the list until it is closed; each change is kept at once."""

    changed = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, texts = desk, desk.texts
        frame = Upright(self)
        frame.setProperty("panel", True)
        self.list = _Names(frame)
        self.list.setAccessibleName(texts("subjects.views_own"))
        self.said = label(role="about", wrap=True, parent=frame)
        self.rename = _button(texts, "rename", "F2", frame)
        self.up = _button(texts, "up", "Alt+Up", frame)
        self.down = _button(texts, "down", "Alt+Down", frame)
        self.forget = _button(texts, "forget", "Del", frame)
        self.close_button = Button(texts("common.close"), keys="Esc", parent=frame)
        row = Flow()
        row.add(self.rename, self.up, self.down, self.forget)
        row.add(self.close_button, right=True)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 8, 0, 0)
        around.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(label(texts("subjects.views_own"), role="section", parent=frame))
        column.addWidget(self.list)
        column.addWidget(self.said)
        column.addLayout(row)
        self.list.itemChanged.connect(self._on_named)
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        self.list.moved.connect(self._move)
        self.list.forgotten.connect(self._forget)
        self.list.model().rowsMoved.connect(self._on_dropped)
        self.rename.clicked.connect(self._rename)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.forget.clicked.connect(self._forget)
        self.close_button.clicked.connect(self.put_away)

    def begin(self) -> None:
        """Come to the front with the views that are kept now."""
        self._fill(0)
        self.show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Close the strip."""
        super().put_away()
        self.closed.emit()

    def _fill(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for name in subject_views.kept(self._desk.state):
            item = QListWidgetItem(name, self.list)
            item.setData(_NAME, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.measure()
        self.said.hide()
        self._enable()

    def _enable(self) -> None:
        row, last = self.list.currentRow(), self.list.count() - 1
        for button, can in (
            (self.rename, row >= 0),
            (self.up, row > 0),
            (self.down, 0 <= row < last),
            (self.forget, row >= 0),
        ):
            button.setEnabled(can)

    def _rename(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.list.editItem(item)

    def _on_named(self, item: QListWidgetItem) -> None:
        """A name was typed: kept unless it is none, or that of another view."""
        before, name = str(item.data(_NAME)), item.text().strip()[: subject_views.LONGEST]
        taken = name != before and name in subject_views.kept(self._desk.state)
        self.said.setText(self._desk.texts("subjects.view_taken", view=name) if taken else "")
        self.said.setVisible(taken)
        stands = before if taken or not name else name
        self.list.blockSignals(True)
        item.setText(stands)
        self.list.blockSignals(False)
        if stands != before:
            self._keep()

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + step < self.list.count() and row >= 0:
            self.list.insertItem(row + step, self.list.takeItem(row))
            self.list.setCurrentRow(row + step)
            self._keep()

    def _on_dropped(self) -> None:
        self._keep()
        self._enable()

    def _forget(self) -> None:
        row = self.list.currentRow()
        if row < 0:
            return
        self.list.takeItem(row)
        self._keep()
        self._fill(row)
        if not self.list.count():
            self.put_away()

    def _keep(self) -> None:
        """Write the views as they stand here: each under its new name, in the order of the list."""
        views, items = (
            subject_views.kept(self._desk.state),
            [self.list.item(i) for i in range(self.list.count())],
        )
        subject_views.keep(self._desk.state, {item.text(): views[item.data(_NAME)] for item in items})
        self.list.blockSignals(True)
        for item in items:
            item.setData(_NAME, item.text())
        self.list.blockSignals(False)
        self.changed.emit()


class _Names(QListWidget):
    """As high as its lines, up to six. Alt+Up and Alt+Down move one, Delete forgets it, F2 names it anew."""

    moved = Signal(int)
    forgotten = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)

    def measure(self) -> None:
        """Take the height that the lines need."""
        rows = min(max(self.count(), 1), _MOST_ROWS)
        line, edges = max(self.sizeHintForRow(0), fonts.measured(10)[1].height()), 2 * self.frameWidth() + 2
        self.setMinimumHeight(line + edges)
        self.setMaximumHeight(rows * line + edges)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in steps:
            self.moved.emit(steps[key])
        elif key == Qt.Key.Key_Delete:
            self.forgotten.emit()
        else:
            super().keyPressEvent(event)


def _button(texts: Texts, code: str, keys: str, parent: QWidget) -> Button:
    return Button(texts(f"subjects.view_{code}"), keys=keys, parent=parent)
