"""Changes of a criterion and of those below it."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel

from app.domain.protocol.faults import Location
from app.domain.protocol.model import Template
from app.domain.protocol.mutants.steps import STRICT, Change, days, each_out, limit
from app.domain.protocol.response import (
    AboveBaseline,
    All,
    Any,
    AtLeast,
    FreeOf,
    Given,
    Not,
    Rise,
    RiseLineage,
    Run,
    RunRules,
    Threshold,
)


def rise_changes(lineage: RiseLineage | Rise, place: Location) -> Iterator[Change]:
    for key in ("low_baseline", "rise", "normal"):
        yield from limit((*place, key), getattr(lineage, key), lineage.analyte)
    tenth = Decimal("0.1")
    yield from (((*place, "fold"), changed) for changed in (lineage.fold - tenth, lineage.fold + tenth))
    if not isinstance(lineage, RiseLineage):
        return
    if lineage.free_of is not None:
        yield (*place, "free_of"), None
        yield from days((*place, "free_days"), lineage.free_days)
    if lineage.analyte == "ANC":  # growth factors confound nothing else
        yield (*place, "off_gcsf"), not lineage.off_gcsf


def tree_changes(node: BaseModel, place: Location, rules: BaseModel) -> Iterator[Change]:
    """Every change of a criterion and of those below it."""
    match node:
        case Threshold() | AboveBaseline() | Run():
            yield from limit((*place, "limit"), node.limit, node.analyte)
            yield (*place, "op"), STRICT[node.op]
            if isinstance(node, Run):
                yield from _run(node, place, rules)
        case FreeOf():
            if node.days is not None:
                yield from days((*place, "days"), node.days)
        case Given():
            yield from days((*place, "days"), node.days, least=1)
        case Rise():
            yield from rise_changes(node, place)
        case All() | Any() | AtLeast():
            if isinstance(node, AtLeast):
                counts = (node.count - 1, node.count + 1)
                yield from (((*place, "count"), n) for n in counts if 1 <= n <= len(node.of))
            yield from each_out((*place, "of"), node.of, least=1)
            for index, part in enumerate(node.of):
                yield from tree_changes(part, (*place, "of", index), rules)
        case Not():
            yield from tree_changes(node.of, (*place, "of"), rules)


def _run(run: Run, place: Location, rules: BaseModel) -> Iterator[Change]:
    response = rules.response if isinstance(rules, Template) else rules
    values = response.min_values if isinstance(response, RunRules) else 3
    for location, span in days((*place, "span_days"), run.span_days):
        # So many values lie on so many different days: a span no longer than that asks nothing more.
        if max(run.span_days, int(str(span))) > values:
            yield location, span
    if run.broken_by is not None:
        yield (*place, "broken_by"), None
    if run.analyte == "ANC":
        yield (*place, "off_gcsf"), not run.off_gcsf
