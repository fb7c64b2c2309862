"""Names that one part of a template uses must be given in another, and each only once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pydantic import BaseModel

from app.domain.protocol.faults import Location, Problem
from app.domain.protocol.model import EXAMINATIONS, TOPICS
from app.domain.protocol.parts import Parts
from app.domain.protocol.response import CriteriaLineage, RunLineage, RunRules
from app.domain.quantities import ANALYTES

_NAMED = (
    ("sources", "key"),
    ("arms", "id"),
    ("quotes", "topic"),
    ("eligibility", "id"),
    ("treatments", "id"),
    ("visits", "id"),
    ("endpoints", "id"),
)
_STATUSES = frozenset({"CR", "PR", "NR", "NE", "PENDING", "RELAPSE", "CLONAL_EVOLUTION"})


def name_problems(parts: Parts) -> Iterator[Problem]:
    """Names given twice, and names that nothing bears."""
    yield from _twice(parts)
    yield from _sources(parts)
    yield from _arms(parts)
    yield from _analytes(parts)
    yield from _visits(parts)
    yield from _quotes(parts)
    yield from _response(parts)


def _twice(parts: Parts) -> Iterator[Problem]:
    for section, key in _NAMED:
        items = parts.content.get(section)
        names = [
            (index, str(item[key]))
            for index, item in enumerate(items if isinstance(items, list) else ())
            if isinstance(item, dict) and key in item
        ]
        yield from _repeated(names, (section,), key)
    yield from _repeated(parts.analytes, ("analytes",))


def _repeated(names: Iterable[tuple[int, str]], place: Location, key: str | None = None) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, name in names:
        if name in seen:
            where = (*place, index) if key is None else (*place, index, key)
            yield Problem(where, "duplicate_id", {"name": name})
        seen.add(name)


def _sources(parts: Parts) -> Iterator[Problem]:
    keys = parts.names("sources", "key")
    if not keys and isinstance(parts.content.get("sources"), list):
        yield Problem(("sources",), "missing_source", {})
    sections: list[tuple[Location, object]] = [
        ((name, index), item)
        for name in ("quotes", "eligibility", "treatments", "visits", "endpoints")
        for index, item in getattr(parts, name)
    ]
    if parts.response is not None:
        sections.append((("response",), parts.response))
        if not parts.response.source:
            for path in _unsourced(parts.response):
                yield Problem(("response", *path), "missing_source", {})
    for place, item in sections:
        for path, source in fields(item, "source"):
            key = source.split(" ")[0]
            if source and key not in keys:
                yield Problem((*place, *path), "unknown_source", {"name": key})


def _unsourced(node: object) -> Iterator[Location]:
    """The criteria below a model that neither have a source nor lie in a part that has one."""
    if isinstance(node, BaseModel):
        if getattr(node, "source", ""):
            return
        if hasattr(node, "kind") and not hasattr(node, "of"):
            yield ()
            return
        for key in type(node).model_fields:
            for path in _unsourced(getattr(node, key)):
                yield (key, *path)
    elif isinstance(node, tuple):
        for index, item in enumerate(node):
            for path in _unsourced(item):
                yield (index, *path)


def _arms(parts: Parts) -> Iterator[Problem]:
    ids = parts.names("arms")
    if not ids and isinstance(parts.content.get("arms"), list):
        yield Problem(("arms",), "no_arm", {})
    for section in ("treatments", "visits"):
        for index, item in getattr(parts, section):
            for place, arm in enumerate(item.arms):
                if arm not in ids:
                    yield Problem((section, index, "arms", place), "unknown_arm", {"name": arm})


def _analytes(parts: Parts) -> Iterator[Problem]:
    listed = {code for _, code in parts.analytes}
    for index, code in parts.analytes:
        if code not in ANALYTES:
            yield Problem(("analytes", index), "unknown_analyte", {"name": code})
    used: list[tuple[Location, str]] = [
        (("eligibility", index, *path), code)
        for index, criterion in parts.eligibility
        for path, code in fields(criterion, "analyte")
    ]
    if parts.response is not None:
        used += [(("response", *path), code) for path, code in fields(parts.response, "analyte")]
        used += [(("response", "counts", place), code) for place, code in enumerate(parts.response.counts)]
        yield from _repeated(enumerate(parts.response.counts), ("response", "counts"))
    for place, code in used:
        if code not in ANALYTES:
            yield Problem(place, "unknown_analyte", {"name": code})
        elif code not in listed:
            yield Problem(place, "analyte_not_listed", {"name": code})


def _visits(parts: Parts) -> Iterator[Problem]:
    treatments = parts.names("treatments")
    for index, visit in parts.visits:
        if visit.infusion is not None and visit.infusion not in treatments:
            yield Problem(("visits", index, "infusion"), "unknown_treatment", {"name": visit.infusion})
        yield from _due(parts, visit.assessments, ("visits", index, "assessments"))


def _due(parts: Parts, codes: Sequence[str], place: Location) -> Iterator[Problem]:
    """What is due at a visit: analytes of the form and examinations, each once."""
    listed = {code for _, code in parts.analytes}
    for at, code in enumerate(codes):
        if code not in ANALYTES and code not in EXAMINATIONS:
            yield Problem((*place, at), "unknown_assessment", {"name": code})
        elif code not in EXAMINATIONS and code not in listed:
            yield Problem((*place, at), "analyte_not_listed", {"name": code})
    yield from _repeated(enumerate(codes), place)


def _quotes(parts: Parts) -> Iterator[Problem]:
    for index, quote in parts.quotes:
        if quote.topic not in TOPICS:
            yield Problem(("quotes", index, "topic"), "unknown_topic", {"name": quote.topic})


def _response(parts: Parts) -> Iterator[Problem]:
    rules = parts.response
    if rules is None:
        return
    lineages = getattr(rules, "lineages", ())
    yield from _repeated(
        [(index, line.key) for index, line in enumerate(lineages)], ("response", "lineages"), "key"
    )
    if isinstance(rules, RunRules) and rules.leading not in {line.key for line in lineages}:
        yield Problem(("response", "leading"), "unknown_lineage", {"name": rules.leading})
    for index, line in enumerate(lineages):
        if isinstance(line, (CriteriaLineage, RunLineage)):
            for place, status in _more_than_once([graded.status for graded in line.grades]):
                grade: Location = ("response", "lineages", index, "grades", place, "status")
                yield Problem(grade, "duplicate_id", {"name": status})
    events = [(place, n, e) for place, o in enumerate(rules.overriding) for n, e in enumerate(o.events)]
    for at, (place, n, event) in enumerate(events):
        if any(event == other for _, _, other in events[:at]):
            yield Problem(("response", "overriding", place, "events", n), "event_twice", {"name": event})
    yield from _decision(parts)
    yield from _survival(parts)


def _decision(parts: Parts) -> Iterator[Problem]:
    """The statuses of the decision to go on, and what is given and done then."""
    later = parts.response.continue_if
    if later is None:
        return
    place: Location = ("response", "continue_if")
    for at, status in enumerate(later.statuses):
        if status not in _STATUSES:
            yield Problem((*place, "statuses", at), "unknown_status", {"name": status})
    if later.then is not None:
        if later.then.treatment not in parts.names("treatments"):
            where = (*place, "then", "treatment")
            yield Problem(where, "unknown_treatment", {"name": later.then.treatment})
        yield from _due(parts, later.then.assessments, (*place, "then", "assessments"))


def _more_than_once(names: list[str]) -> Iterator[tuple[int, str]]:
    counted: Counter[str] = Counter()
    for place, name in enumerate(names):
        if counted[name]:
            yield place, name
        counted[name] += 1


def _survival(parts: Parts) -> Iterator[Problem]:
    rules = parts.response
    visits = {visit.id: visit for _, visit in parts.visits}
    yield from _repeated(enumerate(rules.ffs_events), ("response", "ffs_events"))
    checkpoint = rules.ffs_nr_visit
    if checkpoint is None:
        if "ffs_events" in rules.model_fields_set and "no_response" in rules.ffs_events:
            yield Problem(("response", "ffs_nr_visit"), "no_checkpoint", {})
    elif checkpoint not in parts.names("visits"):
        yield Problem(("response", "ffs_nr_visit"), "unknown_visit", {"name": checkpoint})
    elif checkpoint in visits and not visits[checkpoint].assessment:
        yield Problem(("response", "ffs_nr_visit"), "no_assessment_visit", {"name": checkpoint})
    if rules.os_from == "hsct" and all(visit.anchor != "hsct" for visit in visits.values()):
        yield Problem(("response", "os_from"), "transplant_not_asked", {})


def fields(node: object, name: str) -> Iterator[tuple[Location, str]]:
    """Every text field called `name` below a model, with its path."""
    if isinstance(node, BaseModel):
        for key in type(node).model_fields:
            value = getattr(node, key)
            if key == name and isinstance(value, str):
                yield (key,), value
            else:
                for path, found in fields(value, name):
                    yield (key, *path), found
    elif isinstance(node, tuple):
        for index, item in enumerate(node):
            for path, found in fields(item, name):
                yield (index, *path), found
