"""News as a strip under the page title: reachable by keyboard, spoken, stays until it is read."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.values import dataclass
from app.i18n import Texts
from app.ui.desk import Notice
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon_mark import IconButton, IconMark, pressed, quiet, warned, wrong
from app.ui.widgets.labels import label, restyle
from app.ui.widgets.tab_order import behind

LINE = 26  # the mark, one line of text and the cross stand level


@dataclass(frozen=True, slots=True)
class _Inside:
    mark: IconMark
    sentence: QLabel
    more: Button
    action: Button
    close: IconButton
    detail: QLabel


class NoticeStrip(QFrame):
    """One piece of news: icon, sentence, detail on request, an action perhaps, and a cross to put it away."""

    put_away = Signal()
    left = Signal()  # it was put away with the focus in it
    action_wanted = Signal()

    def __init__(self, texts: Texts, *, closable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._detail_text = ""
        self._closable = closable
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    @cached_property
    def _inside(self) -> _Inside:
        """Built with the first news: most pages never have any."""
        made = _Inside(
            mark=IconMark("done", pressed, parent=self),
            sentence=label(wrap=True, parent=self),
            more=Button(self._texts("common.details"), kind="link", parent=self),
            action=Button("", dense=True, parent=self),
            close=IconButton("close", parent=self),
            detail=label(role="secondary", wrap=True, parent=self),
        )
        made.mark.setMinimumHeight(LINE)
        made.sentence.setMinimumHeight(LINE)
        made.close.say(self._texts("common.put_away"))
        made.close.setVisible(self._closable)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(10, 3, 6, 3)
        outer.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(made.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(made.sentence, 1, Qt.AlignmentFlag.AlignTop)
        for button in (made.more, made.action, made.close):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(row)
        outer.addWidget(made.detail)
        made.more.clicked.connect(self._toggle_detail)
        made.action.clicked.connect(self.action_wanted)
        made.close.clicked.connect(self.clear)
        behind(self, (made.more, made.action, made.close))
        return made

    @property
    def text(self) -> str:
        """The sentence shown, "" when the strip is away."""
        return self._inside.sentence.text() if not self.isHidden() else ""

    def show_notice(self, notice: Notice, *, action: str = "") -> None:
        """Show news. `action` is the text of a button such as "Try again"; it emits `action_wanted`."""
        if self.property("strip") != notice.kind:
            self.setProperty("strip", notice.kind)
            for part in (self, self._inside.sentence, self._inside.detail):
                restyle(part)  # the ink of the words hangs on the kind of the strip
        self._colour(notice.kind)
        inside = self._inside
        inside.sentence.setText(notice.text)
        self._detail_text = notice.detail
        inside.more.setVisible(bool(notice.detail))
        inside.detail.hide()
        inside.action.setText(action)
        inside.action.setVisible(bool(action))
        self.setAccessibleName(notice.text)
        self.setAccessibleDescription(notice.detail)
        self.show()
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Put the news away; who was here to do so is told by `left`."""
        if not self.isHidden():
            focused = QApplication.focusWidget()
            held = focused is not None and (focused is self or self.isAncestorOf(focused))
            self.hide()
            self.put_away.emit()
            if held:
                self.left.emit()

    def _colour(self, kind: str) -> None:
        name, ink = {"done": ("done", pressed), "warning": ("warning", warned)}.get(kind, ("error", wrong))
        self._inside.mark.show_icon(name, ink)
        self._inside.close.colour(ink if kind != "done" else quiet)

    def _toggle_detail(self) -> None:
        self._inside.detail.setText(self._detail_text)
        self._inside.detail.setVisible(self._inside.detail.isHidden())

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._closable:
            self.clear()
        else:
            super().keyPressEvent(event)
