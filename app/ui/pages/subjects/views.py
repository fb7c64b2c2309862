"""Saved views of the list: filters and order under a name. No search text is kept: it may name a person."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget, QWidgetAction

from app.services.subjects import ListQuery
from app.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from app.settings import Settings
    from app.ui.desk import Desk

SETTING = "subject_views"
MOST, LONGEST = 30, 40
SORTS = frozenset({"code", "age", "protocol", "day0", "day", "status", "anc", "plt", "next", "flags"})
DUES = ("overdue", "due", "week")
FLAGS = ("critical", "gap", "consent", "queries", "verify", "sign")
_KEPT = ("protocol", "arm", "status", "state", "due", "flag", "sort")
# Views that everybody has: name of the text, filters.
READY = (
    ("all", ListQuery()),
    ("enrolled", ListQuery(state="enrolled")),
    ("overdue", ListQuery(due="overdue", sort="next")),
    ("due", ListQuery(due="due", sort="next")),
    ("week", ListQuery(due="week", sort="next")),
)


def kept(settings: Settings) -> dict[str, ListQuery]:
    """The views of a person, by name; what cannot be read is passed over."""
    try:
        stored = json.loads(settings.get(SETTING, "{}"))
    except ValueError:
        return {}
    if not isinstance(stored, dict):
        return {}
    return {name: _query(each) for name, each in list(stored.items())[:MOST] if isinstance(each, dict)}


def keep(settings: Settings, views: dict[str, ListQuery]) -> None:
    """Write the views."""
    plain = {
        name: {key: getattr(query, key) for key in _KEPT} | {"descending": query.descending}
        for name, query in views.items()
    }
    settings.put(SETTING, json.dumps(plain, ensure_ascii=False))


def _query(stored: dict[str, object]) -> ListQuery:
    """A stored view; a field that is no text, or an order that the list does not know, is left out."""

    def text(key: str) -> str:
        value = stored.get(key)
        return value if isinstance(value, str) else ""

    return ListQuery(
        protocol=text("protocol"),
        arm=text("arm"),
        status=text("status"),
        state=text("state"),
        due=text("due") if text("due") in DUES else "",
        flag=text("flag") if text("flag") in FLAGS else "",
        sort=text("sort") if text("sort") in SORTS else "code",
        descending=stored.get("descending") is True,
    )


class ViewsButton(Button):
    """A menu of the ready and the saved views; the one in front is saved under a name typed right there."""

    chosen = Signal(object)  # ListQuery
    arranging = Signal()  # the person's own views are to be named anew, ordered or forgotten

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.texts("subjects.views"), parent=parent)
        self._desk = desk
        self.show_query(ListQuery())
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.setAccessibleDescription(desk.texts("subjects.views_about"))
        self.setToolTip(desk.texts("subjects.views_about"))

    def arranged(self) -> None:
        """The views have other names, or one is gone."""
        self.show_query(self._now)

    def show_query(self, query: ListQuery) -> None:
        """The filters and the order in front: what "save" would keep."""
        self._now = replace(query, text="")
        name = self._name_of(self._now)
        self.setText(self._desk.texts("subjects.view_named" if name else "subjects.views", view=name))

    def _name_of(self, query: ListQuery) -> str:
        """The view that has these filters and this order, "" for none and for the whole list."""
        ready = {self._desk.texts(f"subjects.view_{name}"): each for name, each in READY[1:]}
        views = (*ready.items(), *kept(self._desk.state).items())
        return next((name.replace("&", "&&") for name, each in views if each == query), "")

    def fill(self) -> None:
        """Build the menu from what is kept now."""
        texts, menu = self._desk.texts, self._menu
        menu.clear()
        for name, query in READY:
            self._add(menu, texts(f"subjects.view_{name}"), query)
        own = kept(self._desk.state)
        menu.addSeparator()
        for name, query in own.items():
            self._add(menu, name.replace("&", "&&"), query)
        if own:
            menu.addAction(texts("subjects.views_arrange")).triggered.connect(self.arranging)
        self.name = QLineEdit(menu)
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText(texts("subjects.view_save"))
        self.name.setAccessibleName(texts("subjects.view_save"))
        self.name.returnPressed.connect(self._save)
        action = QWidgetAction(menu)
        action.setDefaultWidget(self.name)
        menu.addAction(action)

    def _add(self, menu: QMenu, name: str, query: ListQuery) -> None:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(query == self._now)
        action.triggered.connect(lambda _checked, wanted=query: self.chosen.emit(wanted))

    def _save(self) -> None:
        name = self.name.text().strip()
        if name:
            views = kept(self._desk.state) | {name: self._now}
            keep(self._desk.state, dict(list(views.items())[-MOST:]))
            self._menu.close()
            self.show_query(self._now)
