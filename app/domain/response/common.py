"""What every method shares: overriding events, growth factor, missing counts, confirmation, the answer."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from app.domain.criteria.days import Days
from app.domain.criteria.threshold import missing_reason
from app.domain.criteria.view import NOT_EXACT, DayView, course_fact
from app.domain.evidence import Evidence, Fact, Limit, Verdict, make_fact, make_node, make_verdict
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


Judged = Callable[[int], Verdict]


class Plan(ABC):
    """A template's rules compiled."""

    @abstractmethod
    def judge(self, days: Days) -> Judged:
        """Gives the verdict of each day by its place; what was given before it must stand by then."""

    def verdict(self, view: DayView) -> Verdict:
        """The verdict of one day."""
        return self.judge(Days(view.data, [view]))(0)


def status_truth(status: str) -> Truth:
    """The truth of 'there is a response' behind a status."""
    return _TRUTH_OF.get(status, FALSE)


def finish(view: DayView, rules: Common, draft: Draft) -> Verdict:
    """Confirmation, the decision to continue, and the root of the evidence."""
    nodes, flags, status, day = draft.nodes, draft.flags, draft.status, view.day
    if status in _STATUS_PARAMS:
        node = confirmation(view, rules, status)
        nodes.append(node)
        if node.verdict is not TRUE:
            flags.append("unconfirmed")
            if rules.confirm_days:
                status = "PR" if status == "CR" else "NE"
    study_day = (day - view.record.anchor).days
    decision = None
    later = rules.continue_if
    if later is not None and later.from_day <= study_day <= later.to_day:
        decision = status in later.statuses
        params: dict[str, object] = {"from": later.from_day, "to": later.to_day}
        nodes.append(Evidence("continue_infusions", known(decision), source=later.source, params=params))
    params = {"combine": "state", "status": status, "study_day": study_day}
    root = make_node(("status", status_truth(status), None, (), None, rules.source, params, tuple(nodes)))
    said = tuple(dict.fromkeys(flags)) if flags else ()
    return make_verdict((status, day, root, draft.lineage, said, tuple(draft.missing), decision))


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
    fact = course_fact(course, point.day)
    limit = Limit(">=", Decimal(washout), "d")
    if on_gcsf and not course.exact:
        return Evidence("off_gcsf", UNKNOWN, limit, (fact,), NOT_EXACT, "site A-10"), on_gcsf
    reason = "on_gcsf" if on_gcsf else None
    return Evidence("off_gcsf", known(not on_gcsf), limit, (fact,), reason, "site A-10"), on_gcsf


_NEVER_ON_GCSF = Evidence("off_gcsf", TRUE, None, (), None, "site A-10")


def growth_factors(days: Days) -> list[tuple[Evidence, bool]]:
    """`growth_factor` of each day."""
    if not days.data.on_growth_factor and days.settled("ANC") is not None:
        return [(_NEVER_ON_GCSF, False)] * len(days.views)
    return [growth_factor(view) for view in days.views]


def missing_counts(view: DayView, counts: Iterable[str]) -> list[str]:
    """The counts without a current value, needed or not (A4 item 2)."""
    return [analyte for analyte in counts if view.current(analyte) is None]


def missing_of(days: Days, counts: Sequence[str]) -> list[list[str]]:
    """`missing_counts` of each day, each a list of its own."""
    if all(days.settled(analyte) is not None for analyte in counts):
        return [[] for _ in days.views]
    return [missing_counts(view, counts) for view in days.views]


def confirmation(view: DayView, rules: Common, status: str) -> Evidence:
    """Whether an earlier assessment confirms a CR or PR (A4 item 12)."""
    days = rules.confirm_days or FLAG_CONFIRM_DAYS
    found = view.standing.confirms(status, view.day, days)
    unconfirmed = _unconfirmed(status, days)
    if found is None:
        return unconfirmed
    since = Decimal((view.day - found.day).days)
    fact = make_fact(("assessment", found.status, found.day, since, "d", "", "", "", ""))
    limit, params = unconfirmed.required, unconfirmed.params
    return make_node(("confirmed", TRUE, limit, (fact,), None, "site A-18", params, ()))


@cache
def _unconfirmed(status: str, days: int) -> Evidence:
    limit, params = Limit(">=", Decimal(days), "d"), _STATUS_PARAMS[status]
    return make_node(("confirmed", FALSE, limit, (), None, "site A-18", params, ()))
