"""Panels of counts of one very day, and the unbroken row of severe ones (A4 item 7b)."""

from decimal import Decimal

from app.domain.comparison import OPERATORS, compare
from app.domain.criteria.view import SubjectData, guarded, shown
from app.domain.evidence import Evidence, Fact, Limit, make_node
from app.domain.protocol.response import Relapse, Threshold
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, at_least


class Panels:
    """The panel days of a subject: an ANC and at least one of the other counts; each judged once."""

    def __init__(self, data: SubjectData, rules: Relapse) -> None:
        self._source, self._count = rules.source, rules.panel.count
        self._needed = Limit(">=", Decimal(self._count), "severe counts")
        self._parts = [
            (data.series(part.analyte), part.op, _number(part, data))
            for part in rules.panel.of
            if isinstance(part, Threshold)
        ]
        leading, *others = (series.days for series, _, _ in self._parts)
        beside = {day for days in others for day in days}
        self.days = leading if beside.issuperset(leading) else [day for day in leading if day in beside]
        self._nodes: dict[int, Evidence] = {}
        self._severe_from: dict[int, int] = {}

    def node(self, data: SubjectData, index: int) -> Evidence:
        """Whether enough counts of a panel day are severe."""
        found = self._nodes.get(index)
        if found is None:
            found = self._nodes[index] = self._judge(data, index)
        return found

    def severe_from(self, data: SubjectData, index: int) -> int:
        """The first of the unbroken severe panels up to this one; the next index if it is not severe."""
        first = index + 1
        while first > 0 and self.node(data, first - 1).verdict is TRUE:
            first = self._severe_from.get(first - 1, first - 1)
        self._severe_from[index] = first
        return first

    def _judge(self, data: SubjectData, index: int) -> Evidence:
        """Only what is certain makes a panel severe."""
        day = self.days[index]
        facts: list[Fact] = []
        answers: list[Truth] = []
        for series, op, limit in self._parts:
            point = series.at(day)
            if point is None:
                answers.append(UNKNOWN)
                continue
            if point.plain:
                answers.append(TRUE if OPERATORS[op](point.value, limit) else FALSE)
            else:
                answers.append(guarded(data, point, op, compare(point.value, point.bound, op, limit)))
            facts += point.shown or shown(data, point)
        certain = at_least(self._count, answers)
        params: dict[str, object] = {"count": self._count, "of": len(self._parts), "day": day}
        reason = "panel_incomplete" if certain is UNKNOWN else None
        return make_node(
            ("severe_panel", certain, self._needed, tuple(facts), reason, self._source, params, ())
        )


def _number(part: Threshold, data: SubjectData) -> Decimal:
    """The number behind a limit of a panel."""
    limit = data.settings.retic_severe if part.limit == "retic_severe" else part.limit
    assert isinstance(limit, Decimal), part.analyte
    return limit
