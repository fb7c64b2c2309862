"""The trace of a verdict as a tree of values: what was required, what was seen, and where it is written.

Nodes speak codes; `app.i18n` makes sentences of them. Every child of a node has been evaluated, so that
nothing that bears on the answer is hidden by a short circuit.

A study's report asks for tens of thousands of verdicts of whose trees a person reads a few, so a verdict
holds its tree folded, as the columns that its answers came from, and unfolds it for the first reader. Nodes
are named tuples: frozen like the other values, and made in a fraction of the time of a frozen dataclass.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType, MethodType
from typing import NamedTuple

from app.domain.truth import Truth

_NO_PARAMS: Mapping[str, object] = MappingProxyType({})
_NO_LINEAGE: Mapping[str, str | int | None] = MappingProxyType({})


class Fact(NamedTuple):
    """One observation behind an answer. `subject` is an analyte, product, drug or event code.

    `value` is in the canonical unit of the analyte (`unit`, UCUM) or null for a fact that is only a date;
    `entered_value` and `entered_unit` are as typed. `bound` is "<", ">" or "" for a plain number.
    """

    kind: str  # analyte | product | event | drug | marrow | infusion | assessment
    subject: str
    day: date | None
    value: Decimal | None = None
    unit: str = ""
    bound: str = ""
    entered_value: str = ""
    entered_unit: str = ""
    note: str = ""  # a code: transfused, on_gcsf, derived …


class Limit(NamedTuple):
    """What a criterion requires: `>` 20 10*9/L, `>=` 28 d. Printed as the protocol prints it."""

    op: str
    value: Decimal
    unit: str


class Evidence(NamedTuple):
    """One criterion of a verdict, with its answer and everything that the answer rests on.

    `criterion` is a stable code such as `pr.anc_absolute`; `params` fill its sentence in the catalogue.
    `reason` is a code that says why the answer is unknown or confounded, else None.
    `source` names the key of a source of the template, with the assumption applied: "nct02218437 A-05".
    """

    criterion: str
    verdict: Truth
    required: Limit | None = None
    observed: tuple[Fact, ...] = ()
    reason: str | None = None
    source: str = ""
    params: Mapping[str, object] = _NO_PARAMS
    children: tuple["Evidence", ...] = ()

    def walk(self) -> Iterator["Evidence"]:
        """This node and every node below it, parents first."""
        found: list[Evidence] = [self]
        for at, node in enumerate(found, 1):  # the list grows ahead of the loop
            if below := node.children:
                found[at:at] = below
        return iter(found)


class Folded:
    """A tree that is made when somebody first reads it; equal to every tree that is the same node by node."""

    __slots__ = ("_made", "_make", "_of")

    def __init__(self, make: Callable[..., Evidence], *of: object) -> None:
        self._make, self._of = make, of
        self._made: Evidence | None = None

    @property
    def tree(self) -> Evidence:
        """The tree."""
        if self._made is None:
            self._made = self._make(*self._of)
            self._of = ()  # lets go of the columns
        return self._made

    def __eq__(self, other: object) -> bool:
        return self.tree == (other.tree if isinstance(other, Folded) else other)

    __hash__ = None  # type: ignore[assignment]  # as a tree has none: its parameters are mappings

    def __repr__(self) -> str:
        return repr(self.tree)


class Verdict(NamedTuple):
    """The answer for one subject on one day.

    `status` is CR, PR, NR, NE, PENDING, RELAPSE, CLONAL_EVOLUTION (kind response), SAA, VSAA, NSAA, NE
    (kind severity) or OK, DOSE_ERROR (kind dose). `lineage` maps a lineage key to its state, or to days.
    """

    status: str
    day: date
    held: Evidence | Folded
    lineage: Mapping[str, str | int | None] = _NO_LINEAGE
    flags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    continue_infusions: bool | None = None

    @property
    def evidence(self) -> Evidence:
        """The whole tree behind the answer."""
        held = self.held
        return held.tree if isinstance(held, Folded) else held


_FactFields = tuple[str, str, date | None, Decimal | None, str, str, str, str, str]
_NodeFields = tuple[
    str,
    Truth,
    Limit | None,
    tuple[Fact, ...],
    str | None,
    str,
    Mapping[str, object],
    tuple[Evidence, ...],
]
_VerdictFields = tuple[
    str,
    date,
    Evidence | Folded,
    Mapping[str, str | int | None],
    tuple[str, ...],
    tuple[str, ...],
    bool | None,
]


class _Made(tuple[object, ...]):
    """Made from all its fields as one tuple, without the line of Python that a named tuple puts before it."""

    __slots__ = ()
    __new__ = tuple.__new__


class _MadeFact(_Made, Fact):
    __slots__ = ()


class _MadeNode(_Made, Evidence):
    __slots__ = ()


_MadeFact.__name__, _MadeNode.__name__ = Fact.__name__, Evidence.__name__  # as what they show themselves
# For the places that run once a value or criterion: all fields as one tuple, in the order above.
make_fact: Callable[[_FactFields], Fact] = _MadeFact
make_node: Callable[[_NodeFields], Evidence] = _MadeNode
make_verdict: Callable[[_VerdictFields], Verdict] = MethodType(tuple.__new__, Verdict)
