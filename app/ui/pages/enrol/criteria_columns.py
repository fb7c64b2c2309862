"""The columns of the criteria: the same for their header and each line, wide enough for the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.domain.truth import Truth
from app.ui import fonts
from app.ui.pages.enrol.criteria import choices, verdict_word
from app.ui.style import theme_of

if TYPE_CHECKING:
    from app.i18n import Texts

NUMBER, CRITERION, ANSWERED, DATA, VERDICT, SOURCE = range(6)
_KINDS = ("inclusion", "exclusion")
LOW_PRIORITY = (ANSWERED, SOURCE)
_WIDTHS = {NUMBER: 36, ANSWERED: 62, VERDICT: 104, SOURCE: 106}
_STRETCH = {CRITERION: 4, DATA: 6}
_THREE_BUTTONS = 350  # Confirmed, Not confirmed, Not known yet, and the pen
_PEN = 36
_SIGN = 24  # of a verdict, with the gap to its word
_GAPS = 60  # between and beside the columns
_COMPACT_BELOW = 860
_LEAST_CRITERION = 180

# All columns; without those of low priority; or the answer below its criterion.
Room = Literal["wide", "compact", "stacked"]


def room_in(width: int, texts: Texts) -> Room:
    """What a width has room for."""
    least = fonts.scaled(_LEAST_CRITERION) + _data_width(texts) + _GAPS
    least += sum(_width(column, texts) for column in _WIDTHS if column not in LOW_PRIORITY)
    if width < least:
        return "stacked"
    least += sum(_width(column, texts) for column in LOW_PRIORITY)
    return "wide" if width >= max(least, fonts.scaled(_COMPACT_BELOW)) else "compact"


def lay_columns(grid: QGridLayout, texts: Texts) -> None:
    """Give header and lines the same columns, wide enough for the words of the language."""
    grid.setContentsMargins(12, 0, 8, 0)
    grid.setHorizontalSpacing(8)
    for column in _WIDTHS:
        grid.setColumnMinimumWidth(column, _width(column, texts))
    grid.setColumnMinimumWidth(DATA, _data_width(texts))
    for column, stretch in _STRETCH.items():
        grid.setColumnStretch(column, stretch)


def fit_columns(grid: QGridLayout, texts: Texts, room: Room) -> None:
    """Give the room of what is left out to the other columns, or back."""
    for column in LOW_PRIORITY:
        grid.setColumnMinimumWidth(column, _width(column, texts) if room == "wide" else 0)
    grid.setColumnMinimumWidth(DATA, 0 if room == "stacked" else _data_width(texts))


def in_column(widget: QWidget, column: int, texts: Texts, *, gone: bool = False) -> QWidget:
    """Let the column and not the content say how wide a cell is."""
    if column in _WIDTHS:
        widget.setFixedWidth(0 if gone else _width(column, texts))
    else:
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        widget.setMinimumWidth(1)
    return widget


def _width(column: int, texts: Texts) -> int:
    designed = fonts.scaled(_WIDTHS[column])
    if column == VERDICT:
        words = (verdict_word(texts, kind, verdict) for kind in _KINDS for verdict in Truth)
        return max(designed, *(fonts.advance(each, 10, bold=True) + fonts.scaled(_SIGN) for each in words))
    if column != ANSWERED:
        return designed
    head = fonts.advance(texts("enrol.eligibility.col.answered"), 9, bold=True)
    said = (fonts.advance(texts(f"eligibility.{by}"), 10) for by in ("by_data", "by_user"))
    return max(designed, head + 2, *(each + 2 for each in said))


def _data_width(texts: Texts) -> int:
    buttons = (sum(_room_of(words) for _code, words in choices(texts, kind)) for kind in _KINDS)
    return max(fonts.scaled(_THREE_BUTTONS), *(each + _PEN for each in buttons))


def _room_of(words: str) -> int:
    """The chosen answer is bold; its button must not clip it nor change its width."""
    return fonts.advance(words, 10, bold=True) + 22 + 2 * theme_of(QGuiApplication.palette()).edge
