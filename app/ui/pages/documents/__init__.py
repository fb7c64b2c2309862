"""A subject's documents: what can be printed, and what was."""

from app.ui.pages.documents.tab import DocumentsTab

__all__ = ["DocumentsTab"]
