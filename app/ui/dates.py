"""Dates as one types them into a field."""

from datetime import date


def parse_day(text: str) -> date | None:
    """The date of "2026-11-18" or "20261118"; None where the text is no such date."""
    body = text.strip()
    if len(body) == 8 and body.isdigit():
        body = f"{body[:4]}-{body[4:6]}-{body[6:]}"
    if len(body) != 10:
        return None
    try:
        return date.fromisoformat(body)
    except ValueError:
        return None
