"""The calendar of a template: windows, treatments and visits must fit each other and the study's end."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from app.domain.protocol.faults import Problem
from app.domain.protocol.model import Treatment, Visit
from app.domain.protocol.parts import Parts
from app.domain.timeline import add_months

_MONTH_SLACK = 3  # days between a calendar month and its nominal day
# Months are as long as they fall; two years with each month's end stand for every start of a study.
_ANCHORS = tuple(
    day
    for days in range(731)
    if (day := date(2023, 1, 1) + timedelta(days=days)).day in {1, 15, 28, 29, 30, 31}
)


def calendar_problems(parts: Parts) -> Iterator[Problem]:
    """Windows that overlap, visits past the end, doses without a visit."""
    for index, visit in parts.visits:
        yield from _visit(index, visit, parts.study_end_day)
    yield from _overlaps(parts)
    yield from _doses(parts)
    if parts.visits and not any(visit.assessment for _, visit in parts.visits):
        yield Problem(("visits",), "no_assessment")


def _visit(index: int, visit: Visit, end: int | None) -> Iterator[Problem]:
    for side in ("before", "after"):
        days = getattr(visit, side)
        if days < 0:
            yield Problem(("visits", index, side), "negative_days", {"key": side, "days": days})
    if end is not None and visit.day > end:
        params = {"day": visit.day, "end": end}
        yield Problem(("visits", index, "day"), "after_study_end", params)
    elif end is not None and visit.day + visit.after > end:
        params = {"day": visit.day + visit.after, "end": end}
        yield Problem(("visits", index, "after"), "window_after_study_end", params)
    if visit.months is not None:
        spans = [(add_months(anchor, visit.months) - anchor).days for anchor in _ANCHORS]
        if not min(spans) - _MONTH_SLACK <= visit.day <= max(spans) + _MONTH_SLACK:
            params = {"months": visit.months, "low": min(spans), "high": max(spans), "day": visit.day}
            yield Problem(("visits", index, "day"), "day_not_month", params)


def _overlaps(parts: Parts) -> Iterator[Problem]:
    """Windows of one series and arm that share a day, which could then be either visit."""
    for (_, first), (index, second) in combinations(parts.visits, 2):
        if first.series != second.series or first.anchor != second.anchor or not _share_arm(first, second):
            continue
        if _meet(first, second):
            params = {"visit": second.id, "other": first.id, "series": second.series}
            yield Problem(("visits", index), "windows_overlap", params)


def _share_arm(first: Visit, second: Visit) -> bool:
    return not first.arms or not second.arms or bool(set(first.arms) & set(second.arms))


def _meet(first: Visit, second: Visit) -> bool:
    if first.months is None and second.months is None:
        return _touch(first, second, first.day, second.day)
    return any(_touch(first, second, _offset(first, anchor), _offset(second, anchor)) for anchor in _ANCHORS)


def _offset(visit: Visit, anchor: date) -> int:
    return visit.day if visit.months is None else (add_months(anchor, visit.months) - anchor).days


def _touch(first: Visit, second: Visit, day: int, other: int) -> bool:
    return day - first.before <= other + second.after and other - second.before <= day + first.after


def _doses(parts: Parts) -> Iterator[Problem]:
    """Each planned day of a treatment has its visit, and each visit that gives one its planned day."""
    treatments = {treatment.id: (index, treatment) for index, treatment in parts.treatments}
    given: dict[str, list[tuple[int, Visit]]] = {}
    for index, visit in parts.visits:
        if visit.infusion in treatments:
            given.setdefault(str(visit.infusion), []).append((index, visit))
    for name, visits in given.items():
        place, treatment = treatments[name]
        yield from _without_arm(treatment, visits)
        if not treatment.days or len(visits) == 1:
            continue  # a single visit stands for the whole course
        days = {visit.day for _, visit in visits}
        for at, day in enumerate(treatment.days):
            if day not in days:
                params = {"treatment": name, "day": day}
                yield Problem(("treatments", place, "days", at), "dose_without_visit", params)
        for index, visit in visits:
            if visit.day not in treatment.days:
                params = {"treatment": name, "day": visit.day}
                yield Problem(("visits", index, "infusion"), "visit_without_dose", params)


def _without_arm(treatment: Treatment, visits: list[tuple[int, Visit]]) -> Iterator[Problem]:
    if not treatment.arms:
        return
    for index, visit in visits:
        if not visit.arms or not set(visit.arms) <= set(treatment.arms):
            params = {"treatment": treatment.id, "arms": ", ".join(treatment.arms)}
            yield Problem(("visits", index, "infusion"), "treatment_of_other_arm", params)
