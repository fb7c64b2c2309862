"""Relapse after an earlier response (A-14, A4 item 7b and 7c)."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, Fact, Limit, make_fact, make_node
from app.domain.protocol.response import Relapse
from app.domain.record import PriorAssessment
from app.domain.response.panels import Panels
from app.domain.truth import FALSE, TRUE, known

_SHOWN_PANELS = 6


# The evidence, the flag of the rule that fired (None: none did), and whether a relapse is suspected.
RelapseFinding = tuple[Evidence, str | None, bool]


def find_relapse(view: DayView, rules: Relapse) -> RelapseFinding:
    """Look for a relapse since the latest earlier CR or PR."""
    reference = view.standing.response
    if reference is None:
        return _no_earlier_response(rules.source)
    data = view.data
    return data.cached(("relapse", id(rules)), lambda: _Watch(data, rules)).on(view, reference)


class _Watch:
    """What is looked for after a response of one subject. Keeps no data: that would make a circle."""

    def __init__(self, data: SubjectData, rules: Relapse) -> None:
        self._rules = rules
        self._given, self._given_days = _unplanned(data)
        self._panels = Panels(data, rules)
        self._window = timedelta(days=rules.relapse_tx_days)

    def on(self, view: DayView, reference: PriorAssessment) -> RelapseFinding:
        """What was to be seen on a day since a response."""
        rules, since = self._rules, reference.day
        event, event_hit = self._event(view, since)
        transfusions, days = self._transfusions(view.day, since)
        panels, again, newest = self._severe_panels(view, since)
        flag = None
        if event_hit:
            flag = "csa_dependence"
        elif days >= rules.transfusion_days:
            flag = "transfusion_dependence"
        elif again:
            flag = "counts_severe_again"
        facts = (make_fact(("assessment", reference.status, since, None, "", "", "", "", "")),)
        params: dict[str, object] = {"combine": "all", "count": 3, "of": 3, "since": since}
        children, answer = (event, transfusions, panels), FALSE if flag else TRUE
        node = make_node(("no_relapse", answer, None, facts, None, rules.source, params, children))
        return node, flag, flag is None and (days == 1 or newest)

    def _event(self, view: DayView, since: date) -> tuple[Evidence, bool]:
        """Dependence on a drug, unless a relapse has already been given on or after the event."""
        if not view.data.events:
            return _no_event((), None, self._rules, since), False
        hits = [e for e in view.data.events if e.type in self._rules.events and since <= e.day <= view.day]
        given = view.standing.relapse
        fresh = any(given is None or given.day < event.day for event in hits)
        facts = tuple(Fact("event", event.type, event.day, entered_value=event.note) for event in hits)
        reason = "already_given" if hits and not fresh else None
        node = _no_event(facts, reason, self._rules, since)
        return node._replace(verdict=known(not fresh)), fresh

    def _transfusions(self, day: date, since: date) -> tuple[Evidence, int]:
        """Different days with a transfusion in the window, those before a procedure apart."""
        stop = bisect_right(self._given_days, day)
        start = bisect_right(self._given_days, max(since, day - self._window), hi=stop)  # begins after it
        return _few_enough(self._given[start:stop], self._rules, since)

    def _severe_panels(self, view: DayView, since: date) -> tuple[Evidence, bool, bool]:
        """Severe panels from the newest back; whether they make a relapse; whether the newest is severe."""
        rules, panels, data = self._rules, self._panels, view.data
        upto = bisect_right(panels.days, view.day)
        after = bisect_right(panels.days, since, hi=upto)  # the first panel that counts
        oldest = max(after, panels.severe_from(data, upto - 1)) if upto > after else upto
        severe = upto - oldest
        span = (panels.days[upto - 1] - panels.days[oldest]).days if severe else 0
        again = severe >= 2 and span >= rules.panels_apart_days
        last_shown = max(after, oldest - 1, upto - _SHOWN_PANELS)  # the one that is not severe as well
        nodes = tuple([panels.node(data, index) for index in range(upto - 1, last_shown - 1, -1)])
        limit = _limit("<", rules.panels_apart_days, "d")
        params: dict[str, object] = {"combine": "state", "severe": severe, "apart": rules.panels_apart_days}
        if severe:
            params["span"] = span
        answer = FALSE if again else TRUE
        fields = ("not_severe_again", answer, limit, (), None, rules.source, params, nodes)
        return make_node(fields), again, severe > 0


@cache
def _no_earlier_response(source: str) -> RelapseFinding:
    params: dict[str, object] = {"combine": "all", "count": 0, "of": 0}
    node = Evidence("no_relapse", TRUE, None, (), "no_earlier_response", source, params)
    return node, None, False


@cache
def _limit(op: str, value: int, unit: str) -> Limit:
    return Limit(op, Decimal(value), unit)


def _no_event(facts: tuple[Fact, ...], reason: str | None, rules: Relapse, since: date) -> Evidence:
    fields = ("no_csa_dependence", TRUE, None, facts, reason, rules.source, {"since": since}, ())
    return make_node(fields)


def _few_enough(rows: Sequence[tuple[date, str]], rules: Relapse, since: date) -> tuple[Evidence, int]:
    days = len({day for day, _ in rows}) if rows else 0
    facts = tuple(Fact("product", product, day) for day, product in rows) if rows else ()
    params: dict[str, object] = {"window": rules.relapse_tx_days, "days": days, "since": since}
    answer = TRUE if days < rules.transfusion_days else FALSE
    limit = _limit("<", rules.transfusion_days, "transfusion days")
    fields = ("no_transfusion_dependence", answer, limit, facts, None, rules.source, params, ())
    return make_node(fields), days


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
