"""An evidence report as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.timeline import study_day
from app.domain.values import dataclass
from app.i18n.evidence import joined
from app.reports.content import Entry, MetaCell, Trend
from app.reports.evidence_content import Evidence
from app.services.charts import course_chart
from app.services.contracts.control import VERIFIED
from app.services.evidence import context, runs, tables, values, worked
from app.services.summary import heading, proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from app.domain.definitions import Comparison
    from app.domain.evidence import Evidence as Node
    from app.services.contracts.control import VisitControl
    from app.services.summary.basis import Basis


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a verdict comes from: the stored template's hash, the program, and when it was computed."""

    template_sha256: str
    program: str
    computed_at: datetime | None
    entered: Sequence[tuple[str, int]] = ()  # who typed the values, and how many of them


def evidence(basis: Basis, answers: Sequence[Comparison], origin: Origin) -> Evidence:
    """Everything that the pages say, finished."""
    texts, template = basis.texts, basis.template
    source = template.registration or template.id
    return Evidence(
        document_id=heading.document_id(basis).replace("VS-", "EV-", 1),
        language=texts.language,
        title=texts("evidence.title"),
        subtitle=texts("evidence.subtitle"),
        code=basis.course.subject.code,
        meta=_meta(basis),
        status=heading.status(basis, f"{template.id} {template.version}"),
        rules=tables.rules(basis),
        rules_remark=texts("evidence.rules_remark", source=source),
        criteria=proof.criteria(basis),
        criteria_remark=proof.remark(basis),
        course=_course(basis),
        rejected=runs.rejected(basis),
        others=tables.others(basis, answers),
        values=values.values(basis),
        given=tables.given(basis),
        context=context.entries(basis, answers),
        worked=worked.steps(basis),
        verdicts=tables.verdicts(basis),
        provenance=_provenance(basis, answers, origin),
        signatures=(texts("evidence.sign_investigator"), texts("evidence.sign_monitor")),
    )


def _meta(basis: Basis) -> tuple[MetaCell, ...]:
    """As on the summary, the visit's number among the verdicts in place of its window."""
    protocol, visit, date, _, person = heading.meta(basis)
    texts = basis.texts
    standing = [row for row in basis.history if row.superseded_at is None]
    days = sorted({row.day for row in standing})
    number = days.index(basis.on) + 1 if basis.on in days else 0
    detail = texts("evidence.number", number=number, count=len(days)) if number else visit.detail
    return protocol, MetaCell(visit.label, visit.value, detail), date, person


def _course(basis: Basis) -> Trend | None:
    course = course_chart(
        basis.course, basis.template, basis.history, texts=basis.texts, until=basis.on, brief=True
    )
    if course is None:
        return None
    marked = runs.shaded(course, basis)
    key = "shaded" if any(lane.runs for lane in marked.lanes) else "plain"
    return Trend(marked, study_day(basis.anchor, basis.on), basis.texts(f"evidence.course_{key}"))


def _provenance(basis: Basis, answers: Sequence[Comparison], origin: Origin) -> tuple[Entry, ...]:
    texts, template = basis.texts, basis.template
    lines = [
        Entry(
            texts("evidence.rule_set"),
            texts(
                "evidence.rule_set_value",
                name=template.id,
                version=template.version,
                sha256=_groups(origin.template_sha256),
            ),
        ),
        Entry(texts("evidence.computed"), _computed(basis, origin)),
    ]
    named = [f"{one.definition.id} {one.definition.version}" for one in answers if one.definition is not None]
    if named:
        lines.append(Entry(texts("evidence.definitions"), joined(named, texts)))
    lines += _values_of(basis, origin)
    lines += [
        Entry(texts(f"evidence.kind_{source.kind}"), source.citation)
        for source in template.sources
        if source.kind == "published" and any(node.source.startswith(source.key) for node in _nodes(basis))
    ]
    return tuple(lines)


def _computed(basis: Basis, origin: Origin) -> str:
    """When, and by which program."""
    from app.reports.document import moment  # with all that makes a page: not for the text alone

    if origin.computed_at is None:
        return origin.program
    at = origin.computed_at.astimezone()
    return basis.texts("evidence.computed_by", moment=moment(at, seconds=True), program=origin.program)


def _values_of(basis: Basis, origin: Origin) -> Iterable[Entry]:
    """Who typed the values, how much was held against the source, and which of one day was taken."""
    texts = basis.texts
    shown = set(basis.template.response.counts)
    rows = [row for row in basis.course.counts if row.analyte in shown and row.day <= basis.on]
    visits = {row.visit_id for row in rows}
    checked = [one for one in visits if one in basis.controls and _verified(basis.controls[one])]
    entered = [texts("evidence.entered_count", name=name, count=count) for name, count in origin.entered]
    verified = texts("evidence.verified_count", count=len(checked), of=len(visits))
    yield Entry(texts("evidence.entered_by"), texts.clauses((*entered, verified)))
    days: dict[tuple[str, date], list[str]] = {}
    for row in rows:
        if row.value is not None:
            value = f"{row.bound}{texts.number(row.value)}"
            days.setdefault((row.analyte, row.day), []).append(value)
    several = [
        texts(
            "evidence.several_kept",
            name=values.short(code, basis),
            day=basis.day(day),
            values=texts.listed(found),
        )
        for (code, day), found in days.items()
        if len(found) > 1
    ]
    if several:
        yield Entry(texts("evidence.several"), texts.clauses(several))


def _verified(control: VisitControl) -> bool:
    done = control.of(VERIFIED)
    return done is not None and done.voided_at is None


def _nodes(basis: Basis) -> Iterable[Node]:
    return basis.verdict.evidence.walk() if basis.verdict is not None else ()


def _groups(sha256: str) -> str:
    """The first 16 figures in groups of four, as in the footer."""
    head = sha256[:16].upper()
    return " ".join(head[at : at + 4] for at in range(0, 16, 4))
