"""The templates at hand: those of the program and those that the site adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.protocol.model import Template


@dataclass(frozen=True, slots=True)
class Library:
    """Folders with templates, later ones winning; each file is parsed when it is first asked for."""

    folders: tuple[Path, ...]

    def ids(self) -> tuple[str, ...]:
        """Ids of the templates on disk, by name."""
        raise NotImplementedError

    def get(self, template_id: str) -> Template:
        """The current version of a template. Raises ServiceError `protocol_unknown`, `protocol_faulty`."""
        raise NotImplementedError
