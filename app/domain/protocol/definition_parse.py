"""Definition text to definition, with every fault of a file at its line; and the hash that names it."""

import hashlib
import json
from collections.abc import Iterator

from pydantic import ValidationError

from app.domain.protocol.checks.names import fields
from app.domain.protocol.definition import (
    METHODS,
    Definition,
    ReadingAnswer,
    StatusAnswer,
    typed,
)
from app.domain.protocol.faults import Fault, Location, Problem, TemplateFaults, path_text
from app.domain.protocol.parse import faults_of, in_order, tree_of
from app.domain.protocol.tree import line_of, plain
from app.domain.quantities import ANALYTES


def parse(text: str, name: str) -> Definition:
    """The definition of a YAML text. Raises TemplateFaults with every fault; `name` stands for the file."""
    tree, faults = tree_of(text)
    if tree is None:
        raise TemplateFaults(name, faults)
    try:
        definition = Definition.model_validate_json(json.dumps(plain(tree)))
    except ValidationError as problem:
        raise TemplateFaults(name, in_order([*faults, *faults_of(problem, tree)])) from None
    faults += [
        Fault(line_of(tree, found.location), path_text(found.location), found.code, found.params)
        for found in checks(definition)
    ]
    if faults:
        raise TemplateFaults(name, in_order(faults))
    return definition


def sha256(definition: Definition) -> str:
    """The hash of a definition's content."""
    content = definition.model_dump(mode="json")
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def checks(definition: Definition) -> Iterator[Problem]:
    """Every place where parts of a definition contradict each other or make no sense."""
    keys = {source.key for source in definition.sources}
    allowed = keys | {"site"}  # defaults of the rules themselves carry that key
    for location, source in fields(definition, "source"):
        key = source.split(" ")[0]
        if key and key not in (keys if location == ("source",) else allowed):
            yield Problem(location, "unknown_source", {"name": key})
    for location, code in fields(definition.answer, "analyte"):
        if code not in ANALYTES:
            yield Problem(("answer", *location), "unknown_analyte", {"name": code})
    first, last = definition.from_day, definition.to_day
    if first is not None and last is not None and first > last:
        yield Problem(("to_day",), "empty_range", {"low": first, "high": last})
    if isinstance(definition.answer, ReadingAnswer):
        yield from _changes(definition.answer)
    if isinstance(definition.answer, StatusAnswer):
        yield from _second_panel(definition.answer)


def _second_panel(answer: StatusAnswer) -> Iterator[Problem]:
    """A second panel that is required needs its distance, and only then a distance is needed."""
    if (answer.second_panel == "required") != bool(answer.response.confirm_days):
        yield Problem(("answer", "second_panel"), "second_panel_days", {})


def _changes(answer: ReadingAnswer) -> Iterator[Problem]:
    fitting = [method for method in METHODS if set(answer.changes) <= set(method.model_fields)]
    for key, value in answer.changes.items():
        location: Location = ("answer", "changes", key)
        owners = fitting or [method for method in METHODS if key in method.model_fields]
        if not owners:
            yield Problem(location, "unknown_parameter", {"key": key})
            continue
        try:
            typed(owners[0], key, value)
        except ValidationError as problem:
            yield Problem(location, "not_usable", {"key": key, "detail": problem.errors()[0]["msg"]})
