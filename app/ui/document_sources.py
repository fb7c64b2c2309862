"""What a document on show is made of, and how the audit is told that it left the program."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.services import access, day_lists, printing
from app.services.contracts.papers import VISIT, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.prints import Printed
    from app.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Source:
    """`key` names the document: its kind and what it is of. `make` gets the paper, `told` how it left.

    `papers` it may be printed on, the usual one first; `turned`: the same with identity, or without again;
    None where there is no choice.
    """

    key: tuple[str, object]
    make: Callable[[str], Printed]
    told: Callable[[Printed, str], None]
    papers: tuple[str, ...] = printing.PAPERS
    turned: Callable[[], Source] | None = None


def of_visit(desk: Desk, visit_id: int, kind: str) -> Source:
    """The summary of a visit, or the evidence report of its verdict."""
    return of_order(desk, Order(kind, visit_id=visit_id))


def of_order(desk: Desk, order: Order) -> Source:
    """Any document."""
    context, texts, kind = desk.context, desk.texts, printing.KINDS[order.kind]
    turned = None
    if kind.identity and access.may(context, "identity.read"):
        other = replace(order, identity=not order.identity)
        turned = partial(of_order, desk, other)
    about = order.visit_id if kind.about == VISIT else (order.subject_id, order.protocol, order.detail)
    return Source(
        (order.kind, (about, order.identity)),
        lambda paper: printing.make(context, order, texts=texts, paper=paper),
        lambda document, how: printing.left(context, document, how=how),
        kind.papers,
        turned,
    )


def of_day(desk: Desk, protocol: str) -> Source:
    """The list of what is to be done today, of one protocol or of all ("")."""
    context, texts = desk.context, desk.texts
    return Source(
        (day_lists.KIND, protocol),
        lambda paper: day_lists.day_list(context, protocol=protocol, texts=texts, paper=paper),
        lambda document, how: day_lists.printed(context, document, how=how),
    )
