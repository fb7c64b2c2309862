"""Names that the first run proposes: of the study file and of its first user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.paths import STUDY_SUFFIX

if TYPE_CHECKING:
    from pathlib import Path


def _plain(text: str) -> str:
    """Letters without accents, in small ASCII; other scripts fall away."""
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", text)
    return decomposed.encode("ascii", "ignore").decode().lower()


def file_name(study: str) -> str:
    """msc-in-marrow-failure from MSC in marrow failure; "study" where nothing is left."""
    words_ = "".join(letter if letter.isalnum() else " " for letter in _plain(study)).split()
    return "-".join(words_)[:40].strip("-") or "study"


def user_name(display_name: str) -> str:
    """r.coordinator from R. Coordinator; the last word is taken as the family name."""
    parts = "".join(letter if letter.isalnum() else " " for letter in _plain(display_name)).split()
    return f"{parts[0][0]}.{parts[-1]}" if len(parts) > 1 else "".join(parts)


def free_path(folder: Path, name: str) -> Path:
    """A path for a study file that does not exist yet."""
    path, number = folder / f"{name}{STUDY_SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{name}-{number}{STUDY_SUFFIX}", number + 1
    return path
