"""Changes of the response section, and of the limits that doses are held against."""

from collections.abc import Iterator

from pydantic import BaseModel

from app.domain.protocol.faults import Location
from app.domain.protocol.model import Template
from app.domain.protocol.mutants.steps import (
    Change,
    allowed,
    any_part,
    days,
    each_out,
    limit,
    others,
    tenth,
)
from app.domain.protocol.mutants.trees import rise_changes, tree_changes
from app.domain.protocol.response import (
    AboveBaseline,
    CriteriaLineage,
    CriteriaRules,
    FreeOf,
    Graded,
    Rise,
    RiseLineage,
    RunLineage,
    RunRules,
)

_ALTITUDE_STEP = 500  # metres; one row of the table of the limits of haemoglobin


def response_changes(template: Template) -> Iterator[Change]:
    rules, place = template.response, ("response",)
    yield from _settings(template)
    yield from days((*place, "nr_from_day"), rules.nr_from_day)
    yield (*place, "confirm_days"), rules.confirm_days + 1
    if rules.confirm_days:
        yield (*place, "confirm_days"), rules.confirm_days - 1
    yield from each_out((*place, "counts"), rules.counts)
    yield from _overriding(template)
    later = rules.continue_if
    if later is not None:
        for key in ("from_day", "to_day"):
            yield from days((*place, "continue_if", key), getattr(later, key))
        yield from each_out((*place, "continue_if", "statuses"), later.statuses)
    if isinstance(rules, CriteriaRules):
        yield from _criteria(rules, place)
    elif isinstance(rules, RunRules):
        yield from _runs(rules, place)
    else:
        yield from tree_changes(rules.cr, (*place, "cr"), template)
        for index, lineage in enumerate(rules.lineages):
            yield from rise_changes(lineage, (*place, "lineages", index))
        yield from each_out((*place, "lineages"), rules.lineages, least=1)
    if isinstance(rules, CriteriaRules | RunRules):
        for index, line in enumerate(rules.lineages):
            assert isinstance(line, CriteriaLineage | RunLineage)
            yield from _grades(line.grades, (*place, "lineages", index, "grades"), template)
    yield from _doses(template)


def _grades(grades: tuple[Graded, ...], place: Location, template: Template) -> Iterator[Change]:
    yield from each_out(place, grades, least=1)
    for at, graded in enumerate(grades):
        yield from tree_changes(graded.when, (*place, at, "when"), template)


def _doses(template: Template) -> Iterator[Change]:
    for index, treatment in enumerate(template.treatments):
        if treatment.product == "MSC":
            for key in ("cells_per_kg_low", "cells_per_kg_high", "cells_per_kg_max"):
                yield from tenth(("treatments", index, key), getattr(treatment, key))
            return  # the first cell product is the one that doses are held against


def _overriding(template: Template) -> Iterator[Change]:
    entries = template.response.overriding
    place: Location = ("response", "overriding")
    for index, entry in enumerate(entries):
        yield from each_out((*place, index, "events"), entry.events, least=1)
        yield (*place, index, "status"), "NE" if entry.status != "NE" else "NR"
        if entry.flag is not None:
            yield (*place, index, "flag"), None
    yield from each_out(place, entries)
    for index in range(len(entries) - 1):
        swapped = (*entries[:index], entries[index + 1], entries[index], *entries[index + 2 :])
        yield place, swapped


def _settings(template: Template) -> Iterator[Change]:
    rules, place = template.response, ("response",)
    yield from days((*place, "lookback_days"), rules.lookback_days)
    if any_part(rules, lambda part: isinstance(part, AboveBaseline | Rise | RiseLineage)):
        yield from days((*place, "baseline_lookback_days"), rules.baseline_lookback_days)
    yield (*place, "values_from_anchor"), not rules.values_from_anchor
    for product, key in (("RBC", "ti_rbc_days"), ("PLT", "ti_plt_days")):
        if _independence(rules, product):
            yield from days((*place, key), getattr(rules, key))
    yield from others((*place, "gcsf_mode"), rules.gcsf_mode, allowed(rules, "gcsf_mode"))
    for drug, washout in rules.gcsf_washout_days.items():
        yield from days((*place, "gcsf_washout_days", drug), washout, least=1)
    if any_part(rules, lambda part: "LLN" in (getattr(part, "limit", None), getattr(part, "normal", None))):
        yield from others((*place, "hb_table"), rules.hb_table, allowed(rules, "hb_table"))
        if rules.hb_table != "LAB":
            yield (*place, "altitude_m"), rules.altitude_m + _ALTITUDE_STEP
    if any_part(rules, lambda part: getattr(part, "limit", None) == "retic_severe"):
        yield from limit((*place, "retic_severe"), rules.retic_severe, "RETIC_ABS")
    if any(item.rule is not None and item.rule.kind == "severity_in" for item in template.eligibility):
        yield from limit((*place, "severity_retic"), rules.severity_retic, "RETIC_ABS")


def _independence(rules: BaseModel, product: str) -> bool:
    """Whether the days of independence of a product can decide anything."""
    if isinstance(rules, CriteriaRules) and (rules.cr_requires_ti or rules.nr_rule == "strict"):
        return True
    return any_part(
        rules,
        lambda part: (
            (isinstance(part, FreeOf) and part.product == product and part.days is None)
            or (isinstance(rules, CriteriaRules) and getattr(part, "free_of", None) == product)
        ),
    )


def _criteria(rules: CriteriaRules, place: Location) -> Iterator[Change]:
    if any_part(rules.pr, lambda part: isinstance(part, AboveBaseline)):
        mode = "above_baseline_mode"
        yield from others((*place, mode), rules.above_baseline_mode, allowed(rules, mode))
    for key in ("cr_requires_ti", "cr_requires_retic"):
        yield (*place, key), not getattr(rules, key)
    if rules.cr_requires_retic:
        yield from limit((*place, "cr_retic_above"), rules.cr_retic_above, "RETIC_ABS")
    yield from others((*place, "nr_rule"), rules.nr_rule, allowed(rules, "nr_rule"))
    yield from tree_changes(rules.cr, (*place, "cr"), rules)
    yield from tree_changes(rules.pr, (*place, "pr"), rules)
    for index, lineage in enumerate(rules.lineages):
        where: Location = (*place, "lineages", index)
        if lineage.free_of is not None:
            yield (*where, "free_of"), None
        yield (*where, "otherwise"), "NR" if lineage.otherwise == "PR" else "PR"
        if lineage.not_evaluable_on_gcsf_above is not None:
            above = (*where, "not_evaluable_on_gcsf_above")
            yield from limit(above, lineage.not_evaluable_on_gcsf_above, lineage.analyte)
    relapse = rules.relapse
    if relapse is not None:
        there: Location = (*place, "relapse")
        yield from each_out((*there, "events"), relapse.events)
        yield from days((*there, "transfusion_days"), relapse.transfusion_days, least=2)
        yield from days((*there, "relapse_tx_days"), relapse.relapse_tx_days)
        yield from days((*there, "panels_apart_days"), relapse.panels_apart_days)
        yield from tree_changes(relapse.panel, (*there, "panel"), rules)
        yield there, None


def _runs(rules: RunRules, place: Location) -> Iterator[Change]:
    yield from days((*place, "max_gap_days"), rules.max_gap_days, least=1)
    yield from days((*place, "min_values"), rules.min_values, least=1)
    yield from others((*place, "overall_rule"), rules.overall_rule, allowed(rules, "overall_rule"))
    keys = tuple(lineage.key for lineage in rules.lineages)
    yield from others((*place, "leading"), rules.leading, keys)
