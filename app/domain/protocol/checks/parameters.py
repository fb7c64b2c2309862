"""Parameters that make no sense by themselves: empty ranges, negative days, limits of another unit."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from app.domain.protocol.faults import Location, Problem
from app.domain.protocol.model import EligibilityCriterion, Treatment
from app.domain.protocol.parts import Parts
from app.domain.protocol.response import AboveBaseline, RiseLineage, RiseRules, Run, Threshold
from app.domain.quantities import ANALYTES
from app.domain.record import EVENT_TYPES

_NEEDED = {
    "age_between": ("low", "high"),
    "severity_in": ("values",),
    "analyte": ("analyte", "op", "limit"),
}
_SEVERITIES = frozenset({"SAA", "VSAA", "NSAA"})
_HIGHEST_SITE = 6000  # metres; nobody treats patients above it


def parameter_problems(parts: Parts) -> Iterator[Problem]:
    """What a single parameter, or a pair of them, says wrongly."""
    if not isinstance(parts.content.get("study_end_day", 0), int) or (parts.study_end_day or 0) < 0:
        yield Problem(("study_end_day",), "out_of_sense", {"key": "study_end_day", "why": "≥ 0"})
    for index, criterion in parts.eligibility:
        yield from _eligibility(index, criterion)
    for index, treatment in parts.treatments:
        yield from _treatment(index, treatment)
    if parts.response is not None:
        yield from _response(parts)
        yield from _limits(parts.response, ("response",))


def _eligibility(index: int, criterion: EligibilityCriterion) -> Iterator[Problem]:
    rule = criterion.rule
    if rule is None:
        return
    place: Location = ("eligibility", index, "rule")
    wanted = _NEEDED[rule.kind]
    absent = [key for key in wanted if getattr(rule, key) in (None, ())]
    if rule.kind == "age_between" and len(absent) == 1:
        absent = []  # one end is enough
    for key in absent:
        yield Problem(place, "rule_lacks", {"key": key, "kind": rule.kind})
    if rule.low is not None and rule.high is not None and rule.low > rule.high:
        yield Problem((*place, "high"), "empty_range", {"low": rule.low, "high": rule.high})
    for at, value in enumerate(rule.values):
        if value not in _SEVERITIES:
            yield Problem((*place, "values", at), "unknown_severity", {"name": value})
    if rule.within_days is not None and rule.within_days < 0:
        params = {"key": "within_days", "days": rule.within_days}
        yield Problem((*place, "within_days"), "negative_days", params)
    if rule.kind == "analyte" and rule.analyte in ANALYTES and rule.limit is not None:
        yield from _limit(rule.analyte or "", rule.limit, (*place, "limit"))


def _treatment(index: int, treatment: Treatment) -> Iterator[Problem]:
    low, high = treatment.cells_per_kg_low, treatment.cells_per_kg_high
    most = treatment.cells_per_kg_max
    for key in ("cells_per_kg_low", "cells_per_kg_high", "cells_per_kg_max", "mg_per_kg"):
        value = getattr(treatment, key)
        if value is not None and value <= 0:
            yield Problem(("treatments", index, key), "out_of_sense", {"key": key, "why": "> 0"})
    if low is not None and high is not None and low > high:
        yield Problem(("treatments", index, "cells_per_kg_high"), "empty_range", {"low": low, "high": high})
    elif high is not None and most is not None and high > most:
        yield Problem(("treatments", index, "cells_per_kg_max"), "empty_range", {"low": high, "high": most})
    trough = treatment.trough_low, treatment.trough_high
    if trough[0] is not None and trough[1] is not None and trough[0] > trough[1]:
        params = {"low": trough[0], "high": trough[1]}
        yield Problem(("treatments", index, "trough_high"), "empty_range", params)
    if list(treatment.days) != sorted(set(treatment.days)):
        yield Problem(("treatments", index, "days"), "days_out_of_order")


def _response(parts: Parts) -> Iterator[Problem]:
    rules = parts.response
    yield from _windows(rules)
    later = rules.continue_if
    if later is not None and later.from_day > later.to_day:
        params = {"low": later.from_day, "high": later.to_day}
        yield Problem(("response", "continue_if", "to_day"), "empty_range", params)
    then = later.then if later is not None else None
    if then is not None and then.first_from > then.first_to:
        where = ("response", "continue_if", "then", "first_to")
        yield Problem(where, "empty_range", {"low": then.first_from, "high": then.first_to})
    assessed = [visit.day + visit.after for _, visit in parts.visits if visit.assessment]
    if assessed and rules.nr_from_day > max(assessed):
        params = {"day": rules.nr_from_day, "last": max(assessed)}
        yield Problem(("response", "nr_from_day"), "nr_never_given", params)
    if isinstance(rules, RiseRules):
        for index, lineage in enumerate(rules.lineages):
            yield from _rise(index, lineage)
    for path, event in _events(rules):
        if event not in EVENT_TYPES:
            yield Problem(("response", *path), "unknown_event", {"name": event})


def _windows(rules: Any) -> Iterator[Problem]:
    """Look-backs, wash-outs, altitude and reticulocyte limits."""
    if not 0 <= rules.altitude_m <= _HIGHEST_SITE:
        params = {"key": "altitude_m", "why": f"0 – {_HIGHEST_SITE}"}
        yield Problem(("response", "altitude_m"), "out_of_sense", params)
    for key in ("lookback_days", "baseline_lookback_days", "ti_rbc_days", "ti_plt_days"):
        if getattr(rules, key) < 0:
            yield Problem(("response", key), "negative_days", {"key": key, "days": getattr(rules, key)})
    for drug, days in rules.gcsf_washout_days.items():
        place: Location = ("response", "gcsf_washout_days", drug)
        if days < 0:
            yield Problem(place, "negative_days", {"key": drug, "days": days})
        if drug != drug.strip().lower():
            yield Problem(place, "drug_not_lower_case", {"name": drug})
    for key in ("retic_severe", "severity_retic"):
        if getattr(rules, key) <= 0:
            yield Problem(("response", key), "out_of_sense", {"key": key, "why": "> 0"})


def _events(rules: Any) -> Iterator[tuple[Location, str]]:
    for place, entry in enumerate(rules.overriding):
        for at, event in enumerate(entry.events):
            yield ("overriding", place, "events", at), event
    relapse = getattr(rules, "relapse", None)
    if relapse is not None:
        for at, event in enumerate(relapse.events):
            yield ("relapse", "events", at), event
    for at, event in enumerate(rules.ffs_events):
        if event not in {"no_response", "relapse"}:
            yield ("ffs_events", at), event


def _rise(index: int, lineage: RiseLineage) -> Iterator[Problem]:
    place: Location = ("response", "lineages", index)
    for key in ("rise", "low_baseline"):
        if getattr(lineage, key) <= 0:
            yield Problem((*place, key), "out_of_sense", {"key": key, "why": "> 0"})
    if lineage.fold <= 1:
        yield Problem((*place, "fold"), "out_of_sense", {"key": "fold", "why": "> 1"})
    if isinstance(lineage.normal, Decimal) and lineage.normal <= lineage.low_baseline:
        params = {"low": lineage.low_baseline, "high": lineage.normal}
        yield Problem((*place, "normal"), "empty_range", params)
    if lineage.normal == "LLN" and lineage.analyte != "HB":
        yield Problem((*place, "normal"), "limit_of_other_analyte", {"limit": "LLN", "analyte": "HB"})


def _limits(node: object, place: Location) -> Iterator[Problem]:
    """Limits of criteria, each in the unit of its analyte and under a name that belongs to it."""
    if isinstance(node, (Threshold, AboveBaseline, Run)) and node.analyte in ANALYTES:
        limit = node.limit
        if limit == "LLN" and node.analyte != "HB":
            params = {"limit": "LLN", "analyte": "HB"}
            yield Problem((*place, "limit"), "limit_of_other_analyte", params)
        elif limit == "retic_severe" and node.analyte != "RETIC_ABS":
            params = {"limit": "retic_severe", "analyte": "RETIC_ABS"}
            yield Problem((*place, "limit"), "limit_of_other_analyte", params)
        elif isinstance(limit, Decimal):
            yield from _limit(node.analyte, limit, (*place, "limit"))
    if isinstance(node, BaseModel):
        for key in type(node).model_fields:
            yield from _limits(getattr(node, key), (*place, key))
    elif isinstance(node, tuple):
        for at, item in enumerate(node):
            yield from _limits(item, (*place, at))


def _limit(analyte: str, limit: Decimal, place: Location) -> Iterator[Problem]:
    """A limit that no value of the analyte has, or that is likely meant in another unit."""
    spec = ANALYTES[analyte]
    params = {"analyte": analyte, "limit": limit, "unit": spec.unit}
    if limit < 0 or limit > spec.hard.high:
        params |= {"low": spec.hard.low, "high": spec.hard.high}
        yield Problem(place, "limit_beyond_values", params)
        return
    soft = spec.soft_adult
    if soft is not None and (limit > soft.high or (analyte == "HB" and limit < soft.low)):
        params |= {"low": soft.low, "high": soft.high}
        yield Problem(place, "limit_of_other_unit", params)
