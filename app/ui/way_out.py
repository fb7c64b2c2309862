"""The way out of a form that keeps a draft: what its button says, what is told of a draft that is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.ui.spoken import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from app.i18n import Texts
    from app.ui.kept_fields import KeptFields


class WayOut(QObject):
    """`button` cancels while nothing is typed; from the first key on it says that a draft stays.

    The form places `told`, `forget` and `button`, in that order, and closes by `button` as by Esc.
    """

    forgotten = Signal()  # the draft is not wanted any more

    def __init__(self, texts: Texts, parent: QWidget, *, dense: bool = False) -> None:
        super().__init__(parent)
        self._texts = texts
        self.told = label(wrap=dense, parent=parent)  # a dense form is a narrow one
        self.forget = Button(texts("visit_form.discard_draft"), kind="link", parent=parent)
        self.button = Button(texts("common.cancel"), dense=dense, parent=parent)
        self.forget.clicked.connect(self.forgotten)
        self._hush()

    def follow(self, kept: KeptFields, first: QWidget) -> None:
        """Say what is true of kept fields. `first`: where the keys go when the draft is discarded."""
        kept.turned.connect(lambda: self.match(typed=not kept.over))
        kept.restored.connect(self.tell)
        self.forgotten.connect(kept.reset)
        self.forgotten.connect(first.setFocus)

    def match(self, *, typed: bool) -> None:
        """Whether something is typed that stays when the form is closed."""
        self.button.setText(self._texts("visit_form.close" if typed else "common.cancel"))
        if not typed:
            self._hush()

    def tell(self, at: datetime) -> None:
        """Tell that what was kept then stands in the form."""
        words = self._texts("visit_form.draft_restored", time=self._texts.moment(at))
        self.told.setText(words)
        self.told.show()
        self.forget.show()
        announce(self.button, words)

    def _hush(self) -> None:
        self.told.hide()
        self.forget.hide()
