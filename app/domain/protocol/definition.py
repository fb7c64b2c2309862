"""The model of a named definition of response, as written in `protocols/definitions/*.yaml`.

A definition answers for a subject beside its protocol: with a status by rules of its own, with the
protocol's rules read in another way, with a criterion that is met or not, or with the date of a recovery.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, JsonValue, TypeAdapter

from app.domain.protocol.model import Code, Part, Quote, Source, Text
from app.domain.protocol.response import (
    CriteriaRules,
    Criterion,
    Days,
    Op,
    Product,
    ResponseRules,
    RiseRules,
    RunRules,
)
from app.domain.protocol.settings import RuleSettings

METHODS: tuple[type[CriteriaRules] | type[RunRules] | type[RiseRules], ...] = (
    CriteriaRules,
    RunRules,
    RiseRules,
)


class StatusAnswer(Part):
    """A status by a response section of its own.

    `second_panel` `flagged`: a status that no second panel at least 28 d earlier confirms is `unconfirmed`;
    `required`: without one `confirm_days` earlier it is not reached. The definition judges panels itself.
    """

    kind: Literal["status"]
    second_panel: Literal["", "flagged", "required"] = ""
    response: ResponseRules


class ReadingAnswer(Part):
    """The status by the protocol's own rules with some parameters of its response section changed."""

    kind: Literal["reading"]
    changes: Annotated[dict[str, JsonValue], Field(min_length=1)]


class CriterionAnswer(Part):
    """Met, not met or unknown, by one criterion."""

    kind: Literal["criterion"]
    settings: RuleSettings = RuleSettings()
    criterion: Criterion


class DateAnswer(Part):
    """The first of `values` consecutive values, each on a day of its own, that satisfy a limit.

    `free_of`: none of them lies within `free_days` after a transfusion of it; day `free_days` is clean.
    `after_failing`: only values after one that fails the limit count (recovery, not a count never low).
    """

    kind: Literal["date"]
    analyte: Code
    op: Op
    limit: Decimal
    values: Annotated[int, Field(ge=1)] = 3
    free_of: Product | None = None
    free_days: Days = 7
    after_failing: bool = False


Answer = Annotated[StatusAnswer | ReadingAnswer | CriterionAnswer | DateAnswer, Field(discriminator="kind")]


class Definition(Part):
    """A named definition. `about` is the line under its name; `order` its place among the others.

    `severity`: severities at day 0 that it was written for; `from_day` to `to_day`: study days on which it
    is defined, outside them it is shown to compare only.
    """

    id: Code
    version: Text
    title: Text
    about: Text
    order: int = 100
    condition: Literal["aplastic_anaemia", "poor_graft_function"]
    severity: tuple[Literal["SAA", "VSAA", "NSAA"], ...] = ()
    from_day: int | None = None
    to_day: int | None = None
    source: Code
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    quotes: tuple[Quote, ...] = ()
    answer: Answer

    @property
    def verified(self) -> bool:
        """Whether its wording was read in its source; what is recalled is marked wherever it is shown."""
        return next(source for source in self.sources if source.key == self.source).kind != "recalled"


def changed(rules: ResponseRules, changes: Mapping[str, JsonValue]) -> ResponseRules:
    """The rules with some parameters changed. Raises KeyError for one that their method does not have."""
    update = {key: typed(type(rules), key, value) for key, value in changes.items()}
    return rules.model_copy(update=update)


def typed(
    method: type[CriteriaRules] | type[RunRules] | type[RiseRules], key: str, value: JsonValue
) -> object:
    """A parameter's value as its method holds it. Raises KeyError or pydantic's ValidationError."""
    annotation = method.model_fields[key].rebuild_annotation()
    return TypeAdapter(annotation).validate_python(value)
