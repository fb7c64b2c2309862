"""Documents of sections: what must never go wrong, whatever is in them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pdfplumber
import pytest
from pypdf import PdfReader
from pypdf.generic import Destination
from reportlab.graphics.barcode import qrencoder

from app.i18n import Texts
from app.reports import qr
from app.reports.base import BODY_FOOT, Sheet
from app.reports.content import Entry, MetaCell, Printing, digest
from app.reports.document import code_text, named_in
from app.reports.evidence_content import PlainTable
from app.reports.paper import pages
from app.reports.paper_content import (
    Field,
    Fields,
    HandTable,
    Listing,
    Pair,
    Paper,
    PrintedPaper,
    Section,
    Signature,
    Signatures,
)

TEXTS = Texts("en")
AT = datetime(2026, 9, 15, 16, 24, tzinfo=UTC)
LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis-associated pancytopenia of the " * 3


def table(rows: int, *, word: str = "value") -> PlainTable:
    lines = tuple((f"row {number}", word, f"{number}.0", "–") for number in range(rows))
    return PlainTable(
        ("Name", "What", "Figure", "Note"), lines, (40, 60, 20, 20), ("left", "left", "right", "left")
    )


def paper(*parts: Section | Pair, code: str = "TJ-014") -> PrintedPaper:
    said = Paper(
        document_id="XX-TJ-014",
        language="en",
        title="A document",
        subtitle="of a study",
        code_label="Subject",
        code=code,
        meta=(MetaCell("Protocol", "saa_atg v1.0", "arm MSC"), MetaCell("Day", "D90", "")),
        parts=parts,
        none="none recorded",
    )
    return PrintedPaper(said, Printing("L. Chen, coordinator", AT, "MarrowTrack"))


def signatures() -> Section:
    boxes = (Signature("Coordinator"), Signature("Investigator", "NOT SIGNED", "dashed"), Signature("Third"))
    return Section("sign", "", (Signatures(boxes),), whole=True)


def words(pdf: bytes) -> list[list[dict[str, float]]]:
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        return [page.extract_words() for page in read.pages]


def assert_inside_and_apart(pdf: bytes, paper: str) -> None:
    """No word outside the frame of the page; no word over another."""
    sheet = Sheet(paper)
    for page in words(pdf):
        for word in page:
            assert word["x0"] >= sheet.left - 0.5, word
            assert word["x1"] <= sheet.left + sheet.width + 0.5, word
        body = [word for word in page if word["bottom"] < sheet.size[1] - BODY_FOOT + 3]
        body.sort(key=lambda word: (word["top"], word["x0"]))
        for at, one in enumerate(body):
            for other in body[at + 1 : at + 40]:
                across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
                down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
                assert not (across > 1 and down > 3), (one["text"], other["text"])


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize(
    "part",
    [
        Section("t", "Table", (table(300),)),
        Section("t", "Table", (table(60, word=LONG),)),
        Section("t", "Table", (table(0),)),
        Section("l", "List", (Listing(tuple(Entry(LONG, LONG) for _ in range(30))),)),
        Pair(Section("l", "Left", (table(3),)), Section("r", "Right", (table(40),))),
        Section(
            "f",
            "Fields",
            (Fields(tuple(Field(LONG[:60], boxes=("yes", "no", LONG[:40])) for _ in range(9))),),
        ),
        Section(
            "h", "By hand", (HandTable(("A", "B\nC"), (("", LONG[:90]),) * 30, (1, 1), ("left", "left")),)
        ),
    ],
)
def test_nothing_leaves_the_page_or_lies_over_something_else(part, size):
    made = pages(paper(part, signatures()), texts=TEXTS, paper=size)
    assert_inside_and_apart(made.pdf, size)


def test_every_row_of_a_long_table_is_printed_once_under_its_head():
    made = pages(paper(Section("t", "Table", (table(300),))), texts=TEXTS)
    text = [page.extract_text() for page in PdfReader(io.BytesIO(made.pdf)).pages]
    whole = "\n".join(text)
    for number in range(300):
        assert whole.count(f"row {number} ") + whole.count(f"row {number}\n") >= 1
    assert all("Figure" in page for page in text)
    assert "A document, continued" in text[1]


def test_an_empty_list_says_so():
    made = pages(paper(Section("t", "Table", (table(0),))), texts=TEXTS)
    assert "none recorded" in PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text()


def test_the_outline_leads_to_the_page_of_its_section():
    made = pages(paper(Section("a", "First", (table(90),)), Section("b", "Second", (table(2),))), texts=TEXTS)
    read = PdfReader(io.BytesIO(made.pdf))
    entries = read.outline[1]
    assert isinstance(entries, list)
    places = {
        entry.title: read.get_destination_page_number(entry)
        for entry in entries
        if isinstance(entry, Destination)
    }
    assert places["First"] == 0
    assert places["Second"] == made.pages - 1 > 0


def test_same_content_gives_the_same_bytes_and_another_copy_the_same_hash():
    content = paper(Section("t", "Table", (table(3),)))
    one, two = pages(content, texts=TEXTS), pages(content, texts=TEXTS)
    assert one.pdf == two.pdf
    again = replace(content, printing=replace(content.printing, copy=2))
    later = pages(again, texts=TEXTS)
    assert later.data_hash == one.data_hash
    assert later.pdf != one.pdf
    assert "copy 2" in PdfReader(io.BytesIO(later.pdf)).pages[0].extract_text()


def test_the_file_carries_its_name_and_whole_hash_title_and_language():
    content = paper(Section("t", "Table", (table(3),)))
    made = pages(content, texts=TEXTS)
    assert named_in(made.pdf) == ((content.said.document_id, digest(content.said)),)
    read = PdfReader(io.BytesIO(made.pdf))
    assert read.metadata is not None
    assert read.metadata.title == "A document TJ-014"
    assert str(read.root_object["/Lang"]) == "en"


def test_identity_is_marked_on_every_page():
    content = paper(Section("t", "Table", (table(120),)))
    marked = replace(content, printing=replace(content.printing, identity=True))
    for page in PdfReader(io.BytesIO(pages(marked, texts=TEXTS).pdf)).pages:
        text = page.extract_text()
        assert "CONTAINS IDENTITY" in text
        assert "Pseudonymised" not in text


@pytest.mark.parametrize(
    "text", ["MT1:A", code_text("VS-TJ-014-D90", "e6" * 32), code_text("ü" * 80, "0f" * 32)]
)
def test_the_square_is_that_of_the_standard(text):
    made = qr.matrix(text)
    peer = qrencoder.QRCode(2 if len(made) == 25 else 3, qrencoder.QRErrorCorrectLevel.M)
    peer.addData(text)
    peer.makeImpl(False, qr.MASK)
    side = peer.getModuleCount()
    assert made == tuple(
        tuple(bool(peer.isDark(row, column)) for column in range(side)) for row in range(side)
    )


def test_the_square_says_id_and_the_first_sixteen_figures():
    assert code_text("VS-TJ-014-D90", "e6822a3452f443c1" + "0" * 48) == "MT1:VS-TJ-014-D90:E6822A3452F443C1"
