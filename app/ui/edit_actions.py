"""The Edit menu: cut, copy, paste, undo of whatever has the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

_CODES = {
    "undo": "undo",
    "redo": "redo",
    "cut": "cut",
    "copy": "copy",
    "paste": "paste",
    "select_all": "selectAll",
}


def all_of() -> list[tuple[str, Callable[[], None]]]:
    """(text code, action) of the menu's lines. The keys are those of the fields themselves."""
    return [(f"edit_{code}", _on_focus(slot)) for code, slot in _CODES.items()]


def _on_focus(slot: str) -> Callable[[], None]:
    def run() -> None:
        act = getattr(QApplication.focusWidget(), slot, None)
        if act is not None:
            act()

    return run
