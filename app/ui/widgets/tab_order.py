"""The order of Tab where it is not that of making: for what is built late, Qt puts it behind everything."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import shiboken6
from PySide6 import QtCore  # its namespace Qt takes 30 ms: named at the first use, behind the first paint
from PySide6.QtWidgets import QLineEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def follow(place: QWidget, late: Iterable[QWidget]) -> None:
    """Let Tab reach what stands at a place in its turn: after what comes before that place, in this order."""
    at = before(place)
    while at is not place and not _reached(at):
        at = before(at)
    behind(at, late)


def before(widget: QWidget) -> QWidget:
    """What Qt's chain of the focus has before a widget, whether Tab stops there or not."""
    return _left_alone(widget.previousInFocusChain() or widget)


def after(widget: QWidget) -> QWidget:
    """What Qt's chain of the focus has behind a widget, whether Tab stops there or not."""
    return _left_alone(widget.nextInFocusChain() or widget)


def proxy(widget: QWidget) -> QWidget | None:
    """What takes the focus in the place of a widget."""
    found: QWidget | None = widget.focusProxy()  # the stubs know of no None
    return _left_alone(found) if found is not None else None


def _left_alone(found: QWidget) -> QWidget:
    """Give what Qt found back to its own parent.

    PySide takes it for a part of the widget that was asked, often the whole window: once that widget is
    deleted, it counts layout items and scroll bars of what was found as deleted, too, and the next layout
    falls. Where Qt made the parent, nothing but its own parent keeps PySide from forgetting it.
    """
    parent: QWidget | None = found.parentWidget()
    if parent is not None and not shiboken6.createdByPython(parent):
        _left_alone(parent)
    found.setParent(parent)
    return found


def behind(place: QWidget, late: Iterable[QWidget]) -> None:
    """Let Tab go from a place to these in this order, and from the last to what came after the place."""
    order: tuple[QWidget, ...] = (place, *late)
    for one, following in pairwise(order):
        if one.window() is following.window():  # what has no place in the window yet has none in its order
            QWidget.setTabOrder(one, following)


def through(*parts: QWidget) -> None:
    """Let Tab go through parts of a page in this order: a part that is no stop itself, by what it holds and
    what was not named before."""
    order = list(dict.fromkeys(s for part in parts for s in ([part] if _reached(part) else stops(part))))
    if order:
        behind(order[0], order[1:])


def enter_leads(line: QLineEdit, on: QWidget) -> None:
    """Let Enter go from a line to the next field as Tab does: what stands there is selected, so that typing
    replaces it."""
    line.returnPressed.connect(lambda: on.setFocus(QtCore.Qt.FocusReason.TabFocusReason))


def set_aside(page: QWidget) -> Callable[[], None]:
    """Let the focus wait on a page while that is busy, until what is returned is called.

    From what is switched off it would go to the next button, and a second Enter would press that.
    """
    left: QWidget | None = page.focusWidget()  # the stubs know of no None
    page.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def give_back() -> None:
        if left is not None and page.focusWidget() is page:
            left.setFocus(QtCore.Qt.FocusReason.TabFocusReason)

    return give_back


def stops(part: QWidget) -> list[QWidget]:
    """What Tab stops at in a part of a page, in the order of making; not what a field is made of."""
    found: list[QWidget] = []
    for child in part.findChildren(QWidget, options=QtCore.Qt.FindChildOption.FindDirectChildrenOnly):
        found += [child] if _reached(child) else stops(child)
    return found


def _reached(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus)
