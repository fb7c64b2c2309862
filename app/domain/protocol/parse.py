"""Template text to template, with every fault of a file at its line; and the copy that a study file keeps.

YAML is read by ruamel.yaml (YAML 1.2: `NO` stays text). The stored copy is canonical JSON: sorted keys, no
blanks, so that its SHA-256 names the rules that a verdict was given by.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import ValidationError

from app.domain.protocol.faults import Fault, Location, TemplateFaults, path_text
from app.domain.protocol.model import Template
from app.domain.protocol.tree import endless, line_of, plain, real_location
from app.domain.values import dataclass

__all__ = ["Examined", "Fault", "TemplateFaults", "examine", "from_json", "parse", "sha256", "to_json"]

_MISSING_OR_EXTRA = {"missing": "missing_key", "extra_forbidden": "unknown_key"}
_KINDS = (
    (("literal_error",), "not_allowed"),
    (("union_tag_invalid", "union_tag_not_found"), "unknown_kind"),
    (("string_pattern_mismatch",), "not_a_code"),
    (("string_too_short", "too_short"), "empty"),
    (("greater_than_equal", "greater_than"), "too_small"),
    (("int_type", "int_parsing", "int_from_float"), "not_a_whole_number"),
    (("decimal_type", "decimal_parsing", "finite_number"), "not_a_number"),
    (("bool_type", "bool_parsing"), "not_true_or_false"),
    (("string_type",), "not_text"),
    (("tuple_type", "list_type"), "not_a_list"),
    (("model_type", "dict_type", "model_attributes_type"), "not_a_mapping"),
)
_CODES = {detail: code for details, code in _KINDS for detail in details} | _MISSING_OR_EXTRA


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a template text: every fault by line, the template where there is none.

    `line` gives the 1-based line of a location such as `("response", "nr_from_day")`.
    """

    faults: tuple[Fault, ...]
    template: Template | None
    line: Callable[[Location], int]


def parse(text: str, name: str) -> Template:
    """The template of a YAML text. Raises TemplateFaults with every fault; `name` stands for the file."""
    found = examine(text)
    if found.template is None:
        raise TemplateFaults(name, found.faults)
    return found.template


def examine(text: str) -> Examined:
    """Every fault of a YAML text: of YAML, of keys and types, and what one part says against another.

    Parts are held against each other even where some are faulty.
    """
    # Most processes only read a study's own copy of a template, which was checked when it was stored.
    from app.domain.protocol.checks import cross_checks
    from app.domain.protocol.mending import stands
    from app.domain.protocol.parts import parts_of

    tree, faults = tree_of(text)
    if tree is None:
        return Examined(tuple(faults), None, lambda _location: 1)
    content = plain(tree)
    template, faulty = None, set[Location]()
    try:
        template = Template.model_validate_json(json.dumps(content))
    except ValidationError as problem:
        faults += faults_of(problem, tree)
        faulty = {real_location(tree, detail["loc"]) for detail in problem.errors(include_url=False)}
    for found in cross_checks(parts_of(content, template)):
        if stands(found, faulty):
            line = line_of(tree, found.location)
            faults.append(Fault(line, path_text(found.location), found.code, found.params))
    ordered = in_order(faults)
    return Examined(
        ordered, None if ordered else template, lambda location: line_of(tree, real_location(tree, location))
    )


def tree_of(text: str) -> tuple[Any, list[Fault]]:
    """The tree of a YAML text and what is wrong with its keys, or None and what keeps it from being read."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    reader, twice = YAML(typ="rt", pure=True), list[Fault]()

    def once(_node: Any, key_node: Any, mapping: Any, key: object, _value: object) -> bool:
        """Let the first of two equal keys stand, and tell the second."""
        if key in mapping:
            twice.append(Fault(key_node.start_mark.line + 1, str(key), "duplicate_id", {"name": key}))
        return key not in mapping

    reader.constructor.check_mapping_key = once
    try:
        tree = reader.load(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = mark.line + 1 if mark is not None else 1
        return None, [Fault(line, "", "yaml_syntax", {"detail": str(problem.problem).splitlines()[0]})]
    except TypeError:  # mappings within mappings as names
        return None, [Fault(1, "", "name_no_word")]
    except (YAMLError, ValueError, RecursionError) as problem:
        said = str(problem).splitlines() or [type(problem).__name__]
        return None, [Fault(1, "", "yaml_syntax", {"detail": said[0]})]
    if not isinstance(tree, dict):
        return None, [Fault(1, "", "no_template")]
    if endless(tree):
        return None, [Fault(1, "", "too_large")]
    return tree, twice


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Each fault once, by line."""
    return tuple(dict.fromkeys(sorted(faults, key=lambda fault: (fault.line, fault.path, fault.code))))


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


def faults_of(problem: ValidationError, tree: Any) -> list[Fault]:
    """pydantic's findings with their lines; an unusable limit is told once, not for each kind of limit."""
    faults: list[Fault] = []
    seen: set[Location] = set()
    details = problem.errors(include_url=False, include_input=False)
    for detail in details:
        if detail["type"] == "too_short" and any(_below(detail["loc"], other["loc"]) for other in details):
            continue  # no list is too short for the items in it that cannot be used
        location = real_location(tree, detail["loc"])
        if location in seen and detail["loc"][-1:] != location[-1:]:
            continue
        seen.add(location)
        code = _CODES.get(detail["type"], "not_usable")
        if code == "unknown_kind":
            location = real_location(tree, (*location, detail["ctx"]["discriminator"].strip("'")))
        if location and location[-1] == "limit" and code == "not_a_number":
            code = "not_a_limit"
        params = {str(key): str(value) for key, value in detail.get("ctx", {}).items() if key != "error"}
        params |= {"key": _key_of(location), "detail": detail["msg"]}
        if "expected" in params:
            params["expected"] = params["expected"].replace(" or ", ", ")  # the same in every language
        faults.append(Fault(line_of(tree, location), path_text(location), code, params))
    return faults


def _key_of(location: Location) -> str:
    """The name of what a fault is about: `day`, and of an item of a list `days[2]`."""
    named = next((at for at in reversed(range(len(location))) if isinstance(location[at], str)), 0)
    return path_text(location[named:])


def _below(location: Location, other: Location) -> bool:
    return len(other) > len(location) and other[: len(location)] == location
