"""The criterion that makes two verdicts of one subject and day differ."""

from collections.abc import Iterator, Sequence

from app.domain.evidence import Evidence, Limit, Verdict
from app.domain.truth import FALSE, TRUE, UNKNOWN
from app.domain.values import dataclass

_RANK = {"CR": 2, "PR": 1}
_Asks = tuple[str, Limit | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """What to point at. `group`: cr or pr where the node belongs to one.

    `way`: `limit` the same answer, but this criterion asks otherwise and fails · `fails` the same answer,
    the next better one fails on `nodes` · `not_met` this criterion of the definition keeps it lower ·
    `protocol_asks` this criterion of the protocol keeps the protocol lower · `unknown` it is open here ·
    `protocol_unknown` it is open under the protocol · `second_panel` no second panel confirms it ·
    `relapse` only the protocol judges relapse · `clock` only the window differs · `alone` shown by itself.
    """

    node: Evidence | None
    group: str
    way: str
    nodes: tuple[Evidence, ...] = ()


def difference(own: Verdict, other: Verdict) -> Difference | None:
    """What makes `other` differ from the protocol's verdict; None where it says just the same."""
    mine, theirs = _RANK.get(own.status, 0), _RANK.get(other.status, 0)
    if own.status == other.status:
        return _of_equals(own, other)
    if theirs < mine:
        return _lower(own, other)
    if theirs > mine:
        return _higher(own, other)
    return _of_failures(own, other)


def _of_equals(own: Verdict, other: Verdict) -> Difference | None:
    """Same status: what keeps a partial response from being complete, where that is not the same."""
    second = _second_panel(other)
    if own.status == "NE" and second is not None:
        return Difference(second, "pr", "second_panel")
    if own.status != "PR":
        return None
    group = "cr"
    mine, theirs = _failing(own, group), _failing(other, group)
    asked = {_asks(node) for node in _leaves_of(own, group)}
    unlike = [node for node in theirs if _asks(node) not in asked]
    if unlike:
        return Difference(_worst(unlike), group, "limit")
    if theirs and {_tail(node) for node in theirs} != {_tail(node) for node in mine}:
        return Difference(_worst(theirs), group, "fails", tuple(theirs))
    return None


def _lower(own: Verdict, other: Verdict) -> Difference:
    group = own.status.lower()
    failing = _failing(other, group)
    if not failing:
        second = _second_panel(other)
        return Difference(second, group, "second_panel" if second is not None else "clock")
    asked = {_asks(node) for node in _leaves_of(own, group)}
    node = _worst([node for node in failing if _asks(node) not in asked] or failing)
    return Difference(node, group, "unknown" if node.verdict is UNKNOWN else "not_met")


def _higher(own: Verdict, other: Verdict) -> Difference:
    if own.status == "RELAPSE":
        node = next((node for node in own.evidence.children if node.criterion == "no_relapse"), None)
        return Difference(node, "", "relapse")
    group = other.status.lower()
    failing = _failing(own, group)
    if not failing:
        return Difference(None, group, "clock")
    met = {_asks(node) for node in _leaves_of(other, group)}
    node = _worst([node for node in failing if _asks(node) not in met] or failing)
    return Difference(node, group, "protocol_unknown" if node.verdict is UNKNOWN else "protocol_asks")


def _of_failures(own: Verdict, other: Verdict) -> Difference:
    """Neither responds: one cannot be judged, or their windows differ."""
    for verdict, way in ((other, "unknown"), (own, "protocol_unknown")):
        if verdict.status != "NE":
            continue
        for group in ("pr", "cr"):
            node = next((leaf for leaf in _leaves_of(verdict, group) if leaf.verdict is UNKNOWN), None)
            if node is not None:
                return Difference(node, group, way)
        second = _second_panel(verdict)
        if second is not None:
            return Difference(second, "pr", "second_panel")
    if own.status == "RELAPSE":
        node = next((node for node in own.evidence.children if node.criterion == "no_relapse"), None)
        return Difference(node, "", "relapse")
    return Difference(None, "", "clock")


def _second_panel(verdict: Verdict) -> Evidence | None:
    """The confirmation that a verdict lacks."""
    nodes = verdict.evidence.children
    return next((n for n in nodes if n.criterion == "confirmed" and n.verdict is not TRUE), None)


def _failing(verdict: Verdict, group: str) -> list[Evidence]:
    """The leaves that keep a group from being met, those of a met part left out."""
    return [node for node in _leaves_of(verdict, group) if node.verdict is not TRUE]


def _leaves_of(verdict: Verdict, group: str) -> list[Evidence]:
    """The criteria that a CR or a PR of this verdict rests on, whatever its method."""
    top = verdict.evidence.children
    tree = next((node for node in top if node.criterion == group), None)
    if tree is not None:
        return list(_leaves(tree))
    if any(node.criterion == "pr" for node in top):
        return []
    lineages = [node for node in top if node.criterion.startswith("lineage.")]
    return [leaf for node in lineages for leaf in _graded(node, group)]


def _graded(lineage: Evidence, group: str) -> Iterator[Evidence]:
    """The leaves of the grade of a lineage; a lineage with one grade has the same for both."""
    graded = [child for child in lineage.children if f".{group}." in f"{child.criterion}."]
    for child in graded or lineage.children:
        yield from _leaves(child)


def _leaves(node: Evidence) -> Iterator[Evidence]:
    """The criteria below a node that decide: an alternative that is met hides those beside it."""
    if not node.children or node.params.get("combine") in {"run", "not"}:
        yield node
        return
    parts: Sequence[Evidence] = node.children
    if node.params.get("combine") in {"any", "at_least"} and node.verdict is TRUE:
        parts = [child for child in parts if child.verdict is TRUE]
    for child in parts:
        yield from _leaves(child)


def _asks(node: Evidence) -> _Asks:
    return _tail(node), node.required


def _tail(node: Evidence) -> str:
    """threshold.PLT of pr.threshold.PLT: what is looked at, whichever group it stands in."""
    return ".".join(node.criterion.split(".")[-2:])


def _worst(nodes: Sequence[Evidence]) -> Evidence:
    """The first that fails for certain, else the first."""
    return next((node for node in nodes if node.verdict is FALSE), nodes[0])
