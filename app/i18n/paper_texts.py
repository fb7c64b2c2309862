"""The texts of a document that is filed: its days are written alike in all languages, 2026-09-15."""

from datetime import date, datetime

from app.i18n.texts import Texts

Day = date  # inside the class `date` is a method


class PaperTexts(Texts):
    """Texts whose days are in ISO, as the tables of a document have them; a range shares its year."""

    def date(self, day: Day) -> str:
        """2026-09-15."""
        return day.isoformat()

    def short_date(self, day: Day) -> str:
        """2026-09-15: a month and a day in figures alone would be read both ways."""
        return day.isoformat()

    def month(self, day: Day) -> str:
        """2026-09."""
        return f"{day:%Y-%m}"

    def span(self, first: Day, last: Day) -> str:
        """2026-09-07 – 09-21."""
        shown = f"{last:%m-%d}" if first.year == last.year else last.isoformat()
        return f"{first.isoformat()} – {shown}"

    def short_span(self, first: Day, last: Day) -> str:
        """The same."""
        return self.span(first, last)

    def moment(self, when: datetime) -> str:
        """2026-09-15 09:41, in the time zone that the value carries."""
        return f"{when:%Y-%m-%d %H:%M}"


def on_paper(texts: Texts) -> PaperTexts:
    """The same language for a document."""
    return PaperTexts(texts.language)
