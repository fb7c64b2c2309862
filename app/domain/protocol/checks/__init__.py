"""Cross-checks of a template: what one part says must fit what the others say."""

from collections.abc import Iterator

from app.domain.protocol.checks.calendar import calendar_problems
from app.domain.protocol.checks.grades import grade_problems
from app.domain.protocol.checks.names import name_problems
from app.domain.protocol.checks.parameters import parameter_problems
from app.domain.protocol.checks.statuses import status_problems
from app.domain.protocol.faults import Problem
from app.domain.protocol.parts import Parts


def cross_checks(parts: Parts) -> Iterator[Problem]:
    """Every place where parts of a template contradict each other or make no sense."""
    yield from name_problems(parts)
    yield from calendar_problems(parts)
    yield from parameter_problems(parts)
    yield from status_problems(parts)
    yield from grade_problems(parts)
