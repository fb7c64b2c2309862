"""Words into lines: at spaces, between Chinese letters, and inside a word that is wider than a line.

A date, and a number with its unit, stay in one line where one holds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.i18n.unbroken import unbroken
from app.reports import fonts
from app.reports.content import Piece, Words
from app.reports.ink import face_of, pieces
from app.reports.look import Type

Pieces = tuple[Piece, ...]
Lines = tuple[Pieces, ...]

# Stand for what holds two neighbours in one line, and for a no-break space that was written as such: no
# text has them, and no line that is drawn.
_HELD, _JOINED, _WRITTEN = "\x01", "\x02", "\x03"
_HOLDING = _HELD + _JOINED
_TO_FREE = str.maketrans({_HELD: " ", _JOINED: None, _WRITTEN: "\xa0"})
_TO_HELD = str.maketrans({"\xa0": _HELD, "\N{WORD JOINER}": _JOINED})
_SPACE = re.compile(r"[^\S\xa0\u202f]+")  # a no-break space holds its neighbours together
# A letter of Chinese is a word of its own. What closes never begins a line, what opens never ends one.
_OPENING, _CLOSING = "([{（［｛「『【《〈“‘", ")]}）］｝」』】》〉，。、；：！？”’％·"
_ATOM = re.compile(
    f"[{re.escape(_OPENING)}]*(?:[\u2e80-\uffee]|[^\u2e80-\uffee]+?(?=$|[\u2e80-\uffee]))[{re.escape(_CLOSING)}]*"
)


@lru_cache(maxsize=4096)
def broken(words: Words, kind: Type, room: float) -> Lines:
    """Words in lines of at most `room` points; at least one line, which may be empty."""
    lines: list[Pieces] = []
    line: list[Piece] = []
    used = 0.0
    for gap, word in _fitting(pieces(words), kind, room):
        own = _width(word, kind)
        space = _width(gap, kind) if line else 0.0
        if used + space + own <= room:
            line += [*gap, *word] if line else word
            used += space + own
            continue
        if line:
            lines.append(_joined(line))
        line, used = list(word), own
        while used > room and (cut := _cut(line, kind, room)):
            lines.append(_joined(cut[0]))
            line, used = cut[1], _width(cut[1], kind)
    return (*lines, _joined(line))


def _fitting(parts: Pieces, kind: Type, room: float) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """The words of `_words`, with what belongs together in one unless no line is as wide as that."""
    for gap, word in _words(tuple(_with(part, _held(part.text)) for part in parts)):
        free = [_with(part, part.text.translate(_TO_FREE)) for part in word]
        if free == word or _width(free, kind) <= room:
            yield gap, free
            continue
        for number, (inner, alone) in enumerate(_words(tuple(free))):
            yield inner if number else gap, alone


def _held(text: str) -> str:
    return unbroken(text.replace("\xa0", _WRITTEN)).translate(_TO_HELD)


def _with(part: Piece, text: str) -> Piece:
    return Piece(text, part.weight, part.colour)


def _words(parts: Pieces) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """Each word, with the space before it (none between Chinese letters), in the pieces it is made of."""
    gap: list[Piece] = []
    word: list[Piece] = []
    for part in parts:
        at = 0
        for space in (*_SPACE.finditer(part.text), None):
            text = part.text[at : space.start() if space else None]
            for number, atom in enumerate(_atoms(text)):
                if number and word:
                    yield gap, word
                    gap, word = [], []
                word.append(Piece(atom, part.weight, part.colour))
            if space:
                at = space.end()
                if word:
                    yield gap, word
                    word = []
                gap = [Piece(" ", part.weight, part.colour)]
    if word:
        yield gap, word


def _atoms(text: str) -> list[str]:
    if not text:
        return []
    if not fonts.has_chinese(text):
        return [text]
    found = _ATOM.findall(text)
    atoms = found if "".join(found) == text else list(text)
    if _HELD not in text and _JOINED not in text:
        return atoms
    bound: list[str] = []
    for atom in atoms:
        if bound and (bound[-1][-1] in _HOLDING or atom[0] in _HOLDING):
            bound[-1] += atom
        else:
            bound.append(atom)
    return bound


def _cut(word: list[Piece], kind: Type, room: float) -> tuple[list[Piece], list[Piece]] | None:
    """The letters of a word that fit, at least one, and the rest; None where there is no rest."""
    used = 0.0
    for at, part in enumerate(word):
        for count, letter in enumerate(part.text):
            used += fonts.width(letter, face_of(part, kind), kind.size)
            if used > room and (at or count):
                head = Piece(part.text[:count], part.weight, part.colour)
                tail = Piece(part.text[count:], part.weight, part.colour)
                return [*word[:at], head], [tail, *word[at + 1 :]]
    return None


def _width(parts: list[Piece], kind: Type) -> float:
    return sum(fonts.width(part.text, face_of(part, kind), kind.size) for part in parts)


def _joined(parts: list[Piece]) -> Pieces:
    """Neighbours of one weight and colour as one piece."""
    joined: list[Piece] = []
    for part in parts:
        before = joined[-1] if joined else None
        if before is not None and (before.weight, before.colour) == (part.weight, part.colour):
            joined[-1] = Piece(before.text + part.text, part.weight, part.colour)
        elif part.text:
            joined.append(part)
    return tuple(joined)
