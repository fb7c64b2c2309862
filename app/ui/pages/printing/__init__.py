"""The page of documents that are about more than one subject, and of many summaries in one go."""

from app.ui.pages.printing.page import PrintPage

__all__ = ["PrintPage"]
