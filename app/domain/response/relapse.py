"""Relapse after an earlier response (A-14, A4 item 7b and 7c)."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, Fact, Limit, make_node
from app.domain.protocol.response import Relapse
from app.domain.response.panels import panels_of
from app.domain.truth import FALSE, TRUE, all_of, known

_SHOWN_PANELS = 6


class RelapseFinding(NamedTuple):
    """The evidence, the flag of the rule that fired (None: none did), and whether a relapse is suspected."""

    node: Evidence
    flag: str | None
    suspected: bool


def find_relapse(view: DayView, rules: Relapse) -> RelapseFinding:
    """Look for a relapse since the latest earlier CR or PR."""
    reference = view.standing.response
    if reference is None:
        return _no_earlier_response(rules.source)
    since = reference.day
    event, event_hit = _event(view, rules, since)
    transfusions, days = _transfusions(view, rules, since)
    panels, again, newest = _panels(view, rules, since)
    children = (event, transfusions, panels)
    flag = None
    if event_hit:
        flag = "csa_dependence"
    elif days >= rules.transfusion_days:
        flag = "transfusion_dependence"
    elif again:
        flag = "counts_severe_again"
    facts, params = view.data.cached(("relapse", since), lambda: _reference(reference.status, since))
    answer = all_of([child.verdict for child in children])
    node = make_node(("no_relapse", answer, None, facts, None, rules.source, params, children))
    return RelapseFinding(node, flag, flag is None and (days == 1 or newest))


def _reference(status: str, since: date) -> tuple[tuple[Fact, ...], dict[str, object]]:
    return (Fact("assessment", status, since),), {"combine": "all", "count": 3, "of": 3, "since": since}


@cache
def _no_earlier_response(source: str) -> RelapseFinding:
    params: dict[str, object] = {"combine": "all", "count": 0, "of": 0}
    node = Evidence("no_relapse", TRUE, None, (), "no_earlier_response", source, params)
    return RelapseFinding(node, None, suspected=False)


@cache
def _limit(op: str, value: int, unit: str) -> Limit:
    return Limit(op, Decimal(value), unit)


def _event(view: DayView, rules: Relapse, since: date) -> tuple[Evidence, bool]:
    """Dependence on a drug, unless a relapse has already been given on or after the event."""
    if not view.data.events:
        return view.data.cached(
            ("event", id(rules), since), lambda: (_no_event((), None, rules, since), False)
        )
    hits = [e for e in view.data.events if e.type in rules.events and since <= e.day <= view.day]
    given = view.standing.relapse
    fresh = any(given is None or given.day < event.day for event in hits)
    facts = tuple(Fact("event", event.type, event.day, entered_value=event.note) for event in hits)
    reason = "already_given" if hits and not fresh else None
    node = _no_event(facts, reason, rules, since)
    return node._replace(verdict=known(not fresh)), fresh


def _no_event(facts: tuple[Fact, ...], reason: str | None, rules: Relapse, since: date) -> Evidence:
    return Evidence("no_csa_dependence", TRUE, None, facts, reason, rules.source, {"since": since})


def _transfusions(view: DayView, rules: Relapse, since: date) -> tuple[Evidence, int]:
    """Different days with a transfusion in the window, those before a procedure apart."""
    given = view.data.cached("unplanned", lambda: _unplanned(view.data))
    first = max(since, view.day - timedelta(days=rules.relapse_tx_days))  # the window begins after it
    start = bisect_right(given, first, key=_day_of)
    stop = bisect_right(given, view.day, key=_day_of)
    key = ("transfusions", id(rules), since, start, stop)
    return view.data.cached(key, lambda: _few_enough(given[start:stop], rules, since))


def _few_enough(rows: Sequence[tuple[date, str]], rules: Relapse, since: date) -> tuple[Evidence, int]:
    days = len({day for day, _ in rows})
    facts = tuple(Fact("product", product, day) for day, product in rows)
    params: dict[str, object] = {"window": rules.relapse_tx_days, "days": days, "since": since}
    limit, answer = (
        _limit("<", rules.transfusion_days, "transfusion days"),
        known(days < rules.transfusion_days),
    )
    return Evidence("no_transfusion_dependence", answer, limit, facts, None, rules.source, params), days


def _unplanned(data: SubjectData) -> list[tuple[date, str]]:
    """Day and product of the transfusions that no procedure asked for, each pair once, in order."""
    return sorted(
        {
            (row.day, row.product)
            for row in data.record.transfusions
            if row.reason != "procedure" and row.product in {"RBC", "PLT"}
        }
    )


def _day_of(row: tuple[date, str]) -> date:
    return row[0]


def _panels(view: DayView, rules: Relapse, since: date) -> tuple[Evidence, bool, bool]:
    """Severe panels from the newest back; whether they make a relapse; whether the newest is severe."""
    panels = panels_of(view.data, rules)
    after, upto = bisect_right(panels.days, since), bisect_right(panels.days, view.day)
    oldest = max(after, panels.severe_from(view.data, upto - 1)) if upto > after else upto
    severe = upto - oldest
    span = (panels.days[upto - 1] - panels.days[oldest]).days if severe else 0
    again = severe >= 2 and span >= rules.panels_apart_days
    last_shown = max(after, oldest - 1, upto - _SHOWN_PANELS)  # the one that is not severe as well
    nodes = tuple([panels.node(view.data, index) for index in range(upto - 1, last_shown - 1, -1)])
    limit = _limit("<", rules.panels_apart_days, "d")
    params: dict[str, object] = {"combine": "state", "severe": severe, "apart": rules.panels_apart_days}
    if severe:
        params["span"] = span
    answer = FALSE if again else TRUE
    node = make_node(("not_severe_again", answer, limit, (), None, rules.source, params, nodes))
    return node, again, severe > 0
