"""One question about the time since the last visit: a tick for none, or rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.ui.pages.visit_form.log_rows import LogRow, R
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.rule import rule
from app.ui.widgets.tab_order import behind

if TYPE_CHECKING:
    from collections.abc import Callable


class LogSection(QWidget, Generic[R]):
    """A tick, a link that adds a row, and the rows. Rows and tick exclude each other."""

    edited = Signal()

    def __init__(
        self,
        *,
        none_words: str,
        held_words: str,
        add_words: str,
        make_row: Callable[[R], LogRow[R]],
        first_row: Callable[[], R],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._held_words = held_words  # why there cannot be none
        self._make_row = make_row
        self._first_row = first_row
        self.rows: list[LogRow[R]] = []
        self.tick = QCheckBox(none_words, self)
        self.add_button = Button(add_words, kind="link", parent=self)
        self.begun_button: Button | None = None
        head = Flow()  # at large text the ways to a row stand below the tick
        head.setContentsMargins(12, 2, 8, 2)
        self._ticked, self._ways = QHBoxLayout(), QHBoxLayout()
        self._ticked.addWidget(self.tick)
        self._ways.addWidget(self.add_button)
        head.add_row(self._ticked)
        head.add_row(self._ways, right=True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(head)
        self._layout.addWidget(rule(self))
        self.tick.toggled.connect(lambda _on: self.edited.emit())
        self.add_button.clicked.connect(self._on_add)

    @property
    def answered(self) -> bool:
        """Whether there is a tick or a row."""
        return self.tick.isChecked() or bool(self.rows)

    @property
    def mark_place(self) -> tuple[QBoxLayout, int, QWidget]:
        """Where the mark of queries stands: after the tick."""
        return self._ticked, 1, self.tick

    def add_menu(self, words: str, menu: QMenu) -> None:
        """Offer rows that are begun elsewhere, before the link that adds a new one."""
        self.begun_button = Button(words, kind="link", parent=self)
        self.begun_button.setMenu(menu)
        self._ways.insertWidget(0, self.begun_button)
        self.setTabOrder(self.begun_button, self.add_button)

    def show_rows(self, rows: tuple[R, ...], *, none: bool) -> None:
        """Show the rows and the tick of a draft or a stored visit."""
        for row in list(self.rows):
            self._drop(row)
        for text in rows:
            self.add(text)
        self.tick.setChecked(none and not rows)

    def texts(self) -> tuple[R, ...]:
        """The rows as they stand."""
        return tuple(row.text() for row in self.rows)

    def add(self, text: R) -> LogRow[R]:
        """Add a row at the end."""
        row = self._make_row(text)
        row.setParent(self)
        self.rows.append(row)
        self._layout.insertWidget(self._layout.count() - 1, row)
        row.edited.connect(self.edited)
        row.removed.connect(lambda: self._remove(row))
        row.rebuilt.connect(self._chain)
        row.show()
        self._chain()
        self._match()
        return row

    def _chain(self) -> None:
        """Rows are made late: Tab goes from the link through them in turn, and on to the next section."""
        behind(self.add_button, [stop for row in self.rows for stop in row.stops()])

    def focus(self, number: int | None = None, field: str = "") -> None:
        """Put the focus on a field of a row, into a row that is begun for it (`new`), or on the tick: where
        rows stand, that can't be set, and the first of them takes its place."""
        if number is not None and number < len(self.rows):
            self.rows[number].focus(field)
        elif field == "new" and self.add_button.isEnabled():
            self._begin()
        elif self.rows:
            self.rows[0].focus()
        else:
            self.tick.setFocus()

    def _begin(self) -> None:
        """A row to fill in: the last one where nobody has typed into it yet."""
        last = self.rows[-1] if self.rows else None
        if last is not None and last.text() == self._first_row():
            last.focus()
        else:
            self._on_add()

    def _on_add(self) -> None:
        self.add(self._first_row()).focus()
        self.edited.emit()

    def _remove(self, row: LogRow[R]) -> None:
        at = self.rows.index(row)
        self._drop(row)
        self.focus(min(at, len(self.rows) - 1) if self.rows else None)
        self.edited.emit()

    def _drop(self, row: LogRow[R]) -> None:
        self.rows.remove(row)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._match()

    def _match(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            row.call(number if len(self.rows) > 1 else 0)
        if self.rows:
            self.tick.setChecked(False)
        self.tick.setEnabled(not self.rows)
        self.tick.setToolTip(self._held_words if self.rows else "")
