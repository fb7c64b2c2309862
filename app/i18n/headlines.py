"""The one line under a status: the result before its cause, at most 80 characters.

`turned_headline` is the one for who asks what changed: its counts stand with their figures.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from app.domain.causes import turned
from app.domain.evidence import Evidence, Fact, Verdict
from app.domain.truth import Truth
from app.i18n.evidence import joined, value_text
from app.i18n.texts import Texts

LONGEST = 80
_GAP = "\N{NO-BREAK SPACE}"
_FIGURE_BEFORE_HAN = re.compile(r"(?<=\d)(?=[\u4e00-\u9fff])(?![年月日])")
_MOST_TURNED = 3
_Name = Callable[[str], str]  # of a count by its code
_RELAPSES = ("csa_dependence", "transfusion_dependence", "counts_severe_again", "relapse_persisting")


def headline(verdict: Verdict, texts: Texts, *, over: bool = False) -> str:
    """The most telling sentence that fits; screen and paper print the same.

    `over`: of who left the study after that day, so that no window is open.
    """
    if over and verdict.status == "PENDING":
        return texts("headlines.PENDING_over")
    plain = partial(_count, texts=texts)
    fitting = (line for line in _candidates(verdict, texts, plain) if len(line) <= LONGEST)
    return next(fitting, texts(f"headlines.{verdict.status}"))


def turned_headline(verdict: Verdict, texts: Texts, *, before: Verdict | None = None) -> str:
    """Why a status became what it is: what is met now and was not `before`, or the headline with its figures.

    31 d without red cells; all 6 PR criteria met. Not recovered: ANC 0.43, Hb 69 and platelets 12.
    """
    figured = partial(_figured, _newest(verdict.evidence), texts=texts)
    lines = chain(_reached(verdict, before, texts, figured), _candidates(verdict, texts, figured))
    return _FIGURE_BEFORE_HAN.sub(" ", next(lines, texts(f"headlines.{verdict.status}")))


def _reached(verdict: Verdict, before: Verdict | None, texts: Texts, name: _Name) -> Iterator[str]:
    """The criteria of CR or PR that were not met before, and how many there are."""
    now, was = (_of_status(verdict.status, each) for each in (verdict, before))
    if now is None or was is None or verdict.status not in ("CR", "PR"):
        return
    reached = [_met(node, texts, name) for node in turned(was, now) if node.verdict is Truth.TRUE]
    if reached:
        said = texts.listed(tuple(dict.fromkeys(reached))[:_MOST_TURNED])
        said = texts("headlines.reached", reached=said, count=len(now.children), status=verdict.status)
        yield said[:1].upper() + said[1:]


def _of_status(status: str, verdict: Verdict | None) -> Evidence | None:
    nodes = verdict.evidence.children if verdict is not None else ()
    return next((node for node in nodes if node.criterion == status.lower()), None)


def _met(node: Evidence, texts: Texts, name: _Name) -> str:
    if "product" in node.params:
        days = next((fact.value for fact in node.observed if fact.value is not None), None)
        key = f"headlines.free.{node.params['product']}"
        return texts(key, days=texts.number(days)) if days is not None else texts(f"{key}.none")
    return name(str(node.params.get("analyte", "")))


def _newest(evidence: Evidence) -> dict[str, Fact]:
    """The newest value of each analyte that a verdict looked at."""
    found: dict[str, Fact] = {}
    for fact in (fact for node in evidence.walk() for fact in node.observed):
        if fact.kind != "analyte" or fact.value is None or fact.day is None:
            continue
        known = found.get(fact.subject)
        if known is None or known.day is None or known.day < fact.day:
            found[fact.subject] = fact
    return found


def _figured(newest: dict[str, Fact], code: str, *, texts: Texts) -> str:
    """ANC 0.43: no unit, which everybody knows of a blood count."""
    fact = newest.get(code)
    return _count(code, texts) if fact is None else f"{_count(code, texts)}{_GAP}{value_text(fact, texts)}"


def _candidates(verdict: Verdict, texts: Texts, name: _Name) -> Iterator[str]:
    top = {node.criterion: node for node in verdict.evidence.children}
    if verdict.evidence.criterion == "severity":
        yield from _severity(verdict, top, texts, name)
    elif verdict.evidence.criterion == "dose":
        outside = verdict.status == "OK" and "dose_out_of_range" in verdict.flags
        yield texts("headlines.dose_out_of_range" if outside else f"headlines.{verdict.status}")
    elif (event := _overriding(top)) is not None:
        yield texts(f"headlines.event.{verdict.status}", event=_event(event, texts), day=_day(event, texts))
    elif verdict.status == "RELAPSE":
        yield from _relapse(verdict, top, texts)
    elif verdict.status == "NE":
        yield from _not_evaluable(verdict, texts, name)
    else:
        yield from _by_method(verdict, top, texts, name)


def _by_method(verdict: Verdict, top: dict[str, Evidence], texts: Texts, name: _Name) -> Iterator[str]:
    """What stands below the root tells the method: CR and PR trees, rises, or runs."""
    if "pr" in top:
        yield from _criteria(verdict, top, texts, name)
    elif "cr" in top:
        yield from _rises(verdict, top, texts)
    else:
        yield from _runs(verdict, top, texts, name)


def _criteria(verdict: Verdict, top: dict[str, Evidence], texts: Texts, name: _Name) -> Iterator[str]:
    if verdict.status == "CR":
        yield texts("headlines.criteria.CR")
    elif verdict.status == "PR":
        if top["cr"].verdict is Truth.UNKNOWN:
            yield texts("headlines.criteria.PR_open")
        below = joined((_short(node, texts, name) for node in _failing(top["cr"])), texts)
        yield texts("headlines.criteria.PR", below=below)
        yield texts("headlines.criteria.PR_short")
    else:
        failing = tuple(_failing(top["pr"]))
        names = list(dict.fromkeys(_short(node, texts, name) for node in failing))
        given = list(dict.fromkeys(_short(node, texts, name) for node in failing if "product" in node.params))
        counts = [each for each in names if each not in given]
        said = texts.clauses(joined(part, texts) for part in (counts, given) if part)
        yield texts(f"headlines.criteria.{verdict.status}", failing=said)
        yield texts(f"headlines.criteria.{verdict.status}_short", count=len(names))


def _rises(verdict: Verdict, top: dict[str, Evidence], texts: Texts) -> Iterator[str]:
    if verdict.status == "CR":
        yield texts("headlines.criteria.CR")
        return
    lines = [node for code, node in top.items() if code.startswith("lineage.")]
    kept = [node for node in lines if node.verdict is Truth.TRUE]
    lost = [node for node in lines if len(node.children) > 1 and node.verdict is not Truth.TRUE]
    if kept:
        names = joined((_named(node.criterion, texts) for node in kept), texts)
        yield texts("headlines.rises.PR", lineages=names)
    elif lost:
        names = joined((_named(node.criterion, texts) for node in lost), texts)
        yield texts("headlines.rises.lost", lineages=names)
    else:
        yield texts(f"headlines.rises.{verdict.status}")


def _runs(verdict: Verdict, top: dict[str, Evidence], texts: Texts, name: _Name) -> Iterator[str]:
    states = {
        str(node.params["analyte"]): str(node.params["state"])
        for code, node in top.items()
        if code.startswith("lineage.")
    }
    open_ones = [name(key) for key, state in states.items() if state in {"PENDING", "NR"}]
    partial = [name(key) for key, state in states.items() if state == "PR"]
    if verdict.status == "PR":
        whole = [name(key) for key, state in states.items() if state == "CR"]
        line = texts("headlines.runs.PR", whole=joined(whole, texts), partial=joined(partial, texts))
        yield line[:1].upper() + line[1:]
    yield texts(f"headlines.runs.{verdict.status}", failing=joined(open_ones, texts))


def _relapse(verdict: Verdict, top: dict[str, Evidence], texts: Texts) -> Iterator[str]:
    flag = next((flag for flag in _RELAPSES if flag in verdict.flags), "relapse_persisting")
    params: dict[str, object] = {}
    for node in top["no_relapse"].walk() if "no_relapse" in top else ():
        params |= {key: value for key, value in node.params.items() if key in {"window", "days", "span"}}
    yield texts(f"headlines.{flag}", **params)


def _not_evaluable(verdict: Verdict, texts: Texts, name: _Name) -> Iterator[str]:
    if "relapse_suspected" in verdict.flags:
        yield texts("headlines.NE_relapse_suspected")
    if verdict.missing:
        names = [_count(code, texts) for code in verdict.missing]
        yield texts("headlines.NE_missing", names=joined(names, texts))
        yield texts("headlines.NE_missing_count", count=len(names))
    if "anc_on_gcsf" in verdict.flags:
        yield texts("headlines.NE_on_gcsf", anc=name("ANC"))
    reasons = {node.reason for node in verdict.evidence.walk() if node.verdict is Truth.UNKNOWN}
    for reason in ("no_limit", "bound_undecided"):
        if reason in reasons:
            yield texts(f"headlines.NE_{reason}")


def _severity(verdict: Verdict, top: dict[str, Evidence], texts: Texts, name: _Name) -> Iterator[str]:
    if verdict.status == "NE":
        if verdict.missing:
            names = [_count(code, texts) for code in verdict.missing]
            yield texts("headlines.NE_missing", names=joined(names, texts))
        if "anc_on_gcsf" in verdict.flags:
            yield texts("headlines.NE_on_gcsf", anc=name("ANC"))
        return
    met = sum(node.verdict is Truth.TRUE for node in top["blood"].children)
    if top["marrow"].verdict is Truth.FALSE:
        yield texts("headlines.severity.marrow", met=met)
    else:
        yield texts(f"headlines.severity.{verdict.status}", met=met)


def _failing(node: Evidence) -> Iterator[Evidence]:
    """The leaves below a group that keep it from being met."""
    for child in node.children:
        if child.verdict is Truth.FALSE:
            if child.params.get("combine") == "all":
                yield from _failing(child)
            else:
                yield child


def _short(node: Evidence, texts: Texts, name: _Name) -> str:
    if "product" in node.params:
        return texts(f"headlines.given.{node.params['product']}")
    if node.params.get("combine") == "not":
        return texts("headlines.still_severe")
    return name(str(node.params.get("analyte", "")))


def _count(code: str, texts: Texts) -> str:
    if code.endswith("_BASELINE"):
        return texts("headlines.baseline", name=_count(code.removesuffix("_BASELINE"), texts))
    key = f"headlines.count.{code}"
    return texts(key) if texts.has(key) else code


def _named(code: str, texts: Texts) -> str:
    key = f"headlines.{code}"
    return texts(key) if texts.has(key) else code


def _overriding(top: dict[str, Evidence]) -> Fact | None:
    node = top.get("no_overriding_event")
    if node is None or node.verdict is Truth.TRUE:
        return None
    return next((child.observed[0] for child in node.children if child.observed), None)


def _event(fact: Fact, texts: Texts) -> str:
    key = f"criteria.event.{fact.subject}"
    return texts(key) if texts.has(key) else fact.subject


def _day(fact: Fact, texts: Texts) -> str:
    return "" if fact.day is None else texts.date(fact.day)
