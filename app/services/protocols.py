"""The templates at hand: those of the program and those that the site adds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.context import ServiceError

if TYPE_CHECKING:
    from app.domain.protocol.model import Template

_MOST_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Library:
    """Folders with templates, later ones winning; each file is parsed when it is first asked for.

    A template lies in a file of its id: `saa_atg.yaml`.
    """

    folders: tuple[Path, ...]

    def ids(self) -> tuple[str, ...]:
        """Ids of the templates on disk, by name."""
        return tuple(sorted({file.stem for folder in self.folders for file in folder.glob("*.yaml")}))

    def get(self, template_id: str) -> Template:
        """The current version of a template. Raises ServiceError `protocol_unknown`, `protocol_faulty`."""
        for folder in reversed(self.folders):
            file = folder / f"{template_id}.yaml"
            if template_id in self.ids() and file.is_file():
                state = file.stat()
                return _parsed(file, state.st_mtime_ns, state.st_size)
        raise ServiceError("protocol_unknown", protocol=template_id)


@lru_cache(maxsize=32)
def _parsed(file: Path, _changed: int, size: int) -> Template:
    """The template of a file as it is now; the stamp tells an edited file from the one read before."""
    from app.domain.protocol.parse import TemplateFaults, parse

    if size > _MOST_BYTES:
        raise ServiceError("protocol_faulty", file=file.name, faults=("too large",))
    try:
        template = parse(file.read_text(encoding="utf-8"), file.name)
    except TemplateFaults as problem:
        faults = tuple(f"{file.name}:{fault}" for fault in problem.faults)
        raise ServiceError("protocol_faulty", file=file.name, faults=faults) from problem
    except UnicodeDecodeError as problem:
        raise ServiceError("protocol_faulty", file=file.name, faults=("not UTF-8",)) from problem
    if template.id != file.stem:
        raise ServiceError("protocol_faulty", file=file.name, faults=(f"id {template.id}",))
    return template
