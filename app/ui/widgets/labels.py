"""Labels in the few sizes of the design. Plain text always: no mark-up runs."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from app.i18n.unbroken import unbroken
from app.ui import fonts


class Sentence(QLabel):
    """Words that go on in the next line, but never within a date or between a number and its unit."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(unbroken(text), parent)
        self._said = text
        self.setWordWrap(True)

    # Qt overrides

    def setText(self, text: str) -> None:
        self._said = text
        super().setText(unbroken(text))

    def text(self) -> str:
        return self._said

    def clear(self) -> None:
        self.setText("")


def label(text: str = "", *, role: str = "", wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A plain-text label. `role`: title, section, strong, about, secondary, caption, problem, question."""
    made = Sentence(text, parent) if wrap else QLabel(text, parent)
    # Qt.PlainText by number: naming an enum of Qt's namespace costs 30 ms before the first paint.
    made.setProperty("textFormat", 0)
    if role:
        made.setProperty("role", role)
    return made


def without_mnemonic(caption: str) -> str:
    """A caption without the letter for Alt: &File and 文件(&F) become File and 文件."""
    bare, bracket, rest = caption.partition("(&")
    return bare + rest[2:] if bracket and rest[1:2] == ")" else caption.replace("&", "")


def set_role(made: QLabel, role: str) -> None:
    """Change the role of a label that is already on screen."""
    if made.property("role") != role:
        made.setProperty("role", role)
        restyle(made)


def say(made: QLabel, text: str, *, room: int) -> None:
    """Show a sentence, or hide the label where there is none.

    `room`: pixels at 100 % that it has before it breaks; else it would be content with the width of a word.
    """
    made.setText(text)
    made.setMinimumWidth(min(made.fontMetrics().horizontalAdvance(text), fonts.scaled(room)))
    made.setVisible(bool(text))


def name_above() -> QFormLayout.RowWrapPolicy:
    """Whether the names of a form stand above its fields: beside them there is no room for large letters."""
    policy = QFormLayout.RowWrapPolicy
    return policy.WrapAllRows if fonts.scaled(100) > 150 else policy.DontWrapRows


def restyle(widget: QWidget) -> None:
    """Make the style sheet look again at a widget after one of its properties changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
