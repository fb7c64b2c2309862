"""From code to sentence, and dates and numbers of a language. No Qt in here."""

from app.i18n.texts import LANGUAGES, Texts

__all__ = ["LANGUAGES", "Texts"]
