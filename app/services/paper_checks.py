"""A PDF file against the study: the same as what is stored, changed since, altered, or not from here."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from app.services import printing
from app.services.contracts.papers import ALTERED, CHANGED, NOT_OURS, SAME, VISIT, Checked, Order
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from app.services.context import Context
    from app.storage.rows import Row

_MOST = 64 << 20  # bytes of a file that are read


def check(context: Context, pdf: bytes) -> tuple[Checked, ...]:
    """What each document of a file is. Nothing of ours in it gives one answer, `not_ours`.

    A document counts as ours when the audit knows that a content of its hash left this study. Its content is
    then made again from what is stored now, as of the day when it left.
    """
    from app.reports.document import named_in
    from app.services.transactions import reading
    from app.storage import papers

    found = named_in(pdf[:_MOST])
    if not found:
        return (Checked(NOT_OURS),)
    whole = sha256(pdf).hexdigest()
    answers = []
    for named in found:
        with reading(context) as connection:
            rows = papers.of_hash(connection, named.data_hash)
        if not rows:
            answers.append(Checked(NOT_OURS, named.document_id))
            continue
        answers.append(_answer(context, rows, named.data_hash, whole))
    return tuple(answers)


def _answer(context: Context, rows: Any, data_hash: str, whole: str) -> Checked:
    told = [(row, json.loads(row.new or "{}")) for row in rows]
    own = next(((row, about) for row, about in told if about.get("file") == whole), None)
    row, about = own or told[0]
    seen = Checked("", str(about.get("id", "")), row.user_name, row.at, int(about.get("copy", 0)))
    if own is None:
        return replace(seen, state=ALTERED)
    return replace(seen, state=SAME if _stands(context, row, about, data_hash) else CHANGED)


def _stands(context: Context, row: Row, about: dict[str, Any], data_hash: str) -> bool:
    """Whether the document would say the same today."""
    from app.i18n import Texts

    kind = row.field
    if kind not in printing.KINDS:
        return False
    visit = printing.KINDS[kind].about == VISIT
    order = Order(
        kind,
        subject_id=0 if visit else row.subject_id or 0,
        visit_id=row.row_id if visit else 0,
        protocol=str(about.get("protocol", "")),
        identity=bool(about.get("identity")),
        detail=str(about.get("detail", "")),
    )
    then = replace(context, clock=lambda: row.at.astimezone(context.clock().tzinfo))
    try:
        again = printing.make(then, order, texts=Texts(str(about.get("language", "en"))))
    except ServiceError as refused:
        if refused.code == "not_allowed":
            raise
        return False
    return again.data_hash == data_hash
