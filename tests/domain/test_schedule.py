"""The visit calendar of both templates."""

from datetime import date
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.quantities import ANALYTES
from app.domain.schedule import PlannedVisit, needs_hsct, plan, visit_counts
from app.domain.timeline import add_months, date_of, study_day
from app.i18n import Texts
from tests.domain.builders import overlapping, template

DAY0 = date(2026, 8, 20)
ANCHORS = st.dates(date(2000, 1, 1), date(2080, 12, 31))
ARMS = [("saa_atg", "msc"), ("saa_atg", "control"), ("pgf_msc", "msc")]


def planned(
    name: str, arm: str | None, anchor: date = DAY0, hsct: date | None = None
) -> dict[str, PlannedVisit]:
    return {visit.plan_id: visit for visit in plan(template(name), arm=arm, anchor=anchor, hsct=hsct)}


def test_the_visits_are_counted_arm_by_arm():
    whole = template("saa_atg")
    arms = [len(plan(whole, arm=arm.id, anchor=DAY0)) for arm in whole.arms]
    assert visit_counts(whole) == (min(arms), max(arms))
    assert max(arms) < len(whole.visits)  # some are of one arm alone
    fewer = tuple(visit for visit in whole.visits if visit.arms != ("control",))
    low, high = visit_counts(whole.model_copy(update={"visits": fewer}))
    assert low < high == visit_counts(whole)[1]


@pytest.mark.parametrize(
    ("plan_id", "day", "earliest", "target", "latest"),
    [
        ("scr", -7, date(2026, 8, 6), date(2026, 8, 13), date(2026, 8, 20)),
        ("atg_d0", 0, date(2026, 8, 20), date(2026, 8, 20), date(2026, 8, 20)),
        ("atg_d4", 4, date(2026, 8, 24), date(2026, 8, 24), date(2026, 8, 24)),
        ("msc1_d14", 14, date(2026, 9, 1), date(2026, 9, 3), date(2026, 9, 5)),
        ("msc3_d28", 28, date(2026, 9, 15), date(2026, 9, 17), date(2026, 9, 19)),
        ("cbc_d7", 7, date(2026, 8, 24), date(2026, 8, 27), date(2026, 8, 30)),
        ("d45", 45, date(2026, 9, 29), date(2026, 10, 4), date(2026, 10, 9)),
        ("d90", 90, date(2026, 11, 11), date(2026, 11, 18), date(2026, 11, 25)),
        ("d180", 180, date(2027, 2, 2), date(2027, 2, 16), date(2027, 3, 2)),
        ("d270", 270, date(2027, 4, 26), date(2027, 5, 17), date(2027, 6, 7)),
        ("m12", 365, date(2027, 7, 21), date(2027, 8, 20), date(2027, 9, 19)),
        ("y10", 3653, date(2036, 6, 21), date(2036, 8, 20), date(2036, 10, 19)),
    ],
)
def test_the_paediatric_protocol_plans_the_dates_of_its_windows(plan_id, day, earliest, target, latest):
    visit = planned("saa_atg", "msc")[plan_id]
    assert (visit.day, visit.window.earliest, visit.window.target, visit.window.latest) == (
        day,
        earliest,
        target,
        latest,
    )


def test_the_early_response_window_is_day_40_to_50_both_included():
    window = planned("saa_atg", "control")["d45"].window
    assert (study_day(DAY0, window.earliest), study_day(DAY0, window.latest)) == (40, 50)


def test_the_response_window_of_poor_graft_function_is_day_20_to_40():
    window = planned("pgf_msc", None)["d30"].window
    assert (study_day(DAY0, window.earliest), study_day(DAY0, window.latest)) == (20, 40)
    confirmation = planned("pgf_msc", None)["d56"].window
    assert (study_day(DAY0, confirmation.earliest), study_day(DAY0, confirmation.latest)) == (53, 59)


def test_the_control_arm_has_the_same_visits_without_the_infusions():
    msc, control = planned("saa_atg", "msc"), planned("saa_atg", "control")
    assert [v.plan_id for v in msc.values() if v.infusion == "msc"] == ["msc1_d14", "msc2_d21", "msc3_d28"]
    assert not [v for v in control.values() if v.infusion == "msc"]
    assert [v.plan_id for v in control.values() if v.infusion == "atg"] == [f"atg_d{d}" for d in range(5)]
    assert sorted(v.day for v in msc.values()) == sorted(v.day for v in control.values())


def test_an_unknown_arm_and_a_missing_choice_of_arm_are_refused():
    for arm in ("sham", None):
        with pytest.raises(KeyError):
            plan(template("saa_atg"), arm=arm, anchor=DAY0, hsct=None)


def test_the_day_after_the_31st_is_clipped_in_long_follow_up():
    visits = planned("saa_atg", "msc", date(2026, 8, 31))
    assert visits["m18"].window.target == date(2028, 2, 29)
    assert visits["m30"].window.target == date(2029, 2, 28)
    assert visits["d180"].window.target == date(2027, 2, 27)  # a plain count of days is not clipped


