"""The evidence report: page 1 convinces, page 2 lets a monitor work the verdict out again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.domain.chart import paper as paper_chart
from app.reports import document
from app.reports.base import Sheet
from app.reports.blocks import foot, head, proof, tables
from app.reports.content import Trend
from app.reports.document import Document
from app.reports.evidence_content import Evidence, EvidenceReport
from app.reports.layout import CondPageBreak, Flowable, KeepTogether, Spacer
from app.reports.look import MM
from app.reports.pictures import Drawn

if TYPE_CHECKING:
    from app.i18n import Texts

GUTTER = 5 * MM
NEEDED = 40 * MM  # a section begins on the next page when less is left


def pages(content: EvidenceReport, *, texts: Texts, paper: str = "A4") -> Document:
    """The document as PDF, its number of pages, and the hash of its content."""
    sheet = Sheet(paper)
    story = [*_story(content.evidence, texts, sheet.width)]
    return document.build(story, sheet, said=content.evidence, printing=content.printing, texts=texts)


class _Sections:
    """Numbers the sections in order."""

    def __init__(self, texts: Texts, room: float) -> None:
        self._texts, self._room, self._count = texts, room, 0

    def head(self, key: str, *, remark: str = "", room: float | None = None) -> list[Flowable]:
        """The heading of the next section."""
        self._count += 1
        title = self._texts("evidence.section", number=self._count, title=self._texts(f"evidence.{key}"))
        return head.section(title, room=room or self._room, key=key, remark=remark)


def _story(evidence: Evidence, texts: Texts, room: float) -> Iterator[Flowable]:
    number = _Sections(texts, room)
    yield from head.header(
        evidence.title, evidence.subtitle, code_label=texts("summary.subject"), code=evidence.code, room=room
    )
    yield head.meta_row(evidence.meta, room=room)
    yield Spacer(0, 3 * MM)
    yield head.status_box(evidence.status, room=room)
    if evidence.rules:
        yield from number.head("rule", remark=evidence.rules_remark)
        heads = texts("evidence.registered"), texts("evidence.interpreted")
        yield proof.rules(evidence.rules, heads=heads, room=room)
    yield from _criteria(evidence, number, texts, room)
    if evidence.course is not None:
        picture = _chart(evidence.course, texts, room)
        yield KeepTogether([*number.head("course", remark=evidence.course.remark), picture])
    if evidence.rejected is not None:
        yield from number.head("rejected", remark=texts("evidence.rejected_remark"))
        yield from proof.table(evidence.rejected, room=room)
    if evidence.others is not None:
        lines = proof.table(evidence.others, room=room)
        yield KeepTogether([*number.head("others", remark=texts("evidence.others_remark")), *lines])
    yield CondPageBreak(NEEDED)
    yield from _values(evidence, number, texts, room)
    if evidence.worked:
        yield CondPageBreak(NEEDED)
        for part in number.head("worked", remark=texts("evidence.worked_remark")):
            part.keepWithNext = False  # the steps break over pages
            yield part
        yield proof.steps(evidence.worked, room=room)
    labels = texts("summary.sign_name"), texts("summary.sign_date")
    origin = [*number.head("provenance"), tables.entries(evidence.provenance, room=room, label=34 * MM)]
    boxes = foot.signatures(evidence.signatures, labels=labels, room=room)
    yield KeepTogether([*origin, *number.head("review"), *boxes])


def _criteria(evidence: Evidence, number: _Sections, texts: Texts, room: float) -> Iterator[Flowable]:
    yield from number.head("criteria", remark=evidence.criteria_remark)
    heads = [
        texts(f"summary.criteria_{name}") for name in ("name", "required", "observed", "source", "result")
    ]
    words = {verdict: texts(f"summary.verdict_{verdict}") for verdict in ("met", "not_met", "unknown")}
    yield tables.criteria(evidence.criteria, heads=heads, words=words, room=room)


def _chart(course: Trend, texts: Texts, room: float) -> Flowable:
    return Drawn(
        paper_chart.draw(
            course.course,
            width=room,
            day_text=texts.study_day,
            selected=course.day,
            this_visit=texts("evidence.assessed_here"),
        )
    )


def _values(evidence: Evidence, number: _Sections, texts: Texts, room: float) -> Iterator[Flowable]:
    """Values beside what was given and the verdicts while they are few, else one under the other."""
    remark = texts("evidence.values_remark")
    if proof.is_long(evidence.values) or len(evidence.values.heads) > 5:
        yield from number.head("values", remark=remark)
        yield from proof.values(evidence.values, room=room)
        left = right = (room - GUTTER) / 2
        first = [*_given(evidence, number, left), *_context(evidence, number, left)]
        yield tables.Beside(first, _verdicts(evidence, number, right), widths=(left, right), gutter=GUTTER)
        return
    left = (room - GUTTER) * 93 / 173
    right = room - GUTTER - left
    values = [*number.head("values", remark=remark, room=left), *proof.values(evidence.values, room=left)]
    others = (_given, _context, _verdicts)
    beside = [part for block in others for part in block(evidence, number, right)]
    yield tables.Beside(values, beside, widths=(left, right), gutter=GUTTER)


def _given(evidence: Evidence, number: _Sections, room: float) -> list[Flowable]:
    return [*number.head("given", room=room), tables.entries(evidence.given, room=room)]


def _context(evidence: Evidence, number: _Sections, room: float) -> list[Flowable]:
    return [*number.head("context", room=room), tables.entries(evidence.context, room=room, label=27 * MM)]


def _verdicts(evidence: Evidence, number: _Sections, room: float) -> list[Flowable]:
    return [*number.head("verdicts", room=room), *proof.table(evidence.verdicts, room=room)]
