"""The end of a participation: the form above the tabs of a subject."""

from app.ui.pages.ending.panel import EndingPanel

__all__ = ["EndingPanel"]
