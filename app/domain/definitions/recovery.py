"""The date of a recovery: the first of consecutive values, each on a day of its own, that satisfy a limit.

CIBMTR reports the first of three consecutive values; a platelet value counts from the seventh day after the
last platelet transfusion on. What cannot be decided (a bound, a log that was not kept) leaves the date open:
a later date is never given while an earlier one may be the right one.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from app.domain.comparison import compare
from app.domain.criteria.given import log_reaches
from app.domain.criteria.threshold import missing_reason, unit_of
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Fact, Limit
from app.domain.protocol.definition import DateAnswer
from app.domain.series import Point
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, known
from app.domain.values import dataclass

_SHOWN = 6
_NO_RUN = "no_recovery"


@dataclass(frozen=True, slots=True)
class _Judged:
    """One measurement day: whether its value satisfies the limit, and lies clear of transfusions."""

    point: Point
    satisfies: Truth
    clear: Truth
    after_low: bool

    @property
    def counts(self) -> Truth:
        """Whether the day can be one of the consecutive ones."""
        return all_of([self.satisfies, self.clear, known(self.after_low)])


def recovery(
    view: DayView, rule: DateAnswer, *, source: str, since: date | None = None
) -> tuple[date | None, Evidence]:
    """The date as known on the view's day, None where not reached or not decided; and the evidence.

    `since`: only values from this day on (the transplant).
    """
    days = _judge(view, rule, since)
    found, answer = _first(days, rule.values)
    first = days[found].point.day if found is not None and answer is TRUE else None
    params: dict[str, object] = {
        "combine": "run",
        "analyte": rule.analyte,
        "values": rule.values,
        "span": 1,
        "first_day": first,
    }
    reason = None
    if not days:
        answer, reason = UNKNOWN, "no_value"
        params |= missing_reason(rule.analyte, view) | {"first": since or view.record.anchor}
    elif answer is UNKNOWN:
        assert found is not None
        reason = _why_open(days[found : found + rule.values])
    elif answer is FALSE:
        reason = "never_low" if rule.after_failing and not any(day.after_low for day in days) else _NO_RUN
    limit = Limit(rule.op, rule.limit, unit_of(rule.analyte))
    facts = tuple(day.point.fact() for day in days[found : found + rule.values]) if found is not None else ()
    run = Evidence(
        f"recovery.run.{rule.analyte}",
        answer,
        limit,
        facts,
        reason,
        source,
        params,
        tuple(_stretches(days, rule, source))[-_SHOWN:],
    )
    nodes = (run,) if rule.free_of is None else (run, _free(view, rule, days, found, source))
    root = Evidence(
        "recovery", answer, None, (), None, source, {"combine": "state", "analyte": rule.analyte}, nodes
    )
    return first, root


def _judge(view: DayView, rule: DateAnswer, since: date | None) -> Sequence[_Judged]:
    judged: list[_Judged] = []
    low = not rule.after_failing
    for point in view.data.series(rule.analyte).between(since or date.min, view.day):
        satisfies = compare(point.value, point.bound, rule.op, rule.limit)
        low = low or satisfies is FALSE
        judged.append(_Judged(point, satisfies, _clear(view, rule, point.day), low))
    return judged


def _clear(view: DayView, rule: DateAnswer, day: date) -> Truth:
    if rule.free_of is None:
        return TRUE
    if not view.free_of(rule.free_of, rule.free_days, day):
        return FALSE
    return TRUE if log_reaches(view, day, rule.free_days) else UNKNOWN


def _first(days: Sequence[_Judged], values: int) -> tuple[int | None, Truth]:
    """Index of the first sequence that is not certainly wrong, and whether it is right."""
    for index in range(len(days) - values + 1):
        answer = all_of(day.counts for day in days[index : index + values])
        if answer is not FALSE:
            return index, answer
    return None, FALSE


def _why_open(days: Sequence[_Judged]) -> str:
    return "log_not_kept" if any(day.clear is UNKNOWN for day in days) else "bound_undecided"


def _stretches(days: Sequence[_Judged], rule: DateAnswer, source: str) -> Iterator[Evidence]:
    """Each unbroken stretch of values that reach the limit, with why it counts or not."""
    stretch: list[_Judged] = []
    for day in (*days, None):
        if day is not None and day.satisfies is not FALSE:
            stretch.append(day)
            continue
        if stretch:
            yield _stretch(stretch, rule, source)
        stretch = []


def _stretch(days: Sequence[_Judged], rule: DateAnswer, source: str) -> Evidence:
    index, answer = _first(days, rule.values)
    points = [day.point for day in days]
    params: dict[str, object] = {
        "first": points[0].day,
        "last": points[-1].day,
        "values": len(points),
        "span": (points[-1].day - points[0].day).days + 1,
        "needed_values": rule.values,
        "days": rule.free_days,
    }
    reason = None
    if answer is FALSE:
        if len(days) < rule.values:
            reason = "too_few_values"
        else:
            reason = "after_transfusion" if any(day.clear is FALSE for day in days) else "not_after_low"
    elif answer is UNKNOWN and index is not None:
        reason = _why_open(days[index : index + rule.values])
    limit = Limit(rule.op, rule.limit, unit_of(rule.analyte))
    facts = tuple(point.fact() for point in points)
    return Evidence(f"recovery.run_span.{rule.analyte}", answer, limit, facts, reason, source, params)


def _free(
    view: DayView, rule: DateAnswer, days: Sequence[_Judged], found: int | None, source: str
) -> Evidence:
    """The transfusion rule on the date found, else on the view's day."""
    assert rule.free_of is not None
    day = days[found].point.day if found is not None else view.day
    last = view.last_transfusion(rule.free_of, day)
    facts = () if last is None else (Fact("product", rule.free_of, last, Decimal((day - last).days), "d"),)
    answer = _clear(view, rule, day)
    reason = "log_not_kept" if answer is UNKNOWN else None
    limit = Limit(">=", Decimal(rule.free_days), "d")
    params: dict[str, object] = {"product": rule.free_of, "on": day}
    return Evidence(f"recovery.free_of.{rule.free_of}", answer, limit, facts, reason, source, params)
