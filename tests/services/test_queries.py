"""Queries: who may say what when, and that every word stays."""

import pytest

from app.i18n import Texts
from app.services import list_export, queries, readings, subjects
from app.services.context import ServiceError
from tests.services.controlled import Desk


def only(desk: Desk) -> queries.Query:
    (query,) = queries.every(desk.monitor)
    return query


def test_a_query_is_raised_answered_proposed_closed_and_reopened(desk: Desk) -> None:
    query_id, changes = queries.raise_query(
        desk.monitor, desk.visit_id, field="values.HB", text="88 here, 98 on the sheet"
    )
    assert changes.visits == {desk.visit_id}
    assert readings.read(desk.monitor, desk.subject_id).controls[desk.visit_id].open_queries == 1

    queries.answer(desk.coordinator, query_id, version=only(desk).version, text="the sheet says 88")
    queries.propose(desk.coordinator, query_id, version=only(desk).version, text="value is right")
    queries.close(desk.monitor, query_id, version=only(desk).version)
    assert queries.open_count(desk.monitor) == 0
    queries.reopen(desk.monitor, query_id, version=only(desk).version, text="which sheet?")

    query = only(desk)
    assert (query.status, query.closed_at, query.subject_code) == ("open", None, "TJ-001")
    said = [(step.action, step.user_name, step.role) for step in query.steps]
    assert said == [
        ("raised", "li", "monitor"),
        ("answered", "chen", "coordinator"),
        ("proposed", "chen", "coordinator"),
        ("closed", "li", "monitor"),
        ("reopened", "li", "monitor"),
    ]


def test_the_list_of_subjects_counts_the_queries_that_are_open(desk: Desk) -> None:
    def listed() -> set[int]:
        page = subjects.listing(desk.monitor, subjects.ListQuery(limit=200))
        whole = subjects.listing(desk.monitor, subjects.ListQuery())
        again = subjects.lines(desk.monitor, [desk.subject_id])
        return {row.queries for row in (*page, *whole, *again)}

    assert listed() == {0}
    first, _ = queries.raise_query(desk.monitor, desk.visit_id, field="", text="why?")
    queries.raise_query(desk.monitor, desk.visit_id, field="", text="where?")
    assert listed() == {2}
    made = list_export.make(desk.coordinator, subjects.ListQuery(), texts=Texts("en"))
    assert "2 queries" in made.data.decode("utf-8-sig")
    version = next(query.version for query in queries.every(desk.monitor) if query.id == first)
    queries.close(desk.monitor, first, version=version)
    assert listed() == {1}


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_query_without_words_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        queries.raise_query(desk.monitor, desk.visit_id, field="", text=text)
    assert refusal.value.code == "query_text_missing"


def test_a_text_is_bounded(desk: Desk) -> None:
    with pytest.raises(ServiceError) as refusal:
        queries.raise_query(desk.monitor, desk.visit_id, field="", text="x" * (queries.LONGEST + 1))
    assert refusal.value.code == "query_text_long"
    queries.raise_query(desk.monitor, desk.visit_id, field="", text="x" * queries.LONGEST)


def test_a_coordinator_closes_nothing_and_a_monitor_answers_nothing(desk: Desk) -> None:
    query_id, _ = queries.raise_query(desk.monitor, desk.visit_id, field="", text="why?")

    for attempt in (
        lambda: queries.close(desk.coordinator, query_id, version=1),
        lambda: queries.answer(desk.monitor, query_id, version=1, text="so"),
        lambda: queries.propose(desk.monitor, query_id, version=1, text="so"),
    ):
        with pytest.raises(ServiceError) as refusal:
            attempt()
        assert refusal.value.code == "not_allowed"
    assert len(only(desk).steps) == 1


def test_two_answers_at_once_do_not_pass_each_other(desk: Desk) -> None:
    query_id, _ = queries.raise_query(desk.monitor, desk.visit_id, field="", text="why?")
    queries.answer(desk.coordinator, query_id, version=1, text="first")
    queries.answer(desk.coordinator, query_id, version=2, text="and more")

    with pytest.raises(ServiceError) as refusal:
        queries.answer(desk.investigator, query_id, version=2, text="unaware")
    assert refusal.value.code == "query_stale"


def test_a_closed_query_is_reopened_before_it_is_answered(desk: Desk) -> None:
    query_id, _ = queries.raise_query(desk.monitor, desk.visit_id, field="", text="why?")
    queries.close(desk.investigator, query_id, version=1)

    with pytest.raises(ServiceError) as refusal:
        queries.answer(desk.coordinator, query_id, version=2, text="late")
    assert refusal.value.code == "query_state_wrong"
