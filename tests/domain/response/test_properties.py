"""What holds for any record: order of rows, later data and units change nothing; unknown is never false."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.criteria.compiling import joined
from app.domain.grading import severity
from app.domain.quantities import ANALYTES, quantity
from app.domain.record import Event, Measurement, Medication, Transfusion
from app.domain.response import AssessmentDay, assess, course, prepare
from app.domain.truth import FALSE, TRUE, UNKNOWN
from tests.domain.builders import ANCHOR, day, record, template

calm = settings(deadline=None)  # parsing a template for the first time is no fault of an example
NAMES = ("saa_atg", "rsaa_atg_msc", "pgf_msc", "raa_msc")
DECIDED = {"CR", "PR", "NR", "PENDING"}
TEXTS = {
    "ANC": ["0.1", "0.45", "0.5", "0.6", "1.0", "1.6", "<0.5", ">1.5"],
    "PLT": ["5", "19", "20", "21", "55", "101", "160", "<30", ">100"],
    "HB": ["60", "71", "90", "101", "116", "125", "<80"],
    "RETIC_ABS": ["10", "25", "31", "61", "<20"],
}
OTHER_UNIT = {
    "ANC": ("/uL", 1000),
    "PLT": ("10*4/uL", "0.1"),
    "HB": ("g/dL", "0.1"),
    "RETIC_ABS": ("10*3/uL", 1),
}


@st.composite
def measurements(draw):
    analyte = draw(st.sampled_from(sorted(TEXTS)))
    number = draw(st.integers(-5, 70))
    return Measurement(
        day(number), analyte, quantity(analyte, draw(st.sampled_from(TEXTS[analyte])), ANALYTES[analyte].unit)
    )


days = st.integers(-5, 75)
transfusions = st.builds(
    Transfusion,
    days.map(day),
    st.sampled_from(["RBC", "PLT"]),
    st.sampled_from([None, "procedure"]),
)
medications = st.builds(
    lambda drug, start, length: Medication(drug, day(start), None if length is None else day(start + length)),
    st.sampled_from(["filgrastim", "Pegfilgrastim", "ciclosporin"]),
    days,
    st.none() | st.integers(0, 20),
)
events = st.builds(Event, days.map(day), st.sampled_from(["csa_dependence", "infection", "hsct", "death"]))
priors = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["CR", "PR", "NR", "NE", "RELAPSE"])), max_size=3
)


@st.composite
def records(draw):
    base = record(priors=draw(priors))
    return replace(
        base,
        measurements=tuple(draw(st.lists(measurements(), min_size=6, max_size=40))),
        transfusions=tuple(draw(st.lists(transfusions, max_size=4))),
        medications=tuple(draw(st.lists(medications, max_size=2))),
        events=tuple(draw(st.lists(events, max_size=1))),
    )


on_days = st.integers(0, 70)
names = st.sampled_from(NAMES)


@calm
@given(rec=records(), on=on_days, name=names, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rec, on, name, shuffle):
    mixed = {}
    for field in ("measurements", "transfusions", "medications", "events", "prior_assessments"):
        rows = list(getattr(rec, field))
        shuffle.shuffle(rows)
        mixed[field] = tuple(rows)
    assert assess(template(name), rec, day(on)) == assess(template(name), replace(rec, **mixed), day(on))
    assert severity(rec, day(on)) == severity(replace(rec, **mixed), day(on))


@calm
@given(rec=records(), on=on_days, name=names)
def test_later_data_change_nothing(rec, on, name):
    limit = day(on)
    known = replace(
        rec,
        measurements=tuple(row for row in rec.measurements if row.day <= limit),
        transfusions=tuple(row for row in rec.transfusions if row.day <= limit),
        medications=tuple(
            replace(row, stop=None if row.stop and row.stop > limit else row.stop)
            for row in rec.medications
            if row.start <= limit
        ),
        events=tuple(row for row in rec.events if row.day <= limit),
        prior_assessments=tuple(row for row in rec.prior_assessments if row.day < limit),
    )
    assert assess(template(name), rec, limit) == assess(template(name), known, limit)


@calm
@given(rec=records(), on=on_days, name=names)
def test_the_unit_that_was_entered_changes_no_status(rec, on, name):
    rows = []
    for row in rec.measurements:
        unit, factor = OTHER_UNIT[row.analyte]
        text = row.quantity.bound + format(row.quantity.value * Decimal(str(factor)), "f")
        rows.append(Measurement(row.day, row.analyte, quantity(row.analyte, text, unit)))
    first = assess(template(name), rec, day(on))
    second = assess(template(name), replace(rec, measurements=tuple(rows)), day(on))
    assert (first.status, first.lineage, first.flags, first.missing) == (
        second.status,
        second.lineage,
        second.flags,
        second.missing,
    )


@calm
@given(rec=records(), on=on_days, name=names)
def test_every_node_follows_from_its_children(rec, on, name):
    for node in assess(template(name), rec, day(on)).evidence.walk():
        combine = node.params.get("combine")
        answers = [child.verdict for child in node.children]
        if combine in {"all", "any", "at_least"} and node.reason != "no_value":
            assert node.verdict is joined(combine, int(str(node.params["count"])), answers)
        if node.verdict is UNKNOWN and not node.children and not node.criterion.startswith("reading."):
            assert node.reason


@calm
@given(rec=records(), on=on_days, analyte=st.sampled_from(sorted(TEXTS)))
def test_taking_a_count_away_never_turns_cr_or_pr_to_a_known_no(rec, on, analyte):
    """Unknown never becomes false: without its current values a template of criteria cannot say NR."""
    rec = replace(rec, prior_assessments=(), events=())
    for name in ("saa_atg", "rsaa_atg_msc"):
        full = assess(template(name), rec, day(on))
        first = day(on) - timedelta(days=7)
        rows = tuple(
            row
            for row in rec.measurements
            if row.analyte != analyte or not first <= row.day <= day(on) or row.day <= ANCHOR
        )
        less = assess(template(name), replace(rec, measurements=rows), day(on))
        if full.status in {"CR", "PR"} and rows != rec.measurements:
            assert less.status in {"CR", "PR", "NE"}


@pytest.mark.parametrize("analyte", ["ANC", "PLT", "HB", "RETIC_ABS"])
@calm
@given(rec=records(), on=st.integers(20, 70), more=st.integers(1, 100))
def test_a_higher_count_never_makes_the_response_worse(analyte, rec, on, more):
    """Raising a plain current value keeps every `>` criterion of CR and PR."""
    rec = replace(rec, prior_assessments=(), events=())
    rows = tuple(
        replace(row, quantity=replace(row.quantity, value=row.quantity.value + more))
        if row.analyte == analyte and row.day > ANCHOR and not row.quantity.bound
        else row
        for row in rec.measurements
    )
    bounded = any(row.quantity.bound for row in rec.measurements if row.analyte == analyte)
    if bounded:
        return
    rank = {"CR": 3, "PR": 2, "NE": 1, "NR": 0, "PENDING": 0}
    for name in ("saa_atg", "rsaa_atg_msc"):
        low = assess(template(name), rec, day(on))
        high = assess(template(name), replace(rec, measurements=rows), day(on))
        if "anc_on_gcsf" not in low.flags and "anc_on_gcsf" not in high.flags:
            assert rank[high.status] >= rank[low.status]


@settings(max_examples=50, deadline=None)
@given(rec=records(), name=names)
def test_many_days_from_one_preparation_equal_each_day_alone(rec, name):
    prepared = prepare(template(name), rec)
    for on in range(70, -1, -7):
        assert prepared.on(day(on)) == assess(template(name), rec, day(on))


def test_official_verdicts_are_priors_of_the_later_days_and_others_are_not():
    from tests.domain.builders import BASE, panel

    good = {"ANC": 0.9, "PLT": 45, "HB": 92, "RETIC_ABS": 44}
    low = {"ANC": 0.4, "PLT": 25, "HB": 80, "RETIC_ABS": 25}
    rec = record(BASE, panel(90, **good), panel(180, **low))
    plan = [AssessmentDay(day(180)), AssessmentDay(day(90))]
    first, second = course(template("saa_atg"), rec, plan)
    assert (first.day, first.status, second.flags) == (day(90), "PR", ("response_lost",))
    plan = [AssessmentDay(day(90), official=False), AssessmentDay(day(180))]
    assert course(template("saa_atg"), rec, plan)[1].flags == ()


def test_truth_of_the_root_follows_the_status():
    from tests.domain.builders import BASE, panel

    good = {"ANC": 0.9, "PLT": 45, "HB": 92, "RETIC_ABS": 44}
    answers = {
        "PR": TRUE,
        "NE": UNKNOWN,
        "NR": FALSE,
    }
    for on, rec in (
        (90, record(BASE, panel(90, **good))),
        (120, record(BASE)),
        (120, record(BASE, rbc=[110])),
    ):
        verdict = assess(template("saa_atg"), rec, day(on))
        assert verdict.evidence.verdict is answers[verdict.status]
