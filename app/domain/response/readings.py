"""PR under the other readings of 'above the baseline' (A-05): whether the answer hangs on the reading."""

from collections.abc import Sequence
from functools import cache

from app.domain.criteria.baseline import MODES, clause_column, clause_under
from app.domain.criteria.compiling import Joined, compile_criterion
from app.domain.criteria.days import Column, Days
from app.domain.evidence import Evidence
from app.domain.protocol.response import AboveBaseline, CriteriaRules
from app.domain.series import Point
from app.domain.truth import TRUE, Truth, all_of, known

_Row = tuple[Truth, ...]  # PR as it stands, what no reading changes, the clause in each other reading


class Readings:
    """The readings of the one clause of PR that rises over the baseline; a template may have none."""

    def __init__(self, rules: CriteriaRules) -> None:
        self._own = rules.above_baseline_mode
        self._others = tuple(mode for mode in MODES if mode != self._own)
        self._all = Joined("all", 0)
        self.clause: AboveBaseline | None = None
        self._fixed: list[int] = []  # the parts of PR that no reading changes
        first = 0
        for part in rules.pr.of:
            width = len(compile_criterion(part, rules, scope="pr", source=rules.source))
            if self.clause is None and isinstance(part, AboveBaseline):
                self.clause = part
            else:
                self._fixed += range(first, first + width)
            first += width

    def column(
        self, days: Days, cr: Column, pr: Column, parts: Sequence[Column]
    ) -> Sequence[Evidence | None]:
        """For each day without CR: met when no other reading would change PR. None: nothing to read."""
        clause = self.clause
        if clause is None:
            return [None] * len(days)
        starts, counts = days.starts(clause.analyte), days.counts(clause.analyte)
        fixed = [parts[at].answers for at in self._fixed]
        settled = self._all.column(fixed) if fixed else [TRUE] * len(days)
        found: list[Evidence | None]
        start = days.start(clause.analyte)
        if start is None or start.bound or _touched(days, clause.analyte, start):
            alone: Sequence[int] = range(len(days))
            found = [None] * len(days)
        else:
            alone = list(counts.odd)
            clauses = [clause_column(clause, mode, counts.values, start) for mode in self._others]
            rows = zip(pr.answers, settled, *clauses, strict=True)
            found = [self._node(row) for row in rows]
        acting = days.data.gcsf_course
        for at in alone:
            point, start = days.data.current(clause.analyte, days.days[at]), starts[at]
            found[at] = None
            if point is not None and start is not None and not (acting(point.day) or acting(start.day)):
                answers = [clause_under(clause, mode, point, start) for mode in self._others]
                found[at] = self._node((pr.answers[at], settled[at], *answers))
        return [None if answer is TRUE else node for answer, node in zip(cr.answers, found, strict=True)]

    def _node(self, row: _Row) -> Evidence:
        return _node(self._own, self._others, row)


def _touched(days: Days, analyte: str, start: Point) -> bool:
    """Whether a growth factor leaves no day to the columns, which know of it for the ANC only."""
    return days.data.on_growth_factor and (analyte != "ANC" or days.data.gcsf_course(start.day) is not None)


@cache
def _node(own: str, others: tuple[str, ...], row: _Row) -> Evidence:
    """PR under each reading: no more than a few different nodes exist, so each is made once."""
    pr, fixed, *clauses = row
    answers = [all_of([fixed, clause]) for clause in clauses]
    children = tuple(
        Evidence(f"reading.{mode}", answer, None, (), None, "site A-05", {"same": answer is pr})
        for mode, answer in zip(others, answers, strict=True)
    )
    params: dict[str, object] = {"combine": "state", "mode": own, "pr": pr.value}
    agree = known(all(answer is pr for answer in answers))
    return Evidence("readings_agree", agree, None, (), None, "site A-05", params, children)
