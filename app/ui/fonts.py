"""The two faces of the window, Latin at once, Chinese only when it stands; and the height of its rows."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QStaticText
from PySide6.QtWidgets import QApplication

from app.paths import RESOURCES

LATIN = "Open Sans"
CHINESE = "WenQuanYi Micro Hei"
BODY_POINTS = 10.0
DENSITIES = {"compact": -4, "normal": 0, "roomy": 4}  # pixels of a row at 100 per cent
LEAST_ROW, AROUND_ROW = 24, 6  # pixels: what a pointer meets, and what stands around a line of text


def load_latin() -> None:
    """Register the Latin face, regular and bold: a few milliseconds."""
    _forget()
    for name in ("OpenSans-Regular.ttf", "OpenSans-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))


def load_chinese() -> None:
    """Register the Chinese face that stands behind the Latin one; called after the first paint."""
    _forget()
    QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / "wqy-microhei.ttc"))


def _forget() -> None:
    """What was measured before a face came is measured anew."""
    _measured.cache_clear()
    _advance.cache_clear()
    _laid_out.cache_clear()


def body(scale: float = 1.0) -> QFont:
    """The font of the window at a text scale of 1.0 to 2.0. The design counts points of 96 per inch."""
    font = QFont([LATIN, CHINESE])
    font.setPointSizeF(BODY_POINTS * scale)
    return font


class _Rows:
    """The density in use."""

    density = "normal"


_rows = _Rows()


def use(application: QApplication, scale: float, *, density: str = "normal") -> None:
    """Put the font of the window in use, at a text scale of 1.0 to 2.0, and a density of its rows, one of
    `DENSITIES`: the only way to others."""
    _rows.density = density if density in DENSITIES else "normal"
    in_use.cache_clear()  # first: Qt tells every widget of the new one before it returns
    application.setFont(body(scale))


@lru_cache(maxsize=1)
def in_use() -> float:
    """Points of the body text at the text scale in use: what is remembered of a text holds for it alone.

    Remembered itself: each cell asks for it several times, and Qt makes a copy of its font for an answer.
    """
    return QApplication.font().pointSizeF()


def sized(points: float, *, bold: bool = False) -> QFont:
    """A font of the design's size `points` at the text scale in use."""
    return QFont(measured(points, bold=bold)[0])


def measured(points: float, *, bold: bool = False) -> tuple[QFont, QFontMetrics]:
    """The same font with its metrics, for painters of many cells: kept between calls, not to be changed."""
    return _measured(points, bold, in_use())


def advance(text: str, points: float, *, bold: bool = False) -> int:
    """The width of a text in one line, remembered: a table asks for the same words at each paint."""
    return _advance(text, points, bold, in_use())


def laid_out(text: str, points: float, *, bold: bool = False, room: int) -> tuple[QStaticText, int]:
    """A text in one line, laid out once for all paints, and its width; cut with an ellipsis beyond `room`."""
    return _laid_out(text, points, bold, room, in_use())


@lru_cache(maxsize=4096)
def _laid_out(text: str, points: float, bold: bool, room: int, body: float) -> tuple[QStaticText, int]:
    from PySide6.QtCore import Qt  # its enums take a tenth of the start, and the first window needs none

    font, metrics = _measured(points, bold, body)
    if (width := _advance(text, points, bold, body)) > room:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(text)
    laid = QStaticText(text)
    laid.setTextFormat(Qt.TextFormat.PlainText)  # data may look like markup
    laid.prepare(font=font)
    return laid, width


@lru_cache(maxsize=4096)
def _advance(text: str, points: float, bold: bool, body: float) -> int:
    return _measured(points, bold, body)[1].horizontalAdvance(text)


@lru_cache(maxsize=64)
def _measured(points: float, bold: bool, _body: float) -> tuple[QFont, QFontMetrics]:
    font = QFont(QApplication.font())
    font.setPointSizeF(points * font.pointSizeF() / BODY_POINTS)
    font.setBold(bold)
    return font, QFontMetrics(font)


def scaled(pixels: int) -> int:
    """A width of the design at the text scale in use, so that what fits at 100 % fits at 200 %."""
    return round(pixels * in_use() / BODY_POINTS)


def density() -> str:
    """The density of rows in use, one of `DENSITIES`."""
    return _rows.density


def row(pixels: int) -> int:
    """The height of a row that the design has so high, at the text scale and the density in use."""
    return in_density(scaled(pixels))


def in_density(height: int) -> int:
    """The height of a row that is so high at normal density; the text and the pointer keep their room."""
    least = max(LEAST_ROW, measured(10)[1].height() + AROUND_ROW)
    return max(height + scaled(DENSITIES[_rows.density]), min(height, least))
