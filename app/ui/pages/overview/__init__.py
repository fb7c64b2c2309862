"""The overview of a subject: chart, why this status, what is next and what is missing."""

from app.ui.pages.overview.tab import OverviewTab

__all__ = ["OverviewTab"]
