"""A stale save: both versions side by side, a choice for each field that both changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n.controls import field_name
from app.ui.pages.visit_form.compare import aloud, row_kept
from app.ui.pages.visit_form.merging import MINE, THEIRS, Conflict, Merge
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.i18n import Texts


class ConflictStrip(QFrame):
    """What they saved, what is typed here, and two buttons a field. Nothing is chosen beforehand."""

    chosen = Signal(object)  # path → mine or theirs

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.choices: dict[str, QButtonGroup] = {}
        self.buttons: dict[tuple[str, str], QToolButton] = {}
        self.setProperty("strip", "warning")
        self.title = label(texts("control.stale.title"), wrap=True, parent=self)
        self.taken = label(role="secondary", wrap=True, parent=self)
        self._held = QWidget(self)
        self.go = Button(texts("control.stale.go"), parent=self)
        row = QHBoxLayout()
        row.addWidget(self.taken, 1)
        row.addWidget(self.go)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(12, 8, 12, 8)
        self._outer.setSpacing(6)
        self._outer.addWidget(self.title)
        self._outer.addWidget(self._held)
        self._outer.addLayout(row)
        self.go.clicked.connect(self._answer)
        self.hide()

    def ask(self, merged: Merge) -> None:
        """Show what both changed."""
        texts = self._texts
        self.choices, self.buttons = {}, {}
        made = QWidget(self)
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for column, key in enumerate(("field", "before", "theirs", "mine")):
            grid.addWidget(label(texts(f"control.stale.{key}"), role="secondary", parent=made), 0, column)
        for line, conflict in enumerate(merged.conflicts, 1):
            self._add(grid, line, conflict, made)
        grid.setColumnStretch(4, 1)
        self._outer.replaceWidget(self._held, made)
        self._held.deleteLater()
        self._held = made
        names = dict.fromkeys(field_name(texts, path) for path in merged.taken)
        said = texts("control.stale.taken_over", fields=texts.listed(names)) if names else ""
        self.taken.setText(said)
        self._match()
        self.show()
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.setFocus()

    def _add(self, grid: QGridLayout, line: int, conflict: Conflict, parent: QWidget) -> None:
        texts = self._texts
        name = field_name(texts, conflict.path)
        sides = (self._words(conflict.path, each) for each in _three(conflict))
        shown = (name[:1].upper() + name[1:], *sides)
        for column, words in enumerate(shown):
            role = "strong" if column in (0, 2, 3) else "secondary"
            grid.addWidget(label(words, role=role, wrap=column > 0, parent=parent), line, column)
        group = QButtonGroup(parent)
        choice = QHBoxLayout()
        choice.setSpacing(0)
        for key, text in ((THEIRS, "keep_theirs"), (MINE, "take_mine")):
            button = QToolButton(parent)
            button.setCheckable(True)
            button.setText(texts(f"control.stale.{text}"))
            button.setAccessibleName(texts.named(name, button.text()))
            button.toggled.connect(lambda _on: self._match())
            group.addButton(button)
            choice.addWidget(button)
            self.buttons[conflict.path, key] = button
        choice.addStretch(1)
        grid.addLayout(choice, line, 4)
        self.choices[conflict.path] = group

    def _words(self, path: str, content: Any) -> str:
        """What a field holds, as a person reads it."""
        texts = self._texts
        if isinstance(content, tuple):
            text, unit, missing, note, reference = content
            if text:
                said = f"{texts.typed(text)} {texts.unit(unit)}"
                return f"{said} ({texts.typed(reference)})" if reference else said
            said = texts(f"visit_form.missing.{missing}") if missing else ""
            told = texts.named(said, note) if said and note else said or note
            return told or texts("control.empty")
        if isinstance(content, str):
            return aloud(content, texts, path=path) or texts("control.empty")
        if isinstance(content, bool):
            return "✓" if content else "–"
        return aloud(row_kept(content), texts, path=path) if content is not None else texts("control.empty")

    def _match(self) -> None:
        self.go.setEnabled(all(group.checkedButton() is not None for group in self.choices.values()))

    def _answer(self) -> None:
        found = {path: key for (path, key), button in self.buttons.items() if button.isChecked()}
        self.hide()
        self.chosen.emit(found)


def _three(conflict: Conflict) -> tuple[Any, Any, Any]:
    return conflict.before, conflict.theirs, conflict.mine
