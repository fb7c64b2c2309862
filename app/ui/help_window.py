"""Help in a window of its own beside the work: a search and the pages at the left, one page at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.i18n import help_pages
from app.ui import first_size, fonts
from app.ui.style import theme_of
from app.ui.widgets.labels import label
from app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from pathlib import Path

    from app.i18n import Texts
    from app.i18n.help_pages import Block, HelpPage

SIZE = QSize(1120, 720)
LIST, TEXT = 260, 640
_AROUND = 10  # pixels beside a title: padding of the style sheet, and what Qt keeps for a frame
_NAME = int(Qt.ItemDataRole.UserRole) + 1


class HelpWindow(QDialog):
    """Open beside the work: what is typed there stays in sight."""

    def __init__(self, texts: Texts, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("help.title"))
        scale = fonts.scaled(100) / 100
        first_size.give(self, "", otherwise=QSize(round(SIZE.width() * scale), round(SIZE.height() * scale)))
        hint = texts("help.search")
        self.search = SearchField(hint=hint, name=hint, clear=texts("subjects.clear"), parent=self)
        self.list = Titles(self)
        self.list.setAccessibleName(texts("help.pages"))
        self.nothing = label(role="about", wrap=True, parent=self)
        self.page = QScrollArea(self)
        self.page.setObjectName("helpPage")  # shows its focus: the arrow keys scroll it
        self.page.setAccessibleName(texts("help.page"))
        self.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.page.setWidgetResizable(True)
        self._lay_out()
        self.search.textChanged.connect(self._look)
        self.search.returnPressed.connect(self._first)
        self.list.currentItemChanged.connect(lambda item, _before: self._choose(item))
        self._look("")

    def open_page(self, name: str) -> None:
        """Show a page by its name, whatever is searched for; without one of that name, nothing changes."""
        if name not in {page.name for page in help_pages.pages(self._texts.language)}:
            return
        self.search.clear()
        for row in range(self.list.count()):
            if self.list.item(row).data(_NAME) == name:
                self.list.setCurrentRow(row)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.nothing)
        left.addWidget(self.list, 1)
        side = QWidget(self)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(min(fonts.scaled(LIST), self.width() * 2 // 5))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(12)
        row.addWidget(side)
        row.addWidget(self.page, 1)

    def _look(self, text: str) -> None:
        current = self.list.currentIndex()
        shown = str(current.data(_NAME)) if current.isValid() else ""
        found = help_pages.search(self._texts.language, text)
        self.list.blockSignals(True)
        self.list.clear()
        for each in found:
            item = QListWidgetItem(each.page.title, self.list)
            item.setData(_NAME, each.page.name)
            item.setToolTip(each.line or each.page.title)
        self.list.blockSignals(False)
        self.list.measure()
        self.nothing.setText(self._texts("help.nothing", text=text.strip()) if not found else "")
        self.nothing.setVisible(not found)
        names = [each.page.name for each in found]
        if names:
            self.list.setCurrentRow(names.index(shown) if shown in names else 0)

    def _first(self) -> None:
        if self.list.count():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        name = item.data(_NAME)
        for page in help_pages.pages(self._texts.language):
            if page.name == name:
                self.page.setWidget(_drawn(page, self._texts))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # no button of this window waits for it
        super().keyPressEvent(event)


class Titles(QListWidget):
    """The titles of the pages, in as many lines as each needs: Qt counts on more room than it paints in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("helpPages")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)

    def measure(self) -> None:
        """Give each title its height at the width of the list."""
        room, wrap = self.viewport().width() - 2 * _AROUND, int(Qt.TextFlag.TextWordWrap)
        for row in range(self.count()):
            item = self.item(row)
            words = self.fontMetrics().boundingRect(QRect(0, 0, room, 10_000), wrap, item.text())
            item.setSizeHint(QSize(1, words.height() + 8))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.measure()


def _drawn(page: HelpPage, texts: Texts) -> QWidget:
    """A page as labels of plain text, which a screen reader reads one by one."""
    made = QWidget()
    made.setObjectName("page")
    column = QVBoxLayout(made)
    column.setContentsMargins(8, 0, 16, 16)
    column.setSpacing(8)
    column.addWidget(_text(label(page.title, role="title", wrap=True, parent=made)))
    for block in page.blocks:
        column.addWidget(_block(block, texts, parent=made))
    column.addStretch(1)
    return made


def _block(block: Block, texts: Texts, *, parent: QWidget) -> QWidget:
    if block.kind == "picture":
        return Picture(block.mark, texts.language, block.text, parent)
    if block.kind == "heading":
        made = label(block.text, role="section", wrap=True, parent=parent)
        made.setContentsMargins(0, 8, 0, 0)
        return _text(made)
    if block.kind == "text":
        return _text(label(block.text, wrap=True, parent=parent))
    line = QWidget(parent)
    row = QHBoxLayout(line)
    row.setContentsMargins(8, 0, 0, 0)
    row.setSpacing(8)
    mark = label(f"{block.mark}." if block.kind == "step" else "•", role="strong", parent=line)
    # Of a window wider than the longest line nothing comes between a mark and its words.
    mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(_text(label(block.text, wrap=True, parent=line)), 1)
    row.addStretch()
    return line


def _text(made: QLabel) -> QLabel:
    made.setMaximumWidth(fonts.scaled(TEXT))
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class Picture(QLabel):
    """A picture in the ground of the scheme, as wide as the page or itself, whichever is the less."""

    def __init__(self, name: str, language: str, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)  # the words alone where the picture is missing
        self._name, self._language = name, language
        self._path: Path | None = None
        self.setWordWrap(True)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setScaledContents(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._draw()

    def _draw(self) -> None:
        path = help_pages.picture(self._name, self._language, dark=theme_of(self).dark)
        if path is not None and path != self._path:
            self._path = path
            picture = QPixmap(str(path))
            self.setPixmap(picture)
            self.setMaximumWidth(picture.width())

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        whole = self.pixmap().size()
        if whole.isEmpty():
            return super().heightForWidth(width)
        return round(min(width, whole.width()) * whole.height() / whole.width())

    def sizeHint(self) -> QSize:
        whole = self.pixmap().size()
        return super().sizeHint() if whole.isEmpty() else whole

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)
