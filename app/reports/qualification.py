"""The record of a self-check: versions, templates, results, and the boxes to sign, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.i18n.self_check import check_name, seen_text
from app.reports import document
from app.reports.base import Sheet
from app.reports.blocks import foot, head, proof
from app.reports.content import MetaCell, Printing
from app.reports.evidence_content import PlainTable
from app.reports.layout import KeepTogether, Spacer
from app.reports.look import MM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.self_check import SelfCheck
    from app.i18n import Texts
    from app.reports.document import Document
    from app.reports.layout import Flowable

_DIGEST = 16


@dataclass(frozen=True, slots=True)
class Record:
    """What the page says; the data hash covers it."""

    document_id: str
    language: str
    title: str
    code: str
    meta: tuple[MetaCell, ...]
    subtitle: str
    templates: PlainTable
    checks: PlainTable
    signatures: tuple[str, ...]


def pages(result: SelfCheck, *, printing: Printing, texts: Texts, paper: str = "A4") -> Document:
    """The record as PDF."""
    sheet = Sheet(paper)
    said = record(result, texts)
    story = [*_story(said, texts, sheet.width)]
    return document.build(story, sheet, said=said, printing=printing, texts=texts)


def record(result: SelfCheck, texts: Texts) -> Record:
    """The words of a self-check."""
    passed = sum(check.passed for check in result.checks)
    moment = f"{result.at:%Y-%m-%d %H:%M %z}"
    about = (
        MetaCell(texts("self_check.program"), _of(result, "MarrowTrack"), f"Python {_of(result, 'Python')}"),
        MetaCell(texts("self_check.run_at"), moment, texts("self_check.took", seconds=result.seconds)),
        MetaCell(
            texts("self_check.result"),
            texts("self_check.count", passed=passed, total=len(result.checks)),
            texts("self_check.passed" if result.passed else "self_check.failed"),
        ),
    )
    return Record(
        document_id=f"SC-{result.at:%Y%m%d-%H%M}",
        language=texts.language,
        title=texts("self_check.record"),
        code=texts("self_check.passed" if result.passed else "self_check.failed"),
        meta=about,
        subtitle=", ".join(f"{name} {number}" for name, number in result.versions[2:]),
        templates=_templates(result, texts),
        checks=_checks(result, texts),
        signatures=(texts("self_check.sign_run"), texts("self_check.sign_reviewed")),
    )


def _of(result: SelfCheck, name: str) -> str:
    return dict(result.versions).get(name, "–")


def _templates(result: SelfCheck, texts: Texts) -> PlainTable:
    heads = tuple(texts(f"self_check.head_{name}") for name in ("template", "version", "sha256", "cases"))
    rows = tuple(
        (each.id, each.version, each.sha256[:_DIGEST].upper(), f"{each.right} / {each.cases}")
        for each in result.templates
    )
    return PlainTable(heads, rows, (3, 1.2, 3, 1.6), ("left", "left", "left", "right"))


def _checks(result: SelfCheck, texts: Texts) -> PlainTable:
    heads = tuple(texts(f"self_check.head_{name}") for name in ("check", "seen", "outcome"))
    words = {True: texts("self_check.passed"), False: texts("self_check.failed")}
    rows = tuple(
        (check_name(check.area, check.code, texts), seen_text(check, texts), words[check.passed])
        for check in result.checks
    )
    return PlainTable(heads, rows, (5, 4, 1.4), ("left", "left", "left"))


def _story(said: Record, texts: Texts, room: float) -> Iterator[Flowable]:
    label = texts("self_check.result")
    yield from head.header(said.title, said.subtitle, code_label=label, code=said.code, room=room)
    yield head.meta_row(said.meta, room=room)
    yield Spacer(0, 2 * MM)
    yield from head.section(texts("self_check.templates"), room=room, key="templates")
    yield from proof.table(said.templates, room=room)
    yield from head.section(texts("self_check.checks"), room=room, key="checks")
    yield from proof.table(said.checks, room=room)
    labels = texts("summary.sign_name"), texts("summary.sign_date")
    yield KeepTogether(foot.signatures(said.signatures, labels=labels, room=room))
