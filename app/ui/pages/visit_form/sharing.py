"""How the form and its preview share the page: beside each other, or the preview below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from app.ui import fonts
from app.ui.style import theme_of

if TYPE_CHECKING:
    from app.ui.pages.visit_form.panel import TypedPanel
    from app.ui.widgets.kept_split import KeptSplitter

PREVIEW_WIDTH = 304
BAR = 14  # pixels of a scroll bar beside the rows and of the margins of the frame
PREVIEW_LEAST = 264  # what it may give to a wordier form before it drops below
TITLE = 60  # pixels of the title row before it is laid out
TYPED_BELOW = 120  # least height of what is typed above a preview: then the page scrolls rather
LOW = 260  # pixels at 100 % that are too few for values below a title: then the form has the whole page
AROUND = 54  # pixels of the page's margins, of the handle and of the edges of the rows
NARROW = 1060  # below this page width the preview drops under the form, as in the smallest window


class Sharing:
    """Gives each its room; again when the page or what they need changes."""

    def __init__(
        self, page: QWidget, splitter: KeptSplitter, *, left: QWidget, typed: TypedPanel, preview: QWidget
    ) -> None:
        self._page, self._splitter = page, splitter
        self._left, self._typed, self._preview = left, typed, preview
        self._needed = (0, 0, 0)

    def area(self) -> QScrollArea | None:
        """What scrolls the whole form where large text leaves no room for it."""
        holder = self._page.parentWidget()
        while holder is not None and not isinstance(holder, QScrollArea):
            holder = holder.parentWidget()
        return holder

    def match(self) -> None:
        """Share again where a part needs another width than when the room was shared."""
        if self._needs() != self._needed:
            self.share()

    def share(self) -> None:
        """Share the room of the page."""
        size, splitter, left = self._page.size(), self._splitter, self._left
        form, whole, close = self._needed = self._needs()
        least_wide = max(PREVIEW_LEAST, self._preview.minimumWidth())
        wide = max(least_wide, min(PREVIEW_WIDTH, size.width() - max(form, whole) - AROUND))
        narrow = size.width() < max(fonts.scaled(NARROW), max(form, close) + AROUND + least_wide)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if splitter.orientation() != wanted:
            splitter.setOrientation(wanted)
        self._typed.setMinimumHeight(fonts.scaled(TYPED_BELOW) if narrow else 0)
        least = max(self._in_sight(), left.minimumSizeHint().height())
        left.setMinimumHeight(least if narrow else 0)
        if narrow:
            below = self._preview.minimumSizeHint().height()
            high = least if self._in_sight() else size.height() - below  # the form has more to show
            splitter.arrange((high, max(below, size.height() - high)))
        else:
            splitter.arrange((size.width() - wide, wide))

    def _needs(self) -> tuple[int, int, int]:
        """The least width of the form, and what its values need beside each other and close together."""
        bar = BAR + 2 * theme_of(self._page).edge
        typed = self._typed
        return self._left.minimumSizeHint().width(), typed.one_line + bar, typed.close_line + bar

    def _in_sight(self) -> int:
        """The height that the form may have so that its buttons need no scrolling; the preview is below."""
        area = self.area()
        if area is None:
            return 0
        above = self._splitter.y() or fonts.scaled(TITLE)
        room = area.viewport().height()
        return room - 8 if room < fonts.scaled(LOW) else room - above - 24
