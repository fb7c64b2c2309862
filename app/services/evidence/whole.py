"""An evidence report as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.timeline import study_day
from app.domain.values import dataclass
from app.i18n.evidence import joined
from app.reports.content import Entry, MetaCell, Trend
from app.reports.evidence_content import Evidence
from app.services.charts import course_chart
from app.services.evidence import runs, tables, values
from app.services.summary import heading, proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from app.domain.definitions import Comparison
    from app.domain.evidence import Evidence as Node
    from app.services.summary.basis import Basis


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a verdict comes from: the stored template's hash, the program, and when it was computed."""

    template_sha256: str
    program: str
    computed_at: datetime | None


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
        Entry(texts("evidence.program"), origin.program),
    ]
    if origin.computed_at is not None:
        at = origin.computed_at.astimezone()
        lines.append(Entry(texts("evidence.computed"), f"{at:%Y-%m-%d %H:%M:%S} {at:%z}"))
    named = [f"{one.definition.id} {one.definition.version}" for one in answers if one.definition is not None]
    if named:
        lines.append(Entry(texts("evidence.definitions"), joined(named, texts)))
    lines += [
        Entry(texts(f"evidence.kind_{source.kind}"), source.citation)
        for source in template.sources
        if source.kind == "published" and any(node.source.startswith(source.key) for node in _nodes(basis))
    ]
    return tuple(lines)


def _nodes(basis: Basis) -> Iterable[Node]:
    return basis.verdict.evidence.walk() if basis.verdict is not None else ()


def _groups(sha256: str) -> str:
    """The first 16 figures in groups of four, as in the footer."""
    head = sha256[:16].upper()
    return " ".join(head[at : at + 4] for at in range(0, 16, 4))
