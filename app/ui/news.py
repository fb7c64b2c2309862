"""Where news stands: under the title or the tabs of the page it concerns, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.desk import Desk, Notice
    from app.ui.widgets.notice import NoticeStrip


class NewsPlace(QWidget):
    """Room for the strip, with margins around it; hidden while it holds no news."""

    def __init__(
        self, *, margins: tuple[int, int, int, int] = (16, 12, 16, 0), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(*margins)
        self.hide()

    def take(self, strip: NoticeStrip) -> None:
        """Show the strip here."""
        column = self.layout()
        if column is not None and column.indexOf(strip) < 0:
            former = strip.parentWidget()
            column.addWidget(strip)
            if isinstance(former, NewsPlace):
                former.hide()
        self.show()


class News:
    """Shows the strip on the page in front: at its `news_place` if it has one, else above it.

    What was done is told until the next action or the next page, a warning until the next page, and what
    went wrong until it is put away.
    """

    def __init__(
        self, strip: NoticeStrip, *, above: NewsPlace, page: Callable[[], QWidget | None], desk: Desk
    ) -> None:
        self._strip = strip
        self._above = above
        self._page = page
        self._kind = ""
        # Told in the same breath as the step to another page ("enrolled", then the subject), it goes along.
        self._fresh = QTimer(strip)
        self._fresh.setSingleShot(True)
        self._fresh.setInterval(0)
        strip.put_away.connect(self._hide_place)
        desk.moved.connect(self.move_on)
        desk.changed.connect(self._on_changed)

    def tell(self, notice: Notice) -> None:
        """Show news in place of earlier news."""
        self._kind = notice.kind
        self._fresh.start()
        self._put()
        self._strip.show_notice(notice)

    def move_on(self) -> None:
        """Another page or view came to the front."""
        if not self._fresh.isActive():
            self._over("done", "warning")
        if self._strip.text:
            self._put()

    def _on_changed(self, _changes: object) -> None:
        """The next action; what it did may be told in the same breath, before or after the change."""
        if not self._fresh.isActive():
            self._over("done")

    def _over(self, *kinds: str) -> None:
        if self._kind in kinds:
            self._strip.clear()

    def _hide_place(self) -> None:
        place = self._strip.parentWidget()
        if isinstance(place, NewsPlace):
            place.hide()

    def _put(self) -> None:
        place = getattr(self._page(), "news_place", self._above)
        place.take(self._strip)
