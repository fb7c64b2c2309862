"""Which changes of the data stand behind a changed verdict, told from its evidence."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.causes import Cause, Happening, of_data, telling, touching
from app.domain.record import PriorAssessment
from app.domain.response import assess
from tests.domain.builders import BASE, day, panel, record, template

SAA = template("saa_atg")
GOOD = {"ANC": "0.8", "PLT": "35", "HB": "88", "RETIC_ABS": "41"}


def verdict(**changed: str):
    return assess(SAA, record(BASE, panel(90, **{**GOOD, **changed})), day(90))


def corrected(analyte: str, old: str, new: str, on: int = 90) -> Happening:
    return Happening("corrected", "analyte", analyte, day(on), old, new)


def test_only_what_stands_behind_another_answer_tells() -> None:
    happened = [corrected("PLT", "35", "18"), corrected("HB", "88", "89"), corrected("ANC", "0.8", "0.9")]

    found = telling(verdict(), verdict(PLT="18", HB="89", ANC="0.9"), happened)

    assert [each.subject for each in found] == ["PLT"]


def test_two_that_decide_are_both_named_and_a_fourth_is_counted() -> None:
    old, new = verdict(), verdict(PLT="18", ANC="0.1", RETIC_ABS="10", HB="50")
    happened = [
        corrected("PLT", "35", "18"),
        corrected("ANC", "0.8", "0.1"),
        corrected("RETIC_ABS", "41", "10"),
        corrected("PLT", "35", "18"),
    ]

    cause = of_data(old, new, happened)

    assert (cause.code, cause.before, len(cause.happenings), cause.more) == ("data", "PR", 3, 1)


def test_a_value_that_no_criterion_looked_at_touches_nothing() -> None:
    happened = [corrected("PLT", "35", "18", on=70), corrected("WBC", "2", "3")]

    assert touching(verdict(), verdict(), happened) == ()


def test_without_a_change_of_its_own_the_earlier_verdict_is_the_cause() -> None:
    made = record(BASE, panel(90, **GOOD), panel(180, **{**GOOD, "RETIC_ABS": "25"}))
    was = (PriorAssessment(day(90), "PR"),)
    now = (PriorAssessment(day(90), "NR"),)
    before = assess(SAA, replace(made, prior_assessments=was), day(180))
    after = assess(SAA, replace(made, prior_assessments=now), day(180))

    cause = of_data(before, after, [corrected("PLT", "35", "18")], priors=(was, now))

    assert cause == Cause("earlier", "NR", params={"day": day(90).isoformat(), "old": "PR", "new": "NR"})


def test_a_visit_on_another_day_stands_behind_everything_of_both_days() -> None:
    moved = Happening("moved", "visit", "D90", day(89), day(90).isoformat(), day(89).isoformat())

    assert telling(verdict(), verdict(PLT="18"), [moved]) == (moved,)


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(sorted(GOOD)), st.sampled_from(["5", "15", "45", "120"]), min_size=1, max_size=4
    )
)
def test_whenever_the_status_changes_something_is_named_and_it_did_change(changed: dict[str, str]) -> None:
    old, new = verdict(), verdict(**changed)
    happened = [corrected(code, GOOD[code], text) for code, text in sorted(changed.items())]

    found = telling(old, new, happened)

    assert set(found) <= set(happened)
    if old.status != new.status:
        assert found
    assert set(found) <= set(touching(old, new, happened))
