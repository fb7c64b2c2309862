"""A document that finds no place is refused in words, in each language."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, Texts
from app.services.context import ServiceError
from app.services.contracts.papers import Printed
from app.ui import documents_out, words


def _told(_made: Printed, _how: str) -> None:
    pytest.fail("the audit tells of a document that could not be written")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, language: str) -> None:
    place = tmp_path / "gone" / "summary.pdf"

    with pytest.raises(ServiceError) as refused:
        documents_out.save(Printed(b"", "VS.pdf", "0" * 64, 1), place, _told)

    said = words.refusal(Texts(language), refused.value)
    assert place.name in said
    assert str(place.parent) in said


def test_a_document_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "summary.pdf"
    place.write_bytes(b"the one before")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ServiceError) as refused:
        documents_out.save(Printed(b"%PDF and more", "VS.pdf", "0" * 64, 1), place, _told)

    assert refused.value.code == "place_full"
    assert [file.name for file in tmp_path.iterdir()] == ["summary.pdf"]
    assert place.read_bytes() == b"the one before"


def test_a_document_whose_line_the_audit_does_not_take_leaves_no_file(tmp_path: Path) -> None:
    place = tmp_path / "summary.pdf"
    place.write_bytes(b"the one before")

    def told(_made: Printed, _how: str) -> None:
        raise ServiceError("study_busy")

    with pytest.raises(ServiceError, match="study_busy"):
        documents_out.save(Printed(b"%PDF and more", "VS.pdf", "0" * 64, 1), place, told)

    assert [file.name for file in tmp_path.iterdir()] == ["summary.pdf"]
    assert place.read_bytes() == b"the one before"


def test_a_place_that_is_a_folder_is_found_before_the_audit_is_told(tmp_path: Path) -> None:
    (tmp_path / "summary.pdf").mkdir()

    with pytest.raises(ServiceError, match="place_is_folder"):
        documents_out.save(Printed(b"%PDF", "VS.pdf", "0" * 64, 1), tmp_path / "summary.pdf", _told)
