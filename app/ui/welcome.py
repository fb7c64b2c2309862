"""What was met while the study was opened, told once the window stands; then what saves meet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.backing_up import BackingUp
from app.ui.desk import Notice
from app.ui.new_day import NewDay

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from app.services.context import News
    from app.ui.desk import Desk
    from app.ui.widgets.notice import NoticeStrip


def welcome(desk: Desk, above: QVBoxLayout) -> None:
    """Look after backups and the day from now on, and tell the news of the way in: a clock that was set back,
    a disk that takes nothing. `above`: where warnings stand that no later news may take away."""
    BackingUp(desk).begin()
    NewDay(desk).begin()
    Warnings(desk, above)
    for news in desk.context.news:
        desk.noticed.emit(Notice("warning", said(news, desk)))


def said(news: News, desk: Desk) -> str:
    """News in words, its moments by this computer's calendar."""
    texts = desk.texts
    shown = {
        name: texts.moment(value.astimezone()) if isinstance(value, datetime) else value
        for name, value in news.params.items()
    }
    return texts(f"opening.{news.code}", **shown)


class Warnings(QObject):
    """Tells what an action warned of in a strip of its own; of each sort once while the window is open."""

    def __init__(self, desk: Desk, above: QVBoxLayout) -> None:
        super().__init__(desk)
        self._desk = desk
        self._above = above
        self._told: set[str] = set()
        self.strip: NoticeStrip | None = None
        desk.warned.connect(self._on_warned)  # emitted in the worker, hence queued

    def _on_warned(self, news: News) -> None:
        if news.code in self._told:
            return
        self._told.add(news.code)
        if self.strip is None:
            from app.ui.widgets.notice import NoticeStrip

            self.strip = NoticeStrip(self._desk.texts, parent=self._above.parentWidget())
            self._above.insertWidget(0, self.strip)
        self.strip.show_notice(Notice("warning", said(news, self._desk)))
