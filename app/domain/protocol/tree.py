"""The tree of a YAML text as ruamel.yaml reads it: its plain values, and the line of each place."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.domain.protocol.faults import Location, Step

_MOST_NODES = 100_000  # the longest template of the program has 2,000


def endless(node: Any) -> bool:
    """Whether a tree holds more than a template can: aliases may stand for each other without end."""
    waiting, seen = [node], 0
    while waiting and seen <= _MOST_NODES:
        item = waiting.pop()
        seen += 1
        if isinstance(item, (dict, list)):
            waiting += item.values() if isinstance(item, dict) else item
    return seen > _MOST_NODES


def plain(node: Any) -> Any:
    """YAML nodes as JSON values; a number with a point stays the text that was written, for Decimal."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    if node is None or isinstance(node, bool):
        return node
    if isinstance(node, int):
        return int(node)
    if isinstance(node, float):
        return format(Decimal(repr(float(node))), "f")
    return str(node)


def real_location(tree: Any, location: Sequence[Step]) -> Location:
    """A pydantic location without the tags that it puts in for the members of a union."""
    real: list[Step] = []
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


def _looks_like_key(step: Step) -> bool:
    return isinstance(step, str) and step.replace("_", "").isalnum() and not step[:1].isupper()


def line_of(tree: Any, location: Sequence[Step]) -> int:
    """The 1-based line of a place, or of the nearest part of it that exists."""
    line, node = 1, tree
    for step in location:
        try:
            marks = node.lc
            line = (marks.key(step) if isinstance(node, dict) else marks.item(step))[0] + 1
            node = node[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return int(line)
