"""The home page: what needs a person today, as a list and as a week."""

from app.ui.pages.today.page import TodayPage

__all__ = ["TodayPage"]
