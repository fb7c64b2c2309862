"""The kinds of events that the rules of a template ask for: their days must be exact."""

from collections.abc import Iterator

from app.domain.protocol.model import Template
from app.domain.record import EVENT_TYPES


def named_events(template: Template) -> frozenset[str]:
    """Every kind of event that stands anywhere in the rules of a template."""
    return frozenset(_texts(template.response.model_dump())) & frozenset(EVENT_TYPES)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _texts(each)
