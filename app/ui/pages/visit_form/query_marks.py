"""Marks beside the fields of the form: how many queries about each are open; a click shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QToolButton

from app.i18n.controls import field_name
from app.ui.pages.visit_form.query_strip import belonging
from app.ui.pages.visit_form.texts_of_form import LOGS
from app.ui.widgets import tips
from app.ui.widgets.labels import restyle
from app.ui.widgets.tab_order import behind

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.contracts.control import Query
    from app.ui.pages.visit_form.panel import TypedPanel


class QueryMarks(QObject):
    """One small button a field, made when the field has its first query."""

    wanted = Signal(str)  # the field

    def __init__(self, typed: TypedPanel, *, texts: Texts) -> None:
        super().__init__(typed)
        self._typed, self._texts = typed, texts
        self.buttons: dict[str, QToolButton] = {}

    def show_queries(self, every: tuple[Query, ...]) -> None:
        """Show a mark beside each field that has queries."""
        fields = dict.fromkeys([*self.buttons, *(_marked(query.field) for query in every)])
        for field in fields:
            listed = belonging(every, field)
            if not field or not listed:
                continue
            self._match(field, listed)

    def _match(self, field: str, listed: tuple[Query, ...]) -> None:
        button = self.buttons.get(field) or self._made(field)
        if button is None:
            return
        waiting = sum(query.is_open for query in listed)
        key = "queries.mark" if waiting > 1 else "queries.mark_one" if waiting else "queries.mark_closed"
        words = self._texts(key, count=waiting, field=field_name(self._texts, field))
        button.setText(f"? {waiting}" if waiting else "?")
        button.setProperty("mark", "open" if waiting else "closed")
        button.setToolTip(tips.plain(words))
        button.setAccessibleName(words)
        restyle(button)
        button.show()

    def _made(self, field: str) -> QToolButton | None:
        place = self._typed.place_of_mark(field)
        if place is None:
            return None
        layout, at, field_before = place
        button = QToolButton(layout.parentWidget() or self._typed)
        button.setProperty("mark", "open")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _on=False, chosen=field: self.wanted.emit(chosen))
        layout.insertWidget(at, button)
        behind(field_before, [button])
        self.buttons[field] = button
        return button


def _marked(field: str) -> str:
    """Where a field's mark stands: that of a row stands at its section."""
    area = field.partition(".")[0]
    return area if area in LOGS else field
