"""Colours and type of the documents. One hue, no red or green: nothing is told by colour alone."""

from dataclasses import replace
from functools import cache

from reportlab.lib.colors import Color, HexColor

from app.domain.values import dataclass

MM = 72 / 25.4

COLOURS: dict[str, Color] = {
    role: HexColor(f"#{code}")
    for role, code in {
        "ink": "16222C",
        "accent": "0B4A66",
        "secondary": "51606B",
        "axis": "8896A0",
        "treatment": "B9C6CF",
        "treatment_edge": "16222C",
        "hair": "CFD6DB",
        "band": "EDF1F4",
        "group": "F6F8F9",
        "run": "DCE4E9",
        "limit": "16222C",
        "paper": "FFFFFF",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of text: face, size and leading in points, colour role."""

    face: str
    size: float
    leading: float
    colour: str = "ink"

    @cache  # noqa: B019 - there are a few dozen kinds
    def shade(self, colour: str) -> "Type":
        """The same in another colour."""
        return replace(self, colour=colour)

    @cache  # noqa: B019 - the same
    def weight(self, face: str) -> "Type":
        """The same in another weight."""
        return replace(self, face=face)


TITLE = Type("bold", 16, 18, "accent")
CODE = Type("bold", 16, 18)
SUBTITLE = Type("regular", 7.8, 10, "secondary")
META_LABEL = Type("regular", 6.5, 9, "secondary")
META_VALUE = Type("semibold", 8.4, 11)
META_DETAIL = Type("regular", 6.8, 9)
STATUS = Type("bold", 19, 21, "accent")
STATUS_WORDS = Type("regular", 7.6, 9.4)
REASON = Type("semibold", 9.4, 12)
REMARK = Type("regular", 7, 9.4, "secondary")
SECTION = Type("bold", 8.6, 10, "accent")
NOTE = Type("regular", 6.5, 9, "secondary")
TABLE = Type("regular", 7.3, 9.2)
HEAD = Type("semibold", 6.5, 8)
NEXT = Type("regular", 7.8, 10)
FOOTER = Type("regular", 6.4, 9, "secondary")
HASH = Type("mono", 5.9, 9, "secondary")
