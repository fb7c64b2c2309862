"""The queries of the study, or of one subject."""

from app.ui.pages.queries.page import QueriesPage
from app.ui.pages.queries.tab import QueriesTab

__all__ = ["QueriesPage", "QueriesTab"]
