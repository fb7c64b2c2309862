"""The Edit menu: cut, copy, paste, undo of whatever has the focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QMenuBar, QWidget

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


def tell(menu: QMenu, actions: Mapping[str, QAction]) -> None:
    """While the menu is open its lines show the keys of the fields and whether the field in focus takes them.

    The keys stand in the text alone: as shortcuts of the window they would be taken from the fields.
    """
    lines = {code: actions[f"edit_{code}"] for code in _CODES}
    plain = {code: action.text() for code, action in lines.items()}

    def opened() -> None:
        focus = QApplication.focusWidget()
        for code, action in lines.items():
            action.setText(f"{plain[code]}\t{_keys(code)}")
            action.setEnabled(_takes(focus, code))

    def closed() -> None:
        for code, action in lines.items():
            action.setText(plain[code])
            action.setEnabled(True)

    menu.aboutToShow.connect(opened)
    menu.aboutToHide.connect(closed)


def _keys(code: str) -> str:
    standard = QKeySequence.StandardKey
    key = {
        "undo": standard.Undo,
        "redo": standard.Redo,
        "cut": standard.Cut,
        "copy": standard.Copy,
        "paste": standard.Paste,
        "select_all": standard.SelectAll,
    }[code]
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _takes(focus: QWidget | None, code: str) -> bool:
    if isinstance(focus, QMenuBar):
        return True  # reached by keys: the bar holds the focus of the field meanwhile
    if isinstance(focus, QLineEdit):
        writes = not focus.isReadOnly()
        return {
            "undo": writes and focus.isUndoAvailable(),
            "redo": writes and focus.isRedoAvailable(),
            "cut": writes and focus.hasSelectedText(),
            "copy": focus.hasSelectedText(),
            "paste": writes,
            "select_all": bool(focus.text()),
        }[code]
    if isinstance(focus, QLabel):
        return code == "copy" and focus.hasSelectedText()
    return callable(getattr(focus, _CODES[code], None))


def _on_focus(slot: str) -> Callable[[], None]:
    def run() -> None:
        focus = QApplication.focusWidget()
        if slot == "copy" and isinstance(focus, QLabel):  # it has no such slot, and copies at its key
            key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
            QCoreApplication.sendEvent(focus, key)
            return
        act = getattr(focus, slot, None)
        if act is not None:
            act()

    return run
