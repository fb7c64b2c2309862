"""The version of the consent form as text, with those of the study behind a button, Alt+Down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from app.ui.widgets.field_button import FieldButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n import Texts


class VersionField(QLineEdit):
    """Any version may be typed: a form of another site, one that nobody has listed yet."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: Mapping[str, str] = {}
        self.opener = FieldButton("down", self)
        self.opener.say(texts("enrol.consent.versions"))
        self.opener.clicked.connect(self.open_list)
        self.opener.offer(False)

    def offer(self, versions: Mapping[str, str]) -> None:
        """Offer versions: each label with the words beside it."""
        self._versions = dict(versions)
        self.opener.offer(bool(versions))

    def open_list(self) -> QMenu | None:
        """Open the list under the field."""
        if not self._versions:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for label, words in self._versions.items():
            menu.addAction(words.replace("&", "&&"), partial(self._choose, label))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        return menu

    def _choose(self, label: str) -> None:
        """A person's choice, as if typed."""
        self.setText(label)
        self.textEdited.emit(label)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.opener.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_list()
            event.accept()
        else:
            super().keyPressEvent(event)
