"""A panel: a framed surface with a title row of 32 px and at most one link at its right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label
from app.ui.widgets.least import LeastHeight


class Panel(QFrame):
    """Put content into `body`. `link` is None without a link text; `note` is the grey text at the right."""

    def __init__(
        self,
        title: str,
        *,
        link: str = "",
        note: str = "",
        padded: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        head = LeastHeight(32, self)
        head.setObjectName("panelTitle")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = QHBoxLayout(head)
        self.head.setContentsMargins(12, 2, 8, 2)
        self.head.setSpacing(8)
        self.title = label(title, role="section", parent=head)
        self.note = label(note, role="secondary", parent=head)
        self.link: Button | None = Button(link, kind="link", parent=head) if link else None
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.head.addWidget(self.note)
        if self.link is not None:
            self.head.addWidget(self.link)
        outer.addWidget(head)
        self.body = QVBoxLayout()
        margin = 12 if padded else 0
        self.body.setContentsMargins(margin, 8 if padded else 0, margin, 10 if padded else 0)
        self.body.setSpacing(4)
        outer.addLayout(self.body, 1)
