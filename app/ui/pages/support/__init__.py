"""The tab Transfusions & medication."""

from app.ui.pages.support.tab import SupportTab

__all__ = ["SupportTab"]
