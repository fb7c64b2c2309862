"""What a document on show is made of, and how the audit is told that it left the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.services import day_lists, prints

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.prints import Printed
    from app.ui.desk import Desk

_OF_VISIT = {prints.SUMMARY: prints.visit_summary, prints.EVIDENCE: prints.evidence_report}


@dataclass(frozen=True, slots=True)
class Source:
    """`key` names the document: its kind and what it is of. `make` gets the paper, `told` how it left."""

    key: tuple[str, object]
    make: Callable[[str], Printed]
    told: Callable[[Printed, str], None]


def of_visit(desk: Desk, visit_id: int, kind: str) -> Source:
    """The summary of a visit, or the evidence report of its verdict."""
    context, texts, make = desk.context, desk.texts, _OF_VISIT[kind]
    return Source(
        (kind, visit_id),
        lambda paper: make(context, visit_id, texts=texts, paper=paper),
        lambda document, how: prints.printed(context, visit_id, document, how=how),
    )


def of_day(desk: Desk, protocol: str) -> Source:
    """The list of what is to be done today, of one protocol or of all ("")."""
    context, texts = desk.context, desk.texts
    return Source(
        (day_lists.KIND, protocol),
        lambda paper: day_lists.day_list(context, protocol=protocol, texts=texts, paper=paper),
        lambda document, how: day_lists.printed(context, document, how=how),
    )
