"""Whether a growth factor acted on the current ANC (A4 item 4): a flag, and a node of every verdict."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from app.domain.criteria.counts import Span, with_others
from app.domain.criteria.days import Days, Nodes
from app.domain.criteria.threshold import missing_reason
from app.domain.criteria.view import NOT_EXACT, DayView, SubjectData, course_fact
from app.domain.evidence import Evidence, Limit, make_node
from app.domain.truth import FALSE, TRUE, UNKNOWN

_NO_PARAMS: Mapping[str, object] = MappingProxyType({})


def growth_factor(view: DayView) -> tuple[Evidence, bool]:
    """Whether the current ANC is off G-CSF, and the flag for one that is not (A4 item 4)."""
    point = view.current("ANC")
    if point is None:
        return _no_neutrophils(view), False
    return _off_growth_factor(view.data, point.day), view.data.gcsf_course(point.day) is not None


def _no_neutrophils(view: DayView) -> Evidence:
    params = missing_reason("ANC", view)
    return Evidence("off_gcsf", UNKNOWN, None, (), "no_value", "site A-10", params)


def _off_growth_factor(data: SubjectData, day: date) -> Evidence:
    """Whether no growth factor acted on an ANC of a day."""
    last = data.last_gcsf_course(day)
    if last is None:
        return _NEVER_ON_GCSF
    course, washout = last
    answer, reason = TRUE, None
    if data.gcsf_course(day) is not None:
        answer, reason = (FALSE, "on_gcsf") if course.exact else (UNKNOWN, NOT_EXACT)
    facts, limit = (course_fact(course, day),), _washed_out(washout)
    return make_node(("off_gcsf", answer, limit, facts, reason, "site A-10", _NO_PARAMS, ()))


@cache
def _washed_out(days: int) -> Limit:
    return Limit(">=", Decimal(days), "d")


_NEVER_ON_GCSF = Evidence("off_gcsf", TRUE, None, (), None, "site A-10")


def on_growth_factor(days: Days) -> list[bool]:
    """The flag of `growth_factor` for each day."""
    found, course_on = [False] * len(days), days.data.gcsf_course
    for at, point in days.counts("ANC").odd.items():
        found[at] = point is not None and course_on(point.day) is not None
    return found


def growth_factor_of(days: Days) -> Nodes:
    """The nodes of `growth_factor`."""
    counts, data = days.counts("ANC"), days.data
    none = {at: _no_neutrophils(days.view(at)) for at, point in counts.odd.items() if point is None}

    def nodes(span: Span) -> list[Evidence]:
        if data.on_growth_factor:
            found = [_off_growth_factor(data, day) for day in counts.measured(span)]
        else:
            found = [_NEVER_ON_GCSF] * (span.stop - span.start)
        return with_others(found, none, span)

    return nodes
