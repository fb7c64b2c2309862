"""What became of a subject: best and first response, duration, relapse, failure-free and overall survival.

A pure function of the template, the record and the assessments given. An assessment counts with the status
that stands for it, so that a signed override simply stands in its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.domain.protocol.model import Template
from app.domain.protocol.response import RiseRules
from app.domain.record import PriorAssessment, SubjectRecord
from app.domain.response.plan import plan_of
from app.domain.response.priors import effective
from app.domain.response.turning import Course, Turn

_BEST_FIRST = ("CR", "PR", "NR", "NE", "PENDING")
_RESPONSES = frozenset({"CR", "PR"})


@dataclass(frozen=True, slots=True)
class Assessed:
    """The status of an assessment of the plan. `visit` is the plan's id of the visit, "" for none."""

    day: date
    status: str
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """A status and the first assessment that gave it; `days` from day 0."""

    status: str
    day: date
    days: int


@dataclass(frozen=True, slots=True)
class Span:
    """A time from `start` to `stop` in whole days. `cause` says what ended it; "" means censored there."""

    start: date
    stop: date
    cause: str = ""

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.stop - self.start).days

    @property
    def ended(self) -> bool:
        """Whether something ended it; otherwise it was still going on when the subject was last seen."""
        return bool(self.cause)


