"""The day list for the board or the ward round: the home page on paper, and its line in the audit."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from app.services.contracts.today import CHANGED, DRAFTS, Line, TodayQuery
from app.services.prints import Printed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n import Texts
    from app.i18n.today import Said
    from app.reports.day_list import DayGroup, DayList
    from app.services.context import Context
    from app.services.contracts.today import Group

KIND = "day_list"
REASONS = 60  # changed statuses of which the list says why
_FIELDS = tuple(field.name for field in fields(Line) if field.name != "kind")


def day_list(context: Context, *, protocol: str = "", texts: Texts, paper: str = "A4") -> Printed:
    """The list of what is to be done today, codes only. Raises ServiceError."""
    from app.reports import day_list as document
    from app.services import paper_contents

    content = content_of(context, protocol=protocol, texts=texts)
    made = document.pages(content, paper_contents.printing(context, texts), texts=texts, paper=paper)
    return Printed(made.pdf, f"{content.document_id}.pdf", made.data_hash, made.pages, KIND)


def content_of(context: Context, *, protocol: str, texts: Texts) -> DayList:
    """What the list says."""
    from app.i18n.today import Said
    from app.reports.content import MetaCell
    from app.reports.day_list import DayList
    from app.services import today

    read = today.read(context, TodayQuery(protocol=protocol))
    # What one person has typed and not saved is for nobody else's eyes.
    read = replace(read, groups=tuple(group for group in read.groups if group.key != DRAFTS))
    changed = read.group(CHANGED).lines[:REASONS]
    reasons = today.reasons(context, changed, texts=texts)
    said = Said(texts, read.day)
    weekday = texts(f"today.weekday_{read.day.weekday()}")
    count = texts.number(read.total)
    facts = (
        ("printed_day", texts("today.day", weekday=weekday, date=texts.date(read.day)), ""),
        ("printed_study", context.study.name, context.study.site),
        ("filter_protocol", protocol or texts("today.all_protocols"), ""),
        ("printed_lines", f"{count}+" if read.more else count, ""),
    )
    return DayList(
        document_id=f"DL-{read.day.isoformat()}" + (f"-{protocol}" if protocol else ""),
        language=texts.language,
        title=texts("today.printed_title"),
        subtitle=texts("today.printed_about"),
        code=texts.date(read.day),
        meta=tuple(MetaCell(texts(f"today.{key}"), value, detail) for key, value, detail in facts),
        groups=tuple(_group(group, said, reasons, texts) for group in read.groups),
        heads=(
            texts("today.column_subject"),
            texts("today.column_status"),
            texts("today.column_what"),
            texts("today.column_when"),
        ),
        empty=texts("today.empty"),
    )


def printed(context: Context, document: Printed, *, how: str) -> None:
    """Write to the audit that a list left the program: `how` is saved or printed."""
    from app.services import access
    from app.services.transactions import changing
    from app.storage.types import canonical

    access.require(context, "prints.printed")
    about = {"document": document.name, "sha256": document.data_hash, "pages": document.pages}
    with changing(context) as change:
        change.note(how, field=KIND, new=canonical(about))


def _group(group: Group, said: Said, reasons: Mapping[int, str], texts: Texts) -> DayGroup:
    from app.reports.day_list import DayGroup, DayLine

    lines = []
    for line in group.lines:
        parts = {name: getattr(line, name) for name in _FIELDS}
        words = said.line(line.kind, **parts, reason=reasons.get(line.row_id, ""))
        status = texts(f"common.status_{line.status}")
        lines.append(DayLine(line.code, status, words.what, words.why, words.when))
    title = texts(f"today.group_{group.key}")
    more = texts("today.printed_more", count=len(lines)) if group.more else ""
    return DayGroup(group.key, title, tuple(lines), more)
