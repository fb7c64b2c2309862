"""Response of a lineage over its baseline by two consecutive qualifying values (A-04, A-20, A4 item 9)."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.comparison import compare, compare_pair
from app.domain.criteria.baseline import baseline_fact
from app.domain.criteria.threshold import unit_of
from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, Fact, Limit
from app.domain.protocol.response import Rise, RiseLineage
from app.domain.series import Point
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, known, negation


@dataclass(frozen=True, slots=True)
class Judged:
    """One measurement day: whether its value satisfies the rule, and whether nothing confounds it."""

    point: Point
    satisfies: Truth
    clean: bool

    @property
    def qualifies(self) -> bool:
        """Whether the day counts; an unknown comparison does not (item 14)."""
        return self.clean and self.satisfies is TRUE


@dataclass(frozen=True, slots=True)
class RiseState:
    """A lineage on one day: the pair that made the response, the newest day that speaks, and whether lost."""

    pair: tuple[Judged, Judged] | None
    newest: Judged | None
    lost: bool

    @property
    def responded(self) -> bool:
        """Whether two consecutive days ever qualified."""
        return self.pair is not None


def rise_state(view: DayView, lineage: RiseLineage) -> RiseState:
    """The lineage on the view's day. The baseline must be known."""
    normal = view.normal_haemoglobin() if lineage.normal == "LLN" else lineage.normal
    assert not isinstance(normal, str)
    start = view.baseline(lineage.analyte)
    assert start is not None
    days: Sequence[Judged] = view.data.cached(
        ("rise", lineage.key, normal), lambda: _judge_all(view.data, lineage, start, normal)
    )
    count = bisect_right(days, view.day, key=lambda judged: judged.point.day)
    pair = _first_pair(days, count)
    newest = _newest(days, count, lineage)
    lost = pair is not None and (newest is None or not newest.qualifies)
    return RiseState(pair, newest, lost)


def _judge_all(
    data: SubjectData, lineage: RiseLineage, start: Point, normal: Decimal | None
) -> Sequence[Judged]:
    points = data.series(lineage.analyte).between(data.record.anchor, date.max)
    view = DayView(data, data.record.anchor)
    return [
        Judged(point, satisfies(lineage, start, point, normal), _clean(view, lineage, point))
        for point in points
        if point.day > data.record.anchor
    ]


def satisfies(lineage: RiseLineage | Rise, start: Point, point: Point, normal: Decimal | None) -> Truth:
    """Whether a value responds over its baseline; `normal` None: by the multiple of the baseline alone."""
    value = (point.value, point.bound)
    low = compare(start.value, start.bound, "<", lineage.low_baseline)
    rise = compare_pair(value, ">", (start.value, start.bound), plus=lineage.rise)
    fold = compare_pair(value, ">=", (start.value * lineage.fold, start.bound))
    if normal is None:
        return any_of([all_of([low, rise]), all_of([negation(low), fold])])
    below = compare(start.value, start.bound, "<", normal)
    reached = compare(point.value, point.bound, ">=", normal)
    return any_of([all_of([low, rise]), all_of([negation(low), below, any_of([fold, reached])])])


def _clean(view: DayView, lineage: RiseLineage, point: Point) -> bool:
    if lineage.off_gcsf and view.data.confounded(point):
        return False
    return lineage.free_of is None or view.free_of(lineage.free_of, lineage.free_days, point.day)


def _first_pair(days: Sequence[Judged], count: int) -> tuple[Judged, Judged] | None:
    for index in range(count - 1):
        if days[index].qualifies and days[index + 1].qualifies:
            return days[index], days[index + 1]
    return None


def _newest(days: Sequence[Judged], count: int, lineage: RiseLineage) -> Judged | None:
    """The newest day; days on G-CSF whose value satisfies are passed over."""
    for index in range(count - 1, -1, -1):
        judged = days[index]
        if not (lineage.off_gcsf and judged.satisfies is TRUE and not judged.clean):
            return judged
    return None


def compile_rise(lineage: RiseLineage, *, source: str) -> Callable[[DayView, RiseState], Evidence]:
    """The evaluator that shows a lineage: its limit, the pair that responded, the newest day."""
    source = lineage.source or source
    scope = f"lineage.{lineage.key}"

    def evaluate(view: DayView, state: RiseState) -> Evidence:
        start = view.baseline(lineage.analyte)
        assert start is not None
        limit = rise_limit(view, lineage, start)
        params: dict[str, object] = {
            "analyte": lineage.analyte,
            "baseline": start.value,
            "baseline_day": start.day,
        }
        why = None if limit is not None else "baseline_normal"
        anchor = view.record.anchor
        if state.pair is None:
            reason = why or _why_not(state.newest)
            facts: tuple[Fact, ...] = (baseline_fact(view, start),)
            if state.newest is not None:
                facts = (*facts, *state.newest.point.facts())
            reached = Evidence(f"{scope}.reached", FALSE, limit, facts, reason, source, params)
            children: tuple[Evidence, ...] = (reached,)
        else:
            facts = (
                baseline_fact(view, start),
                *(fact for judged in state.pair for fact in judged.point.facts()),
            )
            when = {"days": (state.pair[0].point.day - anchor).days}
            reached = Evidence(f"{scope}.reached", TRUE, limit, facts, None, source, params | when)
            children = (reached, _kept(state, limit, f"{scope}.kept", source, params))
        answer = all_of([child.verdict for child in children])
        joint: dict[str, object] = {"combine": "all", "count": len(children), "of": len(children)}
        return Evidence(scope, answer, None, (), None, source, joint, children)

    return evaluate


def _kept(
    state: RiseState, limit: Limit | None, code: str, source: str, params: dict[str, object]
) -> Evidence:
    facts = () if state.newest is None else state.newest.point.facts()
    reason = _why_not(state.newest) if state.lost else None
    return Evidence(code, known(not state.lost), limit, facts, reason, source, params)


def _why_not(newest: Judged | None) -> str | None:
    if newest is None:
        return "no_later_value"
    if newest.satisfies is UNKNOWN:
        return "bound_undecided"
    if newest.satisfies is TRUE and not newest.clean:
        return "on_gcsf" if newest.point.analyte == "ANC" else "transfused"
    return "not_twice" if newest.satisfies is TRUE else None


def rise_limit(view: DayView, lineage: RiseLineage | Rise, start: Point) -> Limit | None:
    """The limit that the baseline leads to; None where the baseline leaves nothing to reach."""
    unit = unit_of(lineage.analyte)
    if compare(start.value, start.bound, "<", lineage.low_baseline) is TRUE:
        return Limit(">", start.value + lineage.rise, unit)
    normal = view.normal_haemoglobin() if lineage.normal == "LLN" else lineage.normal
    assert not isinstance(normal, str)
    fold = start.value * lineage.fold
    if normal is None:
        return Limit(">=", fold, unit)
    if compare(start.value, start.bound, "<", normal) is FALSE:
        return None
    return Limit(">=", min(fold, normal), unit)
