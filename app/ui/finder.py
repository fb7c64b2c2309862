"""The finder (Ctrl+K): type a subject code or the name of an action, a tab or a button, press Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListView, QMenuBar, QWidget

from app.domain.values import dataclass
from app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.subjects import SubjectRow
    from app.ui.desk import Desk

WIDTH, LEAST = 280, 160  # pixels, as designed and where the menus need the room
_MENU_AIR, _BAR_AIR = 26, 24  # pixels round the word of a menu and between two, and round the bar
_SIDE = 12  # pixels between the edge and what stands in the field
_WAIT_MS = 90
_MOST = 8
_TARGET = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Target:
    """Found beside subjects. `words` stand in the list, `also` are found as well; `reason` says why
    it can't be done now."""

    words: str
    run: Callable[[], object]
    also: str = ""
    reason: str = ""

    def matches(self, text: str) -> bool:
        """Whether a part of its words is `text`, in any case."""
        return text.casefold() in f"{self.words}\n{self.also}".casefold()


class Finder(SearchField):
    """A field with a list below it. Subjects are searched in the worker, actions by their words."""

    left = Signal()  # something was chosen, or Esc: the focus belongs to the page again

    def __init__(self, desk: Desk, *, targets: Callable[[str], list[Target]], parent: QWidget) -> None:
        super().__init__(
            hint=desk.texts("window.finder"), name=desk.texts("window.finder"), keys="Ctrl+K", parent=parent
        )
        self._desk = desk
        self._targets = targets
        self._hint = self.placeholderText()
        self.setObjectName("finder")
        self.setProperty("dense", True)
        self._found = QStandardItemModel(self)
        self._listed = ""  # what the list was found for
        self._awaited = ""  # Enter was pressed before that was found
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_MOST * 2)
        completer.activated[QModelIndex].connect(self._chosen)  # type: ignore[index]  # the stubs know no overloads
        popup = self._popup = QListView()
        popup.setAccessibleName(desk.texts("window.finder"))
        completer.setPopup(popup)
        self.setCompleter(completer)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_WAIT_MS)
        self._pause.timeout.connect(self._search)
        self.textEdited.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._first)

    def begin(self) -> None:
        """Take the focus with what stood there selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _search(self) -> None:
        from app.services import subjects

        text = self.text().strip()
        if not text:
            self._forget()
            return
        context = self._desk.context

        def look() -> tuple[SubjectRow, ...]:
            return subjects.listing(context, subjects.ListQuery(text=text, limit=_MOST))

        self._desk.operations.run(look, owner=self, done=lambda rows: self._show(text, rows))

    def _show(self, text: str, rows: tuple[SubjectRow, ...]) -> None:
        if text != self.text().strip():
            return  # typed on since
        self._found.clear()
        for row in rows:
            item = QStandardItem(f"{row.code}   {row.protocol} {row.status.replace('_', ' ')}".rstrip())
            item.setData(row.id, _TARGET)
            self._found.appendRow(item)
        for target in self._targets(text):
            item = QStandardItem(f"{target.words} – {target.reason}" if target.reason else target.words)
            item.setData(target, _TARGET)
            item.setEnabled(not target.reason)
            self._found.appendRow(item)
        if self._found.rowCount() == 0:
            item = QStandardItem(self._desk.texts("window.finder_nothing", text=text))
            item.setEnabled(False)
            self._found.appendRow(item)
        self._listed = text
        if self._awaited == text:
            self._first()
        elif self.hasFocus():
            self.completer().complete(self._room())

    def _forget(self) -> None:
        self._found.clear()
        self._listed = self._awaited = ""

    def _room(self) -> QRect:
        """Where the list opens: below the field, to the left of it where its lines are longer."""
        bar = self._popup.verticalScrollBar().sizeHint().width()
        wide = max(self.width(), self._popup.sizeHintForColumn(0) + bar + 2 * self._popup.frameWidth() + 8)
        return QRect(self.width() - wide, 0, wide, self.height())

    def _first(self) -> None:
        """Go to the first line. What was typed quicker than it is found waits: the list is of other words."""
        self._awaited = ""
        text = self.text().strip()
        if self._listed != text:
            self._awaited = text
            return
        first = self._found.item(0) if self._found.rowCount() else None
        if first is not None and first.isEnabled():
            self._go(first.data(_TARGET))

    def _chosen(self, index: QModelIndex) -> None:
        self._go(index.data(_TARGET))

    def _go(self, target: object) -> None:
        if target is None:
            return
        self._popup.hide()
        # After the completer has written the chosen words into the field.
        QTimer.singleShot(0, self, self.clear)
        self._pause.stop()
        self._forget()
        self.left.emit()
        if isinstance(target, int):
            self._desk.subject_wanted.emit(target, "overview")
        else:
            cast("Target", target).run()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._pause.stop()
            self.clear()
            self._forget()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        whole = self._wide() <= self.width()
        self.setPlaceholderText(self._hint if whole else self._desk.texts("window.finder_brief"))

    def sizeHint(self) -> QSize:
        return QSize(max(WIDTH, self._wide()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, self.sizeHint().height())

    def _wide(self) -> int:
        """What the whole hint needs."""
        around = self.textMargins()
        words = self.fontMetrics().horizontalAdvance(self._hint)
        return words + around.left() + around.right() + 2 * _SIDE


class FinderPlace(QWidget):
    """Holds the finder at the end of the menu bar: it gives way before a menu leaves the bar."""

    def __init__(self, finder: Finder, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._bar = bar
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 8, 4)
        row.addWidget(finder)

    # Qt overrides

    def sizeHint(self) -> QSize:
        wanted, least = super().sizeHint(), self.minimumSizeHint()
        metrics = self._bar.fontMetrics()
        menus = [metrics.horizontalAdvance(each.text().replace("&", "")) for each in self._bar.actions()]
        room = self._bar.width() - sum(menus) - _MENU_AIR * len(menus) - _BAR_AIR
        return QSize(max(min(wanted.width(), room), least.width()), wanted.height())
