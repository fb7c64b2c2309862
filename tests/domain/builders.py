"""Records of invented subjects in few words: study days for dates, plain numbers for counts."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

from app.domain.protocol.model import Template
from app.domain.protocol.parse import parse
from app.domain.quantities import ANALYTES, quantity
from app.domain.record import (
    Event,
    Infusion,
    Measurement,
    Medication,
    PriorAssessment,
    SubjectRecord,
    Transfusion,
)
from app.domain.schedule import PlannedVisit

ROOT = Path(__file__).resolve().parents[2]
ANCHOR = date(2024, 1, 8)
Values = Mapping[str, object]


@cache
def template(name: str) -> Template:
    """A template of the program."""
    return parse((ROOT / "protocols" / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


def with_rules(name: str, **changed: object) -> Template:
    """A template with other parameters of its response section."""
    whole = template(name)
    return whole.model_copy(update={"response": whole.response.model_copy(update=changed)})


def day(number: int) -> date:
    """The date of a study day."""
    return ANCHOR + timedelta(days=number)


def panel(number: int, **values: object) -> list[Measurement]:
    """Counts of one study day in canonical units; several values of an analyte as a tuple."""
    rows = []
    for analyte, value in values.items():
        for one in value if isinstance(value, tuple) else (value,):
            text, unit = str(one), ANALYTES[analyte].unit
            rows.append(Measurement(day(number), analyte, quantity(analyte, text, unit)))
    return rows


def record(
    *panels: Sequence[Measurement],
    rbc: Sequence[int] = (),
    plt: Sequence[int] = (),
    procedure_plt: Sequence[int] = (),
    gcsf: Sequence[tuple[int, int | None, str]] = (),
    events: Sequence[tuple[int, str]] = (),
    priors: Sequence[tuple[int, str]] = (),
    infusions: Sequence[tuple[int, str]] = (),
    sex: str | None = "F",
    birth: date | None = date(2016, 5, 2),
    weight: str | None = "20",
) -> SubjectRecord:
    """A subject: a girl of 7 at day 0 unless said otherwise."""
    from decimal import Decimal

    return SubjectRecord(
        sex=sex,
        birth_date=birth,
        anchor=ANCHOR,
        weight_kg=None if weight is None else Decimal(weight),
        measurements=tuple(row for rows in panels for row in rows),
        transfusions=(
            *(Transfusion(day(number), "RBC") for number in rbc),
            *(Transfusion(day(number), "PLT") for number in plt),
            *(Transfusion(day(number), "PLT", "procedure") for number in procedure_plt),
        ),
        medications=tuple(
            Medication(drug, day(start), None if stop is None else day(stop)) for start, stop, drug in gcsf
        ),
        events=tuple(Event(day(number), kind) for number, kind in events),
        infusions=tuple(Infusion(day(number), "MSC", Decimal(cells)) for number, cells in infusions),
        prior_assessments=tuple(PriorAssessment(day(number), status) for number, status in priors),
    )


BASE = panel(-2, ANC=0.2, PLT=9, HB=64, RETIC_ABS=8)
ADULT = date(1988, 7, 1)


def overlapping(planned: tuple[PlannedVisit, ...]) -> tuple[tuple[PlannedVisit, PlannedVisit], ...]:
    """Pairs of visits of one series whose windows share a day, which could then be either visit."""
    return tuple(
        (first, second)
        for first, second in combinations(planned, 2)
        if first.series == second.series and first.window.meets(second.window)
    )
