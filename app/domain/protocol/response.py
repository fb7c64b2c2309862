"""The response section of a template: how a status follows from counts, transfusions and events.

Three methods cover the published protocols. `criteria`: CR and PR are trees of criteria on one day.
`runs`: each lineage needs a run of consecutive values. `rises`: each lineage needs two consecutive values
that rise over the baseline. Every default that the sources leave open is a field with its assumption id.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.protocol.settings import RuleSettings

Op = Literal[">", ">=", "<", "<="]
Days = Annotated[int, Field(ge=0)]
Product = Literal["RBC", "PLT"]
NamedLimit = Literal["LLN", "retic_severe"]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.\-]+$")]
# `no_response`: NR at `ffs_nr_visit`; `relapse`: by status or, for `rises`, by loss; else events.
FFS_EVENTS = ("death", "no_response", "relapse", "clonal_evolution", "hsct", "second_line")


class Rule(BaseModel):
    """Base of every part of the section: frozen, strict, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Threshold(Rule):
    """The current value of an analyte against a limit; `LLN` is the lower limit of normal haemoglobin."""

    kind: Literal["threshold"]
    analyte: Code
    op: Op
    limit: Decimal | NamedLimit
    source: str = ""


class AboveBaseline(Rule):
    """'> limit above the baseline', read as `above_baseline_mode` says (A-05)."""

    kind: Literal["above_baseline"]
    analyte: Code
    op: Literal[">", ">="] = ">"
    limit: Decimal
    source: str = ""


class FreeOf(Rule):
    """No transfusion of a product for `days` before the day; `ti_rbc_days` or `ti_plt_days` when left out."""

    kind: Literal["free_of"]
    product: Product
    days: Days | None = None
    source: str = ""


class Run(Rule):
    """Consecutive measurement days that all satisfy a limit (A-09), not followed by a failing value.

    Neighbours lie at most `max_gap_days` apart, at least `min_values` of them, over `span_days` calendar
    days with the first and last included. `broken_by`: a transfusion of it ends the run.
    """

    kind: Literal["run"]
    analyte: Code
    op: Op
    limit: Decimal
    span_days: Days = 1
    broken_by: Product | None = None
    off_gcsf: bool = False
    source: str = ""


class All(Rule):
    """Every criterion is met."""

    kind: Literal["all"]
    of: Annotated[tuple["Criterion", ...], Field(min_length=1)]
    source: str = ""


class Any(Rule):
    """At least one criterion is met."""

    kind: Literal["any"]
    of: Annotated[tuple["Criterion", ...], Field(min_length=1)]
    source: str = ""


class AtLeast(Rule):
    """At least `count` of the criteria are met."""

    kind: Literal["at_least"]
    count: Annotated[int, Field(ge=1)]
    of: Annotated[tuple["Criterion", ...], Field(min_length=1)]
    source: str = ""


class Not(Rule):
    """A criterion is not met."""

    kind: Literal["not"]
    of: "Criterion"
    source: str = ""


class Rise(Rule):
    """The current value over the baseline, as EBMT words it for non-severe disease.

    Baseline below `low_baseline`: a rise of more than `rise`. Otherwise, while the baseline is below
    `normal`: `fold` times the baseline, or `normal`.
    """

    kind: Literal["rise"]
    analyte: Code
    low_baseline: Decimal
    rise: Decimal
    normal: Decimal | Literal["LLN"]
    fold: Decimal = Decimal(2)
    source: str = ""


class Given(Rule):
    """Something was given in the last `days` days before the day, or before day 0; exactly `days` is too old.

    `GCSF`: any growth factor of `gcsf_washout_days`, counted from its last dose.
    """

    kind: Literal["given"]
    product: Literal["RBC", "PLT", "GCSF"]
    days: Annotated[int, Field(ge=1)]
    at: Literal["day", "day0"] = "day"
    source: str = ""


class Judgement(Rule):
    """Something that no count decides and a person must: always unknown."""

    kind: Literal["judgement"]
    text: Annotated[str, Field(min_length=1)]
    source: str = ""


Criterion = Annotated[
    Threshold | AboveBaseline | FreeOf | Run | All | Any | AtLeast | Not | Rise | Given | Judgement,
    Field(discriminator="kind"),
]


class OverridingEvent(Rule):
    """An event in [anchor, day] that decides the status at once; the first of the list wins (A-16)."""

    events: Annotated[tuple[Code, ...], Field(min_length=1)]
    status: Literal["NR", "CLONAL_EVOLUTION", "RELAPSE", "NE"]
    flag: Code | None = None


