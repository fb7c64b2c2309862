"""Help pages: plain text in files, read into blocks, searched by words. No mark-up of any kind is run.

A page is `resources/help/<language>/<nn>-<name>.txt`, shown in the order of its file name; a language that
lacks a page shows the English one. See `resources/help/README.md` for the few signs of a page.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from app.domain.values import dataclass

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "help"  # a leaf asks no other room
SPARE = "en"
Kind = Literal["heading", "text", "item", "step", "picture"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page. `mark` is the number of a step, the file of a picture; "" elsewhere."""

    kind: Kind
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page: its name in file names, its title, its blocks, and words that it is also found by."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    also: str = ""

    def words(self) -> str:
        """All that is searched, in small letters."""
        return "\n".join((self.title, self.also, *(block.text for block in self.blocks))).casefold()


@dataclass(frozen=True, slots=True)
class Found:
    """A page that holds what was searched for; `line` is the first block that does, "" for its title."""

    page: HelpPage
    line: str


@cache
def pages(language: str) -> tuple[HelpPage, ...]:
    """All pages in a language, in the order of their files; what a language lacks stands in English."""
    files = {path.stem: path for path in sorted((FOLDER / SPARE).glob("*.txt"))}
    files |= {path.stem: path for path in sorted((FOLDER / language).glob("*.txt"))}
    return tuple(_parsed(stem, files[stem].read_text(encoding="utf-8")) for stem in sorted(files))


def picture(name: str, language: str, *, dark: bool = False) -> Path | None:
    """The file of a picture, of the language or the English one; on dark ground where there is one."""
    grounds = ("dark", "") if dark else ("",)
    folders = (FOLDER / spoken / "pictures" / ground for spoken in (language, SPARE) for ground in grounds)
    return next((path for folder in folders if (path := folder / f"{name}.png").is_file()), None)


def search(language: str, text: str) -> tuple[Found, ...]:
    """Pages that hold every word, those with all of them in the title first."""
    wanted = text.casefold().split()
    found = [page for page in pages(language) if all(word in page.words() for word in wanted)]
    first = [page for page in found if all(word in page.title.casefold() for word in wanted)]
    return tuple(Found(page, _line(page, wanted)) for page in (*first, *(p for p in found if p not in first)))


def _line(page: HelpPage, wanted: list[str]) -> str:
    lines = (block.text for block in page.blocks)
    return next((line for line in lines if wanted and any(word in line.casefold() for word in wanted)), "")


def _parsed(stem: str, text: str) -> HelpPage:
    title, also, blocks = "", "", []
    for paragraph in _paragraphs(text.splitlines()):
        if paragraph.startswith("# "):
            title = paragraph[2:]
        elif paragraph.startswith("also: "):
            also = paragraph[6:]
        else:
            blocks.append(_block(paragraph))
    return HelpPage(stem.partition("-")[2] or stem, title or stem, tuple(blocks), also)


def _paragraphs(lines: Iterable[str]) -> list[str]:
    """Lines that belong together joined; a sign or an empty line begins a new one."""
    found: list[str] = []
    fresh = True
    for line in map(str.strip, lines):
        starts = line.startswith(("# ", "## ", "- ", "also: ", "picture: ")) or _number(line) != ""
        if line and (starts or fresh):
            found.append(line)
        elif line:
            found[-1] = f"{found[-1]} {line}"
        fresh = not line or line.startswith(("# ", "## ", "also: ", "picture: "))
    return found


def _block(paragraph: str) -> Block:
    if paragraph.startswith("## "):
        return Block("heading", paragraph[3:])
    if paragraph.startswith("- "):
        return Block("item", paragraph[2:])
    if paragraph.startswith("picture: "):
        name, _, words = paragraph[9:].partition(" ")
        return Block("picture", words, name)
    number = _number(paragraph)
    return Block("step", paragraph[len(number) + 2 :], number) if number else Block("text", paragraph)


def _number(line: str) -> str:
    """The number that a step begins with: 3 of "3. Save"."""
    number, dot, rest = line.partition(". ")
    return number if dot and rest and number.isascii() and number.isdigit() else ""
