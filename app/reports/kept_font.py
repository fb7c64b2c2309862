"""A face whose subset is made once in a process: most documents use the same letters."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObject
from reportlab.pdfbase.ttfonts import (
    FF_NONSYMBOLIC,
    FF_SYMBOLIC,
    SUBSETN,
    TTEncoding,
    TTFont,
    makeToUnicodeCMap,
)

from app.domain.values import dataclass
from app.reports.quick_face import QuickFace

# Beside ASCII, which every subset holds. With these in it from the start, two documents share a subset even
# where only one of them says "−".
USUAL = "×·–—−±≥≤µ…‘’“”°⁰¹²³⁴⁵⁶⁷⁸⁹üöäßéèáíóúãõçñÜÖÄÉ"


class Packed:
    """The usual filter of a stream, at a level that packs a page in half the time and a few bytes more."""

    pdfname = "FlateDecode"

    @staticmethod
    def encode(content: str | bytes) -> bytes:
        """The packed content."""
        return zlib.compress(content.encode("latin1") if isinstance(content, str) else content, 4)


class _Written(PDFObject):
    """An object of a file in the bytes that it has there, with references where they belong."""

    __RefOnly__ = 1

    def __init__(self, *parts: bytes | Any) -> None:
        self._parts = parts

    def format(self, document: Any) -> bytes:
        """The bytes."""
        return b"".join(part if isinstance(part, bytes) else part.format(document) for part in self._parts)


@dataclass(frozen=True, slots=True)
class _Subset:
    """What the file needs of one subset of a face, written once."""

    name: str
    cmap: bytes
    glyphs: bytes
    descriptor: bytes  # up to the reference to the glyphs
    widths: bytes
    last: int


def _stream(content: bytes, *, about: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    head = b"<<\n/Filter [ /FlateDecode ] /Length %d%s\n>>" % (len(packed), about)
    return head + b"\nstream\n" + packed + b"endstream\n"


class KeptFont(TTFont):
    """A TrueType font for many documents. `usual`: its subsets begin with the usual letters."""

    def __init__(self, name: str, path: str, *, usual: bool) -> None:
        # Not reportlab's own: that one reads the whole face its slow way, whichever face is wanted.
        self.fontName = name
        self.face = QuickFace(path, subfontIndex=0)
        self.encoding = TTEncoding()
        self.state = WeakKeyDictionary()
        self.shapable = False
        self._asciiReadable = rl_config.ttfAsciiReadable
        self._always: dict[int, int] = {}
        self._firsts: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self._usual = "".join(letter for letter in USUAL if usual and ord(letter) in self.face.charToGlyph)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """The font's objects: what is alike in most documents is cut out, packed and written once."""
        for number, subset in enumerate(self.state[doc].subsets):
            inner = self.getSubsetInternalName(number, doc)[1:]
            made = self._subset(number, tuple(subset))
            cmap = doc.Reference(_Written(made.cmap), f"toUnicodeCMap:{made.name}")
            glyphs = doc.Reference(_Written(made.glyphs), f"fontFile:{made.name}")
            described = _Written(made.descriptor, b" /FontFile2 ", glyphs, b"\n>>")
            descriptor = doc.Reference(described, f"fontDescriptor:{made.name}")
            font = _Written(
                f"<<\n/BaseFont /{made.name} /FirstChar 0 /FontDescriptor ".encode(),
                descriptor,
                f" /LastChar {made.last} /Name /{inner} /Subtype /TrueType /ToUnicode ".encode(),
                cmap,
                b" /Type /Font /Widths ",
                made.widths,
                b"\n>>",
            )
            doc.Reference(font, inner)
            doc.idToObject["BasicFonts"].dict[inner] = font
        del self.state[doc]

    @lru_cache(maxsize=32)  # noqa: B019 - fonts live as long as the program
    def _subset(self, number: int, subset: tuple[int, ...]) -> _Subset:
        """One subset; its number begins its name, as the format asks."""
        face: Any = self.face
        name = b"".join((SUBSETN(number), b"+", face.name, face.subfontNameX)).decode("ascii")
        glyphs = face.makeSubset(list(subset))
        descriptor = PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": face.ascent,
                "CapHeight": face.capHeight,
                "Descent": face.descent,
                "Flags": face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC,
                "FontBBox": PDFArray(face.bbox),
                "FontName": f"/{name}",
                "ItalicAngle": face.italicAngle,
                "StemV": face.stemV,
                "MissingWidth": face.defaultWidth,
            }
        ).format(None)
        widths = " ".join(f"{face.getCharWidth(code):g}" for code in subset)
        return _Subset(
            name=name,
            cmap=_stream(makeToUnicodeCMap(name, list(subset)).encode()),
            glyphs=_stream(glyphs, about=b" /Length1 %d" % len(glyphs)),
            descriptor=descriptor.removesuffix(b"\n>>"),
            widths=f"[ {widths} ]".encode(),
            last=len(subset) - 1,
        )

    def shown(self, text: str, size: float, doc: Any) -> str:
        """The operators that show a text in a page of a document."""
        known = self._literal(text)
        if known:
            return f"{self._first(doc)} {size:g} Tf {known}"
        runs = []
        for subset, letters in self.splitString(text, doc):
            inner = self.getSubsetInternalName(subset, doc)
            runs.append(f"{inner} {size:g} Tf ({_escaped(letters)}) Tj")
        return " ".join(runs)

    def _first(self, doc: Any) -> str:
        """What a document calls the first subset."""
        known = self._firsts.get(doc)
        if known is None:
            self._begin(doc)
            known = self._firsts[doc] = self.getSubsetInternalName(0, doc)
        return known

    @lru_cache(maxsize=20_000)  # noqa: B019 - fonts live as long as the program
    def _literal(self, text: str) -> str:
        """The operator of a text of letters that every document numbers alike; "" for other texts."""
        letters = self._encoded(text)
        return f"({_escaped(letters)}) Tj" if letters else ""

    def _begin(self, doc: Any) -> None:
        """Number the usual letters first, in every document alike."""
        if doc in self.state:
            return
        super().splitString(self._usual, doc)
        if not self._always:
            state: Any = self.state[doc]
            self._always = {0xA0: 0x20, **state.assignments}
            self._literal.cache_clear()
            self._encoded.cache_clear()

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802 - its name
        """The text by subsets, as reportlab's own; the first begins with the usual letters."""
        self._begin(doc)
        known = self._encoded(text)
        return [(0, known)] if known else list(super().splitString(text, doc, encoding))

    @lru_cache(maxsize=20_000)  # noqa: B019 - fonts live as long as the program
    def _encoded(self, text: str) -> bytes:
        """A text of letters that every document numbers alike; nothing for other texts."""
        numbers = [self._always.get(ord(letter), 0x100) for letter in text]
        return bytes(numbers) if max(numbers, default=0x100) < 0x100 else b""


_ESCAPES = {ord("\\"): "\\\\", ord("("): "\\(", ord(")"): "\\)"}
_ESCAPES |= {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))}


def _escaped(letters: bytes) -> str:
    return letters.decode("latin1").translate(_ESCAPES)
