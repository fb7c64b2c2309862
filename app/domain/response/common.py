"""What every method shares: overriding events, growth factor, missing counts, confirmation, the answer."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from app.domain.criteria.counts import Span, only
from app.domain.criteria.days import Days, Nodes
from app.domain.criteria.standing import Standing
from app.domain.criteria.view import DayView
from app.domain.evidence import (
    Evidence,
    Fact,
    Folded,
    Limit,
    Verdict,
    make_fact,
    make_node,
    make_verdict,
)
from app.domain.protocol.response import Common, OverridingEvent
from app.domain.record import Event
from app.domain.response.priors import FLAG_CONFIRM_DAYS
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, known

State = str | int | None
_STATUS_PARAMS: Mapping[str, Mapping[str, object]] = {status: {"status": status} for status in ("CR", "PR")}
_NO_LINEAGE: Mapping[str, State] = MappingProxyType({})
_TRUTH_OF = {"CR": TRUE, "PR": TRUE, "NE": UNKNOWN}


Judged = Callable[[int, Standing], Verdict]
Below = Callable[..., list[Evidence]]  # makes the nodes below a verdict from its view and what else is given


class Plan(ABC):
    """A template's rules compiled."""

    @abstractmethod
    def judge(self, days: Days) -> Judged:
        """Gives the verdict of each day by its place, and by what the assessments before it say."""

    def verdict(self, view: DayView) -> Verdict:
        """The verdict of one day."""
        return self.judge(Days(view.data, [view.day]))(0, view.standing)


class Course(ABC):
    """Some days of one subject under a plan, asked for one by one."""

    def __init__(self, days: Days, closing: "Closing", overriding: "Overriding") -> None:
        self._days, self._closing, self._overriding = days, closing, overriding

    def verdict(self, at: int, standing: Standing) -> Verdict:
        """The verdict of a day: an event that overrides everything, else what the counts say."""
        view = self._days.view(at, standing)
        entry = self._overriding.decisive(view)
        if entry is None:
            return self._by_counts(view, at)
        flags = (entry.flag,) if entry.flag else ()
        return self._closing.verdict(view, entry.status, flags, self._events)

    def _events(self, view: DayView) -> list[Evidence]:
        return [self._overriding.node(view)]

    @abstractmethod
    def _by_counts(self, view: DayView, at: int) -> Verdict:
        """The verdict of a day on which no event decides."""


def status_truth(status: str) -> Truth:
    """The truth of 'there is a response' behind a status."""
    return _TRUTH_OF.get(status, FALSE)


