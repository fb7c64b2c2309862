"""The queries of the study or of one subject: open ones first, with everything that was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.controls import field_name
from app.reports.content import MetaCell, Piece
from app.reports.evidence_content import PlainTable
from app.reports.paper_content import Paper, Section
from app.services.papers.common import paper, signing, without_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.i18n import Texts
    from app.reports.content import Words
    from app.services.context import Context
    from app.services.contracts.control import Query
    from app.services.contracts.papers import Order

_HEADS = ("query", "subject", "visit", "field", "query_status", "said")
_PARTS = (13, 20, 32, 26, 20, 92)


def content(context: Context, order: Order, texts: Texts) -> Paper:
    """Details: subject=TJ-001 for one subject, open=yes for those that wait.

    Raises ServiceError `subject_unknown`.
    """
    from app.services import queries, subjects

    code = subjects.written_code(context, order.asked("subject"))
    found = [each for each in queries.every(context) if code in {"", each.subject_code}]
    waiting = [each for each in found if each.is_open]
    closed = [] if order.asked("open") else [each for each in found if not each.is_open]
    today = context.today()
    meta = (
        MetaCell(
            texts("papers.queries_open"), str(len(waiting)), texts("papers.as_of", date=today.isoformat())
        ),
        MetaCell(texts("papers.queries_closed"), str(len(found) - len(waiting)), ""),
        MetaCell(texts("papers.oldest"), _oldest(waiting), ""),
    )
    sections = [Section("open", texts("papers.queries_open"), (_table(waiting, texts, code),))]
    if not order.asked("open"):
        sections.append(Section("closed", texts("papers.queries_closed"), (_table(closed, texts, code),)))
    return paper(
        context,
        texts,
        kind="query_list",
        document_id=f"QL-{today.isoformat()}" + (f"-{code}" if code else ""),
        code=code,
        meta=meta,
        parts=(*sections, signing(texts, "monitor", "investigator")),
    )


def _oldest(waiting: Sequence[Query]) -> str:
    return min((each.raised_at.date().isoformat() for each in waiting), default="–")


def _table(found: Sequence[Query], texts: Texts, code: str) -> PlainTable:
    table = PlainTable(
        tuple(texts(f"papers.{name}") for name in _HEADS),
        tuple(row for query in found for row in _rows(query, texts)),
        _PARTS,
        ("left",) * 6,
    )
    if not code:  # else it stands in the head
        return table
    return without_column(table, _HEADS.index("subject"), room_to=_HEADS.index("said"))


def _rows(query: Query, texts: Texts) -> Iterator[tuple[Words, ...]]:
    """One row for each thing said, so that no row outgrows a page."""
    visit = texts.written(query.visit_title) or texts("documents.unscheduled")
    day = "" if query.visit_day is None else texts.study_day(query.visit_day)
    if day and day not in visit.split():  # its name may say the day
        visit = f"{visit} ({day})"
    first: tuple[Words, ...] = (
        (Piece(f"Q-{query.id}", "semibold"),),
        query.subject_code,
        visit,
        field_name(texts, query.field),
        (Piece(texts(f"queries.status.{query.status}"), "semibold"),),
    )
    for number, step in enumerate(query.steps):
        when = f"{step.at.astimezone():%Y-%m-%d %H:%M} {step.shown_name}"
        head = texts.spoken((when, texts(f"papers.step_{step.action}")))
        said: Words = (
            Piece(texts.named(head, ""), "", "secondary"),
            Piece(step.text or "–"),
        )
        yield (*(first if number == 0 else ("",) * 5), said)
