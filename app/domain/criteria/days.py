"""Several days of one subject, seen column by column: each column is made once for all criteria.

A criterion answers for all days of a course in one go. One day is a course of one.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import repeat
from typing import NamedTuple

from app.domain.criteria.counts import Counts, Span, current_counts, only, with_others
from app.domain.criteria.standing import NOTHING_BEFORE, Standing
from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, make_fact
from app.domain.series import Facts, Point
from app.domain.timeline import study_day
from app.domain.truth import FALSE, TRUE, Truth

Nodes = Callable[[Span], list[Evidence]]  # makes the nodes of some days


class Days:
    """Some days of one subject, in any order."""

    __slots__ = ("_answers", "_counts", "_from_anchor", "_given", "_normals", "data", "days")

    def __init__(self, data: SubjectData, days: Sequence[date]) -> None:
        self.data = data
        self.days = days
        self._from_anchor = not days or min(days) >= data.record.anchor
        self._counts: dict[str, Counts] = {}
        self._given: dict[str, Given] = {}
        self._answers: dict[tuple[object, ...], list[Truth]] = {}
        self._normals: list[Decimal | None] | None = None

    def __len__(self) -> int:
        return len(self.days)

    def before(self, first: int) -> list[bool]:
        """Whether each day lies before study day `first`: of an anchor near the end of the calendar, too."""
        anchor = self.data.record.anchor
        return [study_day(anchor, day) < first for day in self.days]

    def view(self, at: int, standing: Standing = NOTHING_BEFORE) -> DayView:
        """The view of one of the days, for what has to be looked at by itself."""
        return DayView(self.data, self.days[at], standing)

    def counts(self, analyte: str) -> Counts:
        """The current value of each day."""
        found = self._counts.get(analyte)
        if found is None:
            found = self._counts[analyte] = current_counts(self.data, analyte, self.days)
        return found

    def starts(self, analyte: str) -> list[Point | None]:
        """The baseline of each day: one for all from the anchor on."""
        if self._from_anchor:
            return [self.data.baseline(analyte, self.data.record.anchor)] * len(self.days)
        return [self.data.baseline(analyte, day) for day in self.days]

    def start(self, analyte: str) -> Point | None:
        """The one baseline of all days; None where there are several or none."""
        found = self.starts(analyte)
        return found[0] if found and found.count(found[0]) == len(found) else None

    def given(self, product: str) -> "Given":
        """The latest transfusion of a product up to each day."""
        found = self._given.get(product)
        if found is None:
            found = self._given[product] = Given(self.data, product, self.days)
        return found

    def answers(self, question: tuple[object, ...], work: Callable[[], list[Truth]]) -> list[Truth]:
        """What `work` answers for each day, worked out once: CR, PR and a lineage may ask the same."""
        found = self._answers.get(question)
        if found is None:
            found = self._answers[question] = work()
        return found

    def normals(self) -> list[Decimal | None]:
        """The lower limit of normal haemoglobin of each day in g/L."""
        if self._normals is None:
            self._normals = self.data.normals(self.days)
        return self._normals


class Given:
    """The latest transfusion of a product up to each of some days: the days since; None: there was none."""

    __slots__ = ("_facts", "_last", "_product", "_span", "since")

    def __init__(self, data: SubjectData, product: str, days: Sequence[date]) -> None:
        given = data.transfusion_days(product)
        self._product = product
        self._span: Span | None = None
        self._facts: list[Facts] = []
        self._last: list[date | None] = [None] * len(days)
        if given:
            before = map(bisect_right, repeat(given), days)
            self._last = [given[count - 1] if count else None for count in before]
        self.since = [
            None if on is None else (day - on).days for day, on in zip(days, self._last, strict=True)
        ]

    def free_for(self, days: int) -> list[Truth]:
        """Whether none was given within some days before each day."""
        return [TRUE if passed is None or passed >= days else FALSE for passed in self.since]

    def facts(self, span: Span) -> list[Facts]:
        """The transfusion of some of the days as a fact."""
        if span is not self._span:
            self._span, product = span, self._product
            self._facts = [
                ()
                if passed is None
                else (make_fact(("product", product, on, Decimal(passed), "d", "", "", "", "")),)
                for on, passed in zip(self._last[span], self.since[span], strict=True)
            ]
        return self._facts


class Column(NamedTuple):
    """What a criterion says on each of some days, and what makes the nodes of some of them, to show it.

    Nodes are made for many days at a time: most of a node is the same on every day.
    `lost`, of runs alone: whether one was complete that no longer holds.
    """

    answers: list[Truth]
    nodes: Nodes
    lost: Sequence[bool] | None = None

    def with_others(self, others: Mapping[int, Evidence]) -> "Column":
        """The same column with other nodes on some days."""
        if not others:
            return self
        answers, plain = self.answers.copy(), self.nodes
        for at, node in others.items():
            answers[at] = node.verdict

        return Column(answers, lambda span: with_others(plain(span), others, span))


Evaluator = Callable[[Days], Column]


def column_of(nodes: Sequence[Evidence]) -> Column:
    """The column of nodes that were made one by one."""
    return Column([node.verdict for node in nodes], lambda span: list(nodes[span]))


def day_by_day(one: Callable[[DayView], Evidence]) -> Evaluator:
    """The evaluator of a criterion that is worked out for each day by itself."""
    return lambda days: column_of([one(days.view(at)) for at in range(len(days))])


def on_day(evaluator: Evaluator, view: DayView) -> Evidence:
    """The answer of a criterion on one day."""
    return evaluator(Days(view.data, [view.day])).nodes(only(0))[0]
