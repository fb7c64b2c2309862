"""The model of a protocol template, as written in `protocols/*.yaml`; `protocols/README.md` documents it."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.protocol.response import ResponseRules

Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.\-]+$")]

# What a visit can ask for beside analytes.
EXAMINATIONS = (
    "MARROW",
    "CYTOGENETICS",
    "DONOR_DNA",
    "VITALS",
    "TRANSFUSIONS",
    "SEROLOGY",
    "GVHD",
    "INFECTION",
    "SURVIVAL",
)
# What a quote can be about; screens and documents find the words of a criterion by its topic.
TOPICS = (
    *("eligibility", "severity", "product", "dose", "csa_target", "visits", "infusions"),
    *("response", "cr", "pr", "nr", "anc", "plt", "hb", "overall", "window", "early_response"),
    *("relapse", "clonal_evolution", "ffs", "os", "continue", "times", "cytopenias", "transfusions"),
    *("infection", "gvhd", "safety", "registration"),
)


class Part(BaseModel):
    """Base of every part of a template: frozen, strict, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Source(Part):
    """A published text or a marked default that facts of the template point to by `key`."""

    key: Code
    citation: Text
    kind: Literal["published", "site_default", "recalled"] = "published"


class Quote(Part):
    """A rule as registered beside the rule as interpreted, for one topic of the template."""

    topic: Code
    registered: str
    interpreted: Text
    source: Code


class Arm(Part):
    """An arm of the protocol."""

    id: Code
    title: Text


class EligibilityRule(Part):
    """How data answer a criterion by themselves.

    `age_between`: completed years in [low, high] at consent; `severity_in`: blood and marrow severity on the
    day is one of `values`; `analyte`: the latest value of `analyte` compared with `limit` by `op`, where
    values from more than `within_days` days earlier do not count.
    """

    kind: Literal["age_between", "severity_in", "analyte"]
    low: int | None = None
    high: int | None = None
    values: tuple[str, ...] = ()
    analyte: str | None = None
    op: Literal["<", "<=", ">", ">="] | None = None
    limit: Decimal | None = None
    within_days: int | None = None


class EligibilityCriterion(Part):
    """A criterion of enrolment: an inclusion must be met, an exclusion must be absent."""

    id: Code
    kind: Literal["inclusion", "exclusion"]
    text: Text
    rule: EligibilityRule | None = None  # None: the coordinator answers
    source: Code
    registered: str = ""
    interpreted: str = ""


class Treatment(Part):
    """A planned treatment. `days` are study days of its doses; `dose` is written as the source prints it.

    `mg_per_kg` is a planned dose for each day; `trough_low` and `trough_high` are the trough's target, ng/mL.
    """

    id: Code
    product: Text  # MSC, ATG, CSA …
    title: Text
    dose: Text
    route: str = ""
    days: tuple[int, ...] = ()
    arms: tuple[Code, ...] = ()  # empty: every arm
    cells_per_kg_low: Decimal | None = None
    cells_per_kg_high: Decimal | None = None
    cells_per_kg_max: Decimal | None = None
    mg_per_kg: Decimal | None = None
    trough_low: Decimal | None = None
    trough_high: Decimal | None = None
    source: Code


class Visit(Part):
    """A planned visit: nominal `day` (or calendar `months` after the anchor) with its window in days.

    `before` and `after` are days around the target; a visit with neither has no window of its own.
    """

    id: Code
    title: Text
    day: int
    months: int | None = None  # clipped to month end; wins over `day`, which stays the nominal day
    anchor: Literal["day0", "hsct"] = "day0"
    before: int
    after: int
    arms: tuple[Code, ...] = ()
    series: Code = "visit"
    assessment: bool = False  # its verdict counts as a prior assessment
    infusion: str | None = None  # treatment id given at this visit
    assessments: tuple[Code, ...] = ()  # analytes and named examinations due
    source: Code


class Endpoint(Part):
    """An endpoint as the source prints it."""

    id: Code
    kind: Literal["primary", "secondary"]
    text: Text
    time_frame: str = ""
    source: Code


class Template(Part):
    """A whole protocol template."""

    id: Code
    version: Text
    title: Text
    short_title: Text
    registration: str = ""
    condition: Literal["aplastic_anaemia", "poor_graft_function"] = "aplastic_anaemia"
    anchor: Literal["first_atg", "first_msc"]
    study_end_day: int
    sources: tuple[Source, ...]
    arms: tuple[Arm, ...]
    quotes: tuple[Quote, ...] = ()
    eligibility: tuple[EligibilityCriterion, ...]
    treatments: tuple[Treatment, ...] = ()
    visits: tuple[Visit, ...]
    analytes: tuple[Code, ...]
    ctcae: Literal["5.0", "6.0"] = "5.0"
    endpoints: tuple[Endpoint, ...] = ()
    response: ResponseRules

    def arm(self, arm_id: str | None) -> Arm:
        """The arm of an id; the only arm when none is given. Raises KeyError."""
        if arm_id is None and len(self.arms) == 1:
            return self.arms[0]
        for arm in self.arms:
            if arm.id == arm_id:
                return arm
        raise KeyError(arm_id)

    def source(self, key: str) -> Source:
        """The source of a key. Raises KeyError."""
        for source in self.sources:
            if source.key == key:
                return source
        raise KeyError(key)
