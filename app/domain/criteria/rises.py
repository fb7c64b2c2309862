"""Response of a lineage over its baseline by two consecutive qualifying values (A-04, A-20, A4 item 9)."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.domain.comparison import compare, compare_pair
from app.domain.criteria.baseline import baseline_fact
from app.domain.criteria.threshold import unit_of
from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, Fact, Limit, make_node
from app.domain.protocol.response import Rise, RiseLineage
from app.domain.series import Point
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, negation


class Judged(NamedTuple):
    """One measurement day: whether its value satisfies the rule, and whether nothing confounds it."""

    point: Point
    satisfies: Truth
    clean: bool

    @property
    def qualifies(self) -> bool:
        """Whether the day counts; an unknown comparison does not (item 14)."""
        return self.clean and self.satisfies is TRUE


class RiseState(NamedTuple):
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
    key = ("rise", id(lineage), normal)
    days = view.data.cached(key, lambda: _Days(view.data, lineage, start, normal))
    return days.on(view.day)


class _Days:
    """The measurement days after the anchor, judged once against one baseline and one lower limit."""

    def __init__(self, data: SubjectData, lineage: RiseLineage, start: Point, normal: Decimal | None) -> None:
        anchor = data.record.anchor
        points = data.series(lineage.analyte).between(anchor, date.max)
        self._points = points[1:] if points and points[0].day == anchor else points
        self._days = [point.day for point in self._points]
        self._satisfies = _satisfying(self._points, lineage, start, normal)
        self._clean = _clean_days(data, lineage, self._points)
        self._pair: int | None = None  # the first of the first two neighbours that qualify
        self._newest: list[int] = []  # up to each day, the newest that speaks; -1: none
        newest, before = -1, False
        for at, (answer, clean) in enumerate(zip(self._satisfies, self._clean, strict=True)):
            qualifies = clean and answer is TRUE
            if before and qualifies and self._pair is None:
                self._pair = at - 1
            before = qualifies
            if clean or answer is not TRUE or not lineage.off_gcsf:
                newest = at  # days on G-CSF whose value satisfies are passed over
            self._newest.append(newest)

    def _judged(self, at: int) -> Judged:
        return Judged(self._points[at], self._satisfies[at], self._clean[at])

    def on(self, day: date) -> RiseState:
        """The lineage as known on a day."""
        count = bisect_right(self._days, day)
        at = self._newest[count - 1] if count else -1
        newest = self._judged(at) if at >= 0 else None
        if self._pair is None or self._pair + 1 >= count:
            return RiseState(None, newest, lost=False)
        pair = self._judged(self._pair), self._judged(self._pair + 1)
        return RiseState(pair, newest, lost=newest is None or not newest.qualifies)


def _satisfying(
    points: Sequence[Point], lineage: RiseLineage, start: Point, normal: Decimal | None
) -> Sequence[Truth]:
    simple = None if start.bound else _number_to_reach(lineage, start.value, normal)
    if simple is None:
        return [satisfies(lineage, start, point, normal) for point in points]
    op, limit = simple
    return [compare(point.value, point.bound, op, limit) for point in points]


def _clean_days(data: SubjectData, lineage: RiseLineage, points: Sequence[Point]) -> Sequence[bool]:
    """Whether nothing confounds each of the days, in date order."""
    watched = lineage.off_gcsf and data.on_growth_factor
    given = data.transfusion_days(lineage.free_of) if lineage.free_of is not None else []
    if not watched and not given:
        return [True] * len(points)
    found, transfused = [], 0
    for point in points:
        while transfused < len(given) and given[transfused] <= point.day:
            transfused += 1
        clean = not transfused or (point.day - given[transfused - 1]).days >= lineage.free_days
        found.append(clean and not (watched and data.confounded(point)))
    return found


def _number_to_reach(
    lineage: RiseLineage | Rise, start: Decimal, normal: Decimal | None
) -> tuple[str, Decimal] | None:
    """The one comparison that a plain baseline leads to; None where it leaves nothing to reach."""
    if start < lineage.low_baseline:
        return ">", start + lineage.rise
    fold = start * lineage.fold
    if normal is None:
        return ">=", fold
    return (">=", min(fold, normal)) if start < normal else None


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


def compile_rise(lineage: RiseLineage, *, source: str) -> Callable[[DayView, RiseState], Evidence]:
    """The evaluator that shows a lineage: its limit, the pair that responded, the newest day."""
    return _ShownRise(lineage, lineage.source or source).evaluate


class _ShownRise:
    def __init__(self, lineage: RiseLineage, source: str) -> None:
        self._lineage, self._source = lineage, source
        self._scope = f"lineage.{lineage.key}"
        self._joint: dict[int, dict[str, object]] = {
            count: {"combine": "all", "count": count, "of": count} for count in (1, 2)
        }

    def evaluate(self, view: DayView, state: RiseState) -> Evidence:
        """The node of the lineage on a day."""
        normal = view.normal_haemoglobin() if self._lineage.normal == "LLN" else None
        if state.pair is None:
            children: tuple[Evidence, ...] = (self._not_reached(view, state),)
        else:
            pair, key = state.pair, (id(self), normal)
            reached = view.data.cached(key, lambda: self._reached(view, pair))
            children = (reached, self._kept(state, reached.required, reached.params))
        answer = all_of([child.verdict for child in children])
        joint = self._joint[len(children)]
        return make_node((self._scope, answer, None, (), None, self._source, joint, children))

    def _start(self, view: DayView) -> tuple[Point, Limit | None, dict[str, object]]:
        analyte, start = self._lineage.analyte, view.baseline(self._lineage.analyte)
        assert start is not None
        params: dict[str, object] = {"analyte": analyte, "baseline": start.value, "baseline_day": start.day}
        return start, rise_limit(view, self._lineage, start), params

    def _not_reached(self, view: DayView, state: RiseState) -> Evidence:
        start, limit, params = self._start(view)
        facts: tuple[Fact, ...] = (baseline_fact(view, start),)
        if state.newest is not None:
            facts += state.newest.point.facts()
        reason = "baseline_normal" if limit is None else _why_not(state.newest)
        return make_node((f"{self._scope}.reached", FALSE, limit, facts, reason, self._source, params, ()))

    def _reached(self, view: DayView, pair: tuple[Judged, Judged]) -> Evidence:
        start, limit, params = self._start(view)
        facts = (baseline_fact(view, start), *pair[0].point.facts(), *pair[1].point.facts())
        params["days"] = (pair[0].point.day - view.record.anchor).days
        return make_node((f"{self._scope}.reached", TRUE, limit, facts, None, self._source, params, ()))

    def _kept(self, state: RiseState, limit: Limit | None, params: Mapping[str, object]) -> Evidence:
        facts = () if state.newest is None else state.newest.point.facts()
        reason = _why_not(state.newest) if state.lost else None
        answer = FALSE if state.lost else TRUE
        return make_node((f"{self._scope}.kept", answer, limit, facts, reason, self._source, params, ()))


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
