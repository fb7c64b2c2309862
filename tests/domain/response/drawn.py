"""Drawn records for the properties: values on and around each limit, bounds, derived counts, what confounds.

The normal run draws forty examples a property; PROPERTY_EXAMPLES=1000 asks for a long run.
"""

import os
from dataclasses import replace
from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from app.domain.quantities import ANALYTES, quantity
from app.domain.record import Event, Measurement, Medication, PriorAssessment, Transfusion
from tests.domain.builders import day, record

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "40"))
calm = settings(deadline=None, max_examples=EXAMPLES)  # a template parsed for the first time takes its time
NAMES = ("saa_atg", "rsaa_atg_msc", "pgf_msc", "raa_msc")
TEXTS = {
    "ANC": ["0.1", "0.45", "0.5", "0.51", "0.7", "1.0", "1.5", "1.6", "<0.5", "<0.6", ">0.5", ">1.5"],
    "PLT": ["5", "19", "20", "21", "40", "50", "55", "100", "101", "160", "<30", "<20", ">50", ">100"],
    "HB": ["50", "60", "69", "70", "71", "90", "100", "101", "115", "116", "125", "<80", ">110"],
    "RETIC_ABS": ["10", "20", "25", "30", "31", "60", "61", "<20", ">60"],
    "WBC": ["1", "2", "3.5", "<1"],
    "NEUT_PCT": ["10", "30", "60", ">80"],
    "RBC": ["2", "3.1", "4"],
    "RETIC_PCT": ["0.5", "1", "1.5", "<0.3"],
}
COUNTS = ("ANC", "PLT", "HB", "RETIC_ABS")
OTHER_UNIT = {
    "ANC": ("/uL", 1000),
    "PLT": ("10*4/uL", "0.1"),
    "HB": ("g/dL", "0.1"),
    "RETIC_ABS": ("10*3/uL", 1),
    "WBC": ("/uL", 1000),
    "NEUT_PCT": ("1", "0.01"),
    "RBC": ("10*6/uL", 1),
    "RETIC_PCT": ("[ppth]", 10),
}

days = st.integers(-16, 75)
on_days = st.integers(0, 75)
names = st.sampled_from(NAMES)
transfusions = st.builds(
    Transfusion, days.map(day), st.sampled_from(["RBC", "PLT"]), st.sampled_from([None, None, "procedure"])
)
medications = st.builds(
    lambda drug, start, length: Medication(drug, day(start), None if length is None else day(start + length)),
    st.sampled_from(["filgrastim", "Pegfilgrastim", " G-CSF ", "ciclosporin"]),
    days,
    st.none() | st.integers(0, 20),
)
_EVENTS = ["csa_dependence", "csa_dependence", "infection", "hsct", "clonal_evolution", "death"]
events = st.builds(Event, days.map(day), st.sampled_from(_EVENTS))
priors = st.lists(
    st.builds(
        PriorAssessment,
        st.integers(-3, 70).map(day),
        st.sampled_from(["CR", "PR", "PR", "NR", "NE", "RELAPSE", "PENDING", "CLONAL_EVOLUTION"]),
    ),
    max_size=4,
)


def measured(number: int, analyte: str, text: str) -> Measurement:
    """A value of a study day in the canonical unit."""
    return Measurement(day(number), analyte, quantity(analyte, text, ANALYTES[analyte].unit))


@st.composite
def courses(draw, analyte):
    """Values of one analyte, some days apart, rather good or rather bad, so that runs come about."""
    texts = TEXTS[analyte][draw(st.integers(0, len(TEXTS[analyte]) // 2)) :]
    number, rows = draw(st.integers(-16, 0)), []
    for gap in draw(st.lists(st.integers(1, 4) | st.integers(1, 20), max_size=22)):
        rows.append(measured(number, analyte, draw(st.sampled_from(texts))))
        number += gap
    return rows


@st.composite
def records(draw):
    """A subject with counts for some weeks, and now and then everything that bears on an answer."""
    rows = [row for analyte in COUNTS for row in draw(courses(analyte))]
    for analyte in draw(st.sampled_from([(), (), ("WBC", "NEUT_PCT"), ("RBC", "RETIC_PCT")])):
        rows += draw(courses(analyte))
    base = record(sex=draw(st.sampled_from(["M", "F", None])))
    return replace(
        base,
        birth_date=draw(st.sampled_from([base.birth_date, None, date(2023, 9, 1), date(1990, 1, 1)])),
        measurements=tuple(rows),
        transfusions=tuple(draw(st.lists(transfusions, max_size=4))),
        medications=tuple(draw(st.lists(medications, max_size=2))),
        events=tuple(draw(st.lists(events, max_size=1))),
        prior_assessments=tuple(draw(priors)),
    )
