"""Fields that are kept as a draft while a person fills them in, and come back after a lock or a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from app.services import drafts
from app.ui.pause import Pause

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.drafts import Draft
    from app.ui.desk import Desk

KEEP_MS = 1000  # after the last key
Control = QLineEdit | QComboBox | QCheckBox


class KeptFields(QObject):
    """Keeps what somebody types and chooses, per key; puts it back when the key comes again.

    Never a passphrase. A field that the program fills is kept once a person changes it.
    """

    turned = Signal()  # whether something is typed may be another than before
    restored = Signal(object)  # datetime of the draft whose words stand in the fields again

    def __init__(self, desk: Desk, controls: Mapping[str, Control], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._controls = dict(controls)
        self._key = ""
        self._first: dict[str, str] = {}  # what the program showed when the key came
        self._typed = False  # since the last keeping
        self._over = True  # what was typed is used, or nothing was typed yet
        self._timer = Pause(self, name="kept fields")
        self._timer.timeout.connect(self.flush)
        for control in self._controls.values():
            if isinstance(control, QLineEdit):
                control.textEdited.connect(self.note)
            elif isinstance(control, QComboBox):
                control.activated.connect(self.note)
            else:
                control.clicked.connect(self.note)
        desk.locking.connect(self.flush)

    @property
    def over(self) -> bool:
        """Whether nothing is being typed: it was used, given up, or nobody began."""
        return self._over or not self._changed()

    def about(self, key: str) -> None:
        """Say what the fields are about from now on; what was kept under that key comes back."""
        if key == self._key and not self.over:
            return
        self.flush()
        self._key, self._first, self._over = key, self._texts(), False
        self.turned.emit()
        context = self._desk.context
        self._desk.operations.run(
            lambda: drafts.find(context, key),
            owner=self,
            done=lambda found: self._restore(key, found),
            failed=lambda _error: None,
        )

    def note(self, *_what: object) -> None:
        """A person has changed something: keep it soon."""
        self._typed = True
        self._timer.begin(KEEP_MS)
        self.turned.emit()

    def flush(self) -> None:
        """Keep what is typed at once."""
        self._timer.stop()
        if not self._typed or not self._key:
            return
        self._typed = False
        context, key, fields = self._desk.context, self._key, self._changed()

        def work() -> None:
            if fields:
                drafts.keep(context, key, fields)
            else:
                drafts.discard(context, key)

        self._desk.operations.run(work, owner=self, failed=lambda _error: None)

    def leave(self) -> None:
        """Keep what is typed at once; the fields are about nothing until the next `about`."""
        self.flush()
        self._key = ""

    def discard(self) -> None:
        """Forget the draft: what was typed is used, or given up."""
        self._timer.stop()
        self._typed, self._over = False, True
        context, key = self._desk.context, self._key
        if key and not context.read_only:
            self._desk.operations.run(
                lambda: drafts.discard(context, key), owner=self, failed=lambda _error: None
            )

    def reset(self) -> None:
        """Give up what was typed and begin again with what the program showed."""
        for name, text in self._first.items():
            _show(self._controls[name], text)
        self.discard()
        self._over = False
        self.turned.emit()

    def _texts(self) -> dict[str, str]:
        return {name: _text(control) for name, control in self._controls.items()}

    def _changed(self) -> dict[str, object]:
        """What a person has put in the place of what the program showed."""
        first = self._first
        return {
            name: text
            for name, text in self._texts().items()
            if text != first.get(name, "") and (text.strip() or first.get(name))
        }

    def _restore(self, key: str, found: Draft | None) -> None:
        if key != self._key or found is None:
            return
        back = False
        for name, text in found.fields.items():
            control = self._controls.get(name)
            if control is not None and isinstance(text, str) and _text(control) == self._first.get(name, ""):
                _show(control, text)
                back = True
        if back:
            self.turned.emit()
            self.restored.emit(found.saved_at)


def _text(control: Control) -> str:
    if isinstance(control, QLineEdit):
        return control.text()
    if isinstance(control, QComboBox):
        return str(control.currentData() or "")
    return "yes" if control.isChecked() else ""


def _show(control: Control, text: str) -> None:
    if isinstance(control, QLineEdit):
        control.setText(text)
    elif isinstance(control, QComboBox):
        place = control.findData(text)
        if place >= 0:  # what is no choice any more is asked for again
            control.setCurrentIndex(place)
    else:
        control.setChecked(bool(text))
