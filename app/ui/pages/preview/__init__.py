"""A document before it is printed."""

from app.ui.pages.preview.page import PreviewPage

__all__ = ["PreviewPage"]
