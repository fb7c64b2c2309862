"""Template text to template, with every fault of a file at its line; and the copy that a study file keeps.

YAML is read by ruamel.yaml (YAML 1.2: `NO` stays text). The stored copy is canonical JSON: sorted keys, no
blanks, so that its SHA-256 names the rules that a verdict was given by.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from app.domain.protocol.checks import cross_checks
from app.domain.protocol.model import Template


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a template: 1-based line, path such as `visits[3].day`, stable code, pydantic's detail."""

    line: int
    path: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {self.path}: {self.message}"


class TemplateFaults(Exception):  # noqa: N818 - it carries faults, it is not one
    """A template that cannot be used; carries every fault, in the order of lines."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(f"{name}:{fault}" for fault in faults))
        self.name = name
        self.faults = tuple(faults)


def parse(text: str, name: str) -> Template:
    """The template of a YAML text. Raises TemplateFaults with every fault; `name` stands for the file."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    reader = YAML(typ="rt", pure=True)
    try:
        tree = reader.load(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = mark.line + 1 if mark is not None else 1
        raise TemplateFaults(name, [Fault(line, "", "yaml_syntax", str(problem.problem))]) from None
    if not isinstance(tree, dict):
        raise TemplateFaults(name, [Fault(1, "", "not_a_mapping", "a template is a mapping of keys")])
    try:
        template = Template.model_validate_json(json.dumps(_plain(tree)))
    except ValidationError as problem:
        raise TemplateFaults(name, _faults_of(problem, tree)) from None
    crossed = [
        Fault(_line(tree, path), _path(path), code, message) for path, code, message in cross_checks(template)
    ]
    if crossed:
        raise TemplateFaults(name, sorted(crossed, key=lambda fault: fault.line))
    return template


def to_json(template: Template) -> str:
    """Canonical JSON of a template, as a study file stores it."""
    content = template.model_dump(mode="json", exclude_defaults=False)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> Template:
    """The template of its stored JSON. Raises pydantic's ValidationError on a text of another make."""
    return Template.model_validate_json(text)


def sha256(stored: str) -> str:
    """The hash that names a stored template."""
    return hashlib.sha256(stored.encode("utf-8")).hexdigest()


def _plain(node: Any) -> Any:
    """YAML nodes as JSON values; a number with a point stays the text that was written, for Decimal."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if node is None or isinstance(node, bool):
        return node
    if isinstance(node, int):
        return int(node)
    if isinstance(node, float):
        return format(Decimal(repr(float(node))), "f")
    return str(node)


def _faults_of(problem: ValidationError, tree: Any) -> list[Fault]:
    faults = []
    for detail in problem.errors(include_url=False, include_context=False, include_input=False):
        location = _real_path(tree, detail["loc"])
        faults.append(Fault(_line(tree, location), _path(location), detail["type"], detail["msg"]))
    return sorted(faults, key=lambda fault: fault.line)


def _real_path(tree: Any, location: Sequence[str | int]) -> tuple[str | int, ...]:
    """A pydantic location without the tags that it puts in for the members of a union."""
    real: list[str | int] = []
    node: Any = tree
    for position, step in enumerate(location):
        known = isinstance(node, dict) and step in node
        listed = isinstance(node, list) and isinstance(step, int) and step < len(node)
        if known or listed:
            node = node[step]
        elif position == len(location) - 1 and isinstance(node, dict) and _looks_like_key(step):
            node = None
        else:
            continue
        real.append(step)
    return tuple(real)


def _looks_like_key(step: str | int) -> bool:
    return isinstance(step, str) and step.replace("_", "").isalnum() and not step[:1].isupper()


def _line(tree: Any, location: Sequence[str | int]) -> int:
    """The 1-based line of a path, or of the nearest part of it that exists."""
    line, node = 1, tree
    for step in location:
        try:
            marks = node.lc
            line = (marks.key(step) if isinstance(node, dict) else marks.item(step))[0] + 1
            node = node[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return int(line)


def _path(location: Sequence[str | int]) -> str:
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text
