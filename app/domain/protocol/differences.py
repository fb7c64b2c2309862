"""What two versions of a template ask differently: rules, criteria, doses. Visits are compared by date."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.protocol.model import Template
from app.domain.values import dataclass

COMPARED = ("response", "eligibility", "treatments", "analytes", "ctcae", "study_end_day")
_NAMING = ("id", "key", "analyte", "product", "status", "topic")
_UNSAID = frozenset({"source", "text", "registered", "interpreted", "note", "title"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs. `path` leads to it by keys and by what names the parts of a list.

    `before` or `after` None: only the other version has it.
    """

    path: tuple[str, ...]
    before: str | None
    after: str | None


def differences(old: Template, new: Template) -> tuple[Difference, ...]:
    """Every value that differs, in the order of the older version, what is new at the end."""
    was, now = _flat(old), _flat(new)
    paths = [*was, *(path for path in now if path not in was)]
    return tuple(
        Difference(path, was.get(path), now.get(path)) for path in paths if was.get(path) != now.get(path)
    )


def _flat(template: Template) -> dict[tuple[str, ...], str]:
    whole = template.model_dump(mode="json")
    return {path: value for key in COMPARED for path, value in _leaves(whole.get(key), (key,))}


def _leaves(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key not in _UNSAID:
                yield from _leaves(value, (*path, str(key)))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        if all(isinstance(item, (str, int, float)) for item in node):
            yield path, ", ".join(map(str, node))
            return
        names = [_name(item, number) for number, item in enumerate(node)]
        for number, item in enumerate(node):
            twins = names[:number].count(names[number])
            yield from _leaves(item, (*path, f"{names[number]} {twins + 1}" if twins else names[number]))
    elif node is not None and node != "":
        yield path, str(node).lower() if isinstance(node, bool) else str(node)


def _name(item: Any, number: int) -> str:
    """What tells an item of a list from the others: id, kind and analyte (`threshold.PLT`) … or number."""
    if isinstance(item, Mapping):
        for key in _NAMING:
            if isinstance(item.get(key), str):
                kind = item.get("kind", "") if key in ("analyte", "product") else ""
                return f"{kind}.{item[key]}" if kind else str(item[key])
        events = item.get("events")
        if isinstance(events, Sequence) and events:
            return str(events[0])
        if isinstance(item.get("kind"), str):
            return str(item["kind"])
    return str(number + 1)
