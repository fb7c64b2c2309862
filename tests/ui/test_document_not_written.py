"""A document that finds no place is refused in words, in each language."""

from __future__ import annotations

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

    assert str(place) in words.refusal(Texts(language), refused.value)
