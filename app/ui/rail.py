"""The rail: the pages of the window at the left edge, the settings and the lock below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.ui import fonts, icons
from app.ui.style import theme_of
from app.ui.widgets.buttons import pressed_by_enter

# Pages in the order of Ctrl+1 …: key, icon.
RAIL = tuple((page, page) for page in ("today", "subjects", "calendar", "queries", "print", "study"))
FOOT, FOOT_KEYS = "settings", "Ctrl+,"  # stands below them, above the lock
# Which row is marked while another page is shown.
RAIL_OF = {"subject": "subjects", "enrol": "subjects", "amend": "subjects"}
VIEWS = {"calendar": "today"}  # a view of a page that has a row of its own
WIDTH = 144
ICON = 18
NARROW = 48
ROW = 36


class RailButton(QAbstractButton):
    """A row of the rail: icon, word and count; the icon alone when the window is narrow."""

    def __init__(self, icon: str, word: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._count = ""
        self._narrow = False
        self.setText(word)
        self.setAccessibleName(word)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_count(self, count: int | None) -> None:
        """The grey figure at the right."""
        self._count = "" if count is None else str(count)
        self.setAccessibleDescription(self._count)
        self._tip()
        self.update()

    @property
    def count(self) -> str:
        """The figure as it stands there, "" for none."""
        return self._count

    def narrow(self, on: bool) -> None:
        """Icon alone, or icon and word."""
        self._narrow = on
        self._tip()
        self.updateGeometry()
        self.update()

    def _tip(self) -> None:
        """Word and count where the icon stands alone; beside them a tip would only repeat them."""
        self.setToolTip(f"{self.text()} {self._count}".rstrip() if self._narrow else "")

    def _icon_size(self) -> int:
        return fonts.scaled(ICON)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(fonts.sized(10, bold=True)).horizontalAdvance(self.text())
        size = self._icon_size()
        return QSize(
            NARROW - ICON + size if self._narrow else max(WIDTH, words + 62 + size),
            max(ROW, self.fontMetrics().height() + 14),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.fillRect(self.rect(), QColor(theme.selection if chosen else theme.head))
        if chosen:
            painter.fillRect(0, 0, 3, self.height(), QColor(theme.accent))
        middle = self.height() / 2
        ink = theme.accent if chosen else theme.text2
        size = self._icon_size()
        icons.paint(painter, self._icon, rect=QRectF(16, middle - size / 2, size, size), colour=ink)
        if not self._narrow:
            painter.setPen(QColor(theme.text))
            painter.setFont(fonts.sized(10, bold=chosen))
            words = self.rect().adjusted(26 + size, 0, -12, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
            painter.setPen(QColor(theme.text2))
            painter.setFont(fonts.sized(9))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(words, flags, self._count)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class Rail(QFrame):
    """Pages above, settings and lock below. Pages are added in the order of their shortcuts Ctrl+1 …"""

    page_chosen = Signal(str)
    lock_chosen = Signal()

    def __init__(self, *, lock_word: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(name)
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 8, 1, 8)
        self._layout.setSpacing(0)
        self._layout.addStretch(1)
        self.lock_button = RailButton("lock", lock_word, parent=self)
        self.lock_button.clicked.connect(self.lock_chosen)
        self._layout.addWidget(self.lock_button)
        self._narrow = False
        self.fit()

    def add_page(self, key: str, *, icon: str, word: str, below: bool = False) -> None:
        """Add a page below the others, or in the foot above the lock."""
        button = RailButton(icon, word, parent=self)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.page_chosen.emit(key))
        self._group.addButton(button)
        self._layout.insertWidget(self._layout.count() - 1 if below else len(self._buttons), button)
        QWidget.setTabOrder(button, self.lock_button)
        self._buttons[key] = button

    @property
    def pages(self) -> tuple[RailButton, ...]:
        """The pages, in the order of their keys."""
        return tuple(self._buttons.values())

    def choose(self, key: str) -> None:
        """Mark the page that is shown."""
        for page, button in self._buttons.items():  # Tab comes to this one, the arrow keys to the others
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if page == key else Qt.FocusPolicy.ClickFocus)
        self._buttons[key].setChecked(True)

    def show_count(self, key: str, count: int | None) -> None:
        """The figure beside a page."""
        self._buttons[key].show_count(count)

    def tells(self, key: str) -> bool:
        """Whether a figure stands beside a page."""
        return bool(self._buttons[key].count)

    def narrow(self, on: bool) -> None:
        """Icons alone below 1200 px of window."""
        self._narrow = on
        for button in (*self._buttons.values(), self.lock_button):
            button.narrow(on)
        self.fit()

    def fit(self) -> None:
        """As wide as its longest word needs at the text size in use."""
        buttons = (*self._buttons.values(), self.lock_button)
        self.setFixedWidth(max(button.sizeHint().width() for button in buttons))
