"""The menu bar from one table. Only what can be done stands in it; the shortcut list reads it too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from app.i18n import Texts


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a menu. `code` names its text in the area `window`; an entry without code is a separator."""

    code: str = ""
    keys: str = ""
    run: Callable[[], None] | None = None


class Menus:
    """Builds the menus into a window and keeps their actions by code."""

    def __init__(self, window: QMainWindow, texts: Texts) -> None:
        self._window = window
        self._texts = texts
        self.actions: dict[str, QAction] = {}
        self.groups: dict[str, QActionGroup] = {}  # those of which one line is ticked, by their prefix
        self._dropped: set[str] = set()
        QApplication.setEffectEnabled(Qt.UIEffect.UI_General, False)  # no menu slides, no tip fades

    def add(self, code: str, entries: list[Entry]) -> QMenu:
        """Add a menu with its entries."""
        menu = self._window.menuBar().addMenu(self._texts(f"window.menu_{code}"))
        self.extend(menu, entries)
        return menu

    def extend(self, menu: QMenu, entries: list[Entry]) -> None:
        """Add entries at the end of a menu."""
        for entry in entries:
            if not entry.code:
                menu.addSeparator()
                continue
            action = QAction(self._texts(f"window.{entry.code}"), self._window)
            if entry.keys:
                action.setShortcut(QKeySequence(entry.keys))
            if entry.run is not None:
                action.triggered.connect(_without_arguments(entry.run))
            menu.addAction(action)
            self.actions[entry.code] = action

    def add_choices(
        self,
        menu: QMenu,
        *,
        prefix: str,
        choices: tuple[str, ...],
        chosen: str,
        run: Callable[[str], None],
        words: Mapping[str, str] | None = None,
    ) -> None:
        """Add a group of which one line is ticked; `words` where they are no texts of the language."""
        group = self.groups[prefix] = QActionGroup(menu)
        for choice in choices:
            said = words[choice] if words is not None else self._texts(f"window.{prefix}_{choice}")
            action = QAction(said, menu)
            action.setCheckable(True)
            action.setChecked(choice == chosen)
            action.triggered.connect(_with(run, choice))
            group.addAction(action)
            menu.addAction(action)
            self.actions[f"{prefix}_{choice}"] = action

    def drop(self, code: str) -> None:
        """Take a line out of its menu for good: it can neither be seen nor found nor called by its keys."""
        action = self.actions[code]
        action.setVisible(False)
        action.setEnabled(False)
        action.setShortcut(QKeySequence())
        self._dropped.add(code)

    @property
    def offered(self) -> list[QAction]:
        """The actions that are there."""
        return [action for code, action in self.actions.items() if code not in self._dropped]

    def enable(self, codes: dict[str, bool], *, reason: str) -> None:
        """Switch actions; a disabled one says why in its tooltip."""
        for code, on in codes.items():
            action = self.actions[code]
            action.setEnabled(on and code not in self._dropped)
            action.setToolTip("" if on else reason)


def _without_arguments(run: Callable[[], None]) -> Callable[[bool], None]:
    return lambda _checked: run()


def _with(run: Callable[[str], None], choice: str) -> Callable[[bool], None]:
    return lambda _checked: run(choice)
