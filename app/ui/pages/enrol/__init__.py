"""Enrolling a subject: six steps on one page."""

from app.ui.pages.enrol.page import EnrolPage

__all__ = ["EnrolPage"]
