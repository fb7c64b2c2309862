"""Relapse after an earlier response (A-14, A4 item 7b and 7c)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.domain.comparison import compare
from app.domain.criteria.threshold import guarded, unit_of
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Fact, Limit
from app.domain.protocol.response import AtLeast, Relapse, Threshold
from app.domain.protocol.settings import RuleSettings
from app.domain.response.priors import after_relapse, latest_response
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
    reference = latest_response(view.priors)
    if reference is None:
        params: dict[str, object] = {"combine": "all", "count": 0, "of": 0}
        node = Evidence("no_relapse", TRUE, None, (), "no_earlier_response", rules.source, params)
        return RelapseFinding(node, None, suspected=False)
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
    params = {"combine": "all", "count": 3, "of": 3, "since": since}
    node = Evidence("no_relapse", answer, None, (fact,), None, rules.source, params, children)
    return RelapseFinding(node, flag, suspected=flag is None and (days == 1 or newest))


def _event(view: DayView, rules: Relapse, since: date) -> tuple[Evidence, bool]:
    """Dependence on a drug, unless a relapse has already been given on or after the event."""
    hits = [e for e in view.data.events if e.type in rules.events and since <= e.day <= view.day]
    given = after_relapse(view.priors)
    fresh = [event for event in hits if given is None or given.day < event.day]
    facts = tuple(Fact("event", event.type, event.day, entered_value=event.note) for event in hits)
    reason = "already_given" if hits and not fresh else None
    params: dict[str, object] = {"since": since}
    node = Evidence("no_csa_dependence", known(not fresh), None, facts, reason, rules.source, params)
    return node, bool(fresh)


def _transfusions(view: DayView, rules: Relapse, since: date) -> tuple[Evidence, int]:
    """Different days with a transfusion in the window, those before a procedure apart."""
    rows = {
        (row.day, row.product)
        for row in view.record.transfusions
        if row.reason != "procedure"
        and row.product in {"RBC", "PLT"}
        and since < row.day <= view.day
        and (view.day - row.day).days < rules.relapse_tx_days
    }
    days = len({day for day, _ in rows})
    facts = tuple(Fact("product", product, day) for day, product in sorted(rows))
    limit = Limit("<", Decimal(rules.transfusion_days), "transfusion days")
    params: dict[str, object] = {"window": rules.relapse_tx_days, "days": days, "since": since}
    answer = known(days < rules.transfusion_days)
    return Evidence("no_transfusion_dependence", answer, limit, facts, None, rules.source, params), days


def _panels(view: DayView, rules: Relapse, since: date) -> tuple[Evidence, bool, bool]:
    """Severe panels from the newest back; whether they make a relapse; whether the newest is severe."""
    severe: list[date] = []
    nodes: list[Evidence] = []
    for day in reversed(_panel_days(view, rules.panel, since)):
        node = _panel(view, rules, day)
        if len(nodes) < _SHOWN_PANELS:
            nodes.append(node)
        if node.verdict is not TRUE:
            break
        severe.append(day)
    again = len(severe) >= 2 and (severe[0] - severe[-1]).days >= rules.panels_apart_days
    limit = Limit("<", Decimal(rules.panels_apart_days), "d")
    params: dict[str, object] = {"combine": "state", "severe": len(severe), "apart": rules.panels_apart_days}
    if severe:
        params["span"] = (severe[0] - severe[-1]).days
    node = Evidence("not_severe_again", known(not again), limit, (), None, rules.source, params, tuple(nodes))
    return node, again, bool(severe)


def _panel_days(view: DayView, panel: AtLeast, since: date) -> Sequence[date]:
    """Days after `since` with the first analyte of the panel (ANC) and at least one of the others."""
    first, last = since + timedelta(days=1), view.day
    leading, *others = (part.analyte for part in panel.of if isinstance(part, Threshold))
    days = {point.day for point in view.data.series(leading).between(first, last)}
    beside = {point.day for analyte in others for point in view.data.series(analyte).between(first, last)}
    return sorted(days & beside)


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
        facts += point.facts() if point.derived else [point.fact()]
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
