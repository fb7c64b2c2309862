"""The list of subjects, read page by page: searched, narrowed, ordered, and kept as views."""

from app.ui.pages.subjects.page import SubjectsPage

__all__ = ["SubjectsPage"]
