"""Panels of counts of one very day, and the unbroken row of severe ones (A4 item 7b)."""

from decimal import Decimal

from app.domain.comparison import compare, satisfied
from app.domain.criteria.compiling import Joined
from app.domain.criteria.counts import Counts, counts_of_the_day
from app.domain.criteria.view import SubjectData, guarded
from app.domain.evidence import Evidence, Limit, make_node
from app.domain.protocol.response import Relapse, Threshold
from app.domain.truth import TRUE, UNKNOWN, Truth

_BLOCK = 16  # panels that are judged at once


class Panels:
    """The panel days of a subject: an ANC and at least one of the other counts; each judged once."""

    def __init__(self, data: SubjectData, rules: Relapse) -> None:
        self._source, self._count = rules.source, rules.panel.count
        self._needed = Limit(">=", Decimal(self._count), "severe counts")
        self._parts = [
            (part.analyte, part.op, _number(part, data))
            for part in rules.panel.of
            if isinstance(part, Threshold)
        ]
        self._enough = Joined("at_least", self._count)
        leading, *others = (data.series(analyte).days for analyte, _, _ in self._parts)
        beside = {day for days in others for day in days}
        self.days = leading if beside.issuperset(leading) else [day for day in leading if day in beside]
        self._blocks: dict[int, tuple[list[Counts], list[Truth]]] = {}
        self._severe_from: dict[int, int] = {}

    def severe_from(self, data: SubjectData, index: int) -> int:
        """The first of the unbroken severe panels up to this one; the next index if it is not severe."""
        first = index + 1
        while first > 0 and self._answer(data, first - 1) is TRUE:
            first = self._severe_from.get(first - 1, first - 1)
        self._severe_from[index] = first
        return first

    def node(self, data: SubjectData, index: int) -> Evidence:
        """Whether enough counts of a panel day are severe."""
        columns, answers = self._block(data, index)
        at = index % _BLOCK
        facts = tuple([fact for counts in columns for fact in counts.facts([at])[0]])
        params: dict[str, object] = {"count": self._count, "of": len(self._parts), "day": self.days[index]}
        reason = "panel_incomplete" if answers[at] is UNKNOWN else None
        fields = ("severe_panel", answers[at], self._needed, facts, reason, self._source, params, ())
        return make_node(fields)

    def _answer(self, data: SubjectData, index: int) -> Truth:
        return self._block(data, index)[1][index % _BLOCK]

    def _block(self, data: SubjectData, index: int) -> tuple[list[Counts], list[Truth]]:
        """The counts of the panels about this one, and which are severe; only what is certain is."""
        block = index // _BLOCK
        if block not in self._blocks:
            days = self.days[block * _BLOCK : (block + 1) * _BLOCK]
            columns = [counts_of_the_day(data, analyte, days) for analyte, _, _ in self._parts]
            severe = [
                _severe(data, counts, op, limit)
                for counts, (_, op, limit) in zip(columns, self._parts, strict=True)
            ]
            self._blocks[block] = columns, self._enough.column(severe)
        return self._blocks[block]


def _severe(data: SubjectData, counts: Counts, op: str, limit: Decimal) -> list[Truth]:
    """Whether one count is severe on each day."""
    found = satisfied(counts.values, op, limit)
    for at, point in counts.odd.items():
        found[at] = UNKNOWN
        if point is not None:
            found[at] = guarded(data, point, op, compare(point.value, point.bound, op, limit))
    return found


def _number(part: Threshold, data: SubjectData) -> Decimal:
    """The number behind a limit of a panel."""
    limit = data.settings.retic_severe if part.limit == "retic_severe" else part.limit
    assert isinstance(limit, Decimal), part.analyte
    return limit
