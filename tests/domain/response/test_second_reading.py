"""The engine gives the answers of an independent, naive reading of the same fine print."""

from hypothesis import given

from app.domain.haemoglobin import lower_limit
from app.domain.response import assess
from tests.domain.builders import day, template
from tests.domain.response import second_reading
from tests.domain.response.drawn import calm, on_days, records
from tests.domain.response.second_reading import Answer, Reading


def agree(name: str, rec, on: int, expected: Answer) -> None:
    status, lineage, flags, missing = expected
    found = assess(template(name), rec, day(on))
    assert (found.status, set(found.flags)) == (status, flags)
    if lineage:
        assert dict(found.lineage) == lineage
    decided_at_once = status in {"RELAPSE", "CLONAL_EVOLUTION"} or flags & {"death", "rescue_therapy"}
    if not decided_at_once:
        assert set(found.missing) == missing


def normal(rec, on: int):
    return lower_limit("WHO2024", rec.sex, rec.birth_date, day(on))


@calm
@given(rec=records(), on=on_days)
def test_saa_atg_is_read_the_same_twice(rec, on):
    agree("saa_atg", rec, on, second_reading.saa(Reading(rec, day(on)), normal(rec, on)))


@calm
@given(rec=records(), on=on_days)
def test_rsaa_atg_msc_is_read_the_same_twice(rec, on):
    agree("rsaa_atg_msc", rec, on, second_reading.rsaa(Reading(rec, day(on))))


@calm
@given(rec=records(), on=on_days)
def test_pgf_msc_is_read_the_same_twice(rec, on):
    reading = Reading(rec, day(on), washout=3, first=rec.anchor)
    agree("pgf_msc", rec, on, second_reading.pgf(reading))


@calm
@given(rec=records(), on=on_days)
def test_raa_msc_is_read_the_same_twice(rec, on):
    agree("raa_msc", rec, on, second_reading.raa(Reading(rec, day(on)), normal(rec, on)))
