"""A fault of a template: where it stands, its stable code, and what its sentence needs."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from app.domain.values import dataclass

Step = str | int
Location = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault found in the content: the location in the tree, the code, and parameters of its sentence."""

    location: Location
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a template: 1-based line, path such as `visits[3].day`, stable code, parameters.

    `app.i18n.protocol_faults` has the sentence; as text a fault is its place and code.
    """

    line: int
    path: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return f"{self.line}: {self.code}: {self.path}" if self.path else f"{self.line}: {self.code}"


class TemplateFaults(Exception):  # noqa: N818 - it carries faults, it is not one
    """A template that cannot be used; carries every fault, in the order of lines."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(f"{name}:{fault}" for fault in faults))
        self.name = name
        self.faults = tuple(faults)


def path_text(location: Location) -> str:
    """A location as people write it: `response.pr.of[2].op`."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
