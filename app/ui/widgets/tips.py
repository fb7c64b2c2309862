"""Tooltips of data: Qt would take a text with a tag in it for mark-up and run it."""

from __future__ import annotations

import re
from html import escape

_TAG = re.compile(r"<[A-Za-z/!?]")


def plain(text: str) -> str:
    """A text that a tooltip shows letter by letter, whatever somebody typed into it."""
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if _TAG.search(text) else text
