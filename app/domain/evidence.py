"""The trace of a verdict as a tree of values: what was required, what was seen, and where it is written.

Nodes speak codes; `app.i18n` makes sentences of them. Every child of a node has been evaluated, so that
nothing that bears on the answer is hidden by a short circuit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.domain.truth import Truth


@dataclass(frozen=True, slots=True)
class Fact:
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


@dataclass(frozen=True, slots=True)
class Limit:
    """What a criterion requires: `>` 20 10*9/L, `>=` 28 d. Printed as the protocol prints it."""

    op: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Evidence:
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
    params: Mapping[str, object] = field(default_factory=dict)
    children: tuple["Evidence", ...] = ()

    def walk(self) -> Iterator["Evidence"]:
        """This node and every node below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one subject on one day.

    `status` is CR, PR, NR, NE, PENDING, RELAPSE, CLONAL_EVOLUTION (kind response), SAA, VSAA, NSAA, NE
    (kind severity) or OK, DOSE_ERROR (kind dose). `lineage` maps a lineage key to its state, or to days.
    """

    status: str
    day: date
    evidence: Evidence
    lineage: Mapping[str, str | int | None] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    continue_infusions: bool | None = None
