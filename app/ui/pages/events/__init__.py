"""The tab Events."""

from app.ui.pages.events.tab import EventsTab

__all__ = ["EventsTab"]
