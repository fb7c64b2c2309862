"""Lines of the audit trail, oldest first, for a file or an inspection."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from app.i18n import trail as words
from app.reports.content import MetaCell, Piece
from app.reports.evidence_content import PlainTable
from app.reports.paper_content import Paper, Section
from app.services import audit_extent, subjects
from app.services.errors import ServiceError
from app.services.papers.common import paper, signing, without_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.i18n import Texts
    from app.services.context import Context
    from app.services.contracts.papers import Order
    from app.services.contracts.trail import TrailRow

LONGEST = 3_000  # letters of one value: only a protocol's rules are longer, which other documents print
ROW = 420  # letters in one row of the table: what is longer goes on in the next
_BIRTH = re.compile(r"(birth_date\W+\d{4})-\d\d-\d\d")  # among the stored values of a row
_PIECES = re.compile(rf".{{1,{ROW - 1}}}(?:\s|$)|.{{{ROW}}}", re.DOTALL)
_DATE = re.compile(r"(\d{4})-\d\d-\d\d")
_HEADS = ("id", "at", "who", "action", "subject", "what", "change", "reason")
_PARTS = (10, 18, 24, 20, 18, 34, 56, 18)


def content(context: Context, order: Order, texts: Texts) -> Paper:
    """Details: subject=TJ-001, user=mei, action=update, since=2026-01-01, until=2026-01-31.

    Raises ServiceError `not_allowed`, `subject_unknown`, `audit_too_long`.
    """
    code = subjects.written_code(context, order.asked("subject"))
    rows = _rows(context, order)
    since, until = order.asked("since"), order.asked("until")
    span = f"{since or '…'} – {until or '…'}" if since or until else texts("papers.whole_trail")
    who = order.asked("user")
    meta = (
        MetaCell(texts("papers.period"), span, ""),
        MetaCell(texts("papers.lines"), str(len(rows)), f"{rows[0].id} – {rows[-1].id}" if rows else ""),
        MetaCell(texts("trail.filter_user"), who or texts("trail.every_user"), ""),
        MetaCell(texts("trail.filter_action"), _action(order, texts), ""),
    )
    table = PlainTable(
        tuple(texts("papers.change" if name == "change" else f"trail.column_{name}") for name in _HEADS),
        tuple(line for row in rows for line in _lines(row, texts)),
        _PARTS,
        ("right", *("left",) * 7),
        (texts("papers.cut", letters=LONGEST),) if any(_is_long(row) for row in rows) else (),
    )
    if code:  # it stands in the head
        table = without_column(table, _HEADS.index("subject"), room_to=_HEADS.index("change"))
    span_id = f"{since or 'begin'}-{until or context.today().isoformat()}"
    return paper(
        context,
        texts,
        kind="audit_report",
        document_id="AR-" + "-".join(part for part in (code, who, span_id) if part),
        code=code,
        meta=meta,
        parts=(
            Section("lines", texts("papers.trail"), (table,), remark=texts("papers.trail_remark")),
            signing(texts, "monitor", "investigator"),
        ),
    )


def _action(order: Order, texts: Texts) -> str:
    action = order.asked("action")
    return words.action_text(action, texts) if action else texts("trail.every_action")


def _rows(context: Context, order: Order) -> tuple[TrailRow, ...]:
    from app.services import trail

    page = trail.listing(context, audit_extent.query(order))
    if page.more:
        raise ServiceError("audit_too_long", most=audit_extent.MOST)
    return tuple(reversed(page.rows))


def _is_long(row: TrailRow) -> bool:
    return len(row.old or "") > LONGEST or len(row.new or "") > LONGEST


def _lines(row: TrailRow, texts: Texts) -> Iterator[tuple[str | tuple[Piece, ...], ...]]:
    """A line of the trail, in as many rows as its values take: each is printed whole."""
    change, *more = _PIECES.findall(_change(row, texts)) or ["–"]
    reason = words.reason_text(row.reason_code, row.reason_text, texts)
    yield (
        str(row.id),
        words.moment_text(row.at.astimezone(), texts),
        row.who or "–",
        (Piece(words.action_text(row.action, texts), "semibold"),),
        row.subject or "–",
        words.place_text(row, texts) or "–",
        change,
        words.marked(reason, texts, set_back=row.set_back) or "–",
    )
    for rest in more:
        yield (*("",) * 6, rest, "")


def _change(row: TrailRow, texts: Texts) -> str:
    """What it was and is."""
    if row.hidden or row.table == "identity":
        return texts("papers.kept_apart")
    if row.old is None and row.new is None:
        return ""
    new = _value(row, row.new, texts)
    if row.old is None and row.action != "update":
        return new
    return texts("papers.was_now", was=_value(row, row.old, texts), now=new)


def _value(row: TrailRow, stored: str | None, texts: Texts) -> str:
    """A value in words; of one that is too long its beginning, how long it is, and the hash of the whole."""
    said = words.value_text(row, _masked(row, stored), texts)
    if len(said) <= LONGEST or stored is None:
        return said or texts("trail.nothing")
    mark = sha256(stored.encode()).hexdigest().upper()
    return f"{said[:ROW]}… {texts('papers.cut_value', letters=texts.number(len(said)), hash=mark[:16])}"


def _masked(row: TrailRow, value: str | None) -> str | None:
    """A stored value without a whole date of birth, before it is put into the words of a language."""
    if value is None:
        return None
    return _DATE.sub(r"\1-…", value) if row.field == "birth_date" else _BIRTH.sub(r"\1-…", value)
