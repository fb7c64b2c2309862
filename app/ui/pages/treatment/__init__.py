"""The tab Treatment: what the template plans beside what was given."""

from app.ui.pages.treatment.tab import TreatmentTab

__all__ = ["TreatmentTab"]
