"""The square code at the foot of a page: alphanumeric QR codes of versions 2 and 3, level M.

ISO/IEC 18004:2015. One block each, so no interleaving; one mask, so no search: 25 or 29 modules a side.
"""

from __future__ import annotations

from functools import lru_cache

_LETTERS = {letter: at for at, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}
# version: side, data codewords, error correction codewords, letters that fit, centre of the alignment mark
_VERSIONS = ((25, 28, 16, 38, 18), (29, 44, 26, 61, 22))
LONGEST = _VERSIONS[-1][3]
MASK = 3  # (row + column) mod 3
_FORMAT = 0b00 << 3 | MASK  # level M, the mask
Matrix = tuple[tuple[bool, ...], ...]


def readable(text: str) -> str:
    """The text in letters that the code has; others become a hyphen."""
    return "".join(letter if letter in _LETTERS else "-" for letter in text.upper())


@lru_cache(maxsize=64)
def matrix(text: str) -> Matrix:
    """The modules row by row, True for dark. Raises ValueError for more than `LONGEST` letters."""
    spelled = readable(text)
    for side, data, correction, fits, centre in _VERSIONS:
        if len(spelled) <= fits:
            words = _data(spelled, data)
            return _placed([*words, *_correction(words, correction)], side, centre)
    raise ValueError(f"too long for the code: {len(spelled)}")


def _data(text: str, count: int) -> list[int]:
    bits = f"0010{len(text):09b}"  # alphanumeric mode, its length
    for at in range(0, len(text), 2):
        pair = [_LETTERS[letter] for letter in text[at : at + 2]]
        bits += f"{pair[0] * 45 + pair[1]:011b}" if len(pair) == 2 else f"{pair[0]:06b}"
    bits += "0" * min(4, count * 8 - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    return words + [(0xEC, 0x11)[at % 2] for at in range(count - len(words))]


def _tables() -> tuple[list[int], list[int]]:
    """Powers and logarithms of the field of 256 elements (polynomial 0x11D)."""
    powers, logs, value = [0] * 512, [0] * 256, 1
    for at in range(255):
        powers[at] = powers[at + 255] = value
        logs[value] = at
        value <<= 1
        if value & 0x100:
            value ^= 0x11D
    return powers, logs


_POWERS, _LOGS = _tables()


@lru_cache(maxsize=4)
def _generator(count: int) -> tuple[int, ...]:
    made = [1]
    for at in range(count):
        grown = [*made, 0]
        for place, factor in enumerate(made):
            if factor:
                grown[place + 1] ^= _POWERS[_LOGS[factor] + at]
        made = grown
    return tuple(made[1:])


def _correction(words: list[int], count: int) -> list[int]:
    """The remainder of a division by the generator (Reed-Solomon)."""
    rest = [0] * count
    for word in words:
        factor = word ^ rest[0]
        rest = [*rest[1:], 0]
        if factor:
            rest = [
                own ^ _POWERS[_LOGS[part] + _LOGS[factor]] if part else own
                for own, part in zip(rest, _generator(count), strict=True)
            ]
    return rest


def _placed(words: list[int], side: int, centre: int) -> Matrix:
    marks = _marks(side, centre)
    bits = "".join(f"{word:08b}" for word in words)
    taken = 0
    upwards = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):  # the column of the timing line is passed over
        for row in range(side - 1, -1, -1) if upwards else range(side):
            for column in (right, right - 1):
                if (row, column) not in marks:
                    dark = taken < len(bits) and bits[taken] == "1"
                    taken += 1
                    marks[row, column] = dark != ((row + column) % 3 == 0)
        upwards = not upwards
    return tuple(tuple(marks[row, column] for column in range(side)) for row in range(side))


def _marks(side: int, centre: int) -> dict[tuple[int, int], bool]:
    """What every code of a size has alike: finders, timing, alignment, format."""
    marks: dict[tuple[int, int], bool] = {}
    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):
        for row in range(-1, 8):
            for column in range(-1, 8):
                if 0 <= top + row < side and 0 <= left + column < side:
                    ring = max(abs(row - 3), abs(column - 3))
                    marks[top + row, left + column] = ring in {0, 1, 3}
    for row in range(-2, 3):
        for column in range(-2, 3):
            marks[centre + row, centre + column] = max(abs(row), abs(column)) != 1
    for at in range(8, side - 8):
        marks[6, at] = marks[at, 6] = at % 2 == 0
    marks[side - 8, 8] = True
    for at, dark in enumerate(_format_bits()):
        near = (at, 8) if at < 6 else ((at + 1, 8) if at < 8 else (8, 7 if at == 8 else 14 - at))
        far = (8, side - 1 - at) if at < 8 else (side - 15 + at, 8)
        marks[near] = marks[far] = dark
    return marks


def _format_bits() -> list[bool]:
    """Level and mask with their correction (BCH), lowest bit first."""
    value = _FORMAT << 10
    for at in range(14, 9, -1):
        if value >> at & 1:
            value ^= 0b10100110111 << (at - 10)
    whole = (_FORMAT << 10 | value) ^ 0b101010000010010
    return [bool(whole >> at & 1) for at in range(15)]