class Closing:
    """What ends each verdict of a template, compiled once.

    Confirmation, the decision to go on with infusions, and the root of the evidence.
    """

    def __init__(self, rules: Common) -> None:
        self._source, self._later = rules.source, rules.continue_if
        self._confirm_days, self._confirmed_by = rules.confirm_days, rules.confirm_days or FLAG_CONFIRM_DAYS
        self._confirmed_after = limit = Limit(">=", Decimal(self._confirmed_by), "d")
        self._unconfirmed = {
            status: Evidence("confirmed", FALSE, limit, (), None, "site A-18", params)
            for status, params in _STATUS_PARAMS.items()
        }

    def verdict(
        self,
        view: DayView,
        status: str,
        flags: tuple[str, ...],
        below: Below,
        *of: object,
        lineage: Mapping[str, State] = _NO_LINEAGE,
        missing: tuple[str, ...] = (),
    ) -> Verdict:
        """The verdict of a status and its flags; `below(view, *of)` makes the nodes that it rests on."""
        given, day = status, view.day
        if status in _STATUS_PARAMS and view.standing.confirms(status, day, self._confirmed_by) is None:
            flags = (*flags, "unconfirmed")
            if self._confirm_days:
                status = "PR" if status == "CR" else "NE"
        tree, decision = Folded(self._tree, view, given, status, below, of), self._decision(view, status)
        return make_verdict((status, day, tree, lineage, flags, missing, decision))

    def _decision(self, view: DayView, status: str) -> bool | None:
        """Whether to go on with infusions; None where the template or the day asks for no decision."""
        later = self._later
        if later is None or not later.from_day <= view.study_day <= later.to_day:
            return None
        return status in later.statuses

    def _tree(self, view: DayView, given: str, status: str, below: Below, of: tuple[object, ...]) -> Evidence:
        """The root of a verdict's evidence. `given`: its status before it was asked to be confirmed."""
        nodes = below(view, *of)
        if given in _STATUS_PARAMS:
            nodes.append(self._confirmation(view, given))
        if (decision := self._decision(view, status)) is not None:
            nodes.append(self._continuing(decision))
        params = {"combine": "state", "status": status, "study_day": view.study_day}
        answer = status_truth(status)
        return make_node(("status", answer, None, (), None, self._source, params, tuple(nodes)))

    def _confirmation(self, view: DayView, status: str) -> Evidence:
        """Whether an earlier assessment confirms a CR or PR (A4 item 12)."""
        found = view.standing.confirms(status, view.day, self._confirmed_by)
        if found is None:
            return self._unconfirmed[status]
        limit, params = self._confirmed_after, _STATUS_PARAMS[status]
        since = Decimal((view.day - found.day).days)
        fact = make_fact(("assessment", found.status, found.day, since, "d", "", "", "", ""))
        return make_node(("confirmed", TRUE, limit, (fact,), None, "site A-18", params, ()))

    def _continuing(self, decision: bool) -> Evidence:
        """The decision to go on with infusions (A-19)."""
        later = self._later
        assert later is not None
        params: dict[str, object] = {"from": later.from_day, "to": later.to_day}
        return Evidence("continue_infusions", known(decision), source=later.source, params=params)


class Overriding:
    """The events that decide at once (A4 item 7a), compiled once."""

    def __init__(self, entries: Sequence[OverridingEvent]) -> None:
        self._entries = entries
        self._params: list[Mapping[str, object]] = [
            {"events": entry.events, "status": entry.status} for entry in entries
        ]
        self._nothing = self._node([])

    def decisive(self, view: DayView) -> OverridingEvent | None:
        """What decides at once, if anything."""
        if not view.data.events:
            return None
        types = {event.type for event in _recorded(view)}
        return next((entry for entry in self._entries if not types.isdisjoint(entry.events)), None)

    def node(self, view: DayView) -> Evidence:
        """The events of [anchor, day] as evidence."""
        return self._node(_recorded(view)) if view.data.events else self._nothing

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


def _recorded(view: DayView) -> list[Event]:
    return [event for event in view.data.events if view.record.anchor <= event.day <= view.day]


class Unfolding:
    """The nodes of each of many days side by side, made when somebody reads them.

    Of such courses people look at one day, mostly a late one: it is made alone. Who begins at the first day
    or reads a second one reads them all, so all are then made together, column by column.
    """

    __slots__ = ("_alone", "_columns", "_days", "_rows")

    def __init__(self, days: Days, columns: Sequence[Nodes]) -> None:
        self._days, self._columns = days, columns
        self._alone: int | None = None
        self._rows: Sequence[tuple[Evidence, ...]] = ()

    def on(self, at: int) -> tuple[Evidence, ...]:
        """The nodes of one day."""
        if not self._rows and at and self._alone in {None, at}:
            self._alone = at
            return self._made(only(at))[0]
        if not self._rows:
            self._rows = self._made(slice(0, len(self._days)))
        return self._rows[at]

    def _made(self, span: Span) -> list[tuple[Evidence, ...]]:
        return list(zip(*[nodes(span) for nodes in self._columns], strict=True))


def missing_counts(view: DayView, counts: Iterable[str]) -> list[str]:
    """The counts without a current value, needed or not (A4 item 2)."""
    return [analyte for analyte in counts if view.current(analyte) is None]


def missing_of(days: Days, counts: Sequence[str]) -> list[tuple[str, ...]]:
    """`missing_counts` of each day."""
    missing: list[tuple[str, ...]] = [()] * len(days)
    for analyte in counts:
        for at, point in days.counts(analyte).odd.items():
            if point is None:
                missing[at] = (*missing[at], analyte)
    return missing
