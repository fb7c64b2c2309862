"""A panel of the overview, filled anew for each subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from app.ui.desk import Desk


class FilledPanel(Panel):
    """A panel whose body is made anew for each subject."""

    def __init__(self, desk: Desk, key: str, *, link: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk.texts(f"overview.{key}"), link=link, parent=parent)
        self._desk = desk
        self._texts = desk.texts
        self._content: QWidget | None = None

    def _renew(self) -> QVBoxLayout:
        """Let go of what was shown, and a fresh column to fill."""
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.setParent(None)
            self._content.deleteLater()
        self._content = QWidget(self)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.body.addWidget(self._content)
        return column