class Relapse(Rule):
    """Relapse after an earlier CR or PR (A-14)."""

    events: tuple[Code, ...] = ("csa_dependence",)
    relapse_tx_days: Days = 56
    transfusion_days: Annotated[int, Field(ge=2)] = 2
    panel: AtLeast
    panels_apart_days: Days = 7
    source: str = ""


class MoreInfusions(Rule):
    """The infusions that follow a decision to go on: the first on a study day in a window, then at intervals.

    `titles` name them in order; `treatment` is the id of what is given; `before` and `after` are the window
    of those after the first, in days.
    """

    treatment: Code
    titles: Annotated[tuple[str, ...], Field(min_length=1)]
    first_from: int
    first_to: int
    every_days: Annotated[int, Field(ge=1)] = 7
    before: Days = 2
    after: Days = 2
    assessments: tuple[Code, ...] = ()


class ContinueIf(Rule):
    """The decision to go on with infusions, on study days `from_day` to `to_day` (A-19)."""

    from_day: int
    to_day: int
    statuses: tuple[Code, ...]
    then: MoreInfusions | None = None
    source: str = ""


class Graded(Rule):
    """A state of a lineage and what it takes."""

    status: Literal["CR", "PR"]
    when: Criterion


class CriteriaLineage(Rule):
    """State of one lineage on one day: the first of `grades` that is met, else `otherwise`.

    A transfusion of `free_of` within its window makes it NR; `not_evaluable_on_gcsf_above`: a higher value
    on G-CSF says nothing about the lineage.
    """

    key: Code
    analyte: Code
    free_of: Product | None = None
    grades: Annotated[tuple[Graded, ...], Field(min_length=1)]
    otherwise: Literal["NR", "PR"] = "NR"
    not_evaluable_on_gcsf_above: Decimal | None = None


class RunLineage(Rule):
    """State of one lineage by runs of values: the first of `grades` that holds."""

    key: Code
    analyte: Code
    grades: Annotated[tuple[Graded, ...], Field(min_length=1)]


class RiseLineage(Rule):
    """Response of one lineage over its baseline (A-04).

    Baseline below `low_baseline`: a rise of more than `rise`. Otherwise, while the baseline is below
    `normal`: `fold` times the baseline, or `normal`. A value counts only free of `free_of` for `free_days`,
    or off G-CSF.
    """

    key: Code
    analyte: Code
    low_baseline: Decimal
    rise: Decimal
    normal: Decimal | Literal["LLN"]
    fold: Decimal = Decimal(2)
    free_of: Product | None = None
    free_days: Days = 0
    off_gcsf: bool = False
    source: str = ""


class Common(RuleSettings):
    """What every method needs, with the default of each open question."""

    counts: tuple[Code, ...]
    overriding: tuple[OverridingEvent, ...]
    nr_from_day: int
    severity_retic: Decimal = Decimal(20)
    confirm_days: Days = 0
    continue_if: ContinueIf | None = None
    ffs_events: tuple[Code, ...] = FFS_EVENTS  # A-15; the earliest ends failure-free survival
    ffs_nr_visit: Code | None = None  # the visit whose NR is a failure; None: no NR is
    os_from: Literal["day0", "hsct"] = "day0"  # what survival times are counted from
    clonal_counts_as_relapse: bool = True  # in the relapse rate
    source: str = ""


class CriteriaRules(Common):
    """CR and PR as trees of criteria of one day, with lineages beside them and relapse after them."""

    method: Literal["criteria"]
    above_baseline_mode: Literal["absolute_and_gt_baseline", "increment", "absolute_only"] = (
        "absolute_and_gt_baseline"
    )
    cr_requires_ti: bool = True
    cr_requires_retic: bool = False
    cr_retic_above: Decimal = Decimal(30)
    nr_rule: Literal["complement", "strict"] = "complement"
    cr: All
    pr: All
    lineages: tuple[CriteriaLineage, ...] = ()
    relapse: Relapse | None = None


class RunRules(Common):
    """Each lineage by runs of values; the overall status by `overall_rule` (A-21)."""

    method: Literal["runs"]
    max_gap_days: Days = 3
    min_values: Annotated[int, Field(ge=1)] = 3
    overall_rule: Literal["all_lineages", "platelet_only", "any_two"] = "all_lineages"
    leading: Code = "PLT"  # the lineage whose grade the overall status takes
    lineages: Annotated[tuple[RunLineage, ...], Field(min_length=1)]


class RiseRules(Common):
    """Each lineage by a rise over its baseline; CR as a tree of criteria of one day."""

    method: Literal["rises"]
    cr: All
    lineages: Annotated[tuple[RiseLineage, ...], Field(min_length=1)]


ResponseRules = Annotated[CriteriaRules | RunRules | RiseRules, Field(discriminator="method")]