def test_the_year_of_survival_counts_from_the_transplant():
    visit = planned("pgf_msc", None, hsct=date(2026, 6, 15))["y1"]
    assert visit.window.target == date(2027, 6, 15)
    assert visit.day == study_day(DAY0, date(2027, 6, 15))
    assert needs_hsct(template("pgf_msc"))
    assert not needs_hsct(template("saa_atg"))


def test_a_visit_after_transplant_is_left_out_without_its_date_or_when_it_was_over_before_day_0():
    assert "y1" not in planned("pgf_msc", None, hsct=None)
    assert "y1" in planned("pgf_msc", None, hsct=date(2025, 7, 21))  # the window ends on day 0
    assert "y1" not in planned("pgf_msc", None, hsct=date(2025, 7, 20))


def test_the_status_counts_as_a_prior_assessment_on_the_response_visits_only():
    marked = [v.plan_id for v in planned("saa_atg", "msc").values() if v.assessment]
    assert marked[:5] == ["d45", "d90", "d180", "d270", "m12"]
    assert marked[5:] == ["m18", "m24", "m30", "m36", *(f"y{year}" for year in range(4, 11))]
    graft = planned("pgf_msc", None, hsct=date(2026, 6, 15))
    assert [v.plan_id for v in graft.values() if v.assessment] == ["d30", "d56", "d90", "y1"]


def test_counts_after_transplant_lie_close_enough_for_a_run_wherever_in_their_windows():
    visits = plan(template("pgf_msc"), arm=None, anchor=DAY0, hsct=None)
    counted = [v for v in visits if 0 <= v.day <= 53 and v.series in {"cbc", "infusion"}]
    assert all("ANC" in v.assessments and "PLT" in v.assessments for v in counted)
    for first, second in pairwise(counted):
        # An infusion may move by 2 days, but the count of its nominal day stays where it is.
        earliest = first.window.target if first.infusion else first.window.earliest
        latest = second.window.target if second.infusion else second.window.latest
        assert (latest - earliest).days <= 3, (first.plan_id, second.plan_id)


@pytest.mark.parametrize(("name", "arm"), ARMS)
def test_every_visit_knows_its_series_its_source_and_what_is_due(name, arm):
    current = template(name)
    for visit in planned(name, arm, hsct=date(2026, 6, 15)).values():
        assert visit.series != "visit"
        assert current.source(visit.source).key == visit.source
        assert visit.assessments
        for due in visit.assessments:
            assert due in current.analytes or Texts().has(f"schedule.exam.{due}"), (visit.plan_id, due)
        if visit.assessment:
            assert {"ANC", "HB", "PLT"} <= set(visit.assessments)
    assert set(current.analytes) <= set(ANALYTES)


@pytest.mark.parametrize(("name", "arm"), ARMS)
@given(anchor=ANCHORS, since_transplant=st.integers(28, 300))
def test_windows_of_one_series_never_share_a_day(name, arm, anchor, since_transplant):
    visits = plan(template(name), arm=arm, anchor=anchor, hsct=date_of(anchor, -since_transplant))
    assert overlapping(visits) == ()


@pytest.mark.parametrize(("name", "arm"), ARMS)
@given(anchor=ANCHORS)
def test_a_plan_is_in_date_order_the_same_each_time_and_ends_with_the_study(name, arm, anchor):
    hsct = date_of(anchor, -40)
    visits = plan(template(name), arm=arm, anchor=anchor, hsct=hsct)
    assert visits == plan(template(name), arm=arm, anchor=anchor, hsct=hsct)
    assert [v.window.target for v in visits] == sorted(v.window.target for v in visits)
    assert len({v.plan_id for v in visits}) == len(visits)
    for visit in visits:
        assert visit.window.earliest <= visit.window.target <= visit.window.latest
        assert visit.day == study_day(anchor, visit.window.target)
        assert study_day(anchor, visit.window.latest) <= template(name).study_end_day


@given(anchor=ANCHORS, months=st.sampled_from([12, 18, 24, 30, 36]))
def test_long_follow_up_is_in_calendar_months(anchor, months):
    assert planned("saa_atg", "msc", anchor)[f"m{months}"].window.target == add_months(anchor, months)


def test_overlapping_windows_are_told_by_series():
    visits = planned("saa_atg", "msc")
    cbc, response = visits["cbc_d42"], visits["d45"]
    assert cbc.window.meets(response.window)
    assert overlapping((cbc, response)) == ()
    assert overlapping((cbc, cbc)) == ((cbc, cbc),)


def test_the_nominal_day_of_a_calendar_month_is_within_two_days_of_its_date():
    for name, anchor in product(("saa_atg", "pgf_msc"), (DAY0, date(2027, 3, 1))):
        for visit in template(name).visits:
            if visit.months is not None:
                assert abs(study_day(anchor, add_months(anchor, visit.months)) - visit.day) <= 2
