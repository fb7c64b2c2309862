"""A line that is kept as a draft while it is typed: a reason, the text of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.services import drafts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from app.services.drafts import Draft
    from app.ui.desk import Desk

KEEP_MS = 1000  # after the last key
_TEXT = "text"


class KeptLine(QObject):
    """Keeps what somebody types into one field, per key; puts it back when the key comes again."""

    def __init__(self, desk: Desk, line: QLineEdit) -> None:
        super().__init__(line)
        self._desk = desk
        self._line = line
        self._key = ""
        self._typed = False  # since the last keeping
        self._timer = QTimer(self)
        self._timer.setObjectName("kept line")
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.flush)
        line.textEdited.connect(self._on_edited)
        desk.locking.connect(self.flush)

    def about(self, key: str) -> None:
        """Say what the line is about from now on; a kept text of that key comes back into an empty line."""
        if key == self._key and self._line.text():
            return
        self.flush()
        self._key = key
        context = self._desk.context
        self._desk.operations.run(
            lambda: drafts.find(context, key),
            owner=self,
            done=lambda found: self._restore(key, found),
            failed=lambda _error: None,
        )

    def flush(self) -> None:
        """Keep what is typed at once."""
        self._timer.stop()
        if not self._typed or not self._key:
            return
        self._typed = False
        context, key, text = self._desk.context, self._key, self._line.text()

        def work() -> None:
            if text.strip():
                drafts.keep(context, key, {_TEXT: text})
            else:
                drafts.discard(context, key)

        self._desk.operations.run(work, owner=self, failed=lambda _error: None)

    def discard(self) -> None:
        """Forget the draft: the text was used."""
        self._timer.stop()
        self._typed = False
        context, key = self._desk.context, self._key
        if key:
            self._desk.operations.run(
                lambda: drafts.discard(context, key), owner=self, failed=lambda _error: None
            )

    def _on_edited(self, _text: str) -> None:
        self._typed = True
        self._timer.start()

    def _restore(self, key: str, found: Draft | None) -> None:
        text = found.fields.get(_TEXT) if found is not None else None
        if key == self._key and isinstance(text, str) and not self._line.text():
            self._line.setText(text)
