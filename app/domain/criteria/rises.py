"""Response of a lineage over its baseline by two consecutive qualifying values (A-04, A-20, A4 item 9)."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.domain.comparison import compare, compare_pair, satisfied
from app.domain.criteria.baseline import baseline_fact
from app.domain.criteria.counts import places
from app.domain.criteria.days import Days, Nodes
from app.domain.criteria.threshold import unit_of
from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, Limit, make_node
from app.domain.protocol.response import Rise, RiseLineage
from app.domain.series import Facts, Number, Point
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, negation


class RiseStates(NamedTuple):
    """A lineage on each of some days, and the node that shows it.

    `known`: None on a day without a baseline, whose node says so; else since when it responds, the first of
    two consecutive qualifying days (None where there never were two), and whether that is lost.
    """

    known: list[tuple[date | None, bool] | None]
    nodes: Nodes


class _Course:
    """The measurement days after the anchor, judged once against one baseline and one lower limit."""

    def __init__(self, data: SubjectData, lineage: RiseLineage, start: Point, lower: Decimal | None) -> None:
        normal = lower if lineage.normal == "LLN" else lineage.normal
        assert not isinstance(normal, str)
        self.series = data.series(lineage.analyte)
        self.days = self.series.days[bisect_right(self.series.days, data.record.anchor) :]
        self.satisfies = _satisfying(self.series.numbers(self.days), lineage, start, normal)
        self.clean = _clean_days(data, lineage, self.days)
        self.qualifies = [
            clean and answer is TRUE for answer, clean in zip(self.satisfies, self.clean, strict=True)
        ]
        # The second of the first two neighbours that qualify: an unknown comparison does not (item 14).
        neighbours = zip(self.qualifies, self.qualifies[1:], strict=False)
        self.second = next((at for at, pair in enumerate(neighbours, 1) if all(pair)), len(self.days))
        self._speaks = _newest_that_speaks(self.satisfies, self.clean, off_gcsf=lineage.off_gcsf)
        self.limit = rise_limit(lineage, start, normal)
        self.baseline = (baseline_fact(data, start),)
        self.params: dict[str, object] = {
            "analyte": lineage.analyte,
            "baseline": start.value,
            "baseline_day": start.day,
        }
        self.nodes: dict[tuple[bool, int], Evidence] = {}  # by whether it has responded and what speaks
        self.reached: Evidence | None = None  # the two days, the same ever after

    def on(self, day: date) -> tuple[bool, int]:
        """Whether the lineage has responded by a day, and the newest measurement that speaks; -1: none."""
        known = bisect_right(self.days, day)
        return self.second < known, self._speaks[known - 1] if known else -1

    def known(self, responded: bool, newest: int) -> tuple[date | None, bool]:
        """Since when it responds, and whether the newest measurement that speaks has lost that."""
        return (self.days[self.second - 1], self.lost(newest)) if responded else (None, False)

    def lost(self, newest: int) -> bool:
        """Whether the newest measurement that speaks does not qualify."""
        return newest < 0 or not self.qualifies[newest]

    def facts(self, at: int) -> Facts:
        """The facts of a measurement day; none for -1."""
        return self.series.own_facts(self.days[at]) if at >= 0 else ()


def _newest_that_speaks(
    satisfies: Sequence[Truth], clean: Sequence[bool], *, off_gcsf: bool
) -> Sequence[int]:
    """Up to each measurement day the newest that speaks; -1: none."""
    if not off_gcsf or all(clean):
        return range(len(clean))
    newest, found = -1, []
    for at, (answer, untouched) in enumerate(zip(satisfies, clean, strict=True)):
        if untouched or answer is not TRUE:
            newest = at  # days on G-CSF whose value satisfies are passed over
        found.append(newest)
    return found


def _satisfying(
    numbers: Sequence[Number], lineage: RiseLineage, start: Point, normal: Decimal | None
) -> Sequence[Truth]:
    simple = None if start.bound else _number_to_reach(lineage, start.value, normal)
    if simple is None:
        return [satisfies(lineage, start, number, normal) for number in numbers]
    op, limit = simple
    if any(number.bound for number in numbers):
        return [compare(number.value, number.bound, op, limit) for number in numbers]
    return satisfied([number.value for number in numbers], op, limit)


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
        self._lineage, self._source, self._rules_source = lineage, lineage.source or source, source
        self._scope = f"lineage.{lineage.key}"
        self._reached_code, self._kept_code = f"{self._scope}.reached", f"{self._scope}.kept"
        self._joint: dict[int, dict[str, object]] = {
            count: {"combine": "all", "count": count, "of": count} for count in (1, 2)
        }

    def states(self, days: Days) -> RiseStates:
        """The lineage on each day."""
        starts = days.starts(self._lineage.analyte)
        normals: Sequence[Decimal | None] = [None] * len(starts)
        if self._lineage.normal == "LLN":
            normals = days.normals()
        courses: list[_Course | None] = []
        course: _Course | None = None
        judged: tuple[Point | None, Decimal | None] | None = None
        for start, normal in zip(starts, normals, strict=True):
            if judged != (start, normal):
                judged = start, normal
                course = None if start is None else self._course(days.data, start, normal)
            courses.append(course)
        seen = [
            None if course is None else course.on(day) for course, day in zip(courses, days.days, strict=True)
        ]
        known = [
            None if course is None or key is None else course.known(*key)
            for course, key in zip(courses, seen, strict=True)
        ]

        def node(at: int, course: _Course | None, key: tuple[bool, int] | None) -> Evidence:
            if course is None or key is None:
                return self._no_baseline(days.view(at))
            found = course.nodes.get(key)
            if found is None:
                found = course.nodes[key] = self._node(course, *key, anchor=days.data.record.anchor)
            return found

        return RiseStates(known, lambda span: list(map(node, places(span), courses[span], seen[span])))

    def _course(self, data: SubjectData, start: Point, lower: Decimal | None) -> _Course:
        """The course judged; `lower`: the lower limit of normal, where the rule asks for it."""
        key = (id(self), start.day, lower)
        return data.cached(key, lambda: _Course(data, self._lineage, start, lower))

    def _node(self, course: _Course, responded: bool, newest: int, *, anchor: date) -> Evidence:
        """The lineage from what is known: whether two days qualified, and the newest that speaks."""
        facts, why = course.facts(newest), _why_not(course, newest)
        limit, source, params = course.limit, self._source, course.params
        if not responded:
            reason = "baseline_normal" if limit is None else why
            facts = (*course.baseline, *facts)
            below = make_node((self._reached_code, FALSE, limit, facts, reason, source, params, ()))
            return self._joined(FALSE, (below,))
        if (reached := course.reached) is None:
            first = course.days[course.second - 1]
            pair = (*course.baseline, *course.facts(course.second - 1), *course.facts(course.second))
            params = {**params, "days": (first - anchor).days}
            reached = make_node((self._reached_code, TRUE, limit, pair, None, source, params, ()))
            course.reached = reached
        answer, reason = (FALSE, why) if course.lost(newest) else (TRUE, None)
        kept = make_node((self._kept_code, answer, limit, facts, reason, source, reached.params, ()))
        return self._joined(answer, (reached, kept))

    def _no_baseline(self, view: DayView) -> Evidence:
        first, last = view.baseline_window()
        analyte = self._lineage.analyte
        params: dict[str, object] = {"analyte": analyte, "first": first, "last": last}
        return Evidence(f"baseline.{analyte}", UNKNOWN, None, (), "no_baseline", self._rules_source, params)

    def _joined(self, answer: Truth, below: tuple[Evidence, ...]) -> Evidence:
        joint = self._joint[len(below)]
        return make_node((self._scope, answer, None, (), None, self._source, joint, below))


def _why_not(course: _Course, newest: int) -> str | None:
    """Why the newest measurement that speaks is not enough."""
    if newest < 0:
        return "no_later_value"
    answer = course.satisfies[newest]
    if answer is UNKNOWN:
        return "bound_undecided"
    if answer is TRUE and not course.clean[newest]:
        return "on_gcsf" if course.series.analyte == "ANC" else "transfused"
    return "not_twice" if answer is TRUE else None


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