@dataclass(frozen=True, slots=True)
class Left:
    """How and when a living subject left the study: a kind of `domain.endings`. Times are censored by it."""

    kind: str
    day: date


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Everything up to `on`. None stands for what has not happened or cannot be counted.

    `lineages` are days from the first infusion to the response of each lineage, where the template counts
    them (A-20). `survival` and `failure_free` are None while what they count from is unknown.
    """

    on: date
    best: Reached | None
    first_response: Reached | None
    lineages: Mapping[str, int | None] = field(default_factory=dict)
    relapse: Turn | None = None
    lost: Turn | None = None
    duration: Span | None = None
    failure_free: Span | None = None
    survival: Span | None = None
    left: Left | None = None


def outcomes(
    template: Template,
    record: SubjectRecord,
    assessed: Sequence[Assessed],
    *,
    on: date,
    last_contact: date,
    hsct: date | None = None,
    left: Left | None = None,
) -> Outcomes:
    """What became of a subject by the end of `on`; nothing dated later counts.

    `last_contact` is the last day on which the subject was seen; the later of it and of anything in the
    record up to `on` censors the times. `hsct`: the transplant that the template may count from. `left`: how
    the subject left while it lived; that day is one of contact, and no event of itself (A-15 names none).
    """
    anchor, rules = record.anchor, template.response
    until = _first_event(record, _overriding(template), first=anchor, last=on)
    given = [row for row in assessed if anchor <= row.day <= on]
    left = left if left is not None and anchor <= left.day <= on else None
    contacts = {last_contact, *(row.day for row in given), *([left.day] if left is not None else [])}
    seen = _last_contact(record, contacts, on=on)
    course = Course(
        template,
        record,
        [*record.prior_assessments, *(PriorAssessment(row.day, row.status) for row in given)],
        until=on if until is None else until.day - timedelta(days=1),
    )
    response = _first_response(course.given, anchor, on)
    relapse = lost = None
    if response is not None:
        relapse, lost = course.first_relapse(response.day), course.first_loss(response.day)
    failure = lost if isinstance(rules, RiseRules) else relapse
    start = anchor if rules.os_from == "day0" else hsct
    return Outcomes(
        on=on,
        best=_best(course.given, anchor, on),
        first_response=response,
        lineages=_lineage_days(course, seen),
        relapse=_counted_relapse(template, record, response, relapse, on=on),
        lost=lost,
        duration=_duration(response, (relapse, lost, until), seen),
        failure_free=_span(start, _failures(template, record, given, failure, on=on), seen),
        survival=_span(start, _of_type(record, ("death",), first=anchor, last=on), seen),
        left=left,
    )


def _overriding(template: Template) -> tuple[str, ...]:
    return tuple(code for entry in template.response.overriding for code in entry.events)


def _of_type(record: SubjectRecord, types: Iterable[str], *, first: date, last: date) -> list[Turn]:
    wanted = set(types)
    return [
        Turn(row.day, row.type) for row in record.events if row.type in wanted and first <= row.day <= last
    ]


def _first_event(record: SubjectRecord, types: Iterable[str], *, first: date, last: date) -> Turn | None:
    return min(_of_type(record, types, first=first, last=last), key=lambda turn: turn.day, default=None)


def _last_contact(record: SubjectRecord, known: set[date], *, on: date) -> date:
    """The last day with anything of the subject, up to `on`; never before day 0."""
    days = known | {row.day for row in record.measurements} | {row.day for row in record.transfusions}
    days |= {row.day for row in record.infusions} | {row.day for row in record.events}
    return max([record.anchor, *(day for day in days if record.anchor <= day <= on)])


def _counting(given: Iterable[PriorAssessment], anchor: date, on: date) -> tuple[PriorAssessment, ...]:
    """Assessments from day 0 to `on`, of one day the worst."""
    return effective(given, first=anchor, before=on + timedelta(days=1))


def _first_response(given: Sequence[PriorAssessment], anchor: date, on: date) -> Reached | None:
    found = next((row for row in _counting(given, anchor, on) if row.status in _RESPONSES), None)
    return None if found is None else Reached(found.status, found.day, (found.day - anchor).days)


def _best(given: Sequence[PriorAssessment], anchor: date, on: date) -> Reached | None:
    """The best status ever given, on its first day; it stays whatever came later (A-16)."""
    rows = [*_counting(given, anchor, on)]
    if not rows:
        rows = [row for row in given if anchor <= row.day <= on]  # nothing but NE
    ranked = [row for row in rows if row.status in _BEST_FIRST]
    found = min(ranked, key=lambda row: (_BEST_FIRST.index(row.status), row.day), default=None)
    return None if found is None else Reached(found.status, found.day, (found.day - anchor).days)


def _lineage_days(course: Course, seen: date) -> Mapping[str, int | None]:
    if not isinstance(course.template.response, RiseRules):
        return {}
    day = min(course.until, seen)
    if day < course.record.anchor:
        return {}
    states = plan_of(course.template).verdict(course.view(day)).lineage
    return {key: state if isinstance(state, int) else None for key, state in states.items()}


def _counted_relapse(
    template: Template, record: SubjectRecord, response: Reached | None, rule: Turn | None, *, on: date
) -> Turn | None:
    """The relapse of the endpoint: clonal evolution after a response is one where the template says so."""
    found = [rule] if rule is not None else []
    if response is not None and template.response.clonal_counts_as_relapse:
        found += _of_type(record, ("clonal_evolution",), first=response.day, last=on)
    return min(found, key=lambda turn: turn.day, default=None)


def _duration(response: Reached | None, ends: Iterable[Turn | None], seen: date) -> Span | None:
    """From the first response to what ended it, or to the last contact."""
    if response is None:
        return None
    return _span(response.day, [end for end in ends if end is not None], seen)


def _failures(
    template: Template,
    record: SubjectRecord,
    given: Sequence[Assessed],
    relapse: Turn | None,
    *,
    on: date,
) -> list[Turn]:
    """Everything that ends failure-free survival (A-15), in the order of the template."""
    rules, found = template.response, []
    for code in rules.ffs_events:
        if code == "no_response":
            found += [
                Turn(row.day, code)
                for row in given
                if rules.ffs_nr_visit and row.visit == rules.ffs_nr_visit and row.status == "NR"
            ]
        elif code == "relapse":
            found += [Turn(relapse.day, code)] if relapse is not None else []
        else:
            found += _of_type(record, (code,), first=record.anchor, last=on)
    return found


def _span(start: date | None, ends: Sequence[Turn], seen: date) -> Span | None:
    """From `start` to the earliest end; of several on one day the first of the list is named."""
    if start is None:
        return None
    first = min(ends, key=lambda turn: turn.day, default=None)
    if first is None or first.day < start:
        return Span(start, max(start, seen))
    return Span(start, first.day, first.rule)
