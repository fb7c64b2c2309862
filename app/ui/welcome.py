"""What was met while the study was opened, told once the window stands."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.ui.backing_up import BackingUp
from app.ui.desk import Notice

if TYPE_CHECKING:
    from app.ui.desk import Desk


def welcome(desk: Desk) -> None:
    """Look after backups from now on, and tell the news of the way in: a clock that was set back, a disk that
    takes nothing."""
    BackingUp(desk).begin()
    texts = desk.texts
    for news in desk.context.news:
        shown = {
            name: texts.moment(value.astimezone()) if isinstance(value, datetime) else value
            for name, value in news.params.items()
        }
        desk.noticed.emit(Notice("warning", texts(f"opening.{news.code}", **shown)))
