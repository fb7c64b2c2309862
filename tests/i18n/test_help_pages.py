"""Help pages: read as plain text, found by any of their words, English where a language lacks a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, help_pages
from app.i18n.help_pages import Block

PAGE = """# Backups
also: copy restore

One file a day
on another disk.

## Steps
1. Open Study.
2. Press Back up.
- <b>not</b> mark-up
picture: backups The backups page
"""


HEAVIEST = 100_000  # bytes of a picture: there are many, and each clone of the program takes them along


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "20-backups.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "en" / "10-begin.txt").write_text("# Begin\n\nHello.\n", encoding="utf-8")
    monkeypatch.setattr(help_pages, "FOLDER", tmp_path)
    help_pages.pages.cache_clear()
    yield tmp_path
    help_pages.pages.cache_clear()


def test_a_page_is_read_into_blocks(folder: Path) -> None:
    page = help_pages.pages("en")[1]
    assert (page.name, page.title, page.also) == ("backups", "Backups", "copy restore")
    assert page.blocks == (
        Block("text", "One file a day on another disk."),
        Block("heading", "Steps"),
        Block("step", "Open Study.", "1"),
        Block("step", "Press Back up.", "2"),
        Block("item", "<b>not</b> mark-up"),
        Block("picture", "The backups page", "backups"),
    )


def test_pages_stand_in_the_order_of_their_files(folder: Path) -> None:
    assert [page.name for page in help_pages.pages("en")] == ["begin", "backups"]


def test_what_a_language_lacks_stands_in_english(folder: Path) -> None:
    (folder / "zh").mkdir()
    (folder / "zh" / "10-begin.txt").write_text("# 开始\n", encoding="utf-8")
    assert [page.title for page in help_pages.pages("zh")] == ["开始", "Backups"]


@pytest.mark.parametrize("text", ["disk", "RESTORE", "back study", "mark-up"])
def test_a_page_is_found_by_any_of_its_words(folder: Path, text: str) -> None:
    assert [found.page.name for found in help_pages.search("en", text)] == ["backups"]


def test_every_word_counts(folder: Path) -> None:
    assert help_pages.search("en", "disk zebra") == ()


def test_what_is_found_comes_with_the_line_that_holds_it(folder: Path) -> None:
    (found,) = help_pages.search("en", "press")
    assert found.line == "Press Back up."


def test_no_words_find_all(folder: Path) -> None:
    assert len(help_pages.search("en", " ")) == 2


def test_a_picture_on_dark_ground_is_a_light_one_where_there_is_no_other(folder: Path) -> None:
    for place in ("en/pictures/today", "en/pictures/week", "en/pictures/dark/week"):
        path = folder / f"{place}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    grounds = [help_pages.picture(name, "pt", dark=True) for name in ("today", "week", "none")]
    assert [path and path.parent.name for path in grounds] == ["pictures", "dark", None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_stands_in_every_language_with_its_pictures(language: str) -> None:
    english = {path.stem for path in (help_pages.FOLDER / "en").glob("*.txt")}
    assert {path.stem for path in (help_pages.FOLDER / language).glob("*.txt")} == english
    for page, other in zip(help_pages.pages("en"), help_pages.pages(language), strict=True):
        assert [block.kind for block in page.blocks] == [block.kind for block in other.blocks], page.name
        for block in other.blocks:
            if block.kind == "picture":
                assert block.text
                found = [help_pages.picture(block.mark, language, dark=dark) for dark in (False, True)]
                place = help_pages.FOLDER / language / "pictures"
                assert [path and path.parent for path in found] == [place, place / "dark"], block.mark
                assert all(path.stat().st_size < HEAVIEST for path in found if path is not None), block.mark
