"""What the templates put on the chart."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.chart.course import Step
from app.domain.chart.rules import limits, normal_steps, supports
from app.domain.criteria.view import SubjectData
from app.domain.protocol import parse
from app.domain.protocol.model import Template
from app.domain.record import Medication, SubjectRecord, Transfusion

PROTOCOLS = Path(__file__).parents[3] / "protocols"
ANCHOR = date(2026, 8, 20)


def template(name: str) -> Template:
    return parse.parse((PROTOCOLS / f"{name}.yaml").read_text(encoding="utf-8"), name)


def data(rules: Template, **values: object) -> SubjectData:
    record = SubjectRecord(sex="F", birth_date=date(2014, 11, 1), anchor=ANCHOR, **values)  # type: ignore[arg-type]
    return SubjectData(record, rules.response)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "saa_atg",
            {
                ("ANC", "cr", "1.5"),
                ("ANC", "pr", "0.5"),
                ("PLT", "cr", "100"),
                ("PLT", "pr", "20"),
                ("HB", "cr", None),
            },
        ),
        ("pgf_msc", {("ANC", "cr", "0.5"), ("HB", "cr", "70"), ("PLT", "cr", "50"), ("PLT", "pr", "20")}),
    ],
)
def test_limits_come_from_the_response_rules(name, wanted):
    found = {
        (it.analyte, it.kind, None if it.value is None else str(it.value))
        for it in limits(template(name).response)
    }
    assert wanted <= found


def test_the_limit_of_haemoglobin_steps_between_two_visits_and_never_on_the_birthday():
    days = [date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 20)]
    steps = normal_steps(data(template("saa_atg")), days)
    assert steps[0] == Step(None, Decimal(115))
    assert steps[1].value == Decimal(120)
    assert steps[1].start == (date(2026, 11, 10) - ANCHOR).days  # twelve on 1 November


def test_a_value_under_transfusion_cover_supports_nothing():
    rules = template("saa_atg")
    made = data(
        rules, transfusions=(Transfusion(date(2026, 9, 1), "RBC"), Transfusion(date(2026, 9, 1), "PLT"))
    )
    answers = {
        (code, day): supports(made, rules.response, analyte=code, day=date(2026, 9, day))
        for code in ("HB", "PLT", "ANC")
        for day in (14, 15, 28, 29)
    }
    assert not answers["HB", 28]
    assert answers["HB", 29]
    assert not answers["PLT", 14]
    assert answers["PLT", 15]
    assert answers["ANC", 14]


def test_an_anc_on_growth_factor_supports_nothing():
    rules = template("saa_atg")
    made = data(rules, medications=(Medication("Filgrastim", date(2026, 9, 1), date(2026, 9, 5)),))
    assert not supports(made, rules.response, analyte="ANC", day=date(2026, 9, 11))
    assert supports(made, rules.response, analyte="ANC", day=date(2026, 9, 12))
