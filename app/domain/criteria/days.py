"""Several days of one subject, seen column by column: each column is made once for all criteria.

A criterion answers for all days of a course in one go. One day is a course of one.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.domain.criteria.counts import Counts, Places, current_counts
from app.domain.criteria.standing import NOTHING_BEFORE, Standing
from app.domain.criteria.view import DayView, SubjectData, latest_up_to
from app.domain.evidence import Evidence, make_fact
from app.domain.series import Facts, Point
from app.domain.truth import FALSE, TRUE, Truth

Nodes = Callable[[Places], list[Evidence]]  # makes the nodes of some places


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

    __slots__ = ("_facts", "_last", "_places", "_product", "since")

    def __init__(self, data: SubjectData, product: str, days: Sequence[date]) -> None:
        given = data.transfusion_days(product)
        self._product = product
        self._places: Places = ()
        self._facts: list[Facts] = []
        self._last = [latest_up_to(given, day) for day in days] if given else [None] * len(days)
        self.since = [
            None if on is None else (day - on).days for day, on in zip(days, self._last, strict=True)
        ]

    def free_for(self, days: int) -> list[Truth]:
        """Whether none was given within some days before each day."""
        return [TRUE if passed is None or passed >= days else FALSE for passed in self.since]

    def facts(self, places: Places) -> list[Facts]:
        """The transfusion of some of the days as a fact."""
        if places is not self._places:
            self._places, self._facts = places, [self._facts_at(at) for at in places]
        return self._facts

    def _facts_at(self, at: int) -> Facts:
        passed = self.since[at]
        if passed is None:
            return ()
        since = Decimal(passed)
        return (make_fact(("product", self._product, self._last[at], since, "d", "", "", "", "")),)


class Column(NamedTuple):
    """What a criterion says on each of some days, and what makes the nodes of some places, to show it.

    Nodes are made for many places at a time: most of a node is the same on every day.
    `lost`, of runs alone: whether one was complete that no longer holds.
    """

    answers: list[Truth]
    nodes: Nodes
    lost: Sequence[bool] | None = None

    def with_others(self, others: Mapping[int, Evidence]) -> "Column":
        """The same column with other nodes in some places."""
        if not others:
            return self
        answers, plain = self.answers.copy(), self.nodes
        for at, node in others.items():
            answers[at] = node.verdict

        def nodes(places: Places) -> list[Evidence]:
            return [others.get(at) or node for at, node in zip(places, plain(places), strict=True)]

        return Column(answers, nodes)


Evaluator = Callable[[Days], Column]


def column_of(nodes: Sequence[Evidence]) -> Column:
    """The column of nodes that were made one by one."""
    return Column([node.verdict for node in nodes], lambda places: [nodes[at] for at in places])


def day_by_day(one: Callable[[DayView], Evidence]) -> Evaluator:
    """The evaluator of a criterion that is worked out for each day by itself."""
    return lambda days: column_of([one(days.view(at)) for at in range(len(days))])


def on_day(evaluator: Evaluator, view: DayView) -> Evidence:
    """The answer of a criterion on one day."""
    return evaluator(Days(view.data, [view.day])).nodes([0])[0]
