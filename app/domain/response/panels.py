"""Panels of counts of one very day, and the unbroken row of severe ones (A4 item 7b)."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.comparison import compare, satisfied
from app.domain.criteria.compiling import Joined
from app.domain.criteria.counts import Counts, counts_of_the_day
from app.domain.criteria.view import SubjectData, guarded
from app.domain.evidence import Evidence, Limit, make_node
from app.domain.protocol.response import Relapse, Threshold
from app.domain.truth import TRUE, UNKNOWN, Truth


class Panels:
    """The panel days of a subject: an ANC and at least one of the other counts; each judged once."""

    def __init__(self, data: SubjectData, rules: Relapse) -> None:
        self._source, self._count = rules.source, rules.panel.count
        self._needed = Limit(">=", Decimal(self._count), "severe counts")
        parts = [part for part in rules.panel.of if part.kind == "threshold"]
        leading, *others = [data.series(part.analyte).days for part in parts]
        beside = set().union(*others)
        self.days = leading if beside.issuperset(leading) else [day for day in leading if day in beside]
        self._columns = [counts_of_the_day(data, part.analyte, self.days) for part in parts]
        severe = [
            _severe(data, counts, part.op, _number(part, data))
            for counts, part in zip(self._columns, parts, strict=True)
        ]
        self._answers = Joined("at_least", self._count).column(severe)
        self.severe_from = _unbroken(self._answers)

    def node(self, index: int) -> Evidence:
        """Whether enough counts of a panel day are severe."""
        answer = self._answers[index]
        facts = tuple([fact for counts in self._columns for fact in counts.facts_at(index)])
        params: dict[str, object] = {"count": self._count, "of": len(self._columns), "day": self.days[index]}
        reason = "panel_incomplete" if answer is UNKNOWN else None
        return make_node(("severe_panel", answer, self._needed, facts, reason, self._source, params, ()))


def _unbroken(answers: Sequence[Truth]) -> list[int]:
    """For each panel the first of the unbroken severe ones up to it; the next panel if it is not severe."""
    found, first = [], 0
    for at, answer in enumerate(answers):
        if answer is not TRUE:
            first = at + 1
        found.append(first)
    return found


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
