"""Values tried in a copy: what it is made of, what is taken away, and that the study stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.services import assessments, enrolment, trying, visits
from app.services.contracts.scratch import Tried, TriedValue
from tests.services.controlled import D90, Desk

DAY0 = date(2026, 8, 20)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


@pytest.fixture
def subject(context, draft, log):
    """Two bags of red cells on day 80, one as the other, and a panel on day 84 that would be a response."""
    subject_id = enrolment.enrol(context, draft())[0]
    bag = visits.TransfusionEntry(on(80), "RBC", Decimal(1))
    bags = (bag, replace(bag, kept=True))
    log(subject_id, on(77), ANC="1.00", PLT="23", HB="97", RETIC_ABS="61", more={"transfusions": bags})
    log(subject_id, on(84), ANC="1.10", PLT="24", HB="99", RETIC_ABS="62")
    return subject_id


def test_the_copy_rests_on_the_verdicts_before_its_day_not_on_its_own(desk: Desk):
    scratch = trying.copy(desk.coordinator, desk.subject_id, D90)
    assert scratch.record.prior_assessments == ()
    assert trying.verdict(scratch, Tried()).verdict == scratch.stored
    later = trying.copy(desk.coordinator, desk.subject_id, D90 + timedelta(days=1))
    assert [prior.day for prior in later.record.prior_assessments] == [D90]


def test_of_two_alike_one_is_taken_away_at_a_time(context, subject):
    scratch = trying.copy(context, subject, on(84))
    bag, other = scratch.record.transfusions
    assert bag == other
    one = trying.verdict(scratch, Tried(no_transfusions=(bag,))).verdict
    none = trying.verdict(scratch, Tried(no_transfusions=(bag, bag))).verdict
    assert (one.status, none.status) == (scratch.stored.status, "PR")
    assert one.status != none.status


def test_what_is_tried_is_stored_nowhere(context, subject):
    before = assessments.on_day(context, subject, on(84))
    scratch = trying.copy(context, subject, on(84))
    tried = trying.verdict(scratch, Tried((TriedValue(on(84), "PLT", "5", "10*9/L"),)))
    assert tried.verdict.lineage["PLT"] != before.lineage["PLT"]
    assert assessments.on_day(context, subject, on(84)) == before
