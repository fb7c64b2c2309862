"""Response of a lineage over its baseline by two consecutive qualifying values (A-04, A-20, A4 item 9)."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.domain.comparison import OPERATORS, compare, compare_pair
from app.domain.criteria.baseline import baseline_fact
from app.domain.criteria.days import Days
from app.domain.criteria.threshold import unit_of
from app.domain.criteria.view import SubjectData
from app.domain.evidence import Evidence, Fact, Limit, make_node
from app.domain.protocol.response import Rise, RiseLineage
from app.domain.series import Number, Point
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


class _Course:
    """The measurement days after the anchor, judged once against one baseline and one lower limit."""

    def __init__(self, data: SubjectData, lineage: RiseLineage, start: Point, lower: Decimal | None) -> None:
        normal = lower if lineage.normal == "LLN" else lineage.normal
        assert not isinstance(normal, str)
        self.start, self.lower = start, lower
        self._made: dict[int, Judged] = {}
        self._series = data.series(lineage.analyte)
        self._days = self._series.days[bisect_right(self._series.days, data.record.anchor) :]
        self._satisfies = _satisfying(self._series.numbers(self._days), lineage, start, normal)
        self._clean = _clean_days(data, lineage, self._days)
        self._pair: tuple[Judged, Judged] | None = None  # the first two neighbours that qualify
        self._newest: list[int] = []  # up to each day, the newest that speaks; -1: none
        newest, before = -1, False
        for at, (answer, clean) in enumerate(zip(self._satisfies, self._clean, strict=True)):
            qualifies = clean and answer is TRUE
            if before and qualifies and self._pair is None:
                self._pair = self._judged(at - 1), self._judged(at)
            before = qualifies
            if clean or answer is not TRUE or not lineage.off_gcsf:
                newest = at  # days on G-CSF whose value satisfies are passed over
            self._newest.append(newest)
        self.limit = rise_limit(lineage, start, normal)
        self.baseline = (baseline_fact(data, start),)
        self.params: dict[str, object] = {
            "analyte": lineage.analyte,
            "baseline": start.value,
            "baseline_day": start.day,
        }
        self.reached: Evidence | None = None  # the node that shows the pair, once somebody asks for it

    def on(self, day: date) -> RiseState:
        """The lineage as known on a day."""
        count = bisect_right(self._days, day)
        at = self._newest[count - 1] if count else -1
        newest = self._judged(at) if at >= 0 else None
        if self._pair is None or self._pair[1].point.day > day:
            return RiseState(None, newest, lost=False)
        return RiseState(self._pair, newest, lost=newest is None or not newest.qualifies)

    def _judged(self, at: int) -> Judged:
        found = self._made.get(at)
        if found is None:
            point = self._series.at(self._days[at])
            assert point is not None
            found = self._made[at] = Judged(point, self._satisfies[at], self._clean[at])
        return found


def _satisfying(
    numbers: Sequence[Number], lineage: RiseLineage, start: Point, normal: Decimal | None
) -> Sequence[Truth]:
    simple = None if start.bound else _number_to_reach(lineage, start.value, normal)
    if simple is None:
        return [satisfies(lineage, start, number, normal) for number in numbers]
    op, limit = simple
    holds = OPERATORS[op]
    return [
        compare(number.value, number.bound, op, limit)
        if number.bound
        else TRUE
        if holds(number.value, limit)
        else FALSE
        for number in numbers
    ]


def _clean_days(data: SubjectData, lineage: RiseLineage, days: Sequence[date]) -> Sequence[bool]:
    """Whether nothing confounds each of the days, in date order."""
    watched = lineage.off_gcsf and data.on_growth_factor
    given = data.transfusion_days(lineage.free_of) if lineage.free_of is not None else []
    if not watched and not given:
        return [True] * len(days)
    found, transfused = [], 0
    for day in days:
        while transfused < len(given) and given[transfused] <= day:
            transfused += 1
        clean = not transfused or (day - given[transfused - 1]).days >= lineage.free_days
        found.append(clean and not (watched and data.confounds(lineage.analyte, day)))
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


def satisfies(lineage: RiseLineage | Rise, start: Point, point: Number, normal: Decimal | None) -> Truth:
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


class CompiledRise:
    """A lineage of a template: its limit, the pair that responded, the newest day."""

    def __init__(self, lineage: RiseLineage, source: str) -> None:
        self._lineage, self._source = lineage, lineage.source or source
        self._scope = f"lineage.{lineage.key}"
        self._reached_code, self._kept_code = f"{self._scope}.reached", f"{self._scope}.kept"
        self._joint: dict[int, dict[str, object]] = {
            count: {"combine": "all", "count": count, "of": count} for count in (1, 2)
        }

    def states(self, days: Days) -> list[tuple[RiseState, Evidence] | None]:
        """The lineage on each day, with its node; None on a day without a baseline."""
        lineage, starts = self._lineage, days.starts(self._lineage.analyte)
        normals: Sequence[Decimal | None] = [None] * len(starts)
        if lineage.normal == "LLN":
            normals = days.normals()
        data, found = days.data, list[tuple[RiseState, Evidence] | None]()
        course: _Course | None = None
        for day, start, normal in zip(days.days, starts, normals, strict=True):
            if start is None:
                found.append(None)
                continue
            if course is None or course.start is not start or course.lower != normal:
                course = self._course(data, start, normal)
            found.append(self._on(course, day, data.record.anchor))
        return found

    def _on(self, course: _Course, day: date, anchor: date) -> tuple[RiseState, Evidence]:
        """The lineage on one day."""
        state = course.on(day)
        if state.pair is None:
            children: tuple[Evidence, ...] = (self._not_reached(course, state),)
        else:
            if course.reached is None:
                course.reached = self._reached(course, state.pair, anchor)
            children = (course.reached, self._kept(course.reached, state))
        answer = FALSE if state.pair is None or state.lost else TRUE
        joint = self._joint[len(children)]
        return state, make_node((self._scope, answer, None, (), None, self._source, joint, children))

    def _course(self, data: SubjectData, start: Point, lower: Decimal | None) -> _Course:
        """The course judged; `lower`: the lower limit of normal, where the rule asks for it."""
        key = (id(self), start.day, lower)
        return data.cached(key, lambda: _Course(data, self._lineage, start, lower))

    def _not_reached(self, course: _Course, state: RiseState) -> Evidence:
        facts: tuple[Fact, ...] = course.baseline
        if state.newest is not None:
            facts += state.newest.point.facts()
        limit, params = course.limit, course.params
        reason = "baseline_normal" if limit is None else _why_not(state.newest)
        return make_node((self._reached_code, FALSE, limit, facts, reason, self._source, params, ()))

    def _reached(self, course: _Course, pair: tuple[Judged, Judged], anchor: date) -> Evidence:
        facts = (*course.baseline, *pair[0].point.facts(), *pair[1].point.facts())
        params = {**course.params, "days": (pair[0].point.day - anchor).days}
        return make_node((self._reached_code, TRUE, course.limit, facts, None, self._source, params, ()))

    def _kept(self, reached: Evidence, state: RiseState) -> Evidence:
        facts = () if state.newest is None else state.newest.point.facts()
        reason = _why_not(state.newest) if state.lost else None
        answer, limit, params = FALSE if state.lost else TRUE, reached.required, reached.params
        return make_node((self._kept_code, answer, limit, facts, reason, self._source, params, ()))


def _why_not(newest: Judged | None) -> str | None:
    if newest is None:
        return "no_later_value"
    if newest.satisfies is UNKNOWN:
        return "bound_undecided"
    if newest.satisfies is TRUE and not newest.clean:
        return "on_gcsf" if newest.point.analyte == "ANC" else "transfused"
    return "not_twice" if newest.satisfies is TRUE else None


def rise_limit(lineage: RiseLineage | Rise, start: Point, normal: Decimal | None) -> Limit | None:
    """The limit that the baseline leads to; None where the baseline leaves nothing to reach."""
    unit = unit_of(lineage.analyte)
    if compare(start.value, start.bound, "<", lineage.low_baseline) is TRUE:
        return Limit(">", start.value + lineage.rise, unit)
    fold = start.value * lineage.fold
    if normal is None:
        return Limit(">=", fold, unit)
    if compare(start.value, start.bound, "<", normal) is FALSE:
        return None
    return Limit(">=", min(fold, normal), unit)
