"""How many visits the synopsis of a protocol and its card tell."""

from __future__ import annotations

from app.domain.schedule import visit_counts
from app.i18n import Texts
from app.i18n.visit_counts import visits_by_arm
from tests.domain.builders import template


def test_the_visits_of_a_protocol_are_those_of_an_arm():
    whole, texts = template("saa_atg"), Texts("en")
    most = visit_counts(whole)[1]
    one = tuple(visit for visit in whole.visits if visit.arms != ("control",))
    uneven = whole.model_copy(update={"visits": one})
    fewest = visit_counts(uneven)[0]
    assert fewest < most
    assert visits_by_arm(whole, texts) == f"{most} visits"
    assert visits_by_arm(uneven, texts) == f"{fewest}–{most} visits, by arm"
