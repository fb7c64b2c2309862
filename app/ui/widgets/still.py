"""A form that takes no key and no click for the few milliseconds in which it is saved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

_KEYS = frozenset(
    (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.InputMethod)
)


class Still(QObject):
    """Holds a widget and all that is in it still.

    Disabling it would do the same, but styles each of its hundred widgets anew, which takes as long as the
    save. So the focus goes to the widget itself, which swallows what is typed; clicks pass it by.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._focused: QWidget | None = None
        self._shortcuts: list[QShortcut] = []
        self.held = False

    def hold(self) -> None:
        """Take nothing more, and paint nothing: what is there is about to go."""
        if self.held:
            return
        self.held = True
        widget = self._widget
        self._focused = widget.focusWidget()
        widget.setUpdatesEnabled(False)
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._shortcuts = [each for each in widget.findChildren(QShortcut) if each.isEnabled()]
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
        widget.installEventFilter(self)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def release(self) -> None:
        """Go on where it was."""
        if not self.held:
            return
        self.held = False
        widget = self._widget
        widget.removeEventFilter(self)
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(True)
        widget.setUpdatesEnabled(True)
        if self._focused is not None:
            self._focused.setFocus()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() in _KEYS
