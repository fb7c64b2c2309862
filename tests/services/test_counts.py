"""Counts of several visits saved at once: the good ones go in, the others say why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.services import counts, enrolment, subjects, trail
from app.services.context import Context, ServiceError
from app.services.counts import CountsEntry
from app.services.visits import Reason, ValueEntry
from tests.services.conftest import values

DAY0 = date(2026, 8, 20)


@pytest.fixture
def subject_id(context: Context, draft: Callable[..., Any]) -> int:
    return enrolment.enrol(context, draft(day0=DAY0))[0]


def entry(days: int, /, visit_id: int | None = None, **texts: str) -> CountsEntry:
    return CountsEntry(visit_id, DAY0 + timedelta(days=days), values(**texts))


def stored(context: Context, subject_id: int, visit_id: int | None) -> dict[str, Decimal | None]:
    rows = subjects.course(context, subject_id).counts
    return {row.analyte: row.value for row in rows if row.visit_id == visit_id}


def test_good_entries_go_in_and_a_refused_one_says_why(context: Context, subject_id: int) -> None:
    future = entry(200, ANC="1")

    saved = counts.save(context, subject_id, (entry(10, ANC="0.4", PLT="20"), future, entry(17, ANC="0.6")))

    first, second, third = saved.results
    assert stored(context, subject_id, first.visit_id) == {"ANC": Decimal("0.4"), "PLT": Decimal(20)}
    assert second.error is not None
    assert second.error.code == "refused"
    assert third.error is None
    assert saved.changes.visits == {first.visit_id, third.visit_id}


def test_only_the_given_values_of_a_visit_change(
    context: Context, subject_id: int, log: Callable[..., int]
) -> None:
    visit_id = log(subject_id, DAY0 + timedelta(days=10), ANC="0.4", PLT="20")

    (result,) = counts.save(context, subject_id, (entry(10, visit_id, HB="81"),)).results

    assert result.error is None
    assert stored(context, subject_id, visit_id) == {
        "ANC": Decimal("0.4"),
        "PLT": Decimal(20),
        "HB": Decimal(81),
    }


def test_a_stored_value_changes_with_a_reason_only(
    context: Context, subject_id: int, log: Callable[..., int]
) -> None:
    visit_id = log(subject_id, DAY0 + timedelta(days=10), PLT="17")
    changed = entry(10, visit_id, PLT="71")

    (refused,) = counts.save(context, subject_id, (changed,)).results
    assert refused.error is not None
    assert refused.error.code == "reason_missing"
    (done,) = counts.save(context, subject_id, (changed,), Reason("transcription_error")).results

    assert done.error is None
    assert stored(context, subject_id, visit_id) == {"PLT": Decimal(71)}
    history = trail.of_value(context, visit_id=visit_id, analyte="PLT")
    assert history.values[-1].reason_code == "transcription_error"


def test_a_version_that_has_moved_on_is_refused(
    context: Context, subject_id: int, log: Callable[..., int]
) -> None:
    visit_id = log(subject_id, DAY0 + timedelta(days=10), PLT="17")
    old = replace(entry(10, visit_id, HB="81"), version=0)

    (result,) = counts.save(context, subject_id, (old,)).results

    assert result.error is not None
    assert result.error.code == "stale"


def test_a_trial_tells_the_status_that_would_change_and_stores_nothing(
    context: Context, subject_id: int, log: Callable[..., int]
) -> None:
    log(subject_id, DAY0 + timedelta(days=60), ANC="0.3", PLT="12", HB="70", RETIC_ABS="15")
    before = subjects.course(context, subject_id)
    good = entry(84, ANC="1.10", PLT="49", HB="99", RETIC_ABS="57")

    tried = counts.try_save(context, subject_id, (good,))

    (result,) = tried.results
    assert (result.was, result.status) == ("NR", "PR")
    assert subjects.course(context, subject_id) == before


def test_a_trial_tells_of_other_days_whose_status_changes(
    context: Context, subject_id: int, log: Callable[..., int]
) -> None:
    visit_id = log(subject_id, DAY0 + timedelta(days=84), ANC="1.1", PLT="49", HB="99", RETIC_ABS="57")
    log(subject_id, DAY0 + timedelta(days=85), WBC="2.0")
    worse = CountsEntry(visit_id, DAY0 + timedelta(days=84), values(PLT="9", ANC="0.1", HB="60"))

    tried = counts.try_save(context, subject_id, (worse,), Reason("transcription_error"))

    assert tried.results[0].status == "NR"
    assert [(each.was, each.status) for each in tried.others] == [("PR", "NR")]


def test_a_monitor_neither_saves_nor_tries(context: Context, subject_id: int) -> None:
    monitor = replace(context, user=replace(context.user, role="monitor"))

    for action in (counts.save, counts.try_save):
        with pytest.raises(ServiceError, match="not_allowed"):
            action(monitor, subject_id, (CountsEntry(None, DAY0, (ValueEntry("ANC", "1", "10*9/L"),)),))
