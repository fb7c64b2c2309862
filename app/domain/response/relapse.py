"""Relapse after an earlier response (A-14, A4 item 7b and 7c)."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from app.domain.comparison import compare
from app.domain.criteria.threshold import guarded, unit_of
from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, Fact, Limit
from app.domain.protocol.response import Relapse, Threshold
from app.domain.protocol.settings import RuleSettings
from app.domain.truth import TRUE, UNKNOWN, Truth, all_of, at_least, known

_SHOWN_PANELS = 6


@dataclass(frozen=True, slots=True)
class RelapseFinding:
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
    fact = Fact("assessment", reference.status, since)
    answer = all_of(child.verdict for child in children)
    params: dict[str, object] = {"combine": "all", "count": 3, "of": 3, "since": since}
    node = Evidence("no_relapse", answer, None, (fact,), None, rules.source, params, children)
    return RelapseFinding(node, flag, suspected=flag is None and (days == 1 or newest))


@cache
def _no_earlier_response(source: str) -> RelapseFinding:
    params: dict[str, object] = {"combine": "all", "count": 0, "of": 0}
    node = Evidence("no_relapse", TRUE, None, (), "no_earlier_response", source, params)
    return RelapseFinding(node, None, suspected=False)


def _event(view: DayView, rules: Relapse, since: date) -> tuple[Evidence, bool]:
    """Dependence on a drug, unless a relapse has already been given on or after the event."""
    hits = [e for e in view.data.events if e.type in rules.events and since <= e.day <= view.day]
    given = view.standing.relapse
    fresh = [event for event in hits if given is None or given.day < event.day]
    facts = tuple(Fact("event", event.type, event.day, entered_value=event.note) for event in hits)
    reason = "already_given" if hits and not fresh else None
    params: dict[str, object] = {"since": since}
    node = Evidence("no_csa_dependence", known(not fresh), None, facts, reason, rules.source, params)
    return node, bool(fresh)


def _transfusions(view: DayView, rules: Relapse, since: date) -> tuple[Evidence, int]:
    """Different days with a transfusion in the window, those before a procedure apart."""
    given = view.data.cached("unplanned", lambda: _unplanned(view.data))
    first = max(since, view.day - timedelta(days=rules.relapse_tx_days))  # the window begins after it
    rows = given[bisect_right(given, first, key=_day_of) : bisect_right(given, view.day, key=_day_of)]
    days = len({day for day, _ in rows})
    facts = tuple(Fact("product", product, day) for day, product in rows)
    limit = Limit("<", Decimal(rules.transfusion_days), "transfusion days")
    params: dict[str, object] = {"window": rules.relapse_tx_days, "days": days, "since": since}
    answer = known(days < rules.transfusion_days)
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
    panels = view.data.cached("panels", lambda: Panels(view, rules))
    after, upto = bisect_right(panels.days, since), bisect_right(panels.days, view.day)
    oldest = max(after, panels.severe_from(upto - 1)) if upto > after else upto
    severe = upto - oldest
    span = (panels.days[upto - 1] - panels.days[oldest]).days if severe else 0
    again = severe >= 2 and span >= rules.panels_apart_days
    last_shown = max(after, oldest - 1, upto - _SHOWN_PANELS)  # the one that is not severe as well
    nodes = tuple(panels.node(index) for index in range(upto - 1, last_shown - 1, -1))
    limit = Limit("<", Decimal(rules.panels_apart_days), "d")
    params: dict[str, object] = {"combine": "state", "severe": severe, "apart": rules.panels_apart_days}
    if severe:
        params["span"] = span
    node = Evidence("not_severe_again", known(not again), limit, (), None, rules.source, params, nodes)
    return node, again, severe > 0


class Panels:
    """The panel days of a subject: an ANC and at least one of the other counts; each judged once."""

    def __init__(self, view: DayView, rules: Relapse) -> None:
        self._view, self._rules = view, rules
        leading, *others = (part.analyte for part in rules.panel.of if isinstance(part, Threshold))
        beside = {day for analyte in others for day in view.data.series(analyte).days}
        self.days = [day for day in view.data.series(leading).days if day in beside]
        self._nodes: dict[int, Evidence] = {}
        self._severe_from: dict[int, int] = {}

    def node(self, index: int) -> Evidence:
        """Whether enough counts of a panel day are severe."""
        found = self._nodes.get(index)
        if found is None:
            found = self._nodes[index] = _panel(self._view, self._rules, self.days[index])
        return found

    def severe_from(self, index: int) -> int:
        """The first of the unbroken severe panels up to this one; the next index if it is not severe."""
        first = index + 1
        while first > 0 and self.node(first - 1).verdict is TRUE:
            first = self._severe_from.get(first - 1, first - 1)
        self._severe_from[index] = first
        return first


def _panel(view: DayView, rules: Relapse, day: date) -> Evidence:
    """Whether enough counts of one very day are severe; only what is certain makes it so."""
    facts: list[Fact] = []
    answers: list[Truth] = []
    for part in rules.panel.of:
        assert isinstance(part, Threshold)
        point = view.data.series(part.analyte).at(day)
        if point is None:
            answers.append(UNKNOWN)
            continue
        limit = panel_limit(part, view.settings)
        answers.append(guarded(view, point, part.op, compare(point.value, point.bound, part.op, limit)))
        facts += point.facts()
    certain = at_least(rules.panel.count, answers)
    params: dict[str, object] = {"count": rules.panel.count, "of": len(rules.panel.of), "day": day}
    needed = Limit(">=", Decimal(rules.panel.count), "severe counts")
    reason = "panel_incomplete" if certain is UNKNOWN else None
    return Evidence("severe_panel", certain, needed, tuple(facts), reason, rules.source, params)


def panel_limit(part: Threshold, settings: RuleSettings) -> Decimal:
    """The number behind a limit of a panel."""
    limit = settings.retic_severe if part.limit == "retic_severe" else part.limit
    assert isinstance(limit, Decimal), unit_of(part.analyte)
    return limit
