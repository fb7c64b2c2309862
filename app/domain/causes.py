"""Why a verdict took another's place: which changes of the data bear on what is different in its evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date

from app.domain.evidence import Evidence, Verdict
from app.domain.record import PriorAssessment
from app.domain.truth import Truth
from app.domain.values import dataclass

MOST_NAMED = 3
DATA, EARLIER, AMENDMENT, DAY0 = "data", "earlier", "amendment", "day0"
_Key = tuple[str, str, date | None]


@dataclass(frozen=True, slots=True)
class Happening:
    """One change of what is known. `code`: added, removed, corrected or moved (to another day).

    `kind` and `subject` as in `Fact`, or kind `visit` with the title of a visit, kind `subject` with the name
    of a field, kind `limits` with the analyte beside whose value the limits of normal are printed. `day` is
    the day that it bears on, or bore on when it was removed. `old` and `new` are as entered, with their
    units; of something moved they are ISO dates.
    """

    code: str
    kind: str
    subject: str
    day: date | None
    old: str = ""
    new: str = ""
    old_unit: str = ""
    new_unit: str = ""

    def days(self) -> frozenset[date | None]:
        """The days that it bears on."""
        moved = (self.old, self.new) if self.code == "moved" else ()
        return frozenset({self.day, *(date.fromisoformat(text) for text in moved)})


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a verdict is not what it was. `before` is the status whose place it took.

    `code`: data (see `happenings`, of which `more` are not named), earlier (the verdict of an earlier day
    changed: `params` day, old, new), amendment (old and new version), day0 (old and new day 0).
    """

    code: str
    before: str
    happenings: tuple[Happening, ...] = ()
    more: int = 0
    params: Mapping[str, str] = field(default_factory=dict)


def telling(before: Verdict, after: Verdict, happenings: Sequence[Happening]) -> tuple[Happening, ...]:
    """The changes that stand behind a criterion whose answer is different now; nothing when none does."""
    facts = _facts(_different(before.evidence, after.evidence))
    return tuple(each for each in happenings if _stands_behind(each, facts))


def touching(before: Verdict, after: Verdict, happenings: Sequence[Happening]) -> tuple[Happening, ...]:
    """The changes of anything that either verdict looked at."""
    facts = _facts([*before.evidence.walk(), *after.evidence.walk()])
    return tuple(each for each in happenings if _stands_behind(each, facts))


def of_data(
    before: Verdict,
    after: Verdict,
    happenings: Sequence[Happening],
    *,
    priors: tuple[Sequence[PriorAssessment], Sequence[PriorAssessment]] = ((), ()),
) -> Cause:
    """The cause of a changed verdict; `priors` are the assessments before its day, as they were and are."""
    found = telling(before, after, happenings)
    if not found and (earlier := _earlier(*priors)) is not None:
        return Cause(EARLIER, before.status, params=earlier)
    found = found or touching(before, after, happenings) or tuple(happenings)
    return Cause(DATA, before.status, found[:MOST_NAMED], max(0, len(found) - MOST_NAMED))


def _earlier(was: Sequence[PriorAssessment], now: Sequence[PriorAssessment]) -> dict[str, str] | None:
    """The newest day whose assessment says something else now."""
    old = {row.day: row.status for row in was}
    new = {row.day: row.status for row in now}
    days = [day for day in old.keys() | new.keys() if old.get(day) != new.get(day)]
    if not days:
        return None
    day = max(days)
    return {"day": day.isoformat(), "old": old.get(day, ""), "new": new.get(day, "")}


def _different(before: Evidence, after: Evidence) -> list[Evidence]:
    """Nodes of both trees whose answer the other one doesn't share, the deepest such ones only."""
    old, new = dict(_places(before)), dict(_places(after))
    changed = {place for place in old.keys() | new.keys() if _answer(old, place) != _answer(new, place)}
    deepest = {
        place
        for place in changed
        if not any(other != place and other[: len(place)] == place for other in changed)
    }
    return [tree[place] for tree in (old, new) for place in deepest if place in tree]


def turned(before: Evidence, after: Evidence) -> tuple[Evidence, ...]:
    """Criteria of the newer tree with another answer than the older one has, the deepest only."""
    old, new = dict(_places(before)), dict(_places(after))
    changed = [place for place, node in new.items() if place not in old or old[place].verdict != node.verdict]
    return tuple(
        new[place]
        for place in changed
        if not any(other != place and other[: len(place)] == place for other in changed)
    )


def _places(node: Evidence, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Evidence]]:
    place = (*above, node.criterion)
    yield place, node
    for number, child in enumerate(node.children):
        twins = sum(other.criterion == child.criterion for other in node.children[:number])
        yield from _places(child, (*place, str(twins)) if twins else place)


def _answer(tree: Mapping[tuple[str, ...], Evidence], place: tuple[str, ...]) -> tuple[Truth, object] | None:
    node = tree.get(place)
    return None if node is None else (node.verdict, node.params.get("state"))


def _facts(nodes: Iterable[Evidence]) -> set[_Key]:
    return {(fact.kind, fact.subject, fact.day) for node in nodes for fact in node.observed}


def _stands_behind(happening: Happening, facts: set[_Key]) -> bool:
    if happening.kind == "subject":
        return True
    if happening.kind == "drug":  # a course is seen by the day on which it last confounds
        return any(kind == "drug" and name == happening.subject for kind, name, _ in facts)
    days = happening.days()
    if happening.kind == "visit":
        return any(day in days for _, _, day in facts)
    kind = "analyte" if happening.kind == "limits" else happening.kind
    return any((kind, happening.subject, day) in facts for day in days)
