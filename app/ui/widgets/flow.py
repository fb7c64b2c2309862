"""A row that goes on in the next line where the width ends: large text and narrow windows cut nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QLineEdit, QWidget

from app.ui import fonts

WORDS = 260  # pixels at 100 % that a sentence wants before it is broken, not put into a line of its own
_IN_LINE = 30  # pixels beside the words of a field: its edges and what the style keeps free


@dataclass(slots=True)
class _Part:
    item: QLayoutItem
    grows: bool
    right: bool
    words: int = WORDS
    wanted: int = -1  # its width in a line of its own, -1 while not measured


class Flow(QLayout):
    """Parts from left to right in as many lines as they need.

    What `grows` takes the room that is left in its line; from the first part that stands `right`, a line is
    pushed to its right end. `words`: what a sentence wants at 100 % before it takes a line of its own.
    """

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 8, between: int = 6, words: int = WORDS
    ) -> None:
        super().__init__(parent)
        self._parts: list[_Part] = []
        self._gap, self._between, self._words = gap, between, words
        self._grows = self._right = False
        self._high = 0  # what the lines took at the last width
        self._heights: dict[int, int] = {}  # by width, until a part changes: Qt asks dozens of times
        if parent is None:
            self.setContentsMargins(0, 0, 0, 0)

    def add(self, *widgets: QWidget, grows: bool = False, right: bool = False) -> None:
        """Add widgets at the end."""
        self._grows, self._right = grows, right
        for widget in widgets:
            self.addWidget(widget)
        self._grows = self._right = False

    def add_row(self, layout: QLayout, *, grows: bool = False, right: bool = False) -> None:
        """Add a row that stays together."""
        self._grows, self._right = grows, right
        self.addChildLayout(layout)
        self.addItem(layout)
        self._grows = self._right = False

    def _lines(self, width: int) -> list[list[tuple[_Part, int]]]:
        """The parts of each line with their widths."""
        lines: list[list[tuple[_Part, int]]] = []
        left = -1
        for part in self._parts:
            if part.item.isEmpty():
                continue
            wanted = min(_wanted(part), width)
            if not lines or wanted > left:
                lines.append([])
                left = width
            lines[-1].append((part, wanted))
            left -= wanted + self._gap
        return [self._spread(line, width) for line in lines]

    def _spread(self, line: list[tuple[_Part, int]], width: int) -> list[tuple[_Part, int]]:
        spare = width - sum(wide for _part, wide in line) - self._gap * (len(line) - 1)
        growing = sum(part.grows for part, _wide in line)
        if not growing:
            return line
        return [(part, wide + spare // growing if part.grows else wide) for part, wide in line]

    def _place(self, rect: QRect, *, only_measure: bool) -> int:
        """Place the parts; the height that they take."""
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        y = inner.top()
        for number, line in enumerate(self._lines(max(inner.width(), 1))):
            y += self._between if number else 0
            high = max(_height(part.item, wide) for part, wide in line)
            if not only_measure:
                self._place_line(line, QRect(inner.left(), y, inner.width(), high))
            y += high
        return y - inner.top() + margins.top() + margins.bottom()

    def _place_line(self, line: list[tuple[_Part, int]], rect: QRect) -> None:
        taken = sum(wide for _part, wide in line) + self._gap * (len(line) - 1)
        x, spare = rect.left(), max(0, rect.width() - taken)
        for part, wide in line:
            if part.right:
                x, spare = x + spare, 0
            high = _height(part.item, wide)
            part.item.setGeometry(
                QRect(QPoint(x, rect.top() + (rect.height() - high) // 2), QSize(wide, high))
            )
            x += wide + self._gap

    # Qt overrides

    def addItem(self, item: QLayoutItem) -> None:
        self._parts.append(_Part(item, self._grows, self._right, self._words))
        self.invalidate()

    def count(self) -> int:
        return len(self._parts)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._parts[index].item if 0 <= index < len(self._parts) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._parts.pop(index).item if 0 <= index < len(self._parts) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._heights.clear()
        for part in self._parts:
            part.wanted = -1
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = self._place(QRect(0, 0, width, 0), only_measure=True)
        return known

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        high = self._place(rect, only_measure=False)
        if high != self._high:
            self._high = high
            self.update()  # what holds this may ask for a least height only: it learns the new one

    def minimumSize(self) -> QSize:
        shown = [part for part in self._parts if not part.item.isEmpty()]
        wide = max((min(_wanted(part), _least(part)) for part in shown), default=0)
        high = max((part.item.minimumSize().height() for part in shown), default=0)
        margins = self.contentsMargins()
        least = high + margins.top() + margins.bottom() if shown else 0
        return QSize(wide + margins.left() + margins.right(), max(least, self._high if shown else 0))

    def sizeHint(self) -> QSize:
        shown = [part for part in self._parts if not part.item.isEmpty()]
        margins = self.contentsMargins()
        wide = sum(_wanted(part) for part in shown) + self._gap * max(0, len(shown) - 1)
        high = max((_height(part.item, _wanted(part)) for part in shown), default=0)
        return QSize(wide + margins.left() + margins.right(), high + margins.top() + margins.bottom())


def _sentence(item: QLayoutItem) -> QLabel | None:
    """The label of an item that breaks its words."""
    widget = item.widget()
    return widget if isinstance(widget, QLabel) and widget.wordWrap() else None


def _wanted(part: _Part) -> int:
    """The width of a part in a line of its own, measured once until something in it changes."""
    if part.wanted < 0:
        part.wanted = _measured(part)
    return part.wanted


def _measured(part: _Part) -> int:
    words = _sentence(part.item)
    if words is not None:
        margins = words.contentsMargins().left() + words.contentsMargins().right() + 4
        whole = max(words.fontMetrics().horizontalAdvance(line) for line in words.text().split("\n"))
        return min(whole + margins, fonts.scaled(part.words)) if part.grows else whole + margins
    least, liked = part.item.minimumSize().width(), part.item.sizeHint().width()
    if not part.grows:
        return max(least, liked)
    return max(least, min(liked, fonts.scaled(part.words)), _hint_width(part.item.widget()))


def _hint_width(widget: QWidget | None) -> int:
    """What the words in an empty field need, 0 where there are none."""
    if not isinstance(widget, QLineEdit) or not widget.placeholderText():
        return 0
    margins = widget.textMargins()
    words = widget.fontMetrics().horizontalAdvance(widget.placeholderText()) + _IN_LINE
    return min(words + margins.left() + margins.right(), widget.maximumWidth())


def _least(part: _Part) -> int:
    if _sentence(part.item) is not None:
        return fonts.scaled(part.words) // 2
    return part.item.minimumSize().width()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
