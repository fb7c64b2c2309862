"""A TrueType face whose tables are read in one step each: reportlab reads them number by number.

Six faces of ours take reportlab a quarter of a second, which was a sixth of printing from the command line.
"""

from __future__ import annotations

import sys
from array import array
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontFace

_SEGMENTS, _GROUPS = 4, 12  # the formats of the map from letters to glyphs that are read here


class QuickFace(TTFontFace):
    """What reportlab's own face knows. Widths are whole thousandths: nobody sees a half of one."""

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803 - reportlab's names
        """Names and sizes as reportlab reads them; then letters, widths and places of glyphs."""
        read: Any = super()
        read.extractInfo(charInfo=0)
        at = self._map_at()
        reader = {_SEGMENTS: self._segments, _GROUPS: self._groups}.get(self._shorts(at, 1)[0])
        if reader is None:
            read.extractInfo(charInfo)
            return
        letters = {code: glyph for code, glyph in reader(at) if 0 < glyph < self.numGlyphs}
        if 0x20 in letters:
            letters[0xA0] = letters[0x20]
        self._measure(letters)
        self._place()

    def _measure(self, letters: dict[int, int]) -> None:
        known = self._shorts(self.get_table_pos("hhea")[0] + 34, 1)[0]
        start = self.get_table_pos("hmtx")[0]
        pairs = self._shorts(start, known * 2)
        rest = self._shorts(start + known * 4, self.numGlyphs - known)
        bearings = [*pairs[1::2], *rest]
        advances = [*pairs[::2], *[pairs[-2]] * len(rest)]
        scale: Any = self._pdfScale  # type: ignore[attr-defined]  # missing in the stubs
        widths = [round(scale(advance)) for advance in advances]
        self.hmetrics = list(zip(advances, bearings, strict=True))
        self.defaultWidth = scale(advances[0])
        self.charToGlyph = letters
        self.charWidths = {code: widths[glyph] for code, glyph in letters.items()}

    def _place(self) -> None:
        is_long = self._shorts(self.get_table_pos("head")[0] + 50, 1)[0]
        start, count = self.get_table_pos("loca")[0], self.numGlyphs + 1
        self.glyphPos = (
            list(self._longs(start, count)) if is_long else [at << 1 for at in self._shorts(start, count)]
        )

    def _map_at(self) -> int:
        """Where the map from letters to glyphs begins that reportlab would choose."""
        start = self.get_table_pos("cmap")[0]
        chosen = 0
        for at in range(start + 4, start + 4 + 8 * self._shorts(start, 2)[1], 8):
            platform, encoding = self._shorts(at, 2)
            if platform == 3 or (platform == 0 and encoding != 5):
                chosen = start + self._longs(at + 4, 1)[0]
        return chosen or start

    def _segments(self, at: int) -> list[tuple[int, int]]:
        count = self._shorts(at + 6, 1)[0] // 2
        ends, starts, deltas, offsets = (
            self._shorts(at + 14 + (count * part + gap) * 2, count)
            for part, gap in ((0, 0), (1, 1), (2, 1), (3, 1))
        )
        offsets_at = at + 14 + (count * 3 + 1) * 2
        found: list[tuple[int, int]] = []
        for n, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
            codes = range(first, last + 1)
            if first == 0xFFFF:
                continue
            if offset == 0:
                found += [(code, (code + delta) & 0xFFFF) for code in codes]
            else:
                glyphs = self._shorts(offsets_at + 2 * n + offset, len(codes))
                found += [
                    (code, glyph and (glyph + delta) & 0xFFFF)
                    for code, glyph in zip(codes, glyphs, strict=True)
                ]
        return found

    def _groups(self, at: int) -> list[tuple[int, int]]:
        numbers = self._longs(at + 16, 3 * self._longs(at + 12, 1)[0])
        return [
            (code, glyph + code - first)
            for first, last, glyph in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
            for code in range(first, last + 1)
        ]

    def _shorts(self, at: int, count: int) -> array[int]:
        return self._numbers("H", at, count * 2)

    def _longs(self, at: int, count: int) -> array[int]:
        return self._numbers("I", at, count * 4)

    def _numbers(self, kind: str, at: int, size: int) -> array[int]:
        numbers = array(kind, self.get_chunk(at, size))
        if sys.byteorder == "little":
            numbers.byteswap()
        return numbers
