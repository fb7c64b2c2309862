"""The page of the study itself: its users, its audit trail, its backups, its checks."""

from app.ui.pages.study.page import StudyPage

__all__ = ["StudyPage"]
