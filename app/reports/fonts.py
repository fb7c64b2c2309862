"""The bundled faces, each registered when a text first needs it, and texts split by what a face can print."""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics

from app.reports.kept_font import KeptFont

_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FACES = {
    "regular": "OpenSans-Regular.ttf",
    "semibold": "OpenSans-Semibold.ttf",
    "bold": "OpenSans-Bold.ttf",
    "italic": "OpenSans-Italic.ttf",
    "mono": "DejaVuSansMono.ttf",
    "chinese": "wqy-microhei.ttc",
}
# Where the wanted face lacks a letter. Chinese has one weight only; a faked bold would be worse. It is by far
# the largest, so it comes last: a raised plus shall not bring it in.
_FALLBACKS = ("regular", "mono", "chinese")
_HEAVY = {"bold", "semibold"}  # not inside a line of Chinese, which has no such weights
UNPRINTABLE = "\N{WHITE SQUARE}"
_PREFIX = "MT-"
Run = tuple[str, str]  # (font name, text)


@cache
def name(face: str) -> str:
    """The registered font name of a face."""
    _font(face)
    return f"{_PREFIX}{face}"


@cache
def _font(face: str) -> KeptFont:
    font = KeptFont(f"{_PREFIX}{face}", str(_FOLDER / FACES[face]), usual=face != "chinese")
    pdfmetrics.registerFont(font)
    return font


def _glyphs(face: str) -> Mapping[int, int]:
    glyphs: Mapping[int, int] = _font(face).face.charToGlyph
    return glyphs


@cache
def _face_for(letter: str, face: str) -> str:
    for candidate in (face, *_FALLBACKS):
        if ord(letter) in _glyphs(candidate):
            return candidate
    return ""


def lacks(text: str) -> str:
    """The letters of a text that none of the bundled faces has. Raises OSError where a face is missing."""
    for face in FACES:
        _font(face)
    return "".join(letter for letter in text if not _face_for(letter, "regular"))


@lru_cache(maxsize=20_000)
def runs(text: str, face: str) -> tuple[Run, ...]:
    """`text` in pieces that each one font can print; a letter that no face has becomes a white square."""
    if text.isascii() and text.isprintable():  # nearly every text, and every face has these letters
        return ((name(face), text),)
    if face in _HEAVY and has_chinese(text):
        return runs(text, "regular")
    clean = "".join(letter if letter.isprintable() or letter == "\xa0" else " " for letter in text)
    pieces: list[tuple[str, str]] = []
    for letter in clean:
        found = _face_for(letter, face)
        shown = letter if found else UNPRINTABLE
        used = found or _face_for(UNPRINTABLE, face)
        if pieces and pieces[-1][0] == used:
            pieces[-1] = (used, pieces[-1][1] + shown)
        else:
            pieces.append((used, shown))
    return tuple((name(used), shown) for used, shown in pieces)


@lru_cache(maxsize=20_000)
def set_in(text: str, face: str) -> tuple[tuple[KeptFont, str], ...]:
    """The same pieces, each with its font."""
    return tuple((_font(used.removeprefix(_PREFIX)), shown) for used, shown in runs(text, face))


def width(text: str, face: str, size: float) -> float:
    """Width of one line in points."""
    return _units(text, face) * size


@lru_cache(maxsize=20_000)
def _units(text: str, face: str) -> float:
    """Width of a text at size 1."""
    return sum(float(pdfmetrics.stringWidth(piece, font, 1000)) for font, piece in runs(text, face)) / 1000


@cache
def ascent(face: str, size: float) -> float:
    """Height of a face above its base line, in points."""
    return float(pdfmetrics.getAscentDescent(name(face), size)[0])


def has_chinese(text: str) -> bool:
    """Whether lines of this text may break between any two letters."""
    return any(ord(letter) > 0x2E7F for letter in text)
