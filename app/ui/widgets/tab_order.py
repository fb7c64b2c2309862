"""The order of Tab for what a page builds late: Qt puts it behind everything that was there before."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable


def follow(place: QWidget, late: Iterable[QWidget]) -> None:
    """Let Tab reach what stands at a place in its turn: after what comes before that place, in this order."""
    before = place.previousInFocusChain()
    while before is not None and before is not place and not _reached(before):
        before = before.previousInFocusChain()
    if before is None:
        return
    order: tuple[QWidget, ...] = (before, *late)
    for one, following in pairwise(order):
        if one.window() is following.window():  # what has no place in the window yet has none in its order
            QWidget.setTabOrder(one, following)


def _reached(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
