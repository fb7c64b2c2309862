"""The history of each field of the form: a button beside a stored value, its menu, Ctrl+H anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from app.ui.pages.counts.words import former_text, was_text
from app.ui.pages.history import KEYS, show_history
from app.ui.widgets import tips
from app.ui.widgets.icon_mark import IconButton
from app.ui.widgets.tab_order import behind
from app.ui.widgets.value_field import ValueField

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from app.services.contracts.subjects import Former
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
        self.buttons: dict[str, IconButton] = {}
        for row in typed.grid.rows:
            if row.code in stored:
                self._offer(row)
        shortcut = QShortcut(QKeySequence(KEYS), typed)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.open_focused)

    def show_former(self, former: Iterable[Former]) -> None:
        """Say beside each corrected value what it was; the same button leads to its history."""
        texts = self._desk.texts
        rows = {row.code: row for row in self._typed.grid.rows}
        for each in former:
            button = self.buttons.get(each.analyte) if each.visit_id == self._visit_id else None
            if button is None:
                continue
            said = former_text(each, texts)
            button.show_icon("corrected")
            button.setText(texts("visit_form.was", value=was_text(each, texts)))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            rows[each.analyte].was = button
            button.setAccessibleName(texts.spoken([said, button.accessibleName()]))
            button.setToolTip(tips.plain(texts.clauses([said, button.toolTip()])))

    def open_focused(self) -> None:
        """The history of the field in focus."""
        window = self._typed.window()
        self.open(self._typed.path_of(window.focusWidget()))

    def open(self, path: str) -> None:
        """The history of a field by its path."""
        self.dialog = show_history(self._desk, path, visit_id=self._visit_id, parent=self._typed)

    def _offer(self, row: ValueRow) -> None:
        texts, path = self._desk.texts, f"values.{row.code}"
        button = IconButton("history", parent=row.remark)
        button.setProperty("mark", "history")  # stays when the form is only read
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.say(texts("history.open_named", name=row.label), hint=texts("history.hint"))
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
