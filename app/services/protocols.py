"""The templates at hand: those of the program and those that the site adds."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.protocol.faults import Fault
from app.domain.values import dataclass
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from app.domain.protocol.model import Template

_MOST_BYTES = 4 << 20
_VERSION = re.compile(r"^version:\s*(\S+)", re.MULTILINE)


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

    def version(self, template_id: str) -> str:
        """The version that the file of a template states, read without parsing it; "" for none.

        Whether the template can be used is another question, which `get` answers.
        """
        for folder in reversed(self.folders):
            try:
                text = (folder / f"{template_id}.yaml").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            found = _VERSION.search(text)
            return found[1].strip("\"'") if found else ""
        return ""


@lru_cache(maxsize=32)
def _parsed(file: Path, _changed: int, size: int) -> Template:
    """The template of a file as it is now; the stamp tells an edited file from the one read before."""
    from app.domain.protocol.parse import examine

    if size > _MOST_BYTES:
        raise _faulty(file, Fault(1, "", "too_large"))
    try:
        found = examine(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as problem:
        raise _faulty(file, Fault(1, "", "not_utf8")) from problem
    if found.template is None:
        raise _faulty(file, *found.faults)
    if found.template.id != file.stem:
        params = {"name": found.template.id, "file": file.name}
        raise _faulty(file, Fault(found.line(("id",)), "id", "id_not_file_name", params))
    return found.template


def _faulty(file: Path, *faults: Fault) -> ServiceError:
    return ServiceError("protocol_faulty", file=file.name, faults=faults)
