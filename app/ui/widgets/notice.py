"""News as a strip under the page title: reachable by keyboard, spoken, stays until it is read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import Texts
from app.ui.desk import Notice
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon_mark import IconButton, IconMark, pressed, quiet, warned, wrong
from app.ui.widgets.labels import label, restyle

LINE = 26  # the mark, one line of text and the cross stand level


class NoticeStrip(QFrame):
    """One piece of news: icon, sentence, detail on request, an action perhaps, and a cross to put it away."""

    put_away = Signal()
    action_wanted = Signal()

    def __init__(self, texts: Texts, *, closable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._detail_text = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(10, 3, 6, 3)
        outer.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._mark = IconMark("done", pressed, parent=self)
        self._mark.setMinimumHeight(LINE)
        self._sentence = label(wrap=True, parent=self)
        self._sentence.setMinimumHeight(LINE)
        self._more = Button(texts("common.details"), kind="link", parent=self)
        self._action = Button("", dense=True, parent=self)
        self._close = IconButton("close", parent=self)
        self._close.say(texts("common.put_away"))
        self._close.setVisible(closable)
        self._detail = label(role="secondary", wrap=True, parent=self)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1, Qt.AlignmentFlag.AlignTop)
        for button in (self._more, self._action, self._close):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(row)
        outer.addWidget(self._detail)
        self._more.clicked.connect(self._toggle_detail)
        self._action.clicked.connect(self.action_wanted)
        self._close.clicked.connect(self.clear)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown, "" when the strip is away."""
        return self._sentence.text() if not self.isHidden() else ""

    def show_notice(self, notice: Notice, *, action: str = "") -> None:
        """Show news. `action` is the text of a button such as "Try again"; it emits `action_wanted`."""
        if self.property("strip") != notice.kind:
            self.setProperty("strip", notice.kind)
            restyle(self)
        self._colour(notice.kind)
        self._sentence.setText(notice.text)
        self._detail_text = notice.detail
        self._more.setVisible(bool(notice.detail))
        self._detail.hide()
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(notice.text)
        self.setAccessibleDescription(notice.detail)
        self.show()
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Put the news away."""
        if not self.isHidden():
            self.hide()
            self.put_away.emit()

    def _colour(self, kind: str) -> None:
        name, ink = {"done": ("done", pressed), "warning": ("warning", warned)}.get(kind, ("error", wrong))
        self._mark.show_icon(name, ink)
        self._close.colour(ink if kind != "done" else quiet)

    def _toggle_detail(self) -> None:
        self._detail.setText(self._detail_text)
        self._detail.setVisible(self._detail.isHidden())

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._close.isHidden():
            self.clear()
        else:
            super().keyPressEvent(event)
