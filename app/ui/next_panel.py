"""F6: from panel to panel of the window in the order of Tab, without the stops between; F8: the dividers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from app.ui.menus import Entry
from app.ui.widgets.tab_order import after, proxy


def entries(window: QMainWindow) -> list[Entry]:
    """The lines of the menu."""
    return [
        Entry("next_panel", "F6", lambda: go(window, 1)),
        Entry("panel_before", "Shift+F6", lambda: go(window, -1)),
    ]


def go(window: QMainWindow, step: int) -> None:
    """Give the focus to the next panel or the one before: to what had it there last, else to its first."""
    found = panels(window)
    if not found:
        return
    focus = QApplication.focusWidget()
    order = list(found)
    here = _panel_of(focus, window) if focus is not None else None
    at = order.index(here) + step if here in found else 0
    panel = order[at % len(order)]
    last = panel.focusWidget()
    wanted = last if last in found[panel] else found[panel][0]
    wanted.setFocus(Qt.FocusReason.TabFocusReason)
    _show(wanted)


def go_to_divider(window: QMainWindow) -> bool:
    """Give the focus to the divider that can be seen, from one to the next, and behind the last back; whether
    there is one."""
    from app.ui.widgets.kept_split import Divider  # no page that opens first has one

    focus = QApplication.focusWidget()
    seen = [divider for divider in window.findChildren(Divider) if divider.isVisible()]
    at = seen.index(focus) + 1 if isinstance(focus, Divider) and focus in seen else 0
    came_from = focus.came_from if isinstance(focus, Divider) else focus
    if at < len(seen):
        seen[at].begin(came_from)
    elif isinstance(focus, Divider):
        focus.leave()
    return bool(seen)


def panels(window: QMainWindow) -> dict[QWidget, list[QWidget]]:
    """The panels that can be seen, each with the stops of Tab in it, in the order of Tab."""
    found: dict[QWidget, list[QWidget]] = {}
    middle, at = window.centralWidget(), after(window)
    while at is not window:
        stop = at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isEnabled() and at.isVisibleTo(window)
        if stop and middle is not None and middle.isAncestorOf(at) and proxy(at) is None:
            found.setdefault(_panel_of(at, window), []).append(at)
        at = after(at)
    return found


def _panel_of(widget: QWidget, window: QMainWindow) -> QWidget:
    """The innermost part round a widget that stands for itself: a framed panel, a table, a tab, a page."""
    at = widget
    while at is not window.centralWidget() and at is not window:
        above = at.parentWidget()
        if (
            at.property("panel")
            or isinstance(at, QAbstractItemView | QTabBar)
            or isinstance(above, QSplitter | QStackedWidget)
            or above is window.centralWidget()
            or above is None
        ):
            break
        at = above
    return at


def _show(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
