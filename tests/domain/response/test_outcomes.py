"""Best response, its dates and end, failure-free and overall survival: by hand, and what always holds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.protocol.model import Template
from app.domain.response.outcomes import Assessed, Outcomes, Span, outcomes
from app.domain.response.turning import Turn
from tests.domain.builders import ADULT, BASE, day, panel, record, template, with_rules

WELL = {"ANC": 1.2, "PLT": 60, "HB": 100, "RETIC_ABS": 60}
SEVERE = {"ANC": 0.3, "PLT": 12, "HB": 80, "RETIC_ABS": 15}
SAA = with_rules("saa_atg", ffs_nr_visit="d180")


def assessed(*rows: tuple[int, str] | tuple[int, str, str]) -> list[Assessed]:
    return [Assessed(day(row[0]), row[1], *row[2:]) for row in rows]


def became(
    made,
    *given: tuple[int, str] | tuple[int, str, str],
    on: int = 400,
    seen: int = 0,
    by: Template = SAA,
    hsct: int | None = None,
) -> Outcomes:
    return outcomes(
        by,
        made,
        assessed(*given),
        on=day(on),
        last_contact=day(seen),
        hsct=None if hsct is None else day(hsct),
    )


def span(start: int, stop: int, cause: str = "") -> Span:
    return Span(day(start), day(stop), cause)


def test_the_best_response_stays_whatever_came_later_and_the_first_is_the_first_assessment_with_one() -> None:
    found = became(record(BASE), (45, "NR"), (90, "PR"), (180, "CR"), (270, "NR"), seen=300)

    assert found.first_response is not None and found.best is not None
    assert (found.first_response.status, found.first_response.day) == ("PR", day(90))
    assert found.first_response.days == 90
    assert (found.best.status, found.best.day, found.best.days) == ("CR", day(180), 180)


def test_without_a_response_the_best_is_nr_and_nothing_has_a_duration() -> None:
    found = became(record(BASE), (45, "NE"), (90, "NR"), seen=100)

    assert found.best is not None
    assert (found.best.status, found.best.day) == ("NR", day(90))
    assert (found.first_response, found.duration, found.relapse) == (None, None, None)


def test_of_two_assessments_of_one_day_the_worse_is_no_response_date() -> None:
    found = became(record(BASE), (90, "PR"), (90, "NR"), (180, "PR"))

    assert found.first_response is not None
    assert found.first_response.day == day(180)


def test_a_relapse_dates_from_the_second_transfusion_day_not_from_the_visit_that_saw_it() -> None:
    made = record(BASE, panel(90, **WELL), panel(180, **WELL), rbc=(110, 150))

    found = became(made, (90, "PR"), (180, "RELAPSE"), seen=180)

    assert found.relapse == Turn(day(150), "transfusion_dependence")
    assert found.duration == span(90, 150, "transfusion_dependence")
    assert found.failure_free == span(0, 150, "relapse")
    assert found.survival == span(0, 180)


@pytest.mark.parametrize(("second", "relapsed"), [(165, True), (166, False)])
def test_two_transfusion_days_make_a_relapse_within_56_days_only(second: int, relapsed: bool) -> None:
    made = record(BASE, panel(90, **WELL), rbc=(110, second))  # 165 − 110 = 55 < 56

    found = became(made, (90, "PR"), seen=200)

    assert (found.relapse is not None) is relapsed


def test_a_relapse_by_counts_dates_from_the_second_severe_panel_a_week_after_the_first() -> None:
    made = record(BASE, panel(90, **WELL), *(panel(n, **SEVERE) for n in (120, 123, 127, 130)))

    found = became(made, (90, "PR"), (180, "RELAPSE"))

    assert found.relapse == Turn(day(127), "counts_severe_again")


@pytest.mark.parametrize("happened", [90, 91, 140])
def test_a_relapse_by_dependence_dates_from_its_event_even_on_the_day_of_the_response(happened: int) -> None:
    made = record(BASE, panel(90, **WELL), events=[(happened, "csa_dependence")])

    assert became(made, (90, "PR")).relapse == Turn(day(happened), "csa_dependence")


def test_dependence_before_any_response_is_no_relapse() -> None:
    made = record(BASE, events=[(60, "csa_dependence")])

    assert became(made, (90, "PR")).relapse is None


def test_transfusions_before_the_response_and_those_for_a_procedure_do_not_count() -> None:
    made = record(BASE, panel(90, **WELL), rbc=(80, 100), procedure_plt=(105,))

    assert became(made, (90, "PR")).relapse is None


def test_no_response_at_the_six_month_assessment_fails_on_its_date_and_at_no_other_visit() -> None:
    found = became(record(BASE), (90, "NR", "d90"), (185, "NR", "d180"), (270, "PR", "d270"), seen=270)

    assert found.failure_free == span(0, 185, "no_response")
    assert became(record(BASE), (90, "NR", "d90"), seen=90).failure_free == span(0, 90)
    assert became(record(BASE), (185, "NE", "d180"), seen=185).failure_free == span(0, 185)


@pytest.mark.parametrize("event", ["death", "clonal_evolution", "hsct", "second_line"])
def test_failure_free_survival_ends_with_each_event_of_the_template(event: str) -> None:
    made = record(BASE, panel(90, **WELL), events=[(200, event)])

    found = became(made, (90, "PR"), (185, "PR", "d180"), seen=250)

    assert found.failure_free == span(0, 200, event)
    assert found.duration == span(90, 200, event)
    assert found.survival == (span(0, 200, "death") if event == "death" else span(0, 250))


def test_the_earliest_failure_wins_and_a_template_may_leave_one_out() -> None:
    made = record(BASE, events=[(200, "hsct"), (150, "second_line"), (300, "death")])

    assert became(made).failure_free == span(0, 150, "second_line")
    shorter = with_rules("saa_atg", ffs_events=("death", "hsct"))
    assert became(made, by=shorter).failure_free == span(0, 200, "hsct")


def test_clonal_evolution_after_a_response_counts_as_a_relapse_where_the_template_says_so() -> None:
    made = record(BASE, events=[(200, "clonal_evolution")])
    apart = with_rules("saa_atg", clonal_counts_as_relapse=False)

    assert became(made, (90, "PR")).relapse == Turn(day(200), "clonal_evolution")
    assert became(made, (90, "PR"), by=apart).relapse is None
    assert became(made).relapse is None  # nothing to relapse from


def test_transfusions_after_a_transplant_are_no_relapse() -> None:
    made = record(BASE, panel(90, **WELL), events=[(100, "hsct")], rbc=(110, 120))

    found = became(made, (90, "PR"))

    assert found.relapse is None
    assert found.failure_free == span(0, 100, "hsct")


def test_who_was_last_seen_is_censored_on_that_day_and_what_is_later_does_not_count() -> None:
    made = record(BASE, panel(300, **WELL), events=[(350, "death")])

    assert became(made, on=349).survival == span(0, 300)
    assert became(made, on=350).survival == span(0, 350, "death")
    assert became(record(BASE), on=50).survival == span(0, 0)


def test_a_response_that_goes_on_is_counted_to_the_last_contact() -> None:
    found = became(record(BASE, panel(200, **WELL)), (90, "PR"), seen=210)

    assert found.duration == span(90, 210)
    assert found.duration is not None
    assert (found.duration.ended, found.duration.days) == (False, 120)


def test_a_response_lost_without_a_relapse_ends_at_the_assessment_that_says_so() -> None:
    low_retic = {"ANC": 1.2, "PLT": 60, "HB": 100, "RETIC_ABS": 25}
    made = record(BASE, panel(90, **WELL), panel(150, **low_retic), panel(182, **low_retic))

    found = became(made, (90, "PR", "d90"), (182, "NR", "d180"))

    assert found.relapse is None
    assert found.lost == Turn(day(182), "response_lost")
    assert found.duration == span(90, 182, "response_lost")
    assert found.failure_free == span(0, 182, "no_response")


def raa():
    base = panel(-2, ANC=0.3, PLT=10, HB=55)
    return base, with_rules("raa_msc", ffs_events=("death", "relapse"))


def test_raa_reports_the_days_of_each_lineage_and_fails_on_the_day_of_the_loss() -> None:
    base, by = raa()
    made = record(
        base,
        *(panel(n, ANC=0.9, PLT=12, HB=60) for n in (17, 24, 30)),
        panel(60, ANC=0.9, PLT=12, HB=60),
        panel(74, ANC=0.5, PLT=12, HB=60),  # 0.3 + 0.5 is no more than a rise of 0.5
        birth=ADULT,
    )

    found = became(made, (30, "PR", "m1"), (91, "NR", "m3"), by=by, seen=91)

    assert found.lineages["L"] == 17 and found.lineages["M"] is None
    assert found.first_response is not None and found.first_response.days == 30
    assert found.lost == Turn(day(74), "response_lost")
    assert found.failure_free == span(0, 74, "relapse")
    assert found.relapse is None


def test_pgf_survival_counts_from_the_transplant_and_from_nothing_without_its_date() -> None:
    by = with_rules("pgf_msc", os_from="hsct")
    made = record(panel(-2, ANC=0.3, PLT=9, HB=65), birth=ADULT, events=[(100, "death")])

    assert became(made, by=by, hsct=-60).survival == span(-60, 100, "death")
    assert became(made, by=by).survival is None


def test_pgf_loses_a_response_on_the_day_of_the_platelet_transfusion() -> None:
    daily = [panel(n, ANC=1.0, PLT=60, HB=90) for n in range(20, 41, 2)]
    made = record(*daily, panel(43, ANC=1.0, PLT=18, HB=90), plt=(42,), birth=ADULT)

    found = became(made, (30, "CR"), by=template("pgf_msc"), seen=43)

    assert found.lost == Turn(day(42), "lost_after_recovery")
    assert found.duration == span(30, 42, "lost_after_recovery")


@st.composite
def courses(draw):
    days = st.integers(1, 390)
    made = record(
        BASE,
        *(panel(n, **draw(st.sampled_from([WELL, SEVERE]))) for n in draw(st.sets(days, max_size=8))),
        rbc=draw(st.sets(days, max_size=4)),
        events=draw(
            st.lists(
                st.tuples(days, st.sampled_from(["death", "hsct", "csa_dependence", "clonal_evolution"])),
                max_size=3,
            )
        ),
    )
    statuses = st.sampled_from(["CR", "PR", "NR", "NE", "RELAPSE"])
    given = draw(st.lists(st.tuples(days, statuses, st.sampled_from(["d90", "d180"])), max_size=5))
    return made, given


@settings(deadline=None, max_examples=60)
@given(courses(), st.integers(0, 400), st.randoms(use_true_random=False))
def test_order_changes_nothing_later_rows_change_nothing_and_survival_outlasts_failure(made, on, rng) -> None:
    rows, given_rows = made
    found = became(rows, *given_rows, on=on)
    shuffled = [*given_rows]
    rng.shuffle(shuffled)
    mixed = replace(
        rows,
        measurements=tuple(reversed(rows.measurements)),
        events=tuple(reversed(rows.events)),
        transfusions=tuple(reversed(rows.transfusions)),
    )
    until = replace(
        rows,
        measurements=tuple(row for row in rows.measurements if row.day <= day(on)),
        events=tuple(row for row in rows.events if row.day <= day(on)),
        transfusions=tuple(row for row in rows.transfusions if row.day <= day(on)),
    )

    assert became(mixed, *shuffled, on=on) == found
    assert became(until, *(row for row in given_rows if row[0] <= on), on=on) == found
    assert found.failure_free is not None and found.survival is not None
    assert found.failure_free.stop <= found.survival.stop <= day(on)
    assert (found.duration is None) is (found.first_response is None)
    if found.relapse is not None and found.first_response is not None:
        assert found.first_response.day <= found.relapse.day <= day(on)
