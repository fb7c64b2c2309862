"""The trace of a verdict as a tree of values: what was required, what was seen, and where it is written.

Nodes speak codes; `app.i18n` makes sentences of them. Every child of a node has been evaluated, so that
nothing that bears on the answer is hidden by a short circuit.

A study's report builds a million nodes, so they are named tuples: frozen like the other values of the
domain, and made in a fraction of the time of a frozen dataclass; a column of them in half the time again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import repeat
from types import MappingProxyType
from typing import Any, NamedTuple

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
            if node.children:
                found[at:at] = node.children
        return iter(found)


class Verdict(NamedTuple):
    """The answer for one subject on one day.

    `status` is CR, PR, NR, NE, PENDING, RELAPSE, CLONAL_EVOLUTION (kind response), SAA, VSAA, NSAA, NE
    (kind severity) or OK, DOSE_ERROR (kind dose). `lineage` maps a lineage key to its state, or to days.
    """

    status: str
    day: date
    evidence: Evidence
    lineage: Mapping[str, str | int | None] = _NO_LINEAGE
    flags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    continue_infusions: bool | None = None


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
    Evidence,
    Mapping[str, str | int | None],
    tuple[str, ...],
    tuple[str, ...],
    bool | None,
]
# For the places that run once a value or criterion: all fields as one tuple, in the order above.
make_fact: Callable[[_FactFields], Fact] = partial(tuple.__new__, Fact)
make_node: Callable[[_NodeFields], Evidence] = partial(tuple.__new__, Evidence)
make_verdict: Callable[[_VerdictFields], Verdict] = partial(tuple.__new__, Verdict)

_new: Callable[[type[Evidence], Any], Evidence] = tuple.__new__
_NONE: Iterable[None] = repeat(None)
_EMPTY: Iterable[tuple[()]] = repeat(())


def make_nodes(
    code: str,
    verdicts: Iterable[Truth],
    *,
    source: str,
    params: Mapping[str, object] | list[Mapping[str, object]],
    required: Limit | list[Limit] | None = None,
    observed: Iterable[tuple[Fact, ...]] = _EMPTY,
    reasons: Iterable[str | None] = _NONE,
    children: Iterable[tuple[Evidence, ...]] = _EMPTY,
) -> list[Evidence]:
    """The nodes of one criterion on several days; what is the same on all of them is given once."""
    limits = required if isinstance(required, list) else repeat(required)
    filling = params if isinstance(params, list) else repeat(params)
    fields = zip(repeat(code), verdicts, limits, observed, reasons, repeat(source), filling, children)
    return list(map(_new, repeat(Evidence), fields))
