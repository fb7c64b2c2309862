"""Another protocol version or day 0 for a subject: what would change first, then the change itself."""

from app.ui.pages.amend.page import AmendPage

__all__ = ["AmendPage"]
