"""The response of a subject with its evidence."""

from app.ui.pages.response.tab import ResponseTab

__all__ = ["ResponseTab"]
