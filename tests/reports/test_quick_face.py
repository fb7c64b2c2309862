"""The faces are read as reportlab reads them, only faster."""

from __future__ import annotations

from itertools import pairwise

import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from app.paths import RESOURCES
from app.reports.fonts import FACES, UNPRINTABLE
from app.reports.quick_face import QuickFace


@pytest.mark.parametrize("name", sorted(FACES))
def test_letters_widths_and_glyphs_are_those_that_reportlab_reads(name: str):
    path = str(RESOURCES / "fonts" / FACES[name])
    ours, theirs = QuickFace(path), TTFontFace(path)
    known = {code: glyph for code, glyph in theirs.charToGlyph.items() if glyph and code != 0xFFFF}
    assert ours.charToGlyph == known
    assert ours.charWidths == {code: round(theirs.charWidths[code]) for code in known}
    assert ours.glyphPos == theirs.glyphPos
    assert [bearing for _, bearing in ours.hmetrics] == [bearing for _, bearing in theirs.hmetrics]
    if ours.hmetrics == theirs.hmetrics:  # reportlab scales the last advance of a fixed pitch twice
        assert ours.makeSubset([0, *range(0x20, 0x7F)]) == theirs.makeSubset([0, *range(0x20, 0x7F)])
    assert (ours.ascent, ours.descent, ours.bbox) == (theirs.ascent, theirs.descent, theirs.bbox)


def test_glyphs_lie_one_behind_the_other():
    face = QuickFace(str(RESOURCES / "fonts" / FACES["chinese"]))
    assert all(before <= after for before, after in pairwise(face.glyphPos))


def test_some_face_has_the_square_for_what_none_has():
    faces = [QuickFace(str(RESOURCES / "fonts" / file)) for file in FACES.values()]
    assert any(ord(UNPRINTABLE) in face.charToGlyph for face in faces)
