"""The history of each field of the form: a button beside a stored value, its menu, Ctrl+H anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton

from app.ui import icons
from app.ui.pages.history import KEYS, show_history
from app.ui.style import theme_of
from app.ui.widgets.tab_order import behind
from app.ui.widgets.value_field import ValueField

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.ui.desk import Desk
    from app.ui.pages.history import HistoryDialog
    from app.ui.pages.visit_form.panel import TypedPanel
    from app.ui.pages.visit_form.value_row import ValueRow


class Histories(QObject):
    """Offers the histories of a visit that was logged. Works in a locked form, too."""

    def __init__(self, desk: Desk, typed: TypedPanel, *, visit_id: int, stored: Collection[str]) -> None:
        super().__init__(typed)
        self._desk, self._typed, self._visit_id = desk, typed, visit_id
        self.dialog: HistoryDialog | None = None
        self.buttons: dict[str, QToolButton] = {}
        for row in typed.grid.rows:
            if row.code in stored:
                self._offer(row)
        shortcut = QShortcut(QKeySequence(KEYS), typed)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.open_focused)

    def open_focused(self) -> None:
        """The history of the field in focus."""
        window = self._typed.window()
        self.open(self._typed.path_of(window.focusWidget()))

    def open(self, path: str) -> None:
        """The history of a field by its path."""
        self.dialog = show_history(self._desk, path, visit_id=self._visit_id, parent=self._typed)

    def _offer(self, row: ValueRow) -> None:
        texts, path = self._desk.texts, f"values.{row.code}"
        button = QToolButton(row.remark)
        button.setProperty("mark", "history")  # stays when the form is only read
        button.setProperty("bare", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIcon(icons.icon("history", colour=theme_of(row.remark).text2))
        button.setAccessibleName(texts("history.open_named", name=row.label))
        button.setToolTip(texts("history.hint"))
        button.clicked.connect(lambda: self.open(path))
        row.mark_place[0].addWidget(button)
        self.buttons[row.code] = button
        behind(row.not_done, [button])
        row.field.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        row.field.customContextMenuRequested.connect(
            lambda at, field=row.field: self._open_menu(field, at, path)
        )

    def _open_menu(self, field: ValueField, at: QPoint, path: str) -> None:
        menu = field.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        menu.addAction(self._desk.texts("history.open"), QKeySequence(KEYS)).triggered.connect(
            lambda: self.open(path)
        )
        menu.popup(field.mapToGlobal(at))
