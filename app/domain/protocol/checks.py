"""Cross-checks of a template: what one part says must fit what the others say."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from app.domain.protocol.model import Template
from app.domain.quantities import ANALYTES

Problem = tuple[tuple[str | int, ...], str, str]


def cross_checks(template: Template) -> list[Problem]:
    """Every (path, code, sentence) where parts of a template contradict each other."""
    return [*_sources(template), *_arms(template), *_analytes(template), *_visits(template)]


def _sources(template: Template) -> Iterator[Problem]:
    keys = {source.key for source in template.sources}
    for path, source in _fields(template, "source"):
        key = source.split(" ")[0] if source else ""
        if key and key not in keys:
            yield path, "unknown_source", f"'{key}' is not among the sources of this template"


def _arms(template: Template) -> Iterator[Problem]:
    ids = {arm.id for arm in template.arms}
    for part in ("treatments", "visits"):
        for index, item in enumerate(getattr(template, part)):
            for arm in item.arms:
                if arm not in ids:
                    yield (part, index, "arms"), "unknown_arm", f"'{arm}' is not an arm of this template"


def _analytes(template: Template) -> Iterator[Problem]:
    for index, code in enumerate(template.analytes):
        if code not in ANALYTES:
            yield ("analytes", index), "unknown_analyte", f"'{code}' is not an analyte"
    for path, code in _fields(template.response, "analyte"):
        if code not in ANALYTES:
            yield ("response", *path), "unknown_analyte", f"'{code}' is not an analyte"


def _visits(template: Template) -> Iterator[Problem]:
    treatments = {treatment.id for treatment in template.treatments}
    seen: set[str] = set()
    for index, visit in enumerate(template.visits):
        if visit.id in seen:
            yield ("visits", index, "id"), "duplicate_visit", f"visit '{visit.id}' stands twice"
        seen.add(visit.id)
        if visit.day > template.study_end_day:
            yield ("visits", index, "day"), "after_study_end", f"day {visit.day} lies after the study's end"
        if visit.infusion is not None and visit.infusion not in treatments:
            yield ("visits", index, "infusion"), "unknown_treatment", f"'{visit.infusion}' is not planned"


def _fields(node: Any, name: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text field called `name` below a model, with its path."""
    if isinstance(node, BaseModel):
        for key in type(node).model_fields:
            value = getattr(node, key)
            if key == name and isinstance(value, str):
                yield (key,), value
            else:
                for path, found in _fields(value, name):
                    yield (key, *path), found
    elif isinstance(node, tuple):
        for index, item in enumerate(node):
            for path, found in _fields(item, name):
                yield (index, *path), found
