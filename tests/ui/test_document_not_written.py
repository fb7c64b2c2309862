"""A document that finds no place is refused in words, in each language."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, Texts
from app.services.context import ServiceError
from app.services.contracts.papers import Printed
from app.ui import documents_out, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, language: str) -> None:
    place = tmp_path / "gone" / "summary.pdf"

    with pytest.raises(ServiceError) as refused:
        documents_out.write(Printed(b"", "VS.pdf", "0" * 64, 1), place)

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
        documents_out.write(Printed(b"%PDF and more", "VS.pdf", "0" * 64, 1), place)

    assert refused.value.code == "disk_full"
    assert [file.name for file in tmp_path.iterdir()] == ["summary.pdf"]
    assert place.read_bytes() == b"the one before"
