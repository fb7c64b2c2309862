"""A face whose subset is made once in a process: most documents use the same letters."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

# Beside ASCII, which every subset holds. With these in it from the start, two documents share a subset even
# where only one of them says "−".
USUAL = "×·–—−±≥≤µ…‘’“”°⁰¹²³⁴⁵⁶⁷⁸⁹üöäßéèáíóúãõçñÜÖÄÉ"


class _Deflate:
    """The usual filter of a stream, which remembers what it has packed."""

    pdfname = "FlateDecode"

    @staticmethod
    @lru_cache(maxsize=32)
    def encode(content: bytes) -> bytes:
        return zlib.compress(content)


class _KeptFace(TTFontFace):
    """Glyphs of a subset are cut out and packed once."""

    def makeSubset(self, subset: Any) -> bytes:  # noqa: N802 - reportlab's name
        return self._cut(tuple(subset))

    def addSubsetObjects(self, doc: Any, fontname: str, subset: Any) -> Any:  # noqa: N802 - reportlab's name
        cut: Any = super()
        descriptor = cut.addSubsetObjects(doc, fontname, subset)
        if doc.compression:
            stream = doc.idToObject[f"fontFile:{self.filename}({fontname})"]
            stream.filters = [_Deflate]
        return descriptor

    @lru_cache(maxsize=32)  # noqa: B019 - faces live as long as the program
    def _cut(self, subset: tuple[int, ...]) -> bytes:
        cut: bytes = super().makeSubset(list(subset))
        return cut


class _Widths(PDFObject):
    """A list of widths as it stands in the file."""

    def __init__(self, widths: tuple[int, ...]) -> None:
        self._written = _written(widths)

    def format(self, _document: object) -> bytes:
        return self._written


@lru_cache(maxsize=32)
def _written(widths: tuple[int, ...]) -> bytes:
    return b"[ " + " ".join(map(str, widths)).encode() + b" ]"


class KeptFont(TTFont):
    """A TrueType font for many documents. `usual`: its subsets begin with the usual letters."""

    def __init__(self, name: str, path: str, *, usual: bool) -> None:
        super().__init__(name, path, subfontIndex=0)
        # reportlab makes the face itself and offers no other way to one that remembers.
        self.face.__class__ = _KeptFace
        # Whole thousandths: a list of widths is written as it is, and nobody sees a half of one.
        self.face.charWidths = {code: round(width) for code, width in self.face.charWidths.items()}
        self._always: dict[int, int] = {}
        self._usual = "".join(letter for letter in USUAL if usual and ord(letter) in self.face.charToGlyph)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """The font's objects; the lists of widths, alike in most documents, are not formatted again."""
        subsets = [tuple(subset) for subset in self.state[doc].subsets]
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        made = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            made[name].Widths = _Widths(tuple(map(self.face.getCharWidth, subset)))

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """The text by subsets, as reportlab's own; the first begins with the usual letters."""
        if doc not in self.state:
            super().splitString(self._usual, doc, encoding)
            if not self._always:
                # ASCII and the usual letters: numbered alike in the first subset of every document.
                state: Any = self.state[doc]
                self._always = {0xA0: 0x20, **state.assignments}
        known = self._encoded(text)
        return [(0, known)] if known else list(super().splitString(text, doc, encoding))

    @lru_cache(maxsize=20_000)  # noqa: B019 - fonts live as long as the program
    def _encoded(self, text: str) -> bytes:
        """A text of letters that every document numbers alike; nothing for other texts."""
        numbers = [self._always.get(ord(letter), 0x100) for letter in text]
        return bytes(numbers) if max(numbers, default=0x100) < 0x100 else b""
