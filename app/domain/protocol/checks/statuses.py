"""Statuses and grades: each can be reached, and no values fall between two of them or into both."""

from collections.abc import Iterator, Sequence

from app.domain.protocol.checks.regions import (
    Box,
    Interval,
    TooMany,
    domain,
    holes,
    joined,
    regions,
)
from app.domain.protocol.faults import Location, Problem
from app.domain.protocol.parts import Parts
from app.domain.protocol.response import (
    All,
    AtLeast,
    CriteriaLineage,
    CriteriaRules,
    Criterion,
    Graded,
    Not,
    RiseRules,
    RunLineage,
    Threshold,
)
from app.domain.quantities import ANALYTES


def status_problems(parts: Parts) -> Iterator[Problem]:
    """Criteria that nothing satisfies, and gaps or overlaps between statuses or grades."""
    rules = parts.response
    if rules is None:
        return
    for place, criterion in _trees(rules):
        yield from _impossible(criterion, rules, place)
    if isinstance(rules, CriteriaRules):
        yield from _between_statuses(rules)
        yield from _panel(rules)
    for index, lineage in enumerate(getattr(rules, "lineages", ())):
        if isinstance(lineage, (CriteriaLineage, RunLineage)):
            yield from _grades(lineage.grades, rules, ("response", "lineages", index, "grades"))


def _trees(rules: object) -> Iterator[tuple[Location, Criterion]]:
    if isinstance(rules, (CriteriaRules, RiseRules)):
        yield ("response", "cr"), rules.cr
    if isinstance(rules, CriteriaRules):
        yield ("response", "pr"), rules.pr
        if rules.relapse is not None:
            yield ("response", "relapse", "panel"), rules.relapse.panel
    for index, lineage in enumerate(getattr(rules, "lineages", ())):
        for at, graded in enumerate(getattr(lineage, "grades", ())):
            yield ("response", "lineages", index, "grades", at, "when"), graded.when


def _impossible(criterion: Criterion, rules: object, place: Location) -> Iterator[Problem]:
    """The smallest criteria of a tree that nothing satisfies, or that everything does."""
    if isinstance(criterion, AtLeast) and criterion.count > len(criterion.of):
        yield Problem(
            (*place, "count"), "count_too_high", {"count": criterion.count, "of": len(criterion.of)}
        )
        return
    below = [(part, list(_impossible(part, rules, (*place, *step)))) for step, part in _children(criterion)]
    for _, found in below:
        yield from found
    if any(found for _, found in below):
        others = tuple(part for part, found in below if not found)
        if isinstance(criterion, All) and len(others) > 1:
            yield from _impossible(criterion.model_copy(update={"of": others}), rules, place)
        return
    never, always = _solved(criterion, rules, holds=True) == [], _solved(criterion, rules, holds=False) == []
    if never:
        yield Problem(place, "never_met")
    elif always and isinstance(criterion, Threshold):
        yield Problem(place, "always_met")


def _children(criterion: Criterion) -> Iterator[tuple[Location, Criterion]]:
    if isinstance(criterion, Not):
        yield ("of",), criterion.of
    else:
        for at, part in enumerate(getattr(criterion, "of", ())):
            yield ("of", at), part


def _solved(criterion: Criterion, rules: object, *, holds: bool) -> list[Box] | None:
    """The boxes of a criterion, None where there are too many to look at."""
    try:
        return regions(criterion, rules, holds=holds)  # type: ignore[arg-type]  # every method has settings
    except TooMany:
        return None


def _between_statuses(rules: CriteriaRules) -> Iterator[Problem]:
    """Counts better than PR and worse than CR that are neither, or an upper limit of PR inside CR."""
    cr, pr = _solved(rules.cr, rules, holds=True), _solved(rules.pr, rules, holds=True)
    if not cr or not pr:
        return
    for name in sorted({key for box in (*cr, *pr) for key in box if key in ANALYTES}):
        better, worse = _along(cr, name), _along(pr, name)
        for hole in holes([*better, *worse]):
            yield Problem(("response", "pr"), "status_gap", _told("CR", "PR", name, hole))
        both = _crossing(better, worse)
        if both is not None:
            yield Problem(("response", "pr"), "status_overlap", _told("CR", "PR", name, both))


def _along(boxes: Sequence[Box], name: str) -> list[Interval]:
    return [box.get(name, domain(name)) for box in boxes]


def _crossing(first: Sequence[Interval], second: Sequence[Interval]) -> Interval | None:
    """Where two intervals overlap although neither holds the other."""
    for one in first:
        for other in second:
            shared = one.meet(other)
            if not shared.empty and not one.within(other) and not other.within(one):
                return shared
    return None


def _told(first: str, second: str, name: str, interval: Interval) -> dict[str, object]:
    return {
        "first": first,
        "second": second,
        "analyte": name.removeprefix("run of "),
        "values": interval.text(),
    }


def _panel(rules: CriteriaRules) -> Iterator[Problem]:
    """The panel of a relapse: thresholds with numbers, which no CR or PR satisfies."""
    if rules.relapse is None:
        return
    sound = True
    for at, part in enumerate(rules.relapse.panel.of):
        if not isinstance(part, Threshold) or part.limit == "LLN":
            sound = False
            yield Problem(("response", "relapse", "panel", "of", at), "panel_needs_limits")
    severe = _solved(rules.relapse.panel, rules, holds=True)
    if not sound or not severe:
        return
    for status, criterion in (("CR", rules.cr), ("PR", rules.pr)):
        boxes = _solved(criterion, rules, holds=True)
        try:
            shared = joined(boxes or [], severe)
        except TooMany:
            continue
        if shared:
            where: Location = ("response", "relapse", "panel")
            yield Problem(where, "relapse_overlaps", {"status": status, "values": _values(shared[0])})


def _values(box: Box) -> str:
    shown = [f"{name} {interval.text()}" for name, interval in sorted(box.items()) if name in ANALYTES]
    return "; ".join(shown)


def _grades(grades: Sequence[Graded], rules: object, place: Location) -> Iterator[Problem]:
    """Grades are asked in order: a later one must hold values that no earlier one takes."""
    taken: list[tuple[str, str, Interval]] = []
    for at, graded in enumerate(grades):
        boxes = _solved(graded.when, rules, holds=True)
        if not boxes or len(boxes) > 1:
            return
        names = [name for name in boxes[0] if name.removeprefix("run of ") in ANALYTES]
        if len(names) != 1:
            return
        name, mine = names[0], boxes[0][names[0]]
        for status, other, theirs in taken:
            if other != name:
                continue
            if mine.within(theirs):
                yield Problem((*place, at), "grade_never_reached", _told(status, graded.status, name, mine))
            elif (both := _crossing([theirs], [mine])) is not None:
                yield Problem((*place, at), "grade_overlap", _told(status, graded.status, name, both))
        taken.append((graded.status, name, mine))
    if len({name for _, name, _ in taken}) == 1:
        for hole in holes([interval for _, _, interval in taken]):
            last, first = taken[-1], taken[0]
            yield Problem((*place, len(taken) - 1), "grade_gap", _told(first[0], last[0], first[1], hole))
