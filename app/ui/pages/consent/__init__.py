"""What a subject has signed, and the form of a further consent, above the tabs of the subject."""

from app.ui.pages.consent.panel import ConsentPanel

__all__ = ["ConsentPanel"]
