"""A verdict worked by hand: every step from the calendar to the status, with its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.haemoglobin import TABLES
from app.domain.timeline import age_months
from app.i18n.drugs import drug_name
from app.i18n.evidence import criterion_text, joined, limit_text, name_text, reason_text
from app.reports.content import Piece
from app.reports.evidence_content import WorkedStep
from app.services.evidence import worked_lineages, worked_status
from app.services.evidence.worked_lines import line, spaced, taken, value_text
from app.services.summary.basis import span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.evidence import Evidence
    from app.reports.content import Words
    from app.services.summary.basis import Basis

_GROUPS = ("cr", "pr")


def steps(basis: Basis) -> tuple[WorkedStep, ...]:
    """The steps in the order in which the engine asks; none without a verdict."""
    if basis.verdict is None:
        return ()
    nodes = basis.verdict.evidence.children
    return tuple(step for step in _steps(basis, nodes) if step.lines)


def _steps(basis: Basis, nodes: Sequence[Evidence]) -> Iterator[WorkedStep]:
    texts = basis.texts
    yield WorkedStep(texts("evidence.step_days"), _days(basis))
    yield WorkedStep(texts("evidence.step_values"), _values(basis, nodes))
    told: dict[tuple[str, object], str] = {}
    by_day = any(node.criterion in _GROUPS for node in nodes)
    for node in nodes:
        code = node.criterion.partition(".")[0]
        if code == "lineage" and by_day and _beside(nodes):
            continue  # the states of lineages stand beside a status that they do not make
        yield WorkedStep(_title(basis, node), tuple(_lines(basis, node, told)))
    yield WorkedStep(texts("evidence.step_status"), worked_status.lines(basis))


def _title(basis: Basis, node: Evidence) -> str:
    key = f"evidence.step_{node.criterion.partition('.')[0]}"
    return basis.texts(key) if basis.texts.has(key) else criterion_text(node, basis.texts)


def _beside(nodes: Sequence[Evidence]) -> bool:
    """Whether CR and PR are both criteria of the day, so that lineages decide nothing."""
    return {node.criterion for node in nodes} >= set(_GROUPS)


def _lines(basis: Basis, node: Evidence, told: dict[tuple[str, object], str]) -> Iterator[Words]:
    match node.criterion.partition(".")[0]:
        case "no_overriding_event":
            yield from _events(basis, node)
        case "no_relapse":
            yield from _relapse(basis, node)
        case "cr" | "pr":
            yield from _group(basis, node, told)
        case "readings_agree":
            yield from (line(basis, child) for child in node.children)
        case "off_gcsf" if not node.observed:
            reason = reason_text(node, basis.texts)
            yield reason or basis.texts("evidence.work_no_gcsf")
        case "off_gcsf":
            yield line(basis, node, name=drug_name(basis.texts, node.observed[0].subject))
        case "lineage" if node.children:
            yield from worked_lineages.lineage(basis, node)
        case _:
            yield from worked_lineages.lines(basis, node)


def _events(basis: Basis, node: Evidence) -> Iterator[Words]:
    """What happened; everything that did not in one line."""
    texts = basis.texts
    nothing = [criterion_text(child, texts) for child in node.children if not child.observed]
    yield from (line(basis, child) for child in node.children if child.observed)
    if nothing:
        said = joined([nothing[0], *(name[:1].lower() + name[1:] for name in nothing[1:])], texts)
        yield texts("evidence.work_nothing", names=said, day=basis.day(basis.on))


def _days(basis: Basis) -> tuple[Words, ...]:
    texts, rules = basis.texts, basis.template.response
    day = (basis.on - basis.anchor).days
    first, last = basis.view.data.window(basis.on)
    return (
        texts(
            "evidence.work_day",
            on=basis.on.isoformat(),
            day0=basis.anchor.isoformat(),
            days=day,
            from_day=texts.study_day(rules.nr_from_day),
        ),
        texts("evidence.work_window", days=rules.lookback_days, span=span(first, last)),
    )


def _values(basis: Basis, nodes: Sequence[Evidence]) -> tuple[Words, ...]:
    """What counts on the day and, where a rule asks for them, the baselines and the limit for age."""
    rules = basis.template.response
    found: list[Words] = [basis.texts.clauses(taken(basis, code) for code in rules.counts)]
    every = [node for top in nodes for node in top.walk()]
    analytes = dict.fromkeys(
        str(node.params["analyte"])
        for node in every
        if "baseline" in node.params or node.criterion.startswith("baseline.")
    )
    found += [_baseline(basis, code) for code in analytes]
    if any(".normal." in node.criterion for node in every):
        found.append(_normal(basis))
    return tuple(found)


def _baseline(basis: Basis, code: str) -> str:
    texts = basis.texts
    first, last = basis.view.baseline_window()
    point = basis.view.baseline(code)
    if point is None:
        return texts("evidence.work_no_baseline", name=name_text(code, texts), span=span(first, last))
    unit = texts.unit(point.unit)
    value = f"{value_text(basis, point.facts()[0])}\N{NO-BREAK SPACE}{unit}"
    dated = basis.dated(point.day)
    return texts(
        "evidence.work_baseline", name=name_text(code, texts), span=span(first, last), value=value, **dated
    )


def _normal(basis: Basis) -> str:
    """The row of the table that age and sex lead to: in years, never the birthday."""
    texts, subject = basis.texts, basis.course.subject
    settings = basis.template.response
    limit = basis.view.normal_haemoglobin()
    if limit is None:
        return texts("evidence.work_no_normal", table=settings.hb_table)
    if settings.hb_table not in TABLES:
        return texts("evidence.work_lab_normal", limit=texts.number(limit))
    months = age_months(subject.birth_date, basis.on)
    starts = [start for start, _, _ in TABLES[settings.hb_table]]
    row = max(start for start in starts if start <= months)
    after = next((start for start in starts if start > row), None)
    key = "summary.age_years" if months >= 12 else "summary.age_months"
    said = texts(
        "evidence.work_normal",
        table=settings.hb_table,
        sex=texts(f"common.sex_{subject.sex}") if subject.sex else "–",
        age=texts(key, years=months // 12, months=months),
        row=_band(basis, row, after),
        limit=texts.number(limit),
    )
    if settings.altitude_m < 500:
        return said
    return texts.clauses((said, texts("evidence.work_altitude", metres=settings.altitude_m)))


def _band(basis: Basis, row: int, after: int | None) -> str:
    """5–11 years, 6–23 months, from 15 years."""
    texts = basis.texts
    if after is None:
        return texts("evidence.band_from", first=row // 12)
    if row < 24:
        return texts("evidence.band_months", first=row, last=after - 1)
    return texts("evidence.band_years", first=row // 12, last=after // 12 - 1)


def _relapse(basis: Basis, node: Evidence) -> Iterator[Words]:
    """The response that went before, then each rule with its count."""
    texts = basis.texts
    if node.reason == "no_earlier_response":
        yield texts("evidence.work_no_response", day=basis.day(basis.on))
        return
    for fact in node.observed:
        if fact.day is not None:
            yield texts("evidence.work_since", status=fact.subject, **basis.dated(fact.day))
    for child in node.children:
        if child.criterion == "no_transfusion_dependence" and child.required is not None:
            yield _counted(basis, child, str(child.params["days"]))
        elif child.criterion == "not_severe_again" and child.required is not None:
            yield _counted(basis, child, _severe(basis, child))
            yield from (line(basis, panel, 1) for panel in child.children)
        else:
            yield line(basis, child)


def _counted(basis: Basis, node: Evidence, counted: str) -> Words:
    """What was counted against what is allowed."""
    texts = basis.texts
    assert node.required is not None
    given = [basis.day(fact.day) for fact in node.observed if fact.day is not None]
    shown = f"{counted} ({texts.listed(given)})" if given else counted
    said = texts.clauses((shown, limit_text(node.required, texts)))
    word = texts(f"summary.verdict_{node.verdict.value}")
    named = texts("evidence.work_line", name=criterion_text(node, texts), sum=said)
    return Piece(spaced(named)), Piece(word, "semibold")


def _severe(basis: Basis, node: Evidence) -> str:
    count, over = node.params["severe"], node.params.get("span", 0)
    return basis.texts("evidence.work_severe", count=count, span=over)


def _group(basis: Basis, node: Evidence, told: dict[tuple[str, object], str]) -> Iterator[Words]:
    """Each criterion; what the group before has worked out already is only named."""
    texts, again = basis.texts, []
    name = criterion_text(node, texts)
    for child in node.children:
        rule = child.criterion.partition(".")[2], child.required
        if rule in told and not child.children:
            again.append(criterion_text(child, texts))
            continue
        told[rule] = name
        yield from worked_lineages.lines(basis, child)
    if again:
        other = next(iter(told.values()))
        yield texts("evidence.work_told", names=joined(again, texts), other=other)
    yield line(basis, node, name=texts("evidence.work_together"))
