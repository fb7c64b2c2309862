"""What every method shares: overriding events, growth factor, missing counts, confirmation, the answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cache

from app.domain.criteria.threshold import missing_reason
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Fact, Limit, Verdict, make_node
from app.domain.protocol.response import Common, OverridingEvent
from app.domain.record import Event
from app.domain.response.priors import FLAG_CONFIRM_DAYS
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, known

State = str | int | None
_STATUS_PARAMS: Mapping[str, Mapping[str, object]] = {status: {"status": status} for status in ("CR", "PR")}
_TRUTH_OF = {"CR": TRUE, "PR": TRUE, "NE": UNKNOWN}


@dataclass(slots=True)
class Draft:
    """A verdict on its way: status, flags and evidence, before confirmation is looked at."""

    status: str
    flags: list[str] = field(default_factory=list)
    nodes: list[Evidence] = field(default_factory=list)
    lineage: Mapping[str, State] = field(default_factory=dict)
    missing: Sequence[str] = ()


def status_truth(status: str) -> Truth:
    """The truth of 'there is a response' behind a status."""
    return _TRUTH_OF.get(status, FALSE)


def finish(view: DayView, rules: Common, draft: Draft) -> Verdict:
    """Confirmation, the decision to continue, and the root of the evidence."""
    nodes, flags, status = draft.nodes, draft.flags, draft.status
    if status in _STATUS_PARAMS:
        node = confirmation(view, rules, status)
        nodes.append(node)
        if node.verdict is not TRUE:
            flags.append("unconfirmed")
            if rules.confirm_days:
                status = "PR" if status == "CR" else "NE"
    study_day = view.study_day
    decision = None
    later = rules.continue_if
    if later is not None and later.from_day <= study_day <= later.to_day:
        decision = status in later.statuses
        params: dict[str, object] = {"from": later.from_day, "to": later.to_day}
        nodes.append(Evidence("continue_infusions", known(decision), source=later.source, params=params))
    params = {"combine": "state", "status": status, "study_day": study_day}
    root = make_node(("status", status_truth(status), None, (), None, rules.source, params, tuple(nodes)))
    said = tuple(dict.fromkeys(flags)) if flags else ()
    return Verdict(status, view.day, root, draft.lineage, said, tuple(draft.missing), decision)


class Overriding:
    """The events that decide at once (A4 item 7a), compiled once."""

    def __init__(self, entries: Sequence[OverridingEvent]) -> None:
        self._entries = entries
        self._params: list[Mapping[str, object]] = [
            {"events": entry.events, "status": entry.status} for entry in entries
        ]
        self._nothing = self._node([])

    def look(self, view: DayView) -> tuple[Evidence, Draft | None]:
        """The events of [anchor, day] as evidence and, if one decides, the answer."""
        if not view.data.events:
            return self._nothing, None
        recorded = [event for event in view.data.events if view.record.anchor <= event.day <= view.day]
        node = self._node(recorded)
        types = {event.type for event in recorded}
        for entry in self._entries:
            if not types.isdisjoint(entry.events):
                return node, Draft(entry.status, [entry.flag] if entry.flag else [], [node])
        return node, None

    def _node(self, recorded: Sequence[Event]) -> Evidence:
        children = []
        for entry, params in zip(self._entries, self._params, strict=True):
            hits = [event for event in recorded if event.type in entry.events]
            facts = tuple(Fact("event", event.type, event.day, entered_value=event.note) for event in hits)
            code = f"no_event.{entry.events[0]}"
            children.append(Evidence(code, known(not hits), None, facts, None, "site A-16", params))
        params = {"combine": "all", "count": len(children), "of": len(children)}
        answer = all_of(child.verdict for child in children)
        return Evidence("no_overriding_event", answer, None, (), None, "site A-16", params, tuple(children))


def growth_factor(view: DayView) -> tuple[Evidence, bool]:
    """Whether the current ANC is off G-CSF, and the flag for one that is not (A4 item 4)."""
    point = view.current("ANC")
    if point is None:
        params = missing_reason("ANC", view)
        return Evidence("off_gcsf", UNKNOWN, None, (), "no_value", "site A-10", params), False
    last = view.data.last_gcsf_course(point.day)
    if last is None:
        return _NEVER_ON_GCSF, False
    course, washout = last
    on_gcsf = view.data.gcsf_course(point.day) is not None
    days = (point.day - min(course.stop or point.day, point.day)).days
    fact = Fact("drug", course.drug.strip().lower(), point.day - timedelta(days=days), Decimal(days), "d")
    limit = Limit(">=", Decimal(washout), "d")
    reason = "on_gcsf" if on_gcsf else None
    return Evidence("off_gcsf", known(not on_gcsf), limit, (fact,), reason, "site A-10"), on_gcsf


_NEVER_ON_GCSF = Evidence("off_gcsf", TRUE, None, (), None, "site A-10")


def missing_counts(view: DayView, counts: Iterable[str]) -> list[str]:
    """The counts without a current value, needed or not (A4 item 2)."""
    points = view.points
    return [analyte for analyte in counts if points[analyte] is None]


@cache
def _confirmation_limit(days: int) -> Limit:
    return Limit(">=", Decimal(days), "d")


def confirmation(view: DayView, rules: Common, status: str) -> Evidence:
    """Whether an earlier assessment confirms a CR or PR (A4 item 12)."""
    days = rules.confirm_days or FLAG_CONFIRM_DAYS
    found = view.standing.confirms(status, view.day, days)
    limit, params = _confirmation_limit(days), _STATUS_PARAMS[status]
    if found is None:
        return make_node(("confirmed", FALSE, limit, (), None, "site A-18", params, ()))
    fact = Fact("assessment", found.status, found.day, Decimal((view.day - found.day).days), "d")
    return make_node(("confirmed", TRUE, limit, (fact,), None, "site A-18", params, ()))
