"""The tab History: the audit trail of one subject."""

from app.ui.pages.subject_trail.tab import SubjectTrailTab

__all__ = ["SubjectTrailTab"]
