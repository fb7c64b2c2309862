"""Relapse after an earlier response (A-14, A4 item 7b and 7c)."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import MethodType
from typing import NamedTuple

from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, Fact, Limit, make_fact, make_node
from app.domain.protocol.response import Relapse
from app.domain.record import Event, PriorAssessment
from app.domain.response.panels import Panels
from app.domain.truth import FALSE, TRUE

_SHOWN_PANELS = 6


class Seen(NamedTuple):
    """What was to be seen on a day since a response. `flag`: of the rule that fired, None for none.

    `events`: those that ask for a relapse; `fresh`: one of them has not been given yet. `given`: the
    transfusions of the window. `panels`: the first that counts, the first of the severe ones, and where they
    end.
    """

    reference: PriorAssessment
    flag: str | None
    suspected: bool
    events: tuple[Event, ...]
    fresh: bool
    given: list[tuple[date, str]]
    panels: tuple[int, int, int]


_SeenFields = tuple[
    PriorAssessment,
    str | None,
    bool,
    tuple[Event, ...],
    bool,
    list[tuple[date, str]],
    tuple[int, int, int],
]
_seen: Callable[[_SeenFields], Seen] = MethodType(tuple.__new__, Seen)  # as the nodes of evidence are made


def find_relapse(view: DayView, rules: Relapse) -> str | None:
    """The flag of the rule by which a response has ended by the view's day."""
    seen = watch(view.data, rules).on(view)
    return None if seen is None else seen.flag


def watch(data: SubjectData, rules: Relapse) -> "Watch":
    """What looks for relapses of one subject; made once."""
    return data.cached(("relapse", id(rules)), lambda: Watch(data, rules))


class Watch:
    """What is looked for after a response of one subject. Keeps no data: that would make a circle."""

    def __init__(self, data: SubjectData, rules: Relapse) -> None:
        self._rules, self._source = rules, rules.source
        self._given, self._given_days = _unplanned(data)
        self._window, self._many = timedelta(days=rules.relapse_tx_days), rules.transfusion_days
        self._apart = rules.panels_apart_days
        self._fewer = Limit("<", Decimal(self._many), "transfusion days")
        self._nearer = Limit("<", Decimal(self._apart), "d")
        self._panels: Panels | None = None

    def on(self, view: DayView) -> Seen | None:
        """What was to be seen on a day since the latest earlier CR or PR; None where there was none."""
        reference = view.standing.response
        if reference is None:
            return None
        day, since, data = view.day, reference.day, view.data
        hits, fresh = self._events(view, since) if data.events else ((), False)
        stop = bisect_right(self._given_days, day)
        start = bisect_right(self._given_days, max(since, day - self._window), hi=stop)  # begins after it
        given = len(set(self._given_days[start:stop]))
        _, oldest, upto = severe = self._severe_panels(data, day, since)
        flag = None
        if fresh:
            flag = "csa_dependence"
        elif given >= self._many:
            flag = "transfusion_dependence"
        elif upto - oldest >= 2 and self._span(data, severe) >= self._apart:
            flag = "counts_severe_again"
        suspected = flag is None and (given == 1 or upto > oldest)
        return _seen((reference, flag, suspected, hits, fresh, self._given[start:stop], severe))

    def _events(self, view: DayView, since: date) -> tuple[tuple[Event, ...], bool]:
        """Dependence on a drug, and whether no relapse has been given on or after it yet."""
        wanted, given = self._rules.events, view.standing.relapse
        hits = tuple(e for e in view.data.events if e.type in wanted and since <= e.day <= view.day)
        return hits, any(given is None or given.day < event.day for event in hits)

    def _severe_panels(self, data: SubjectData, day: date, since: date) -> tuple[int, int, int]:
        """The first panel since the response, the first of the unbroken severe ones, and where they end."""
        panels = self._panels_of(data)
        upto = bisect_right(panels.days, day)
        after = bisect_right(panels.days, since, hi=upto)
        return after, max(after, panels.severe_from[upto - 1]) if upto > after else upto, upto

    def _panels_of(self, data: SubjectData) -> Panels:
        if self._panels is None:
            self._panels = Panels(data, self._rules)
        return self._panels

    def _span(self, data: SubjectData, severe: tuple[int, int, int]) -> int:
        """Days from the first to the last of the severe panels."""
        days, (_, oldest, upto) = self._panels_of(data).days, severe
        return (days[upto - 1] - days[oldest]).days

    def node(self, data: SubjectData, seen: Seen | None) -> Evidence:
        """The evidence of what was seen."""
        if seen is None:
            return _no_earlier_response(self._source)
        since = seen.reference.day
        facts = (make_fact(("assessment", seen.reference.status, since, None, "", "", "", "", "")),)
        params: dict[str, object] = {"combine": "all", "count": 3, "of": 3, "since": since}
        children = (self._no_event(seen), self._few_transfusions(seen), self._not_severe(data, seen))
        answer = FALSE if seen.flag else TRUE
        return make_node(("no_relapse", answer, None, facts, None, self._source, params, children))

    def _no_event(self, seen: Seen) -> Evidence:
        facts: tuple[Fact, ...] = ()
        answer, reason = FALSE if seen.fresh else TRUE, None
        if seen.events:
            rows = [Fact("event", event.type, event.day, entered_value=event.note) for event in seen.events]
            facts, reason = tuple(rows), None if seen.fresh else "already_given"
        params: dict[str, object] = {"since": seen.reference.day}
        return make_node(("no_csa_dependence", answer, None, facts, reason, self._source, params, ()))

    def _few_transfusions(self, seen: Seen) -> Evidence:
        """Different days with a transfusion in the window, those before a procedure apart."""
        facts: tuple[Fact, ...] = ()
        days = 0
        if given := seen.given:
            days = len({on for on, _ in given})
            rows = [make_fact(("product", which, on, None, "", "", "", "", "")) for on, which in given]
            facts = tuple(rows)
        window, since = self._rules.relapse_tx_days, seen.reference.day
        params: dict[str, object] = {"window": window, "days": days, "since": since}
        answer, code = TRUE if days < self._many else FALSE, "no_transfusion_dependence"
        return make_node((code, answer, self._fewer, facts, None, self._source, params, ()))

    def _not_severe(self, data: SubjectData, seen: Seen) -> Evidence:
        """Severe panels from the newest back, and the one before them that is not."""
        panels, (after, oldest, upto) = self._panels_of(data), seen.panels
        severe = upto - oldest
        last_shown = max(after, oldest - 1, upto - _SHOWN_PANELS)
        nodes = tuple([panels.node(index) for index in range(upto - 1, last_shown - 1, -1)])
        params: dict[str, object] = {"combine": "state", "severe": severe, "apart": self._apart}
        answer, code = TRUE, "not_severe_again"
        if severe:
            params["span"] = span = self._span(data, seen.panels)
            answer = FALSE if severe >= 2 and span >= self._apart else TRUE
        return make_node((code, answer, self._nearer, (), None, self._source, params, nodes))


@cache
def _no_earlier_response(source: str) -> Evidence:
    params: dict[str, object] = {"combine": "all", "count": 0, "of": 0}
    return Evidence("no_relapse", TRUE, None, (), "no_earlier_response", source, params)


def _unplanned(data: SubjectData) -> tuple[list[tuple[date, str]], list[date]]:
    """Day and product of the transfusions that no procedure asked for, each pair once, in order; the days."""
    rows = sorted(
        {
            (row.day, row.product)
            for row in data.record.transfusions
            if row.reason != "procedure" and row.product in {"RBC", "PLT"}
        }
    )
    return rows, [day for day, _ in rows]
